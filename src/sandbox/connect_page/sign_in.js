// How a connection is asked for: a POST with the credentials, or a window at the provider and a websocket that tells
// how it went (protocol §3.2, §4.1). Failures are `{ type, message }`, as the SDK's AuthError has them.

/** The auth modes that need a window. */
export const WINDOWED = ['OAUTH1', 'OAUTH2', 'APP', 'CUSTOM', 'MCP_OAUTH2', 'MCP_OAUTH2_GENERIC', 'INSTALL_PLUGIN'];

const ENDPOINTS = {
    API_KEY: '/api-auth/api-key/',
    BASIC: '/api-auth/basic/',
    NONE: '/auth/unauthenticated/',
    OAUTH2_CC: '/oauth2/auth/',
    TWO_STEP: '/auth/two-step/',
    JWT: '/auth/jwt/',
    TBA: '/auth/tba/',
    BILL: '/auth/bill/',
    SIGNATURE: '/auth/signature/',
    AWS_SIGV4: '/auth/aws-sigv4/'
};
// How long the window is left to its own page once it is known how the flow ended, and how often it is looked at.
const GRACE = 500;

/** The body of the POST, in the order in which Nango's own page has it. */
function body(mode, { credentials, assertionOption }) {
    const { token_id, token_secret, ...others } = credentials;
    switch (mode) {
        case 'TWO_STEP':
            return { ...credentials, type: mode, ...(Object.keys(assertionOption).length > 0 ? { assertionOption } : {}) };
        case 'JWT':
            return { ...credentials, type: mode };
        case 'SIGNATURE':
            return { type: mode, ...credentials };
        case 'TBA':
            return { token_id, token_secret, ...others };
        default:
            return credentials;
    }
}

/** Sends credentials, and returns what the sandbox made of them. */
export async function send(mode, key, token, filled) {
    const params = Object.entries(filled.params).map(([name, value]) => `params[${name}]=${encodeURIComponent(value)}`);
    const query = [`connect_session_token=${token}`, ...params].join('&');
    const content = body(mode, filled);
    let response;
    try {
        response = await fetch(`${ENDPOINTS[mode]}${encodeURIComponent(key)}?${query}`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            ...(Object.keys(content).length > 0 ? { body: JSON.stringify(content) } : {})
        });
    } catch {
        throw { type: 'unknown_error', message: '', lost: true };
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok || answer.error) {
        const { code = 'unknown_error', message = '', errors = [] } = answer.error ?? {};
        throw { type: code, message, errors };
    }
    return answer;
}

function features() {
    const width = Math.min(500, screen.width);
    const height = Math.min(600, screen.height);
    const left = Math.max((screen.width - width) / 2, 0);
    const top = Math.max((screen.height - height) / 2, 0);
    return `left=${left},top=${top},width=${width},height=${height},scrollbars=yes,resizable=yes`;
}

/**
 * Opens the provider's window and waits for the websocket. Call it in the click itself, or the window is blocked.
 * A window that is closed too early only counts when `detect` says so, for some providers cut the tie to it.
 */
export function openWindow(key, token, params, { path, detect }) {
    const opened = window.open('', '_blank', features());
    if (!opened || opened.closed) {
        return { window: null, result: Promise.reject({ type: 'blocked_by_browser', message: '' }) };
    }
    const url = new URL(`/oauth/connect/${encodeURIComponent(key)}`, location.origin);
    url.searchParams.set('connect_session_token', token);
    for (const [name, value] of Object.entries(params)) {
        url.searchParams.set(`params[${name}]`, value);
    }
    const socket = new WebSocket(new URL(path, location.origin.replace(/^http/, 'ws')));
    let watch;
    const result = new Promise((resolve, reject) => {
        socket.onmessage = ({ data }) => {
            const told = JSON.parse(data);
            if (told.message_type === 'connection_ack') {
                url.searchParams.set('ws_client_id', told.ws_client_id);
                opened.location = url.href;
            } else if (told.message_type === 'success') {
                resolve({ providerConfigKey: told.provider_config_key, connectionId: told.connection_id, isPending: told.is_pending });
            } else if (told.message_type === 'error') {
                reject({ type: told.error_type, message: told.error_desc });
            }
        };
        socket.onclose = () => reject({ type: 'unknown_error', message: '', lost: true });
        watch = setInterval(() => opened.closed && detect && reject({ type: 'window_closed', message: '' }), GRACE);
    });
    const over = () => {
        clearInterval(watch);
        socket.onclose = null;
        socket.close();
        // Its page has something to say yet.
        setTimeout(() => opened.close(), GRACE);
    };
    result.then(over, over);
    return { window: opened, result };
}
