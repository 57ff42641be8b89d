// Signs options.body as Nango's server does, with Node's own crypto. With options.url it delivers it, too: rightly
// signed and, unless options.once, wrongly signed, with the body changed on the way, and not signed.
import { createHash, createHmac } from 'node:crypto';

import { options, print } from './nango.mjs';

const { body, url } = options;
const key = process.env.NANGO_SECRET_KEY;
const hmac = (key, body) => createHmac('sha256', key).update(body).digest('hex');
const legacy = createHash('sha256').update(`${key}${body}`).digest('hex');

async function deliver(headers, sent = body) {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: sent });
    await answer.arrayBuffer();
    return answer.status;
}

const signed = { 'X-Nango-Hmac-Sha256': hmac(key, body), 'X-Nango-Signature': legacy };
const seen = { signed };
if (url) {
    seen.right = await deliver(signed);
}
if (url && !options.once) {
    seen.wrongKey = await deliver({ 'X-Nango-Hmac-Sha256': hmac('another key', body) });
    seen.changed = await deliver(signed, `${body} `);
    seen.unsigned = await deliver({});
    seen.rightAgain = await deliver({ 'x-nango-hmac-sha256': signed['X-Nango-Hmac-Sha256'] });
}
print(seen);
