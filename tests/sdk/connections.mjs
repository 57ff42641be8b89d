// Reads and deletes connections as an app's server does. options: apiKey and oauth (two connections), tag.
import { client, options, print, refusal } from './nango.mjs';

const nango = client();
const { apiKey, oauth, tag } = options;
const ids = (list) => list.connections.map((connection) => `${connection.provider_config_key}/${connection.connection_id}`);

const seen = {
    integrations: (await nango.listIntegrations()).configs.map((integration) => integration.unique_key),
    integration: (await nango.getIntegration({ uniqueKey: 'github' }, { include: ['webhook'] })).data,
    provider: (await nango.getProvider({ provider: 'openai' })).data,
    byTag: ids(await nango.listConnections({ tags: { Run: tag } })),
    byTwoTags: ids(await nango.listConnections({ tags: { run: tag, end_user_id: 'api-key-user' } })),
    byOtherTag: ids(await nango.listConnections({ tags: { run: `not-${tag}` } })),
    byIntegration: ids(await nango.listConnections({ integrationId: ['github', 'hubspot'], tags: { run: tag } })),
    byUser: ids(await nango.listConnections({ userId: 'oauth-user', tags: { run: tag } })),
    byId: ids(await nango.listConnections(apiKey)),
    firstPage: ids(await nango.listConnections({ tags: { run: tag }, limit: 1 })),
    secondPage: ids(await nango.listConnections({ tags: { run: tag }, limit: 1, page: 1 })),
    apiKey: await nango.getConnection('openai', apiKey),
    oauth: await nango.getConnection('github', oauth),
    token: await nango.getToken('github', oauth),
    raw: await nango.getRawTokenResponse('github', oauth),
    waited: (await nango.waitForConnection('github', 'oauth-user', { maxAttempts: 1 })).connection_id,
    unknown: await refusal(() => nango.getConnection('github', 'nobody')),
    deleted: (await nango.deleteConnection('github', oauth)).data,
};
seen.gone = await refusal(() => nango.getConnection('github', oauth));
seen.left = ids(await nango.listConnections({ tags: { run: tag } }));
print(seen);
