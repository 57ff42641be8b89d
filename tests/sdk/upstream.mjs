// The SDK's proxy methods, where the sandbox really sends what they ask for.
import { client, options, print, refusal } from './nango.mjs';

const nango = client();
const at = { providerConfigKey: 'openai', connectionId: options.connection };
const seen = {};
seen.get = (await nango.get({ ...at, endpoint: '/echo', params: { q: 'a b' }, headers: { 'X-Own': 'yes' } })).data;
for (const method of ['post', 'put', 'patch']) {
    seen[method] = (await nango[method]({ ...at, endpoint: 'echo', data: { text: 'ünï' } })).data;
}
seen.delete = (await nango.delete({ ...at, endpoint: '/echo' })).data;
seen.proxied = (await nango.proxy({ ...at, method: 'POST', endpoint: '/echo', data: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).data;
seen.packed = (await nango.get({ ...at, endpoint: '/packed', decompress: true })).data;
seen.notFound = await refusal(() => nango.get({ ...at, endpoint: '/nothing' }));
seen.flaky = (await nango.get({ ...at, endpoint: '/flaky', retries: 1 })).data;
const stream = (await nango.get({ ...at, endpoint: '/chunked', responseType: 'stream' })).data;
seen.chunked = '';
for await (const piece of stream) seen.chunked += piece;
print(seen);
