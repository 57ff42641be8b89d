// The Connect page: speaks the iframe protocol of Nango's Connect UI with the page that embeds it (protocol §4.5),
// and the API with the sandbox that it came from.
import { cleaned, fields, filled, problem } from './form.js';
import { WINDOWED, openWindow, send } from './sign_in.js';
import { language, speaker } from './words.js';

// How long an embedding page may take to hand over the session's token.
const PATIENCE = 10_000;

const query = new URLSearchParams(location.search);
const framed = window.parent !== window;
const embedded = query.get('embedded') === 'true';
const lang = language(query.get('lang'));
const say = speaker(lang);
const card = document.getElementById('card');
const view = document.getElementById('view');
const back = document.getElementById('back');
const close = document.getElementById('close');

const state = { token: null, session: null, integrations: [], typed: false, popup: null, fail: null };

function tell(event) {
    window.parent.postMessage(event, '*');
}

function telemetry(event, dimensions) {
    const report = { event, dimensions, token: state.token, timestamp: new Date() };
    navigator.sendBeacon('/connect/telemetry', new Blob([JSON.stringify(report)], { type: 'application/json' }));
}

function leave(how) {
    if (state.token) {
        telemetry(how);
    }
    tell({ type: 'close' });
}

/** An element: its name with its classes, its attributes and listeners, what is in it. */
function make(what, attributes = {}, ...inside) {
    const [name, ...classes] = what.split('.');
    const element = document.createElement(name);
    element.classList.add(...classes);
    for (const [key, value] of Object.entries(attributes)) {
        if (typeof value === 'function') {
            element.addEventListener(key, value);
        } else if (value !== undefined && value !== false) {
            element.setAttribute(key, value === true ? '' : value);
        }
    }
    element.append(...inside.filter(Boolean));
    return element;
}

/** Shows another view, and lets a screen reader begin at its title. */
function show(title, ...inside) {
    const heading = make('h1', { id: 'title', tabindex: '-1' }, title);
    view.replaceChildren(heading, ...inside.filter(Boolean));
    document.title = `${title} · nango-cli sandbox`;
    back.hidden = true;
    state.fail = null;
    view.scrollTop = 0;
    heading.focus({ preventScroll: true });
    return heading;
}

function showBack(label, to) {
    back.replaceChildren('←');
    back.setAttribute('aria-label', label);
    back.title = label;
    back.onclick = to;
    back.hidden = false;
}

function showText(text, detail) {
    show(text, detail && make('p.soft', {}, detail)).setAttribute('role', 'alert');
}

async function get(path) {
    const headers = { Authorization: `Bearer ${state.token}` };
    if (query.has('lang')) {
        headers['Accept-Language'] = lang;
    }
    const response = await fetch(path, { headers });
    const body = await response.json().catch(() => ({}));
    if (response.status !== 200) {
        throw { status: response.status, ...body.error };
    }
    return body.data;
}

function initial(name) {
    return make('span.logo', { 'aria-hidden': 'true' }, (name.match(/[\p{L}\p{N}]/u)?.[0] ?? '?').toUpperCase());
}

// ---- The session ----

let waiting;

async function begin(token) {
    clearTimeout(waiting);
    state.token = token;
    show(say('loading')).setAttribute('role', 'status');
    const asked = get('/connect/session');
    telemetry('open');
    // Another token may come while this one is asked about.
    const over = () => state.token !== token;
    try {
        state.session = await asked;
        if (over()) {
            return;
        }
        window.removeEventListener('message', onToken);
        theme(state.session.connectUISettings?.defaultTheme);
        state.integrations = await get('/integrations');
        const [first] = state.integrations;
        if (state.integrations.length === 1 && state.session.allowed_integrations?.length === 1) {
            await pick(first);
        } else {
            list();
        }
    } catch (error) {
        if (!over()) {
            unloaded(error);
        }
    }
}

function unloaded(error) {
    telemetry('view:unknown_error');
    showText(say(error.status === 401 ? 'expired' : error.status ? 'unloaded' : 'lost'), error.message);
}

function onToken({ source, data }) {
    // In a tab of its own the page is its own parent and hears itself.
    if (source === window.parent && data?.type === 'session_token' && typeof data.sessionToken === 'string') {
        begin(data.sessionToken);
    }
}

// ---- The list ----

function list() {
    state.typed = false;
    const items = state.integrations.map((integration) => {
        const name = integration.display_name ?? integration.unique_key;
        const choose = () => choice(integration).catch(unloaded);
        const button = make(
            'button.choice',
            { type: 'button', click: choose, 'aria-label': say('connectTo', { provider: name }) },
            initial(name),
            make('span.name', {}, name),
            make('span.key', {}, integration.unique_key)
        );
        return make('li', {}, button);
    });
    const empty = items.length === 0;
    show(say(empty ? 'none' : 'select'), make('p.soft', {}, say(empty ? 'noneHelp' : 'selectHelp')), make('ul.choices', {}, ...items));
    telemetry('view:list');
}

async function choice(integration) {
    await pick(integration, () => telemetry('click:integration', { integration: integration.unique_key }));
}

async function pick(integration, chosen = () => {}) {
    const provider = await get(`/providers/${encodeURIComponent(integration.provider)}`);
    chosen();
    form(integration, provider);
    telemetry('view:integration', { integration: integration.unique_key });
}

// ---- The form ----

function guide(integration, provider) {
    return state.session.overrides?.[integration.unique_key]?.docs_connect || provider.docs_connect;
}

function help(url) {
    if (!url) {
        return undefined;
    }
    const link = make('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, say('guide'));
    return make('p.soft.help', {}, say('needHelp'), ' ', link);
}

function options(field, id) {
    const none = make('option', { value: '' }, '');
    const all = field.about.enum.map((value) => make('option', { value, selected: value === field.value }, value));
    return make('select', { id, name: field.path }, none, ...all);
}

/** A field: its label, its help, its input, and what is wrong with it. */
function row(field, docs) {
    const id = `field-${field.path}`;
    const control = field.about.enum
        ? options(field, id)
        : make('input', { id, name: field.path, type: field.secret ? 'password' : 'text', placeholder: field.placeholder, value: field.value, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
    control.required = !field.optional;
    control.setAttribute('aria-describedby', `${id}-help ${id}-error`);
    const wrong = make('p.wrong', { id: `${id}-error`, 'aria-live': 'polite' });
    const check = () => {
        const text = problem(field, cleaned(field, control.value), say);
        wrong.replaceChildren(text);
        control.setAttribute('aria-invalid', String(text !== ''));
        return text === '';
    };
    control.addEventListener('input', () => {
        state.typed = true;
        // Nobody is told off before they have finished.
        if (wrong.textContent !== '') {
            check();
        }
    });
    const section = docs && field.about.doc_section;
    const titled = /\(optional\)/i.test(field.title);
    const mark = field.optional ? !titled && make('span.soft', {}, say('optional')) : make('span.soft', { 'aria-hidden': 'true' }, '*');
    const name = say('fieldGuide', { field: field.title });
    const top = make(
        'div.label',
        {},
        make('label', { for: id }, field.title),
        mark,
        section && make('a.doc', { href: `${docs}${section}`, target: '_blank', rel: 'noopener noreferrer', 'aria-label': name, title: name }, '?')
    );
    const affix = (text) => text && make('span.affix', {}, text);
    const element = make(
        'div.field',
        { hidden: field.hidden },
        top,
        make('p.soft', { id: `${id}-help` }, field.about.description ?? ''),
        make('div.box', {}, affix(field.about.prefix), control, affix(field.about.suffix)),
        wrong
    );
    const blame = (text) => {
        wrong.replaceChildren(text);
        control.setAttribute('aria-invalid', 'true');
    };
    return { field, element, control, check, blame };
}

/** AWS asks its customers to name an ID of the vendor's in their trust policy. */
function externalId() {
    const id = crypto.randomUUID?.() ?? '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (c) => (c ^ ((Math.random() * 16) >> (c / 4))).toString(16));
    const input = make('input', { readonly: true, value: id, 'aria-label': 'External ID', id: 'external-id' });
    const copy = make('button.small', { type: 'button', click: () => copied(copy, input) }, say('copy'));
    return { id, element: make('div.field', {}, make('p.soft', {}, say('externalId')), make('div.box', {}, input, copy)) };
}

async function copied(button, input) {
    input.select();
    await navigator.clipboard?.writeText(input.value).then(() => button.replaceChildren(say('copied')), () => {});
}

function form(integration, provider) {
    const key = integration.unique_key;
    const name = integration.display_name ?? provider.display_name;
    const mode = provider.auth_mode;
    const docs = guide(integration, provider);
    const preset = state.session.integrations_config_defaults?.[key]?.connection_config ?? {};
    const all = fields(provider, preset);
    const rows = all.map((field) => row(field, docs));
    const external = mode === 'AWS_SIGV4' ? externalId() : undefined;
    const trouble = make('p.problem', { role: 'alert', hidden: true });
    const go = make('button.go', { type: 'submit' }, say('connect'));
    const visible = all.some((field) => !field.hidden);
    const windowed = WINDOWED.includes(mode);
    const element = make(
        'form',
        { novalidate: true, submit: (event) => (event.preventDefault(), submit()) },
        trouble,
        !visible && make('p', {}, say('willConnect', { provider: name })),
        !visible && windowed && make('p.soft', {}, say('popup')),
        external?.element,
        ...rows.map((row) => row.element),
        go,
        help(docs)
    );

    function open() {
        show(say('link', { provider: name }), element).before(initial(name));
        if (state.integrations.length > 1) {
            showBack(say('backToList'), list);
        }
        state.fail = fail;
    }

    function busy(is) {
        go.disabled = is;
        go.replaceChildren(say(is ? 'connecting' : 'connect'));
    }

    // The window could not be opened, or was closed: the form stays.
    function again(text) {
        trouble.replaceChildren(text);
        trouble.hidden = false;
        go.replaceChildren(say('tryAgain'));
    }

    function fail({ type, message, errors = [], lost }) {
        const report = (text) => tell({ type: 'error', payload: { errorType: type, errorMessage: text } });
        const view = { blocked_by_browser: ['blocked', 'popup:blocked_by_browser'], window_closed: ['closed', 'popup:closed_early'] }[type];
        if (view) {
            const [text, event] = view;
            telemetry(event);
            report(say(text));
            again(say(text));
            return;
        }
        const known = { connection_test_failed: 'refused', resource_capped: 'capped' }[type];
        const text = lost ? say('lost') : known ? say(known, { provider: name }) : message || say('unauthorized');
        report(text);
        failed(text, docs, () => {
            open();
            for (const { path, message } of errors) {
                rows.find((row) => row.field.name === path?.at(-1))?.blame(message);
            }
        });
    }

    async function submit() {
        if (go.disabled) {
            return;
        }
        const wrong = rows.filter((row) => !row.check());
        trouble.hidden = true;
        if (wrong.length > 0) {
            wrong[0].control.focus();
            return;
        }
        const values = Object.fromEntries(rows.map(({ field, control }) => [field.path, field.hidden ? field.value : cleaned(field, control.value)]));
        const given = filled(all, values);
        if (external) {
            given.params.external_id = external.id;
        }
        telemetry('click:connect');
        busy(true);
        try {
            let result;
            if (windowed) {
                const detect = query.get('detectClosedAuthWindow') === 'true';
                const opened = openWindow(key, state.token, given.params, { path: state.session.websocketsPath ?? '/', detect });
                state.popup = opened.window;
                result = await opened.result;
            } else {
                result = await send(mode, key, state.token, given);
            }
            tell({ type: 'connect', payload: result });
            succeeded(name, result.connectionId);
        } catch (error) {
            busy(false);
            fail(error);
            if (!['blocked_by_browser', 'window_closed'].includes(error.type)) {
                telemetry('view:credentials_error');
            }
        }
    }

    open();
}

// ---- How it ended ----

function succeeded(name, connectionId) {
    state.typed = false;
    const text = [say('successHelp', { provider: name }), framed ? '' : say('closeTab')].join(' ').trim();
    show(
        say('success'),
        make('p', {}, text),
        make('p.soft', {}, `${say('connection')} `, make('code', {}, connectionId)),
        framed && make('button.go', { type: 'button', click: () => leave('click:finish') }, say('finish'))
    ).before(make('span.sign.good', { 'aria-hidden': 'true' }, '✓'));
    telemetry('view:success');
}

function failed(text, docs, again) {
    const details = make('div.details', { id: 'details', hidden: true }, make('code', {}, text));
    const toggle = make('button.plain', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'details', click: turn }, say('showDetails'));
    function turn() {
        details.hidden = !details.hidden;
        toggle.setAttribute('aria-expanded', String(!details.hidden));
        toggle.replaceChildren(say(details.hidden ? 'showDetails' : 'hideDetails'));
    }
    const fail = state.fail;
    show(
        say('failed'),
        make('p', { role: 'alert' }, say('failedHelp')),
        toggle,
        details,
        make('button.go', { type: 'button', click: again }, say('back')),
        help(docs)
    ).before(make('span.sign.bad', { 'aria-hidden': 'true' }, '!'));
    // The window's own page may have more to say.
    state.fail = fail;
}

/** What the callback page in the window says; it closes once it is told that it was heard. */
function onWindow({ origin, source, data }) {
    if (origin !== location.origin || source === null || source !== state.popup) {
        return;
    }
    if (data?.type === 'nango_oauth_callback_error' && state.fail) {
        const { errorType, message } = data.payload ?? {};
        state.fail({ type: errorType, message });
    }
    if (data?.type === 'nango_oauth_callback_error' || data?.type === 'nango_oauth_callback_success') {
        source.postMessage({ type: 'nango_oauth_callback_ack' }, origin);
    }
}

// ---- The frame around it all ----

function theme(preferred) {
    const asked = [query.get('theme'), preferred].find((name) => ['light', 'dark', 'system'].includes(name)) ?? 'system';
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const set = () => (document.documentElement.dataset.theme = asked === 'system' ? (dark.matches ? 'dark' : 'light') : asked);
    dark.onchange = set;
    set();
}

function mount() {
    document.documentElement.lang = lang;
    document.documentElement.dataset.place = !framed ? 'tab' : embedded ? 'embedded' : 'frame';
    theme();
    const about = [say('about')];
    const api = query.get('apiURL');
    const loopback = (host) => ['localhost', '127.0.0.1', '[::1]'].includes(host);
    if (api && URL.canParse(api)) {
        const { hostname, port } = new URL(api);
        const same = port === location.port && (hostname === location.hostname || (loopback(hostname) && loopback(location.hostname)));
        if (!same) {
            about.push(say('elsewhere', { url: api }));
        }
    }
    document.getElementById('about').replaceChildren(about.join(' '));
    close.setAttribute('aria-label', say('close'));
    close.title = say('close');
    if (framed) {
        card.setAttribute('role', 'dialog');
        card.setAttribute('aria-modal', 'true');
        document.addEventListener('keydown', ({ key }) => key === 'Escape' && leave('click:outside'));
    }
    if (framed && !embedded) {
        close.hidden = false;
        close.addEventListener('click', () => leave('click:close'));
        // A click beside the card closes, but not on somebody who has typed.
        document.addEventListener('pointerdown', ({ target }) => !card.contains(target) && !state.typed && leave('click:outside'));
    }
    window.addEventListener('message', onWindow);
    window.addEventListener('message', onToken);
    show(say('loading')).setAttribute('role', 'status');
    tell({ type: 'ready' });
    const token = query.get('session_token');
    if (token) {
        begin(token);
    } else if (framed) {
        waiting = setTimeout(() => showText(say('notDirectly')), PATIENCE);
    } else {
        showText(say('notDirectly'));
    }
}

mount();
