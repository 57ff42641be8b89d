// Every kind of call with a key that the server does not know.
import { client, print, refusal } from './nango.mjs';

const nango = client();
print({
    list: await refusal(() => nango.listConnections()),
    get: await refusal(() => nango.getConnection('github', 'x')),
    delete: await refusal(() => nango.deleteConnection('github', 'x')),
    session: await refusal(() => nango.createConnectSession({ end_user: { id: 'u' } })),
    integrations: await refusal(() => nango.listIntegrations()),
});
