// The official SDK, pointed where the test says; each script prints what it saw as one JSON document.
import { Nango } from '@nangohq/node';

export const options = JSON.parse(process.argv[2] ?? '{}');

export function client() {
    return new Nango({ host: process.env.NANGO_HOSTPORT, secretKey: process.env.NANGO_SECRET_KEY });
}

// What the SDK throws when the server refuses.
export async function refusal(call) {
    try {
        const answer = await call();
        return { unexpected: answer?.data ?? answer };
    } catch (error) {
        return { status: error.response?.status, body: error.response?.data };
    }
}

export function print(seen) {
    console.log(JSON.stringify(seen));
}
