// The fields of a provider's form: which there are, in which order, and what a value must be like.

/** What a mode asks for where the provider declares nothing, as recorded (modes/ui_bill, ui_tba, ui_oauth2_cc). */
const USUAL = {
    API_KEY: { apiKey: ['API Key', 'Your API Key', true] },
    BASIC: { username: ['User Name', 'Your user name', false], password: ['Password', 'Your password', true] },
    OAUTH2_CC: { client_id: ['Client ID', 'Your Client ID', false], client_secret: ['Client Secret', 'Your Client Secret', true] },
    TBA: {
        oauth_client_id_override: ['OAuth Client ID', 'Your OAuth Client ID', false],
        oauth_client_secret_override: ['OAuth Client Secret', 'Your OAuth Client Secret', true],
        token_id: ['Token ID', 'Your Token ID', true],
        token_secret: ['Token Secret', 'Token Secret', true]
    },
    BILL: {
        username: ['User Name', 'Your user name', false],
        password: ['Password', 'Your password', true],
        organization_id: ['Organization ID', 'Your Organization ID', false],
        dev_key: ['Developer Key', 'Your Developer Key', true]
    },
    SIGNATURE: { username: ['User Name', 'Your user name', false], password: ['Password', 'Your password', true] },
    AWS_SIGV4: { role_arn: ['IAM Role ARN', 'arn:aws:iam::123456789012:role/NangoAccessRole', false] }
};
// Typed unseen unless the provider says otherwise.
const SECRETS = ['apiKey', 'password', 'privateKey', 'client_secret', 'client_private_key'];
const FORMATS = {
    hostname: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i,
    uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    email: /^[^@\s]+@[^@\s]+$/,
    uri: /^[a-z][a-z0-9+.-]*:\S+$/i
};

function usual(mode, declared) {
    const fields = { ...USUAL[mode] };
    if ('client_private_key' in declared) {
        delete fields.client_secret;
    }
    return fields;
}

/** The fields in the order of the form: those with an order of their own, then credentials, params, options. */
export function fields(provider, preset) {
    const declared = provider.credentials ?? {};
    const known = usual(provider.auth_mode, declared);
    const found = [];
    const add = (part, name, about = {}) => {
        if (about.automated) {
            return;
        }
        const [title, placeholder, secret] = (part === 'credentials' && known[name]) || [];
        const label = about.title || title || name;
        found.push({
            part,
            name,
            path: `${part}.${name}`,
            title: label,
            about,
            secret: about.secret ?? secret ?? (part === 'credentials' && SECRETS.includes(name)),
            placeholder: about.example || (about.title ? about.title : placeholder) || label,
            optional: about.optional === true,
            order: about.order ?? 100 + found.length,
            value: preset[name] ?? about.default_value ?? '',
            hidden: about.hidden === true || (part === 'params' && name in preset)
        });
    };
    if (!['OAUTH1', 'OAUTH2'].includes(provider.auth_mode)) {
        for (const name of new Set([...Object.keys(known), ...Object.keys(declared)])) {
            add('credentials', name, declared[name]);
        }
    }
    for (const [name, about] of Object.entries(provider.connection_config ?? {})) {
        add('params', name, about);
    }
    for (const [name, about] of Object.entries(provider.assertion_option ?? {})) {
        add('assertion_option', name, about);
    }
    return found.sort((a, b) => a.order - b.order);
}

/** What a person means by what they typed: without what stands around the field, a key with its line ends. */
export function cleaned(field, typed) {
    const { prefix = '', suffix = '' } = field.about;
    let value = typed.trim();
    if (prefix && value.startsWith(prefix)) {
        value = value.slice(prefix.length);
    }
    if (suffix && value.endsWith(suffix)) {
        value = value.slice(0, -suffix.length);
    }
    // A field of one line takes the line ends out of a PEM key.
    const pem = /^(-----BEGIN [A-Z ]+-----)\s*([A-Za-z0-9+/=\s]+?)\s*(-----END [A-Z ]+-----)$/.exec(value);
    return pem ? `${pem[1]}\n${pem[2].replace(/\s+/g, '\n')}\n${pem[3]}\n` : value;
}

function matches(pattern, value) {
    try {
        return new RegExp(pattern).test(value);
    } catch {
        // A pattern that is none here is the server's to check.
        return true;
    }
}

/** What is wrong with a value, in the page's words; nothing when it will do. */
export function problem(field, value, say) {
    if (value === '') {
        return field.optional || field.hidden ? '' : say('required');
    }
    const { pattern, format, example } = field.about;
    const wrong = (pattern && !matches(pattern, value)) || (FORMATS[format] && !FORMATS[format].test(value));
    return wrong ? say(example ? 'wrongLike' : 'wrong', { example }) : '';
}

/** The values by the part of the request that they go to; an optional field left empty is not given. */
export function filled(all, values) {
    const parts = { params: {}, credentials: {}, assertion_option: {} };
    for (const field of all) {
        const value = values[field.path];
        if (value !== '' || (field.part === 'credentials' && !field.optional)) {
            parts[field.part][field.name] = value;
        }
    }
    return { params: parts.params, credentials: parts.credentials, assertionOption: parts.assertion_option };
}
