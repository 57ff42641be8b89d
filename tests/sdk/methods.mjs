// Every method of the SDK that touches what the sandbox has, as an app's server uses them: what each gives or throws.
import { client, print, refusal } from './nango.mjs';

const nango = client();
// What the SDK has no method for: connections that exist already.
async function imported(key, credentials, more) {
    const answer = await fetch(`${process.env.NANGO_HOSTPORT}/connections`, {
        method: 'POST',
        headers: { authorization: `Bearer ${process.env.NANGO_SECRET_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ provider_config_key: key, credentials, ...more })
    });
    const made = await answer.json();
    if (answer.status !== 201) throw new Error(JSON.stringify(made));
    return made.connection_id;
}
const oauth = (type) => ({ type, client_id: 'id', client_secret: 'secret', scopes: 'read' });
for (const [provider, unique_key, credentials] of [['openai', 'sdk-key'], ['freshdesk', 'sdk-basic'], ['twitter', 'sdk-twitter', oauth('OAUTH1')], ['hubspot', 'sdk-hubspot', oauth('OAUTH2')]]) {
    await nango.createIntegration({ provider, unique_key, credentials });
}
const options = {
    apiKey: await imported('sdk-key', { type: 'API_KEY', apiKey: 'sk-sdk' }, { end_user: { id: 'sdk-owner' }, connection_config: {} }),
    basic: await imported('sdk-basic', { type: 'BASIC', username: 'u', password: '' }, { connection_config: { subdomain: 'x' } }),
    oauth1: await imported('sdk-twitter', { type: 'OAUTH1', oauth_token: 't', oauth_token_secret: 's' }),
    oauth2: await imported('sdk-hubspot', { type: 'OAUTH2', access_token: 'old', refresh_token: 'rt' })
};
const at = { providerConfigKey: 'sdk-key', connectionId: options.apiKey };
const names = (list) => list.map((entry) => entry.name);
const seen = { ids: options };

// Providers.
const searched = await nango.listProviders({ search: 'jira' });
seen.searched = names(searched.data);
seen.provider = (await nango.getProvider({ provider: 'aws-sigv4' })).data;
seen.noProvider = await refusal(() => nango.getProvider({ provider: 'nobodys' }));
seen.templates = await nango.getProviderTemplates({ provider: 'github' });

// Integrations.
seen.created = (await nango.createIntegration({ provider: 'github', unique_key: 'sdk-github', display_name: 'SDK', credentials: { type: 'OAUTH2', client_id: 'id', client_secret: 'secret', scopes: 'repo,user' } })).data;
seen.createdTwice = await refusal(() => nango.createIntegration({ provider: 'openai', unique_key: 'sdk-github' }));
seen.withoutApp = await refusal(() => nango.createIntegration({ provider: 'slack', unique_key: 'sdk-slack' }));
seen.quickstart = (await nango.createQuickstartIntegration({ provider: 'hubspot', unique_key: 'sdk-quick' })).data;
seen.updated = (await nango.updateIntegration({ uniqueKey: 'sdk-github' }, { unique_key: 'sdk-renamed', display_name: 'New', forward_webhooks: false })).data;
seen.withSecrets = (await nango.getIntegration({ uniqueKey: 'sdk-renamed' }, { include: ['credentials'] })).data;
seen.noIntegration = await refusal(() => nango.getIntegration({ uniqueKey: 'sdk-github' }));
seen.listed = (await nango.listIntegrations()).configs.map((integration) => integration.unique_key);
seen.functions = await nango.listFunctions({ uniqueKey: 'sdk-renamed' });
seen.integrationDeleted = (await nango.deleteIntegration('sdk-renamed')).data;
seen.integrationGone = await refusal(() => nango.deleteIntegration('sdk-renamed'));

// Connections of several modes.
seen.apiKeyToken = await nango.getToken(at.providerConfigKey, at.connectionId);
seen.basicToken = await nango.getToken('sdk-basic', options.basic);
seen.oauth1Token = await nango.getToken('sdk-twitter', options.oauth1);
seen.refreshed = await nango.getConnection('sdk-hubspot', options.oauth2, true, true);
seen.stripped = await nango.getConnection('sdk-hubspot', options.oauth2);
seen.rawToken = await nango.getRawTokenResponse('sdk-hubspot', options.oauth2);
seen.patched = await nango.patchConnection({ connectionId: at.connectionId, provider_config_key: at.providerConfigKey }, { tags: { Plan: 'pro' } });
seen.patchedTags = (await nango.getConnection(at.providerConfigKey, at.connectionId)).tags;
seen.notPatched = await refusal(() => nango.patchConnection({ connectionId: at.connectionId, provider_config_key: at.providerConfigKey }, { tags: { '1': 'x' } }));
seen.searchedConnection = (await nango.listConnections(undefined, options.apiKey.slice(0, 8).toUpperCase())).connections.map((one) => one.connection_id);

// Metadata.
seen.set = (await nango.setMetadata(at.providerConfigKey, at.connectionId, { a: 1, deep: { b: [1, 2] } })).data;
seen.merged = (await nango.updateMetadata(at.providerConfigKey, [at.connectionId], { a: 2, c: null })).data;
seen.metadata = await nango.getMetadata(at.providerConfigKey, at.connectionId);
seen.noMetadata = await refusal(() => nango.setMetadata(at.providerConfigKey, [at.connectionId, 'nobody'], {}));

// Sessions.
const session = await nango.createConnectSession({ tags: { end_user_id: 'u' }, allowed_integrations: [at.providerConfigKey] });
seen.session = Object.keys(session.data);
seen.reconnect = Object.keys((await nango.createReconnectSession({ connection_id: at.connectionId, integration_id: at.providerConfigKey })).data);
seen.noSession = await refusal(() => nango.createConnectSession({ end_user: { id: '' } }));
seen.noReconnect = await refusal(() => nango.createReconnectSession({ connection_id: 'nobody', integration_id: at.providerConfigKey }));

// The proxy.
const body = { text: 'ünï', list: [1] };
seen.get = (await nango.get({ ...at, endpoint: '/v1/things', params: { page: '2', q: 'a b' }, headers: { 'X-Own': 'yes' } })).data;
for (const method of ['post', 'put', 'patch']) {
    seen[method] = (await nango[method]({ ...at, endpoint: 'v1/things', data: body })).data;
}
seen.delete = (await nango.delete({ ...at, endpoint: '/v1/things/1' })).data;
seen.proxied = (await nango.proxy({ ...at, method: 'POST', endpoint: '/v1/things', data: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' }, retries: 1 })).data;
seen.flaky = (await nango.get({ ...at, endpoint: '/flaky', retries: 2 })).data;
seen.notFound = await refusal(() => nango.get({ ...at, endpoint: '/status/404' }));
seen.noConnection = await refusal(() => nango.get({ ...at, connectionId: 'nobody', endpoint: '/x' }));
seen.notProxied = await refusal(() => nango.get({ ...at, endpoint: '/x', baseUrlOverride: 'http://169.254.169.254' }));

// Around functions: there are none.
seen.variables = await nango.getEnvironmentVariables();
seen.scripts = await nango.getScriptsConfig();
seen.openai = await nango.getScriptsConfig('openai');
seen.status = await nango.syncStatus(at.providerConfigKey, '*');
seen.records = await nango.listRecords({ ...at, model: 'Thing' });
seen.noAction = await refusal(() => nango.triggerAction(at.providerConfigKey, at.connectionId, 'nothing', {}));

seen.waited = (await nango.waitForConnection('sdk-key', 'sdk-owner')).connection_id;
const aborted = new AbortController();
aborted.abort();
seen.aborted = await nango.waitForConnection('sdk-key', 'stranger', { signal: aborted.signal }).catch((error) => error.message);
seen.deleted = (await nango.deleteConnection(at.providerConfigKey, at.connectionId)).data;
seen.deletedTwice = await refusal(() => nango.deleteConnection(at.providerConfigKey, at.connectionId));
seen.noToken = await refusal(() => nango.getToken(at.providerConfigKey, at.connectionId));
print(seen);
