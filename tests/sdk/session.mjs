// Creates a connect session as an app's server does: options.session, or options.reconnect.
import { client, options, print } from './nango.mjs';

const nango = client();
const made = options.reconnect ? await nango.createReconnectSession(options.reconnect) : await nango.createConnectSession(options.session);
print(made);
