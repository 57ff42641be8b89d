// The official frontend SDK in Chromium against a sandbox: plays every scenario of the transcripts
// `recordings/modes/fe_*` and `ui_*` and prints, a line each, what was seen, in the transcripts' own form. See
// ../frontend.rs, which compares. Arguments: Chromium, the folder of the transcripts, and the scenarios that are to be
// played alone, one after the other, where it is not all of them.
import { generateKeyPairSync } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const [, , executable, folder, ...alone] = process.argv;
const api = process.env.NANGO_HOSTPORT;
const key = process.env.NANGO_SECRET_KEY;
const ui = `${api}/_sandbox/connect`;
// Longer than anything takes on a busy machine; it only bounds a failing test.
const PATIENCE = 60_000;
// More than two looks of the SDK at its window: who has not given up by then does not.
const PENDING = 1_200;
const AT_ONCE = alone.length > 0 ? 1 : 6;

// ---- The scenarios: what an app asks for, and what a person then does ----

const OAUTH = 'r2-fe-oauth';
const KEY = 'r2-fe-key';
const instance = { instanceUrl: 'http://127.0.0.1:4001' };
const endpoint = { endpointURL: 'localhost:4444' };
const login = { username: 'u', password: 'p' };
const role = 'arn:aws:iam::123456789012:role/NangoAccessRole';
const unknown = `nango_connect_session_${'0'.repeat(64)}`;
const apiKey = (value, more) => ({ auth: KEY, options: { params: instance, credentials: { apiKey: value } }, ...more });
const oauth = (popup, more) => ({ auth: OAUTH, options: { params: endpoint, ...more?.options }, popup, ...more?.other });

const AUTH = {
    fe_auth_apikey_success: apiKey('good-1'),
    fe_auth_apikey_bad_token: apiKey('good', { token: unknown }),
    fe_auth_apikey_empty: apiKey(''),
    fe_auth_apikey_rejected: apiKey('bad'),
    fe_auth_apikey_unknown_integration: { ...apiKey('good'), auth: 'nope' },
    fe_auth_aws_success: { auth: 'r2-aws', options: { credentials: { type: 'AWS_SIGV4', role_arn: role, region: 'us-east-1' } } },
    fe_auth_basic_success: { auth: 'r2-fe-basic', options: { params: { baseUrl: 'http://127.0.0.1:4001' }, credentials: login } },
    fe_auth_bill_success: { auth: 'r2-bill', options: { credentials: { ...login, organization_id: 'o', dev_key: 'd' } } },
    fe_auth_jwt_success: {
        auth: 'r2-jwt',
        options: {
            params: { adminDomain: 'localhost:4444', version: 'v3.0' },
            credentials: { type: 'JWT', privateKey: { id: 'a'.repeat(24), secret: 'b'.repeat(64) } }
        }
    },
    fe_auth_oauth2_cc_success: {
        auth: 'r2-cc',
        options: { params: { hostname: 'localhost:4444', audience: 'a' }, credentials: { client_id: 'a', client_secret: 'b' } }
    },
    fe_auth_signature_success: { auth: 'r2-sig', options: { credentials: { type: 'SIGNATURE', ...login } } },
    fe_auth_tba_success: { auth: 'r2-tba', options: { params: { accountId: '1234567' }, credentials: { token_id: 'a', token_secret: 'b' } } },
    fe_auth_two_step_success: {
        auth: 'r2-ts',
        options: { params: { hostname: 'localhost:4444' }, credentials: { type: 'TWO_STEP', clientId: 'a', clientSecret: 'b' } }
    },
    fe_auth_two_step_rejected: {
        auth: 'r2-ts',
        options: { params: { hostname: 'localhost:4444' }, credentials: { type: 'TWO_STEP', clientId: 'bad401', clientSecret: 'b' } }
    },
    fe_create_unauthenticated: { create: 'r2-fe-none' },
    fe_reconnect_apikey: apiKey('good-2', { reconnects: 'good-1' }),
    fe_reconnect_apikey_rejected: apiKey('bad', { reconnects: 'good-1' }),
    fe_auth_oauth_success: oauth('Approve'),
    fe_auth_oauth_denied: oauth('Deny'),
    fe_auth_oauth_token_error: oauth('another code'),
    fe_reconnect_oauth: oauth('Approve', { other: { reconnects: 'Approve' } }),
    fe_auth_oauth_bad_token: oauth('look', { other: { token: unknown } }),
    fe_auth_oauth_not_allowed: oauth('look', { other: { allowed: [KEY] } }),
    fe_auth_oauth_missing_param: { auth: OAUTH, options: {}, popup: 'look' },
    fe_auth_oauth_unknown_integration: { ...oauth('look'), auth: 'nope' },
    fe_auth_oauth_popup_blocked: oauth(undefined, { other: { gesture: false } }),
    fe_auth_oauth_popup_blocked_window_open_null: oauth(undefined, { other: { blocked: true } }),
    fe_auth_oauth_popup_closed_detected: oauth('close', { options: { detectClosedAuthWindow: true } }),
    fe_auth_oauth_popup_closed_not_detected: oauth('close')
};

const meilisearch = (value) => ({ 'params.instanceUrl': 'http://127.0.0.1:4001', 'credentials.apiKey': value });
const pem = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const ghostKey = '1234567890abcdef12345678:abcdef1234567890abcdef1234567890abcdef1234567890abcdef1234567890';
// Fills the form in, and sends it.
const typing = (allowed, values, more) => ({ allowed: [allowed], steps: (person) => person.send(values), ...more });
const windowed = (popup, more) => ({
    allowed: [OAUTH],
    steps: async (person) => {
        await person.send({ 'params.endpointURL': 'localhost:4444' }, popup);
        await more?.then?.(person);
    },
    ...more?.other
});
const finish = (person) => person.leaving(() => person.click('Finish'));

const OPEN = {
    ui_apikey_success_then_finish: typing(KEY, meilisearch('good-ui'), {
        steps: async (person) => {
            await person.send(meilisearch('good-ui'));
            await finish(person);
        }
    }),
    ui_apikey_rejected_then_retry: typing(KEY, {}, {
        steps: async (person) => {
            await person.send(meilisearch('bad'));
            await person.click('Back');
            await person.send(meilisearch('good-ui'));
        }
    }),
    ui_reconnect_apikey: typing(KEY, meilisearch('good-re'), { reconnects: 'good-1' }),
    ui_aws: typing('r2-aws', { 'credentials.role_arn': role, 'params.region': 'us-east-1' }),
    ui_bill: typing('r2-bill', {
        'credentials.username': 'u1',
        'credentials.password': 'p1',
        'credentials.organization_id': 'o',
        'credentials.dev_key': 'd'
    }),
    ui_ghost_jwt: typing('r2-jwt', { 'params.adminDomain': 'mock.ghost.io', 'params.version': 'v3.0', 'credentials.privateKey': ghostKey }),
    // The recorded host has no address; here a client that the provider refuses fails instead.
    ui_oauth2_cc: typing('r2-cc-basic', { 'params.hostname': 'example.halopsa.com', 'credentials.client_id': 'bad', 'credentials.client_secret': 'p1' }),
    ui_signature: typing('r2-sig', { 'credentials.username': 'u1', 'credentials.password': 'p1' }),
    ui_tba: typing('r2-tba', {
        'credentials.oauth_client_id_override': 'ov',
        'credentials.oauth_client_secret_override': 'ov',
        'credentials.token_id': 'u1',
        'credentials.token_secret': 'p1',
        'params.accountId': '1234567'
    }),
    ui_two_step: typing('r2-ts', { 'params.hostname': 'localhost:4444', 'credentials.clientId': 'a', 'credentials.clientSecret': 'b' }),
    ui_two_step_assertion_option: typing('r2-ts-assert', {
        'credentials.clientId': 'a',
        'credentials.certificateId': 'c',
        'params.accountId': '1234567',
        'assertion_option.privateKey': pem()
    }),
    ui_oauth_single_success: windowed('Approve', { then: finish }),
    ui_oauth_denied: windowed('Deny'),
    ui_oauth_popup_blocked: windowed(undefined, { other: { blocked: true } }),
    ui_oauth_popup_closed_detected: windowed('close', { other: { options: { detectClosedAuthWindow: true } } }),
    ui_oauth_popup_closed_not_detected: windowed('close', { then: (person) => person.wait(PENDING) }),
    ui_list_then_oauth_success: {
        allowed: [KEY, OAUTH],
        steps: async (person) => {
            await person.click('Connect to Jira Data Center');
            await person.send({ 'params.endpointURL': 'localhost:4444' }, 'Approve');
            await finish(person);
        }
    },
    ui_list_all_french_dark: { options: { lang: 'fr', themeOverride: 'dark' }, steps: (person) => person.sees('Sélectionner une intégration') },
    ui_click_outside: { allowed: [KEY], steps: (person) => person.leaving(() => person.clickOutside()) },
    ui_close_without_connecting: { allowed: [KEY], steps: (person) => person.leaving(() => person.click('Close')) },
    ui_bad_token: { token: unknown, steps: (person) => person.sees('Your session has expired') },
    ui_malformed_token: { token: 'nope', steps: (person) => person.sees('Your session has expired') },
    ui_no_token: {
        token: null,
        steps: async (person) => {
            // The page counts from when it is ready.
            await person.toldReady();
            await person.sees('Loading');
            await person.later(9_900);
            await person.sees('Loading');
            await person.later(200);
            await person.sees("This page can't be opened directly");
        }
    },
    ui_token_set_later: {
        allowed: ['r2-fe-none'],
        token: null,
        steps: async (person) => {
            await person.toldReady();
            await person.giveToken();
            await person.send({});
        }
    },
    ui_tab_mode_link: { allowed: ['r2-fe-none'], tab: true, steps: (person) => person.send({}) }
};

// ---- The backend ----

async function backend(path, body) {
    const response = await fetch(`${api}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body)
    });
    if (!response.ok) {
        throw new Error(`${path}: ${response.status} ${await response.text()}`);
    }
    return (await response.json()).data;
}

const endUser = { end_user: { id: 'user-fe', email: 'fe@example.com' } };
const session = (allowed) => backend('/connect/sessions', { ...endUser, ...(allowed ? { allowed_integrations: allowed } : {}) });
const reconnection = (integration, connection) =>
    backend('/connect/sessions/reconnect', { ...endUser, integration_id: integration, connection_id: connection });

// Under the recorded names.
const INTEGRATIONS = [
    { unique_key: KEY, provider: 'meilisearch' },
    { unique_key: OAUTH, provider: 'jira-data-center', credentials: { type: 'OAUTH2', client_id: 'cid', client_secret: 'csec', scopes: 'READ' } },
    { unique_key: 'r2-fe-basic', provider: 'jira-data-center-basic' },
    { unique_key: 'r2-fe-none', provider: 'unauthenticated' },
    { unique_key: 'r2-cc', provider: 'auth0-cc' },
    { unique_key: 'r2-cc-basic', provider: 'halo-psa' },
    { unique_key: 'r2-ts', provider: 'looker' },
    { unique_key: 'r2-ts-assert', provider: 'netsuite-client-credentials' },
    { unique_key: 'r2-jwt', provider: 'ghost-admin' },
    { unique_key: 'r2-tba', provider: 'netsuite-tba' },
    { unique_key: 'r2-bill', provider: 'bill-sandbox' },
    { unique_key: 'r2-sig', provider: 'emarsys' },
    {
        unique_key: 'r2-aws',
        provider: 'aws-sigv4',
        integration_config: { service: 's3', defaultRegion: 'us-east-1', stsMode: 'builtin', awsAccessKeyId: 'AKIAFAKE', awsSecretAccessKey: 'fake' }
    }
];

// ---- The app: a page of another origin with one button ----

const APP = `<!doctype html><title>The app</title><link rel=icon href="data:,"><button id=go>Connect</button><script type=module>
import Nango from '/sdk/index.js';
const errorOf = ({ constructor, type, message }) => ({ name: constructor.name, type, message });
window.begin = () => {
    const { auth, create, reconnects, options, token, open } = window.scenario;
    const nango = new Nango({ host: ${JSON.stringify(api)}, ...(token === null ? {} : { connectSessionToken: token }) });
    if (open) {
        window.ui = nango.openConnectUI({ ...options, ...open, onEvent: (event) => record({ t: Date.now(), kind: 'onEvent', event }) });
        return;
    }
    const promise = create ? nango.create(create) : reconnects ? nango.reconnect(auth, options) : nango.auth(auth, options);
    const tell = (what) => record({ t: Date.now(), kind: 'sdk', what });
    promise.then((resolved) => tell({ resolved }), (error) => tell({ rejected: errorOf(error) }));
};
document.getElementById('go').addEventListener('click', () => window.begin());
window.ready = true;
// Not on a person's click.
if (window.scenario?.gesture === false) window.begin();
</script>`;
const app = createServer(async (request, response) => {
    const file = /^\/sdk\/(\w+\.js)$/.exec(request.url)?.[1];
    const body = file ? await readFile(new URL(`./node_modules/@nangohq/frontend/dist/${file}`, import.meta.url)) : APP;
    response.writeHead(200, { 'content-type': file ? 'text/javascript' : 'text/html; charset=utf-8' }).end(body);
});
await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
const home = `http://127.0.0.1:${app.address().port}`;

// ---- The recorder ----

// Runs in every frame before its own scripts.
function listen() {
    const tell = (event) => window.record?.({ t: Date.now(), ...event });
    const role = window !== window.top ? 'iframe' : window.opener ? 'popup' : 'page';
    window.addEventListener('message', ({ origin, data }) => tell({ kind: 'postMessage', received_by: `${role} ${location.origin}`, origin, data }));
    // Heard by a listener in the window, it would be lost when the window closes at once.
    const broadcast = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function (data) {
        tell({ kind: 'broadcastChannel', channel: this.name, received_by: location.origin, data });
        return broadcast.call(this, data);
    };
    // A frame that is about to go has no time to read a blob.
    const texts = new WeakMap();
    window.Blob = class extends Blob {
        constructor(parts, options) {
            super(parts, options);
            texts.set(this, parts.join(''));
        }
    };
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (url, blob) => {
        tell({ kind: 'beacon', url: new URL(url, location.href).href, body: texts.get(blob) });
        return send(url, blob);
    };
    // Half a second after the flow has ended the opener closes the window, whose page is there long before, but not on
    // a busy machine: so it is half a second of that page.
    const HALF_SECOND = 500;
    const later = window.setTimeout.bind(window);
    if (role === 'popup') {
        const count = () => document.getElementById('told') && later(() => tell({ kind: 'half_second' }), HALF_SECOND);
        document.addEventListener('DOMContentLoaded', count);
    } else {
        window.setTimeout = (act, ms, ...rest) =>
            ms === HALF_SECOND ? void window.record({ kind: 'half_second_over' }).then(act) : later(act, ms, ...rest);
    }
}

function shown(url) {
    const path = url.startsWith(`${api}/`) ? url.slice(api.length) : undefined;
    // The Connect page's own files are none of the transcripts' business.
    return path !== undefined && !/^\/_sandbox\/connect\/\w|favicon/.test(path);
}

// Adds to the events what the browser tells, and to the reading what is still being read of them.
function watch(context, events, reading) {
    const tell = (event) => events.push({ t: Date.now(), ...event });
    context.on('page', (page) => {
        tell({ kind: 'window_opened' });
        page.on('close', () => tell({ kind: 'window_closed', url: page.url() }));
        page.on('pageerror', (error) => tell({ kind: 'page_error', text: String(error) }));
        page.on('console', (message) => message.type() === 'error' && tell({ kind: 'console_error', text: message.text() }));
        page.on('websocket', (socket) => {
            tell({ kind: 'ws_open', url: socket.url() });
            socket.on('framereceived', ({ payload }) => tell({ kind: 'ws_received', data: payload }));
            socket.on('close', () => tell({ kind: 'ws_close' }));
        });
    });
    // What happened to a request is known late; when it happened the browser says.
    const requests = new Map();
    context.on('request', (request) => {
        if (shown(request.url())) {
            const { authorization, 'content-type': type } = request.headers();
            const event = {
                t: Date.now(),
                kind: 'http_request',
                method: request.method(),
                url: request.url(),
                headers: { ...(authorization ? { authorization } : {}), ...(type ? { 'content-type': type } : {}) },
                body: request.postData() ?? undefined
            };
            requests.set(request, event);
            events.push(event);
        }
    });
    context.on('response', (response) => {
        const begun = requests.get(response.request());
        if (!begun) {
            return;
        }
        const { startTime, responseStart } = response.request().timing();
        begun.t = Math.min(begun.t, startTime > 0 ? startTime : begun.t);
        const { method, url } = begun;
        const event = { t: responseStart > 0 ? begun.t + responseStart : Date.now(), kind: 'http_response', method, url, status: response.status() };
        events.push(event);
        event.location = response.headers().location;
        if (response.headers()['content-type']?.includes('json')) {
            // Nobody reads a window that is gone.
            reading.push(response.json().then((body) => (event.body = body), () => {}));
        }
    });
}

// ---- The person ----

class Person {
    constructor(about) {
        Object.assign(this, about);
    }
    get ui() {
        return this.scenario.tab ? this.page.mainFrame() : this.page.frameLocator('#connect-ui');
    }
    async click(name) {
        await this.ui.getByRole('button', { name, exact: true }).click();
    }
    async clickOutside() {
        await this.ui.locator('form').waitFor();
        await this.page.mouse.click(8, 8);
    }
    async sees(text) {
        await this.ui.getByText(text).first().waitFor();
    }
    // Closes the page, once all has happened that had when it was recorded.
    async leaving(deed) {
        await happened(this.events, before(this.expected, ({ kind, data }) => kind === 'postMessage' && data.type === 'close'));
        await this.ui.locator('#view button').first().waitFor();
        await deed();
    }
    async toldReady() {
        await happened(this.events, [{ kind: 'onEvent' }]);
    }
    wait(ms) {
        return new Promise((resolve) => setTimeout(resolve, ms));
    }
    async later(ms) {
        await this.page.clock.fastForward(ms);
    }
    async giveToken() {
        await this.page.evaluate((token) => window.ui.setSessionToken(token), this.token);
    }
    async send(values, popup) {
        const form = this.ui.locator('form');
        await form.waitFor();
        const what = await form.locator('input:visible').evaluateAll((all) =>
            all.map((input) => ({ name: input.getAttribute('name'), type: input.getAttribute('type'), placeholder: input.getAttribute('placeholder') }))
        );
        this.events.push({ t: Date.now(), kind: 'form_inputs', what });
        for (const [name, value] of Object.entries(values)) {
            await form.locator(`[name="${name}"]`).fill(value);
        }
        await this.answering(popup, () => form.locator('button[type=submit]').click());
    }
    // Does something that opens a window at the provider, and answers there.
    async answering(popup, deed) {
        if (!popup) {
            return deed();
        }
        const opened = this.context.waitForEvent('page');
        await deed();
        const window = await opened;
        if (popup === 'look') {
            // The SDK may close it before it has loaded.
            await window.waitForURL((url) => url.href.startsWith(api), { waitUntil: 'commit' }).catch(() => {});
            return;
        }
        await window.waitForURL(`${api}/_sandbox/authorize/**`, { waitUntil: 'commit' });
        if (popup === 'close') {
            await happened(this.events, before(this.expected, ({ kind }) => kind === 'window_closed'));
            await window.close();
        } else if (popup === 'another code') {
            const asked = new URL(window.url()).searchParams;
            await window.goto(`${asked.get('redirect_uri')}?state=${asked.get('state')}&code=fakecode`).catch(() => {});
        } else {
            // The window may be gone before the click is known to be done.
            await window.getByRole('link', { name: popup, exact: true }).click({ noWaitAfter: true });
        }
    }
}

// ---- The play ----

// Waits for something that happens elsewhere, and returns it, or nothing when the time is over.
async function until(look, limit) {
    for (const deadline = Date.now() + limit; Date.now() < deadline; ) {
        const found = look();
        if (found) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return undefined;
}

// What was recorded of the scenario: neither what was done to prepare it, nor the app's page closing.
function scene({ events }) {
    const begin = events.findIndex(({ kind, what }) => kind === 'action' && /^\(above/.test(what)) + 1;
    const end = events.findIndex(({ kind, url }) => kind === 'window_closed' && /^http:\/\/localhost:(5200|3009)/.test(url));
    return events.slice(begin, end);
}

const before = (recorded, deed) => recorded.slice(0, recorded.findIndex(deed));
const COUNTED = ['sdk', 'onEvent', 'postMessage', 'broadcastChannel', 'ws_received', 'ws_close', 'window_closed', 'http_request', 'http_response'];
const REPORTS = ['beacon', 'report'];

// Waits until as much happened as was recorded.
async function happened(events, recorded, kinds = COUNTED) {
    const kind = (event) => {
        const report = event.kind !== 'beacon' && event.url?.endsWith('/connect/telemetry');
        return report ? { http_request: 'report' }[event.kind] : event.kind;
    };
    const count = (all, counted) => all.filter((event) => kind(event) === counted).length;
    await until(() => kinds.every((counted) => count(events, counted) >= count(recorded, counted)), PATIENCE);
}

// And then a little, for what should not happen.
async function rest(events, recorded) {
    await happened(events, recorded, [...COUNTED, ...REPORTS]);
    await new Promise((resolve) => setTimeout(resolve, 100));
}

// A connection to be reconnected, made by the same SDK before anybody looks.
async function connected(scenario, integration) {
    const { token } = await session([integration]);
    if (scenario.reconnects !== 'Approve') {
        const query = `connect_session_token=${token}&params[instanceUrl]=http%3A%2F%2F127.0.0.1%3A4001`;
        const response = await fetch(`${api}/api-auth/api-key/${integration}?${query}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ apiKey: scenario.reconnects })
        });
        return (await response.json()).connectionId;
    }
    const begun = await fetch(`${api}/oauth/connect/${integration}?connect_session_token=${token}&params[endpointURL]=localhost%3A4444`);
    const approve = /href="([^"]+code=[^"]+)"/.exec(await begun.text())[1].replaceAll('&amp;', '&');
    await fetch(approve);
    const listed = await fetch(`${api}/connections?integrationId=${integration}`, { headers: { authorization: `Bearer ${key}` } });
    return (await listed.json()).connections[0].connection_id;
}

async function play(browser, name) {
    const scenario = AUTH[name] ?? OPEN[name];
    const transcript = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
    const integration = scenario.auth ?? scenario.allowed?.[0];
    const { token } = scenario.reconnects ? await reconnection(integration, await connected(scenario, integration)) : await session(scenario.allowed);
    const begun = Date.now();
    const context = await browser.newContext({ locale: 'en-US' });
    const events = [];
    const reading = [];
    const expected = scene(transcript);
    try {
        context.setDefaultTimeout(PATIENCE);
        // A clock that was stopped tells nothing.
        const stopped = scenario.token === null && !scenario.allowed;
        let over;
        const halfSecond = new Promise((resolve) => (over = resolve));
        await context.exposeBinding('record', (_, event) => {
            if (event.kind === 'half_second') {
                over();
            } else if (event.kind === 'half_second_over') {
                return halfSecond;
            } else {
                events.push({ ...event, t: stopped ? Date.now() : event.t });
            }
        });
        await context.addInitScript(listen);
        if (scenario.blocked) {
            await context.addInitScript(() => (window.open = () => null));
        }
        watch(context, events, reading);
        const page = await context.newPage();
        const given = scenario.token === undefined ? token : scenario.token;
        const what = { ...scenario, token: given, ...(OPEN[name] ? { open: { baseURL: ui, apiURL: api } } : {}) };
        delete what.steps;
        const person = new Person({ page, context, scenario, token, events, expected });
        if (stopped) {
            await page.clock.install({ time: 0 });
            await page.clock.pauseAt(60_000);
        }
        let result = null;
        if (scenario.tab) {
            await page.goto(`${ui}/?session_token=${token}&apiURL=${api}`);
            await scenario.steps(person);
        } else {
            // What Playwright evaluates counts as a person's deed, so this has to be there before the page is.
            await context.addInitScript((what) => (window.scenario = what), what);
            await page.goto(home);
            const begin = async () => scenario.gesture === false || page.click('#go');
            if (scenario.steps) {
                await begin();
                await scenario.steps(person);
            } else {
                await person.answering(scenario.popup, begin);
                const limit = transcript.result === 'still pending' ? PENDING : PATIENCE;
                result = (await until(() => events.find(({ kind }) => kind === 'sdk'), limit))?.what ?? 'still pending';
            }
        }
        await rest(events, expected);
        await Promise.all(reading);
        if (transcript.result?.iframe_removed) {
            result = { iframe_removed: (await page.locator('#connect-ui').count()) === 0 };
        }
        const open = context.pages().flatMap((page) => page.frames()).filter((frame) => frame.url().startsWith(api));
        const final_texts = await Promise.all(open.map(async (frame) => ({ url: frame.url(), text: await frame.locator('body').innerText() })));
        return { name, home, result, events: events.toSorted((a, b) => a.t - b.t), final_texts, took: Date.now() - begun };
    } finally {
        await context.close();
    }
}

const say = (line) => console.log(JSON.stringify(line));
for (const integration of INTEGRATIONS) {
    await backend('/integrations', integration);
}
const browser = await chromium.launch({
    executablePath: executable,
    // A blocked window is one of the scenarios.
    ignoreDefaultArgs: ['--disable-popup-blocking'],
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
});
const names = (await readdir(folder)).map((file) => file.replace(/\.json$/, '')).filter((name) => /^(fe|ui)_/.test(name));
const left = alone.length > 0 ? alone : names.sort();
await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
        for (let name = left.shift(); name; name = left.shift()) {
            say(await play(browser, name).catch((error) => ({ name, error: String(error) })));
        }
    })
);
await browser.close();
process.exit(0);
