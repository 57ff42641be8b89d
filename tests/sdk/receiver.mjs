// An app's webhook endpoint: a plain Node server that hands the raw body and the headers to the SDK. It prints a
// line for each delivery, and ends with its stdin.
import { createServer } from 'node:http';

import { client } from './nango.mjs';

const nango = client();
const say = (line) => console.log(JSON.stringify(line));

const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const { headers } = request;
        const changed = raw.replace('"success":true', '"success":false');
        const { 'x-nango-hmac-sha256': signature, ...unsigned } = headers;
        const stranger = new nango.constructor({ host: 'http://127.0.0.1:1', secretKey: '11111111-2222-4333-8444-555555555555' });
        say({
            event: 'webhook',
            body: JSON.parse(raw),
            headers,
            verified: nango.verifyIncomingWebhookRequest(raw, headers),
            legacyVerified: nango.verifyWebhookSignature(headers['x-nango-signature'], JSON.parse(raw)),
            changed: changed !== raw,
            verifiedChanged: nango.verifyIncomingWebhookRequest(changed, headers),
            verifiedUnsigned: nango.verifyIncomingWebhookRequest(raw, unsigned),
            verifiedWithOtherKey: stranger.verifyIncomingWebhookRequest(raw, headers),
        });
        response.writeHead(200).end();
    });
});
server.listen(0, '127.0.0.1', () => say({ event: 'ready', url: `http://127.0.0.1:${server.address().port}/hook` }));
process.stdin.on('end', () => process.exit(0)).resume();
