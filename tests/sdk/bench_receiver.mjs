// What `cargo bench --bench webhooks` measures the listener against: the shortest receiver that checks deliveries with
// the SDK. It keeps nothing.
import { createServer } from 'node:http';

import { Nango } from '@nangohq/node';

const nango = new Nango({ apiKey: 'unused', webhookSigningKey: process.env.NANGO_WEBHOOK_SIGNING_KEY });

const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
        const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
        const verified = nango.verifyIncomingWebhookRequest(body, request.headers);
        response.writeHead(verified ? 200 : 401, { 'Content-Type': 'application/json', 'Content-Length': 11 });
        response.end('{"ok":true}');
    });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ event: 'ready', url: `http://127.0.0.1:${server.address().port}` })));
process.stdin.on('end', () => process.exit(0)).resume();
