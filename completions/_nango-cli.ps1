
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'nango-cli' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'nango-cli'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'nango-cli' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('quickstart', 'quickstart', [CompletionResultType]::ParameterValue, 'The whole story once: session → auth flow → webhook → connection')
            [CompletionResult]::new('session', 'session', [CompletionResultType]::ParameterValue, 'Connect sessions: the short-lived tokens that let an end user connect')
            [CompletionResult]::new('connect', 'connect', [CompletionResultType]::ParameterValue, 'Run one auth flow and wait for its connection')
            [CompletionResult]::new('connections', 'connections', [CompletionResultType]::ParameterValue, 'Connections: one end user''s access to one integration')
            [CompletionResult]::new('integrations', 'integrations', [CompletionResultType]::ParameterValue, 'Integrations: the providers configured in this environment')
            [CompletionResult]::new('providers', 'providers', [CompletionResultType]::ParameterValue, 'Providers: what Nango can connect to')
            [CompletionResult]::new('proxy', 'proxy', [CompletionResultType]::ParameterValue, 'Send a request to a provider''s API with a connection''s credentials')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Webhooks: receive, verify, keep and sign what Nango sends')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'An offline Nango on this machine')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Which host, which key, and where each value came from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;quickstart' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Connect this provider')
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Connect this integration (its unique key)')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use the sandbox even where a key is set')
            [CompletionResult]::new('--approve', '--approve', [CompletionResultType]::ParameterName, 'Let the sandbox''s end user approve by itself, without a browser')
            [CompletionResult]::new('--no-browser', '--no-browser', [CompletionResultType]::ParameterName, 'Print the link instead of opening a browser')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;session' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Mint a session token for one end user')
            [CompletionResult]::new('reconnect', 'reconnect', [CompletionResultType]::ParameterValue, 'Mint a session token that re-authorizes an existing connection; its tags and webhook URL are carried over')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show what a session allows, as the browser sees it')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'End a session now; its token stops working')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;session;create' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Allow only this integration (its unique key); repeatable')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Allow only the integrations of this provider; repeatable')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen for this session''s webhooks until its end, on this port or a free one [with --public-url: 4000]')
            [CompletionResult]::new('--tunnel', '--tunnel', [CompletionResultType]::ParameterName, 'With --listen, start this tunnel program: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command line of yours with {port} in it')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'With --listen, this URL is brought here by something else: a tunnel of your own, a reverse proxy')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Your ID of the end user')
            [CompletionResult]::new('--end-user-email', '--end-user-email', [CompletionResultType]::ParameterName, 'The end user''s e-mail address')
            [CompletionResult]::new('--end-user-name', '--end-user-name', [CompletionResultType]::ParameterName, 'The end user''s name')
            [CompletionResult]::new('--end-user-tag', '--end-user-tag', [CompletionResultType]::ParameterName, 'A tag of the end user; repeatable')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Your ID of the end user''s organization')
            [CompletionResult]::new('--organization-name', '--organization-name', [CompletionResultType]::ParameterName, 'The organization''s name')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag of the connection, copied to its webhooks; repeatable, up to ten')
            [CompletionResult]::new('--connection-config', '--connection-config', [CompletionResultType]::ParameterName, 'A default for the flow''s connection config; repeatable. The prefix names the integration where the session has several')
            [CompletionResult]::new('--authorization-param', '--authorization-param', [CompletionResultType]::ParameterName, 'An extra parameter for the provider''s authorize URL; repeatable')
            [CompletionResult]::new('--user-scope', '--user-scope', [CompletionResultType]::ParameterName, 'Slack user scopes, separated by commas; repeatable')
            [CompletionResult]::new('--docs-url', '--docs-url', [CompletionResultType]::ParameterName, 'The help link that Connect UI shows for an integration; repeatable')
            [CompletionResult]::new('--webhook-url', '--webhook-url', [CompletionResultType]::ParameterName, 'Send this connection''s webhooks there instead of the environment''s URL')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Start from a raw JSON body, `-` for standard input; options go on top of it')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;session;reconnect' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration (unique key); found by itself where the connection ID is unique')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Your ID of the end user')
            [CompletionResult]::new('--end-user-email', '--end-user-email', [CompletionResultType]::ParameterName, 'The end user''s e-mail address')
            [CompletionResult]::new('--end-user-name', '--end-user-name', [CompletionResultType]::ParameterName, 'The end user''s name')
            [CompletionResult]::new('--end-user-tag', '--end-user-tag', [CompletionResultType]::ParameterName, 'A tag of the end user; repeatable')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Your ID of the end user''s organization')
            [CompletionResult]::new('--organization-name', '--organization-name', [CompletionResultType]::ParameterName, 'The organization''s name')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag of the connection, copied to its webhooks; repeatable, up to ten')
            [CompletionResult]::new('--connection-config', '--connection-config', [CompletionResultType]::ParameterName, 'A default for the flow''s connection config; repeatable. The prefix names the integration where the session has several')
            [CompletionResult]::new('--authorization-param', '--authorization-param', [CompletionResultType]::ParameterName, 'An extra parameter for the provider''s authorize URL; repeatable')
            [CompletionResult]::new('--user-scope', '--user-scope', [CompletionResultType]::ParameterName, 'Slack user scopes, separated by commas; repeatable')
            [CompletionResult]::new('--docs-url', '--docs-url', [CompletionResultType]::ParameterName, 'The help link that Connect UI shows for an integration; repeatable')
            [CompletionResult]::new('--webhook-url', '--webhook-url', [CompletionResultType]::ParameterName, 'Send this connection''s webhooks there instead of the environment''s URL')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Start from a raw JSON body, `-` for standard input; options go on top of it')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;session;get' {
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the session token from a file, `-` for standard input')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;session;delete' {
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the session token from a file, `-` for standard input')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;session;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Mint a session token for one end user')
            [CompletionResult]::new('reconnect', 'reconnect', [CompletionResultType]::ParameterValue, 'Mint a session token that re-authorizes an existing connection; its tags and webhook URL are carried over')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show what a session allows, as the browser sees it')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'End a session now; its token stops working')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;session;help;create' {
            break
        }
        'nango-cli;session;help;reconnect' {
            break
        }
        'nango-cli;session;help;get' {
            break
        }
        'nango-cli;session;help;delete' {
            break
        }
        'nango-cli;session;help;help' {
            break
        }
        'nango-cli;connect' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Connect this provider (github, slack, …) through its integration')
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Connect this integration (its unique key)')
            [CompletionResult]::new('--reconnect', '--reconnect', [CompletionResultType]::ParameterName, 'Re-authorize this connection; its tags, webhook URL, config and metadata are carried over')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Your ID of the end user')
            [CompletionResult]::new('--end-user-email', '--end-user-email', [CompletionResultType]::ParameterName, 'The end user''s e-mail address')
            [CompletionResult]::new('--end-user-name', '--end-user-name', [CompletionResultType]::ParameterName, 'The end user''s name')
            [CompletionResult]::new('--end-user-tag', '--end-user-tag', [CompletionResultType]::ParameterName, 'A tag of the end user; repeatable')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Your ID of the end user''s organization')
            [CompletionResult]::new('--organization-name', '--organization-name', [CompletionResultType]::ParameterName, 'The organization''s name')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag of the connection, copied to its webhooks; repeatable, up to ten')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'A value of the connection config that the provider asks for; repeatable')
            [CompletionResult]::new('--credentials-file', '--credentials-file', [CompletionResultType]::ParameterName, 'Read the credentials as JSON from a file, `-` for standard input (API-key and basic integrations)')
            [CompletionResult]::new('--webhook-url', '--webhook-url', [CompletionResultType]::ParameterName, 'Send this connection''s webhooks there instead of the environment''s URL')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'Ask the provider for these scopes instead of the integration''s; repeatable')
            [CompletionResult]::new('--user-scope', '--user-scope', [CompletionResultType]::ParameterName, 'Slack user scopes; repeatable')
            [CompletionResult]::new('--authorization-param', '--authorization-param', [CompletionResultType]::ParameterName, 'An extra parameter for the provider''s authorize URL; repeatable')
            [CompletionResult]::new('--via', '--via', [CompletionResultType]::ParameterName, 'Start at the provider, or in Connect UI, which asks for what is missing [default: direct if nothing is]')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Listen for this session''s webhooks until its end, on this port or a free one [with --public-url: 4000]')
            [CompletionResult]::new('--tunnel', '--tunnel', [CompletionResultType]::ParameterName, 'With --listen, start this tunnel program: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command line of yours with {port} in it')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'With --listen, this URL is brought here by something else: a tunnel of your own, a reverse proxy')
            [CompletionResult]::new('--probe', '--probe', [CompletionResultType]::ParameterName, 'Prove that the connection works: GET this path of the provider''s API with it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--no-browser', '--no-browser', [CompletionResultType]::ParameterName, 'Print the link and a QR code and wait, without opening a browser')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nango-cli;connections' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List connections, newest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one connection; credentials are masked')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a connection''s tags, end user or webhook URL; what is not named stays')
            [CompletionResult]::new('metadata', 'metadata', [CompletionResultType]::ParameterValue, 'The app''s own data on connections')
            [CompletionResult]::new('refresh', 'refresh', [CompletionResultType]::ParameterValue, 'Refresh a connection''s credentials now, even if they are still valid')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete connections, by ID or by filter')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find the connections that are broken, and how to mend each: exit 1 if there are any')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Open a connection''s dashboard page in the browser; the link is always printed')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait for a connection to appear')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import connections whose tokens or keys exist already: one, or many from a file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;connections;list' {
            [CompletionResult]::new('--connection-id', '--connection-id', [CompletionResultType]::ParameterName, 'Only this connection ID')
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Only these integrations (unique keys); repeatable')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only connections with this tag; repeatable, all must match')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only connection IDs, end-user names and e-mails that contain this')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Stop after this many')
            [CompletionResult]::new('--page-size', '--page-size', [CompletionResultType]::ParameterName, 'Ask Nango for this many at a time')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;get' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration (unique key); found by itself where the connection ID is unique')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--show-credentials', '--show-credentials', [CompletionResultType]::ParameterName, 'Show credentials instead of masking them')
            [CompletionResult]::new('--force-refresh', '--force-refresh', [CompletionResultType]::ParameterName, 'Refresh the credentials first, even if they are still valid')
            [CompletionResult]::new('--refresh-token', '--refresh-token', [CompletionResultType]::ParameterName, 'Include the refresh token')
            [CompletionResult]::new('--refresh-github-app-jwt', '--refresh-github-app-jwt', [CompletionResultType]::ParameterName, 'Make a new JWT of a GitHub App first')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;update' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration (unique key); found by itself where the connection ID is unique')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Add or change a tag; repeatable')
            [CompletionResult]::new('--remove-tag', '--remove-tag', [CompletionResultType]::ParameterName, 'Drop this tag; repeatable')
            [CompletionResult]::new('--webhook-url', '--webhook-url', [CompletionResultType]::ParameterName, 'Send this connection''s webhooks there instead of the environment''s URL')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Your ID of the end user')
            [CompletionResult]::new('--end-user-email', '--end-user-email', [CompletionResultType]::ParameterName, 'The end user''s e-mail address')
            [CompletionResult]::new('--end-user-name', '--end-user-name', [CompletionResultType]::ParameterName, 'The end user''s name')
            [CompletionResult]::new('--end-user-tag', '--end-user-tag', [CompletionResultType]::ParameterName, 'A tag of the end user; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--replace-tags', '--replace-tags', [CompletionResultType]::ParameterName, 'Drop the tags that are not given')
            [CompletionResult]::new('--clear-webhook-url', '--clear-webhook-url', [CompletionResultType]::ParameterName, 'Send this connection''s webhooks to the environment''s URL again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;metadata' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show the metadata of connections: one document, or an array for several')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Replace the metadata of connections')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Change some members of the metadata of connections; the others stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;connections;metadata;get' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Their integration (unique key); found by itself where a connection ID is unique')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;metadata;set' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Their integration (unique key); found by itself where a connection ID is unique')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the metadata as a JSON object, `-` for standard input')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'One member, on top of the file''s; JSON where it is JSON, otherwise a text; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;metadata;merge' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Their integration (unique key); found by itself where a connection ID is unique')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the metadata as a JSON object, `-` for standard input')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'One member, on top of the file''s; JSON where it is JSON, otherwise a text; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;metadata;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show the metadata of connections: one document, or an array for several')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Replace the metadata of connections')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Change some members of the metadata of connections; the others stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;connections;metadata;help;get' {
            break
        }
        'nango-cli;connections;metadata;help;set' {
            break
        }
        'nango-cli;connections;metadata;help;merge' {
            break
        }
        'nango-cli;connections;metadata;help;help' {
            break
        }
        'nango-cli;connections;refresh' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration (unique key); found by itself where the connection ID is unique')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--show-credentials', '--show-credentials', [CompletionResultType]::ParameterName, 'Show credentials instead of masking them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;delete' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Only these integrations (unique keys); repeatable')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only connections with this tag; repeatable, all must match')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only connection IDs, end-user names and e-mails that contain this')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Delete without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Delete without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;check' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Only these integrations (unique keys); repeatable')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only connections with this tag; repeatable, all must match')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only connection IDs, end-user names and e-mails that contain this')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many to get at a time with --deep')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--deep', '--deep', [CompletionResultType]::ParameterName, 'Get each one, which makes Nango refresh what is about to expire')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;open' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration (unique key); found by itself where the connection ID is unique')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;wait' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Only these integrations (unique keys); repeatable')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only connections with this tag; repeatable, all must match')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only connection IDs, end-user names and e-mails that contain this')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Take one that was made since then, too: a duration ago (10m) or a time (RFC 3339) [default: now]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;import' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Import into this integration (its unique key); with --ndjson for lines that name none')
            [CompletionResult]::new('--connection-id', '--connection-id', [CompletionResultType]::ParameterName, 'The new connection''s ID [default: a new UUID]')
            [CompletionResult]::new('--credentials-file', '--credentials-file', [CompletionResultType]::ParameterName, 'Read the credentials as JSON from a file, `-` for standard input')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'A value of the connection config that the provider needs; repeatable')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag of the connection, copied to its webhooks; repeatable, up to ten')
            [CompletionResult]::new('--metadata', '--metadata', [CompletionResultType]::ParameterName, 'Read its metadata as a JSON object, `-` for standard input')
            [CompletionResult]::new('--webhook-url', '--webhook-url', [CompletionResultType]::ParameterName, 'Send this connection''s webhooks there instead of the environment''s URL')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Your ID of the end user')
            [CompletionResult]::new('--end-user-email', '--end-user-email', [CompletionResultType]::ParameterName, 'The end user''s e-mail address')
            [CompletionResult]::new('--end-user-name', '--end-user-name', [CompletionResultType]::ParameterName, 'The end user''s name')
            [CompletionResult]::new('--end-user-tag', '--end-user-tag', [CompletionResultType]::ParameterName, 'A tag of the end user; repeatable')
            [CompletionResult]::new('--ndjson', '--ndjson', [CompletionResultType]::ParameterName, 'Import many: a file with one JSON body a line, `-` for standard input')
            [CompletionResult]::new('--progress-file', '--progress-file', [CompletionResultType]::ParameterName, 'Write down what is done, and skip it when run again')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many lines to import at a time')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--continue-on-error', '--continue-on-error', [CompletionResultType]::ParameterName, 'Import the other lines where some fail')
            [CompletionResult]::new('--overwrite', '--overwrite', [CompletionResultType]::ParameterName, 'Overwrite connections that exist; tags, metadata, config and webhook URL stay unless given')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;connections;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List connections, newest first')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one connection; credentials are masked')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change a connection''s tags, end user or webhook URL; what is not named stays')
            [CompletionResult]::new('metadata', 'metadata', [CompletionResultType]::ParameterValue, 'The app''s own data on connections')
            [CompletionResult]::new('refresh', 'refresh', [CompletionResultType]::ParameterValue, 'Refresh a connection''s credentials now, even if they are still valid')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete connections, by ID or by filter')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find the connections that are broken, and how to mend each: exit 1 if there are any')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Open a connection''s dashboard page in the browser; the link is always printed')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait for a connection to appear')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import connections whose tokens or keys exist already: one, or many from a file')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;connections;help;list' {
            break
        }
        'nango-cli;connections;help;get' {
            break
        }
        'nango-cli;connections;help;update' {
            break
        }
        'nango-cli;connections;help;metadata' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show the metadata of connections: one document, or an array for several')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Replace the metadata of connections')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Change some members of the metadata of connections; the others stay')
            break
        }
        'nango-cli;connections;help;metadata;get' {
            break
        }
        'nango-cli;connections;help;metadata;set' {
            break
        }
        'nango-cli;connections;help;metadata;merge' {
            break
        }
        'nango-cli;connections;help;refresh' {
            break
        }
        'nango-cli;connections;help;delete' {
            break
        }
        'nango-cli;connections;help;check' {
            break
        }
        'nango-cli;connections;help;open' {
            break
        }
        'nango-cli;connections;help;wait' {
            break
        }
        'nango-cli;connections;help;import' {
            break
        }
        'nango-cli;connections;help;help' {
            break
        }
        'nango-cli;integrations' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List integrations')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one integration')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make an integration, with your own developer app or Nango''s')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change an integration; what is not given stays')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete an integration and every connection that it has')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;integrations;list' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only integrations of this provider')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;integrations;get' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--webhook', '--webhook', [CompletionResultType]::ParameterName, 'Include the URL for the provider''s own webhooks')
            [CompletionResult]::new('--show-credentials', '--show-credentials', [CompletionResultType]::ParameterName, 'Include the developer app''s credentials, in the clear')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;integrations;create' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'The provider it is of')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Its unique key [default: the provider''s name]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The name that end users see [default: the provider''s]')
            [CompletionResult]::new('--credentials-file', '--credentials-file', [CompletionResultType]::ParameterName, 'Read the developer app''s credentials as JSON from a file, `-` for standard input')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'Ask end users for these scopes; repeatable, or separated by commas')
            [CompletionResult]::new('--custom', '--custom', [CompletionResultType]::ParameterName, 'A value of `custom`; repeatable')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'A value of the integration config that some providers declare; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--quickstart', '--quickstart', [CompletionResultType]::ParameterName, 'Use the developer app that Nango shares, to try things out')
            [CompletionResult]::new('--no-forward-webhooks', '--no-forward-webhooks', [CompletionResultType]::ParameterName, 'Do not pass the provider''s own webhooks on')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;integrations;update' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The name that end users see')
            [CompletionResult]::new('--new-key', '--new-key', [CompletionResultType]::ParameterName, 'Another unique key, while it has no connections')
            [CompletionResult]::new('--forward-webhooks', '--forward-webhooks', [CompletionResultType]::ParameterName, 'Whether to pass the provider''s own webhooks on')
            [CompletionResult]::new('--credentials-file', '--credentials-file', [CompletionResultType]::ParameterName, 'Read the developer app''s credentials as JSON from a file, `-` for standard input')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'Ask end users for these scopes; repeatable, or separated by commas')
            [CompletionResult]::new('--custom', '--custom', [CompletionResultType]::ParameterName, 'A value of `custom`; repeatable')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'A value of the integration config that some providers declare; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;integrations;delete' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;integrations;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List integrations')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one integration')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make an integration, with your own developer app or Nango''s')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change an integration; what is not given stays')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete an integration and every connection that it has')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;integrations;help;list' {
            break
        }
        'nango-cli;integrations;help;get' {
            break
        }
        'nango-cli;integrations;help;create' {
            break
        }
        'nango-cli;integrations;help;update' {
            break
        }
        'nango-cli;integrations;help;delete' {
            break
        }
        'nango-cli;integrations;help;help' {
            break
        }
        'nango-cli;providers' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what Nango can connect to')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one provider and what connecting it takes')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;providers;list' {
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only names that contain this')
            [CompletionResult]::new('--auth-mode', '--auth-mode', [CompletionResultType]::ParameterName, 'Only this auth mode (OAUTH2, API_KEY, BASIC, …)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;providers;get' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;providers;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what Nango can connect to')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one provider and what connecting it takes')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;providers;help;list' {
            break
        }
        'nango-cli;providers;help;get' {
            break
        }
        'nango-cli;providers;help;help' {
            break
        }
        'nango-cli;proxy' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--connection', '--connection', [CompletionResultType]::ParameterName, 'The connection whose credentials are used')
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration, where several have a connection of that ID')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header for the provider; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header for the provider; repeatable')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'The body, sent as it is; as JSON where it is an object or an array and no Content-Type says otherwise')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The body, sent as it is; as JSON where it is an object or an array and no Content-Type says otherwise')
            [CompletionResult]::new('--data-file', '--data-file', [CompletionResultType]::ParameterName, 'Read the body''s bytes from a file, `-` for standard input')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Let Nango repeat the request when the provider fails: after 3 s, 6 s, 12 s, …')
            [CompletionResult]::new('--retry-on', '--retry-on', [CompletionResultType]::ParameterName, 'Statuses to repeat besides 401, 429 and 5xx, separated by commas')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Send it there instead of to the provider''s base URL, where this Nango allows that')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the body of an answer below 400 to a file, whole or not at all; `-` for stdout, even a terminal')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the body of an answer below 400 to a file, whole or not at all; `-` for stdout, even a terminal')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Print status and headers before the body')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Print status and headers before the body')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nango-cli;webhooks' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Receive Nango''s webhooks here, verify them, and show them')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check the signature of a body, and explain one that does not match')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a body as Nango does')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what is in the inbox, newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one delivery of the inbox: its payload, its headers, and how its forwards went')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete deliveries from the inbox')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write deliveries as NDJSON, byte-exact, oldest first')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Read deliveries that were exported into the inbox; what is there already is not imported twice')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait for an event in the inbox: 0 once it is there, 7 if it does not come in time')
            [CompletionResult]::new('trigger', 'trigger', [CompletionResultType]::ParameterValue, 'Send events as Nango would send them, to your app or to the running listener')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Send stored deliveries again, byte for byte, with the signature that Nango gave them')
            [CompletionResult]::new('point', 'point', [CompletionResultType]::ParameterValue, 'Send the webhooks of existing connections elsewhere, or where the environment''s go again')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;webhooks;listen' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'The address to bind')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'How much of each event to print')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End with exit code 0 once a verified event matches FIELD=VALUE; repeatable, all must match')
            [CompletionResult]::new('--ready-file', '--ready-file', [CompletionResultType]::ParameterName, 'Write the ready line to this file once the listener is ready')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'The largest body to accept, in bytes')
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'How long deliveries stay in the inbox')
            [CompletionResult]::new('--keep-size', '--keep-size', [CompletionResultType]::ParameterName, 'How large the inbox may grow before the oldest deliveries go, refused ones first')
            [CompletionResult]::new('--forward-to', '--forward-to', [CompletionResultType]::ParameterName, 'Hand verified events on to this URL, byte for byte; with conditions only those that match; repeatable')
            [CompletionResult]::new('--on-event', '--on-event', [CompletionResultType]::ParameterName, 'Run this line in a shell for each verified event: the payload on stdin, NANGO_CONNECTION_ID, NANGO_END_USER_ID and others in the environment; repeatable')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header to add to what is forwarded, in place of Nango''s of that name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header to add to what is forwarded, in place of Nango''s of that name; repeatable')
            [CompletionResult]::new('--forward-timeout', '--forward-timeout', [CompletionResultType]::ParameterName, 'How long a target or a command may take for one event')
            [CompletionResult]::new('--attempts', '--attempts', [CompletionResultType]::ParameterName, 'How often to try a target that does not answer or answers 408, 429 or 5xx, the first time included')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many forwards and commands may be under way at once')
            [CompletionResult]::new('--respond', '--respond', [CompletionResultType]::ParameterName, 'Answer verified deliveries with this status, or with the status of the first target that gets them')
            [CompletionResult]::new('--respond-delay', '--respond-delay', [CompletionResultType]::ParameterName, 'Answer verified deliveries this much later; Nango waits 20s')
            [CompletionResult]::new('--fail-first', '--fail-first', [CompletionResultType]::ParameterName, 'Answer the first N attempts at each delivery with 500; Nango makes three')
            [CompletionResult]::new('--tunnel', '--tunnel', [CompletionResultType]::ParameterName, 'Start this tunnel program and end it with the listener: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command line of yours with {port} in it')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Something else brings the traffic of this URL here: a tunnel of your own, a reverse proxy')
            [CompletionResult]::new('--take', '--take', [CompletionResultType]::ParameterName, 'Point this connection''s webhooks here until the listener ends, then where they went before; repeatable')
            [CompletionResult]::new('--take-tag', '--take-tag', [CompletionResultType]::ParameterName, 'Take every connection with this tag; repeatable, all must match')
            [CompletionResult]::new('--take-integration', '--take-integration', [CompletionResultType]::ParameterName, 'Take the connections of this integration (unique key), or with --take say whose they are; repeatable')
            [CompletionResult]::new('--poll', '--poll', [CompletionResultType]::ParameterName, 'Watch the connections list, too: new, re-authorized and broken connections become events marked synthetic [default interval: 5s]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--no-inbox', '--no-inbox', [CompletionResultType]::ParameterName, 'Keep nothing: what is lost here is lost')
            [CompletionResult]::new('--insecure-forward', '--insecure-forward', [CompletionResultType]::ParameterName, 'Forward to https targets whatever their certificate is')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nango-cli;webhooks;verify' {
            [CompletionResult]::new('--signature', '--signature', [CompletionResultType]::ParameterName, 'The value of X-Nango-Hmac-Sha256')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Read the body from a file, `-` for standard input')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;sign' {
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Read the body from a file, `-` for standard input')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;list' {
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what came since then: 10m ago, or at an RFC 3339 time')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only what came before then')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many; 0 for all')
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--refused', '--refused', [CompletionResultType]::ParameterName, 'Only what was refused, for its signature or otherwise')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Only what has a forward that failed or is not over yet')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;show' {
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the body''s exact bytes and nothing else')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;delete' {
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what came since then: 10m ago, or at an RFC 3339 time')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only what came before then')
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--refused', '--refused', [CompletionResultType]::ParameterName, 'Only what was refused, for its signature or otherwise')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Only what has a forward that failed or is not over yet')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All there are')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;export' {
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what came since then: 10m ago, or at an RFC 3339 time')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only what came before then')
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--refused', '--refused', [CompletionResultType]::ParameterName, 'Only what was refused, for its signature or otherwise')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Only what has a forward that failed or is not over yet')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;import' {
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;wait' {
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Look at what came since then, too: 10m ago, or at an RFC 3339 time [default: since the running listener began, or else from now on]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Wait for so many')
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;trigger' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Where to: a URL, or `listener` for the running `webhooks listen` [default: listener]')
            [CompletionResult]::new('--connection', '--connection', [CompletionResultType]::ParameterName, 'Of this connection [default: a new ID for each event]')
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Of this integration [default: github]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Of this provider [default: the integration''s key]')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Your ID of the end user')
            [CompletionResult]::new('--end-user-email', '--end-user-email', [CompletionResultType]::ParameterName, 'The end user''s e-mail address')
            [CompletionResult]::new('--end-user-name', '--end-user-name', [CompletionResultType]::ParameterName, 'The end user''s name')
            [CompletionResult]::new('--end-user-tag', '--end-user-tag', [CompletionResultType]::ParameterName, 'A tag of the end user; repeatable')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Your ID of the end user''s organization')
            [CompletionResult]::new('--organization-name', '--organization-name', [CompletionResultType]::ParameterName, 'The organization''s name')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag of the connection, copied to its webhooks; repeatable, up to ten')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set a member: its dotted path and JSON, or text where it is none; repeatable')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take out a member; repeatable')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Send this body, `-` for standard input: byte for byte, unless --set or --unset change it')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many events')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'How often: 50/s, 10/m [default: one after the other]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many may be on their way at once [default: 1, with --rate 32]')
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header, instead of Nango''s of that name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header, instead of Nango''s of that name; repeatable')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again where the target fails (5xx) or is not there, after these waits; without any as Nango does: 3s,6s. An attempt may take 20s, or --timeout')
            [CompletionResult]::new('--duplicate', '--duplicate', [CompletionResultType]::ParameterName, 'Send this share twice (0.1 or 10%), the second time a few events later')
            [CompletionResult]::new('--reorder', '--reorder', [CompletionResultType]::ParameterName, 'Hold this share back behind a later event')
            [CompletionResult]::new('--corrupt', '--corrupt', [CompletionResultType]::ParameterName, 'Flip a bit of this share''s bodies, after they were signed')
            [CompletionResult]::new('--drop', '--drop', [CompletionResultType]::ParameterName, 'Lose this share')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Draw the same as an earlier run, which told its seed')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--invalid-signature', '--invalid-signature', [CompletionResultType]::ParameterName, 'Sign with a key that the target cannot know')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'Print the body, with --json the headers too, and send nothing')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Take any certificate of the target; redirects are not followed then')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nango-cli;webhooks;replay' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Where to: a URL, or `listener` for the running `webhooks listen`, which stores them again')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what came since then: 10m ago, or at an RFC 3339 time')
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Only what came before then')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'After this delivery, in the order of IDs; 0 for all')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'With the pauses between them: 1x as they came, 10x ten times as fast, max without')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many may be on their way at once, those of one connection in order [default: 1, all in order]')
            [CompletionResult]::new('--inbox', '--inbox', [CompletionResultType]::ParameterName, 'The inbox''s file [default: inbox.db in nango-cli''s data directory]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header, instead of Nango''s of that name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header, instead of Nango''s of that name; repeatable')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again where the target fails (5xx) or is not there, after these waits; without any as Nango does: 3s,6s. An attempt may take 20s, or --timeout')
            [CompletionResult]::new('--duplicate', '--duplicate', [CompletionResultType]::ParameterName, 'Send this share twice (0.1 or 10%), the second time a few events later')
            [CompletionResult]::new('--reorder', '--reorder', [CompletionResultType]::ParameterName, 'Hold this share back behind a later event')
            [CompletionResult]::new('--corrupt', '--corrupt', [CompletionResultType]::ParameterName, 'Flip a bit of this share''s bodies, after they were signed')
            [CompletionResult]::new('--drop', '--drop', [CompletionResultType]::ParameterName, 'Lose this share')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Draw the same as an earlier run, which told its seed')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--refused', '--refused', [CompletionResultType]::ParameterName, 'Only what was refused, for its signature or otherwise')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Only what has a forward that failed or is not over yet')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Refused deliveries, too')
            [CompletionResult]::new('--resign', '--resign', [CompletionResultType]::ParameterName, 'Sign anew with the signing key in use [default: the signature that Nango sent]')
            [CompletionResult]::new('--mark', '--mark', [CompletionResultType]::ParameterName, 'Add the header X-Nango-CLI-Replay with the delivery''s ID')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Take any certificate of the target; redirects are not followed then')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nango-cli;webhooks;point' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Only these integrations (unique keys); repeatable')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Only connections with this tag; repeatable, all must match')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only connection IDs, end-user names and e-mails that contain this')
            [CompletionResult]::new('--end-user', '--end-user', [CompletionResultType]::ParameterName, 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)')
            [CompletionResult]::new('--organization', '--organization', [CompletionResultType]::ParameterName, 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--clear', '--clear', [CompletionResultType]::ParameterName, 'Let their webhooks go to the environment''s URL again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;webhooks;help' {
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Receive Nango''s webhooks here, verify them, and show them')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check the signature of a body, and explain one that does not match')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a body as Nango does')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what is in the inbox, newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one delivery of the inbox: its payload, its headers, and how its forwards went')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete deliveries from the inbox')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write deliveries as NDJSON, byte-exact, oldest first')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Read deliveries that were exported into the inbox; what is there already is not imported twice')
            [CompletionResult]::new('wait', 'wait', [CompletionResultType]::ParameterValue, 'Wait for an event in the inbox: 0 once it is there, 7 if it does not come in time')
            [CompletionResult]::new('trigger', 'trigger', [CompletionResultType]::ParameterValue, 'Send events as Nango would send them, to your app or to the running listener')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Send stored deliveries again, byte for byte, with the signature that Nango gave them')
            [CompletionResult]::new('point', 'point', [CompletionResultType]::ParameterValue, 'Send the webhooks of existing connections elsewhere, or where the environment''s go again')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;webhooks;help;listen' {
            break
        }
        'nango-cli;webhooks;help;verify' {
            break
        }
        'nango-cli;webhooks;help;sign' {
            break
        }
        'nango-cli;webhooks;help;list' {
            break
        }
        'nango-cli;webhooks;help;show' {
            break
        }
        'nango-cli;webhooks;help;delete' {
            break
        }
        'nango-cli;webhooks;help;export' {
            break
        }
        'nango-cli;webhooks;help;import' {
            break
        }
        'nango-cli;webhooks;help;wait' {
            break
        }
        'nango-cli;webhooks;help;trigger' {
            break
        }
        'nango-cli;webhooks;help;replay' {
            break
        }
        'nango-cli;webhooks;help;point' {
            break
        }
        'nango-cli;webhooks;help;help' {
            break
        }
        'nango-cli;sandbox' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'The address to bind; beyond loopback only with --expose')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Accept this API key too, in that environment (dev; account for a key of the account) with those scopes (all); repeatable')
            [CompletionResult]::new('--webhook-url', '--webhook-url', [CompletionResultType]::ParameterName, 'Send webhooks here')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Keep its state in FILE, and go on from there at the next start; only you can read it, for it holds tokens')
            [CompletionResult]::new('--providers', '--providers', [CompletionResultType]::ParameterName, 'Know these providers too, in the form of Nango''s providers.json')
            [CompletionResult]::new('--upstream', '--upstream', [CompletionResultType]::ParameterName, 'Really send proxy calls of this provider there, instead of playing its API; repeatable')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Refuse calls beyond so many a minute with 429, as Nango does')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this command with an SDK''s environment, take the sandbox down with it, and exit with its code')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--expose', '--expose', [CompletionResultType]::ParameterName, 'Allow an address that other machines can reach')
            [CompletionResult]::new('--auto-approve', '--auto-approve', [CompletionResultType]::ParameterName, 'Approve every consent at once, without showing its page')
            [CompletionResult]::new('--deterministic', '--deterministic', [CompletionResultType]::ParameterName, 'Give the same names, tokens and times in every run, for snapshot tests')
            [CompletionResult]::new('--strict-urls', '--strict-urls', [CompletionResultType]::ParameterName, 'Refuse webhook and proxy addresses on this machine and in private networks, as Nango does')
            [CompletionResult]::new('--detach', '--detach', [CompletionResultType]::ParameterName, 'Leave the sandbox running, once it is ready')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the environment of any SDK as shell commands, and the sandbox''s process ID')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('ctl', 'ctl', [CompletionResultType]::ParameterValue, 'Control a running sandbox: its clock, its failures, its settings')
            [CompletionResult]::new('emit', 'emit', [CompletionResultType]::ParameterValue, 'Let a running sandbox send a webhook about one of its connections')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;sandbox;ctl' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'What it holds, its clock and its settings')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Make it what it was when it started; with --state, what was kept before that goes as well')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Add integrations and connections from a file: all of it, or nothing')
            [CompletionResult]::new('clock', 'clock', [CompletionResultType]::ParameterValue, 'Move its clock forward: tokens and sessions expire')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'Fail the next requests of a route: with a status, a delay, or no answer')
            [CompletionResult]::new('deny', 'deny', [CompletionResultType]::ParameterValue, 'Deny the next consents at the provider')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Let the provider refuse to renew a connection''s tokens, until it is reconnected')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change its webhook URLs and its switches')
            [CompletionResult]::new('rotate-signing-key', 'rotate-signing-key', [CompletionResultType]::ParameterValue, 'Give its webhooks a new signing key')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'What happened in it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;sandbox;ctl;status' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;reset' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;seed' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;clock' {
            [CompletionResult]::new('--advance', '--advance', [CompletionResultType]::ParameterName, 'Forward by this much: 90s, 2h')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Forward to this time (RFC 3339)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--stop', '--stop', [CompletionResultType]::ParameterName, 'Let it stand still from then on')
            [CompletionResult]::new('--go', '--go', [CompletionResultType]::ParameterName, 'Let it go on from where it stands')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;fail' {
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Only requests with this method; without it every one but a browser''s preflight (OPTIONS)')
            [CompletionResult]::new('--times', '--times', [CompletionResultType]::ParameterName, 'How many requests')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Answer with this HTTP status [default: 500, unless --delay or --hang is given]')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Answer with this body: a JSON file, `-` for standard input')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Answer that much later')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--hang', '--hang', [CompletionResultType]::ParameterName, 'Never answer')
            [CompletionResult]::new('--clear', '--clear', [CompletionResultType]::ParameterName, 'Forget every failure that is still to come')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'Show the failures that are still to come')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;deny' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;revoke' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration, where several have a connection of that ID')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;set' {
            [CompletionResult]::new('--webhook-url', '--webhook-url', [CompletionResultType]::ParameterName, 'Send webhooks there; empty for nowhere')
            [CompletionResult]::new('--secondary-webhook-url', '--secondary-webhook-url', [CompletionResultType]::ParameterName, 'Send them there as well, once the first URL has them or was given up; empty for nowhere')
            [CompletionResult]::new('--auto-approve', '--auto-approve', [CompletionResultType]::ParameterName, 'Approve consents without showing their page')
            [CompletionResult]::new('--on-auth-creation', '--on-auth-creation', [CompletionResultType]::ParameterName, 'Send a webhook for new connections')
            [CompletionResult]::new('--on-auth-refresh-error', '--on-auth-refresh-error', [CompletionResultType]::ParameterName, 'Send a webhook when a refresh fails')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;rotate-signing-key' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;events' {
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Only what came after this event''s number')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;sandbox;ctl;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'What it holds, its clock and its settings')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Make it what it was when it started; with --state, what was kept before that goes as well')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Add integrations and connections from a file: all of it, or nothing')
            [CompletionResult]::new('clock', 'clock', [CompletionResultType]::ParameterValue, 'Move its clock forward: tokens and sessions expire')
            [CompletionResult]::new('fail', 'fail', [CompletionResultType]::ParameterValue, 'Fail the next requests of a route: with a status, a delay, or no answer')
            [CompletionResult]::new('deny', 'deny', [CompletionResultType]::ParameterValue, 'Deny the next consents at the provider')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Let the provider refuse to renew a connection''s tokens, until it is reconnected')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change its webhook URLs and its switches')
            [CompletionResult]::new('rotate-signing-key', 'rotate-signing-key', [CompletionResultType]::ParameterValue, 'Give its webhooks a new signing key')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'What happened in it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;sandbox;ctl;help;status' {
            break
        }
        'nango-cli;sandbox;ctl;help;reset' {
            break
        }
        'nango-cli;sandbox;ctl;help;seed' {
            break
        }
        'nango-cli;sandbox;ctl;help;clock' {
            break
        }
        'nango-cli;sandbox;ctl;help;fail' {
            break
        }
        'nango-cli;sandbox;ctl;help;deny' {
            break
        }
        'nango-cli;sandbox;ctl;help;revoke' {
            break
        }
        'nango-cli;sandbox;ctl;help;set' {
            break
        }
        'nango-cli;sandbox;ctl;help;rotate-signing-key' {
            break
        }
        'nango-cli;sandbox;ctl;help;events' {
            break
        }
        'nango-cli;sandbox;ctl;help;help' {
            break
        }
        'nango-cli;sandbox;emit' {
            [CompletionResult]::new('--integration', '--integration', [CompletionResultType]::ParameterName, 'Its integration, where several have a connection of that ID')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set a member: its dotted path and JSON, or text where it is none; repeatable')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take out a member; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'nango-cli;sandbox;help' {
            [CompletionResult]::new('ctl', 'ctl', [CompletionResultType]::ParameterValue, 'Control a running sandbox: its clock, its failures, its settings')
            [CompletionResult]::new('emit', 'emit', [CompletionResultType]::ParameterValue, 'Let a running sandbox send a webhook about one of its connections')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;sandbox;help;ctl' {
            break
        }
        'nango-cli;sandbox;help;emit' {
            break
        }
        'nango-cli;sandbox;help;help' {
            break
        }
        'nango-cli;whoami' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;completions' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The API''s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]')
            [CompletionResult]::new('--secret-key-file', '--secret-key-file', [CompletionResultType]::ParameterName, 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]')
            [CompletionResult]::new('--jq', '--jq', [CompletionResultType]::ParameterName, 'Print that document through a jq filter; strings are printed raw')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this long: 500ms, 30s, 5m')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, with the API''s field names')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only the one value a script wants')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; also where CI is set or stdin is no terminal')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each HTTP exchange on stderr, secrets redacted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'nango-cli;help' {
            [CompletionResult]::new('quickstart', 'quickstart', [CompletionResultType]::ParameterValue, 'The whole story once: session → auth flow → webhook → connection')
            [CompletionResult]::new('session', 'session', [CompletionResultType]::ParameterValue, 'Connect sessions: the short-lived tokens that let an end user connect')
            [CompletionResult]::new('connect', 'connect', [CompletionResultType]::ParameterValue, 'Run one auth flow and wait for its connection')
            [CompletionResult]::new('connections', 'connections', [CompletionResultType]::ParameterValue, 'Connections: one end user''s access to one integration')
            [CompletionResult]::new('integrations', 'integrations', [CompletionResultType]::ParameterValue, 'Integrations: the providers configured in this environment')
            [CompletionResult]::new('providers', 'providers', [CompletionResultType]::ParameterValue, 'Providers: what Nango can connect to')
            [CompletionResult]::new('proxy', 'proxy', [CompletionResultType]::ParameterValue, 'Send a request to a provider''s API with a connection''s credentials')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Webhooks: receive, verify, keep and sign what Nango sends')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'An offline Nango on this machine')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Which host, which key, and where each value came from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'nango-cli;help;quickstart' {
            break
        }
        'nango-cli;help;session' {
            break
        }
        'nango-cli;help;connect' {
            break
        }
        'nango-cli;help;connections' {
            break
        }
        'nango-cli;help;integrations' {
            break
        }
        'nango-cli;help;providers' {
            break
        }
        'nango-cli;help;proxy' {
            break
        }
        'nango-cli;help;webhooks' {
            break
        }
        'nango-cli;help;sandbox' {
            break
        }
        'nango-cli;help;whoami' {
            break
        }
        'nango-cli;help;completions' {
            break
        }
        'nango-cli;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
