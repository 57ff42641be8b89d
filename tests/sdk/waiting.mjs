// Waits for a connection as an app's server does. options: integration, user.
import { client, options, print } from './nango.mjs';

print({ event: 'waiting' });
const connection = await client().waitForConnection(options.integration, options.user);
print({ event: 'known', connection: connection.connection_id, at: Date.now() });
