// An app's own tests with the official SDK, on a sandbox that lives as long as they do:
//   nango-cli sandbox --port 0 --auto-approve --exec node --test tests/sdk/example.test.mjs
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { Nango } from '@nangohq/node';

const host = process.env.NANGO_HOSTPORT;
const nango = new Nango({ host, secretKey: process.env.NANGO_SECRET_KEY });
const owners = new Map();
let app;

// The app: it believes a webhook only when its signature is right, and keeps the connection beside the user.
before(async () => {
    app = createServer(async (request, response) => {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const body = Buffer.concat(chunks).toString();
        const right = nango.verifyIncomingWebhookRequest(body, request.headers);
        response.writeHead(right ? 200 : 401).end();
        if (right) {
            const event = JSON.parse(body);
            owners.set(event.tags.end_user_id, event.connectionId);
            app.emit('kept');
        }
    });
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
});

after(() => app.close());

test('a user connects, and the app learns which connection is theirs', async () => {
    const { data } = await nango.createConnectSession({
        tags: { end_user_id: 'u_1' },
        allowed_integrations: ['unauthenticated'],
        webhook_url_override: `http://127.0.0.1:${app.address().port}/`,
    });
    const kept = once(app, 'kept');
    const made = await fetch(`${host}/auth/unauthenticated/unauthenticated?connect_session_token=${data.token}`, {
        method: 'POST',
    });
    assert.equal(made.status, 200);
    await kept;
    const connection = await nango.getConnection('unauthenticated', owners.get('u_1'));
    assert.equal(connection.tags.end_user_id, 'u_1');
});

test('the app copes when Nango does not answer', async () => {
    const control = { Authorization: `Bearer ${process.env.NANGO_SECRET_KEY}`, 'Content-Type': 'application/json' };
    const rule = { path: '/connect/sessions', status: 503 };
    await fetch(`${host}/_sandbox/control/failures`, { method: 'POST', headers: control, body: JSON.stringify(rule) });
    await assert.rejects(nango.createConnectSession({ tags: { end_user_id: 'u_2' } }), /503/);
    const { data } = await nango.createConnectSession({ tags: { end_user_id: 'u_2' } });
    assert.match(data.token, /^nango_connect_session_/);
});
