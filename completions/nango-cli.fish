# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_nango_cli_global_optspecs
    string join \n profile= env= host= secret-key-file= signing-key-file= json jq= q/quiet color= no-input timeout= v/verbose h/help V/version
end

function __fish_nango_cli_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_nango_cli_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_nango_cli_using_subcommand
    set -l cmd (__fish_nango_cli_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c nango-cli -n "__fish_nango_cli_needs_command" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -s V -l version -d 'Print version'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "quickstart" -d 'The whole story once: session → auth flow → webhook → connection'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "session" -d 'Connect sessions: the short-lived tokens that let an end user connect'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "connect" -d 'Run one auth flow and wait for its connection'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "connections" -d 'Connections: one end user\'s access to one integration'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "integrations" -d 'Integrations: the providers configured in this environment'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "providers" -d 'Providers: what Nango can connect to'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "proxy" -d 'Send a request to a provider\'s API with a connection\'s credentials'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "webhooks" -d 'Webhooks: receive, verify, keep and sign what Nango sends'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "sandbox" -d 'An offline Nango on this machine'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "whoami" -d 'Which host, which key, and where each value came from'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c nango-cli -n "__fish_nango_cli_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l provider -d 'Connect this provider' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l integration -d 'Connect this integration (its unique key)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l sandbox -d 'Use the sandbox even where a key is set'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l approve -d 'Let the sandbox\'s end user approve by itself, without a browser'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -l no-browser -d 'Print the link instead of opening a browser'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand quickstart" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -f -a "create" -d 'Mint a session token for one end user'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -f -a "reconnect" -d 'Mint a session token that re-authorizes an existing connection; its tags and webhook URL are carried over'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -f -a "get" -d 'Show what a session allows, as the browser sees it'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -f -a "delete" -d 'End a session now; its token stops working'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and not __fish_seen_subcommand_from create reconnect get delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l integration -d 'Allow only this integration (its unique key); repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l provider -d 'Allow only the integrations of this provider; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l listen -d 'Listen for this session\'s webhooks until its end, on this port or a free one [with --public-url: 4000]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l tunnel -d 'With --listen, start this tunnel program: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command line of yours with {port} in it' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l public-url -d 'With --listen, this URL is brought here by something else: a tunnel of your own, a reverse proxy' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l end-user -d 'Your ID of the end user' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l end-user-email -d 'The end user\'s e-mail address' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l end-user-name -d 'The end user\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l end-user-tag -d 'A tag of the end user; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l organization -d 'Your ID of the end user\'s organization' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l organization-name -d 'The organization\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l tag -d 'A tag of the connection, copied to its webhooks; repeatable, up to ten' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l connection-config -d 'A default for the flow\'s connection config; repeatable. The prefix names the integration where the session has several' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l authorization-param -d 'An extra parameter for the provider\'s authorize URL; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l user-scope -d 'Slack user scopes, separated by commas; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l docs-url -d 'The help link that Connect UI shows for an integration; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l webhook-url -d 'Send this connection\'s webhooks there instead of the environment\'s URL' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l from-file -d 'Start from a raw JSON body, `-` for standard input; options go on top of it' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l integration -d 'Its integration (unique key); found by itself where the connection ID is unique' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l end-user -d 'Your ID of the end user' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l end-user-email -d 'The end user\'s e-mail address' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l end-user-name -d 'The end user\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l end-user-tag -d 'A tag of the end user; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l organization -d 'Your ID of the end user\'s organization' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l organization-name -d 'The organization\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l tag -d 'A tag of the connection, copied to its webhooks; repeatable, up to ten' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l connection-config -d 'A default for the flow\'s connection config; repeatable. The prefix names the integration where the session has several' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l authorization-param -d 'An extra parameter for the provider\'s authorize URL; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l user-scope -d 'Slack user scopes, separated by commas; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l docs-url -d 'The help link that Connect UI shows for an integration; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l webhook-url -d 'Send this connection\'s webhooks there instead of the environment\'s URL' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l from-file -d 'Start from a raw JSON body, `-` for standard input; options go on top of it' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from reconnect" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l token-file -d 'Read the session token from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l token-file -d 'Read the session token from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "create" -d 'Mint a session token for one end user'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "reconnect" -d 'Mint a session token that re-authorizes an existing connection; its tags and webhook URL are carried over'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show what a session allows, as the browser sees it'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "delete" -d 'End a session now; its token stops working'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand session; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l provider -d 'Connect this provider (github, slack, …) through its integration' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l integration -d 'Connect this integration (its unique key)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l reconnect -d 'Re-authorize this connection; its tags, webhook URL, config and metadata are carried over' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l end-user -d 'Your ID of the end user' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l end-user-email -d 'The end user\'s e-mail address' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l end-user-name -d 'The end user\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l end-user-tag -d 'A tag of the end user; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l organization -d 'Your ID of the end user\'s organization' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l organization-name -d 'The organization\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l tag -d 'A tag of the connection, copied to its webhooks; repeatable, up to ten' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l param -d 'A value of the connection config that the provider asks for; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l credentials-file -d 'Read the credentials as JSON from a file, `-` for standard input (API-key and basic integrations)' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l webhook-url -d 'Send this connection\'s webhooks there instead of the environment\'s URL' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l scope -d 'Ask the provider for these scopes instead of the integration\'s; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l user-scope -d 'Slack user scopes; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l authorization-param -d 'An extra parameter for the provider\'s authorize URL; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l via -d 'Start at the provider, or in Connect UI, which asks for what is missing [default: direct if nothing is]' -r -f -a "direct\t'At the provider; Nango\'s websocket tells the result'
connect-ui\t'In Connect UI; the connections list tells the result'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l listen -d 'Listen for this session\'s webhooks until its end, on this port or a free one [with --public-url: 4000]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l tunnel -d 'With --listen, start this tunnel program: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command line of yours with {port} in it' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l public-url -d 'With --listen, this URL is brought here by something else: a tunnel of your own, a reverse proxy' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l probe -d 'Prove that the connection works: GET this path of the provider\'s API with it' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -l no-browser -d 'Print the link and a QR code and wait, without opening a browser'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "list" -d 'List connections, newest first'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "get" -d 'Show one connection; credentials are masked'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "update" -d 'Change a connection\'s tags, end user or webhook URL; what is not named stays'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "metadata" -d 'The app\'s own data on connections'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "refresh" -d 'Refresh a connection\'s credentials now, even if they are still valid'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "delete" -d 'Delete connections, by ID or by filter'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "check" -d 'Find the connections that are broken, and how to mend each: exit 1 if there are any'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "open" -d 'Open a connection\'s dashboard page in the browser; the link is always printed'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "wait" -d 'Wait for a connection to appear'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "import" -d 'Import connections whose tokens or keys exist already: one, or many from a file'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and not __fish_seen_subcommand_from list get update metadata refresh delete check open wait import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l connection-id -d 'Only this connection ID' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l integration -d 'Only these integrations (unique keys); repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l tag -d 'Only connections with this tag; repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l search -d 'Only connection IDs, end-user names and e-mails that contain this' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l end-user -d 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l organization -d 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l limit -d 'Stop after this many' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l page-size -d 'Ask Nango for this many at a time' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l integration -d 'Its integration (unique key); found by itself where the connection ID is unique' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l show-credentials -d 'Show credentials instead of masking them'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l force-refresh -d 'Refresh the credentials first, even if they are still valid'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l refresh-token -d 'Include the refresh token'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l refresh-github-app-jwt -d 'Make a new JWT of a GitHub App first'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l integration -d 'Its integration (unique key); found by itself where the connection ID is unique' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l tag -d 'Add or change a tag; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l remove-tag -d 'Drop this tag; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l webhook-url -d 'Send this connection\'s webhooks there instead of the environment\'s URL' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l end-user -d 'Your ID of the end user' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l end-user-email -d 'The end user\'s e-mail address' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l end-user-name -d 'The end user\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l end-user-tag -d 'A tag of the end user; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l replace-tags -d 'Drop the tags that are not given'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l clear-webhook-url -d 'Send this connection\'s webhooks to the environment\'s URL again'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -f -a "get" -d 'Show the metadata of connections: one document, or an array for several'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -f -a "set" -d 'Replace the metadata of connections'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -f -a "merge" -d 'Change some members of the metadata of connections; the others stay'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from metadata" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l integration -d 'Its integration (unique key); found by itself where the connection ID is unique' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l show-credentials -d 'Show credentials instead of masking them'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from refresh" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l integration -d 'Only these integrations (unique keys); repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l tag -d 'Only connections with this tag; repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l search -d 'Only connection IDs, end-user names and e-mails that contain this' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l end-user -d 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l organization -d 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Delete without asking'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l integration -d 'Only these integrations (unique keys); repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l tag -d 'Only connections with this tag; repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l search -d 'Only connection IDs, end-user names and e-mails that contain this' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l end-user -d 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l organization -d 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l concurrency -d 'How many to get at a time with --deep' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l deep -d 'Get each one, which makes Nango refresh what is about to expire'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l integration -d 'Its integration (unique key); found by itself where the connection ID is unique' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from open" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l integration -d 'Only these integrations (unique keys); repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l tag -d 'Only connections with this tag; repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l search -d 'Only connection IDs, end-user names and e-mails that contain this' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l end-user -d 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l organization -d 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l since -d 'Take one that was made since then, too: a duration ago (10m) or a time (RFC 3339) [default: now]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from wait" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l integration -d 'Import into this integration (its unique key); with --ndjson for lines that name none' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l connection-id -d 'The new connection\'s ID [default: a new UUID]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l credentials-file -d 'Read the credentials as JSON from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l param -d 'A value of the connection config that the provider needs; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l tag -d 'A tag of the connection, copied to its webhooks; repeatable, up to ten' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l metadata -d 'Read its metadata as a JSON object, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l webhook-url -d 'Send this connection\'s webhooks there instead of the environment\'s URL' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l end-user -d 'Your ID of the end user' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l end-user-email -d 'The end user\'s e-mail address' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l end-user-name -d 'The end user\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l end-user-tag -d 'A tag of the end user; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l ndjson -d 'Import many: a file with one JSON body a line, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l progress-file -d 'Write down what is done, and skip it when run again' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l concurrency -d 'How many lines to import at a time' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l continue-on-error -d 'Import the other lines where some fail'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l overwrite -d 'Overwrite connections that exist; tags, metadata, config and webhook URL stay unless given'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "list" -d 'List connections, newest first'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one connection; credentials are masked'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change a connection\'s tags, end user or webhook URL; what is not named stays'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "metadata" -d 'The app\'s own data on connections'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "refresh" -d 'Refresh a connection\'s credentials now, even if they are still valid'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete connections, by ID or by filter'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "check" -d 'Find the connections that are broken, and how to mend each: exit 1 if there are any'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "open" -d 'Open a connection\'s dashboard page in the browser; the link is always printed'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "wait" -d 'Wait for a connection to appear'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "import" -d 'Import connections whose tokens or keys exist already: one, or many from a file'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -f -a "list" -d 'List integrations'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -f -a "get" -d 'Show one integration'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -f -a "create" -d 'Make an integration, with your own developer app or Nango\'s'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -f -a "update" -d 'Change an integration; what is not given stays'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -f -a "delete" -d 'Delete an integration and every connection that it has'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and not __fish_seen_subcommand_from list get create update delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l provider -d 'Only integrations of this provider' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l webhook -d 'Include the URL for the provider\'s own webhooks'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l show-credentials -d 'Include the developer app\'s credentials, in the clear'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l provider -d 'The provider it is of' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l key -d 'Its unique key [default: the provider\'s name]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l name -d 'The name that end users see [default: the provider\'s]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l credentials-file -d 'Read the developer app\'s credentials as JSON from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l scope -d 'Ask end users for these scopes; repeatable, or separated by commas' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l custom -d 'A value of `custom`; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l config -d 'A value of the integration config that some providers declare; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l quickstart -d 'Use the developer app that Nango shares, to try things out'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l no-forward-webhooks -d 'Do not pass the provider\'s own webhooks on'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l name -d 'The name that end users see' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l new-key -d 'Another unique key, while it has no connections' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l forward-webhooks -d 'Whether to pass the provider\'s own webhooks on' -r -f -a "true\t''
false\t''"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l credentials-file -d 'Read the developer app\'s credentials as JSON from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l scope -d 'Ask end users for these scopes; repeatable, or separated by commas' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l custom -d 'A value of `custom`; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l config -d 'A value of the integration config that some providers declare; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from help" -f -a "list" -d 'List integrations'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one integration'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from help" -f -a "create" -d 'Make an integration, with your own developer app or Nango\'s'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change an integration; what is not given stays'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete an integration and every connection that it has'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand integrations; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -f -a "list" -d 'List what Nango can connect to'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -f -a "get" -d 'Show one provider and what connecting it takes'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and not __fish_seen_subcommand_from list get help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l search -d 'Only names that contain this' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l auth-mode -d 'Only this auth mode (OAUTH2, API_KEY, BASIC, …)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "list" -d 'List what Nango can connect to'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one provider and what connecting it takes'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand providers; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l connection -d 'The connection whose credentials are used' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l integration -d 'Its integration, where several have a connection of that ID' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -s H -l header -d 'A header for the provider; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -s d -l data -d 'The body, sent as it is; as JSON where it is an object or an array and no Content-Type says otherwise' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l data-file -d 'Read the body\'s bytes from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l retries -d 'Let Nango repeat the request when the provider fails: after 3 s, 6 s, 12 s, …' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l retry-on -d 'Statuses to repeat besides 401, 429 and 5xx, separated by commas' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l base-url -d 'Send it there instead of to the provider\'s base URL, where this Nango allows that' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -s o -l output -d 'Write the body of an answer below 400 to a file, whole or not at all; `-` for stdout, even a terminal' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -s i -l include -d 'Print status and headers before the body'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand proxy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "listen" -d 'Receive Nango\'s webhooks here, verify them, and show them'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "verify" -d 'Check the signature of a body, and explain one that does not match'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "sign" -d 'Sign a body as Nango does'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "list" -d 'List what is in the inbox, newest first'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "show" -d 'Show one delivery of the inbox: its payload, its headers, and how its forwards went'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "delete" -d 'Delete deliveries from the inbox'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "export" -d 'Write deliveries as NDJSON, byte-exact, oldest first'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "import" -d 'Read deliveries that were exported into the inbox; what is there already is not imported twice'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "wait" -d 'Wait for an event in the inbox: 0 once it is there, 7 if it does not come in time'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "trigger" -d 'Send events as Nango would send them, to your app or to the running listener'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "replay" -d 'Send stored deliveries again, byte for byte, with the signature that Nango gave them'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "point" -d 'Send the webhooks of existing connections elsewhere, or where the environment\'s go again'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and not __fish_seen_subcommand_from listen verify sign list show delete export import wait trigger replay point help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l port -d 'The port; 0 picks a free one' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l bind -d 'The address to bind' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l print -d 'How much of each event to print' -r -f -a "line\t'One line'
pretty\t'The line and the indented payload'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l filter -d 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l until -d 'End with exit code 0 once a verified event matches FIELD=VALUE; repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l ready-file -d 'Write the ready line to this file once the listener is ready' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l max-body -d 'The largest body to accept, in bytes' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l keep -d 'How long deliveries stay in the inbox' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l keep-size -d 'How large the inbox may grow before the oldest deliveries go, refused ones first' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l forward-to -d 'Hand verified events on to this URL, byte for byte; with conditions only those that match; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l on-event -d 'Run this line in a shell for each verified event: the payload on stdin, NANGO_CONNECTION_ID, NANGO_END_USER_ID and others in the environment; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -s H -l header -d 'A header to add to what is forwarded, in place of Nango\'s of that name; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l forward-timeout -d 'How long a target or a command may take for one event' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l attempts -d 'How often to try a target that does not answer or answers 408, 429 or 5xx, the first time included' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l concurrency -d 'How many forwards and commands may be under way at once' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l respond -d 'Answer verified deliveries with this status, or with the status of the first target that gets them' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l respond-delay -d 'Answer verified deliveries this much later; Nango waits 20s' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l fail-first -d 'Answer the first N attempts at each delivery with 500; Nango makes three' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l tunnel -d 'Start this tunnel program and end it with the listener: cloudflared, ngrok, ssh:USER@HOST[:PORT], or a command line of yours with {port} in it' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l public-url -d 'Something else brings the traffic of this URL here: a tunnel of your own, a reverse proxy' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l take -d 'Point this connection\'s webhooks here until the listener ends, then where they went before; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l take-tag -d 'Take every connection with this tag; repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l take-integration -d 'Take the connections of this integration (unique key), or with --take say whose they are; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l poll -d 'Watch the connections list, too: new, re-authorized and broken connections become events marked synthetic [default interval: 5s]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l no-inbox -d 'Keep nothing: what is lost here is lost'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l insecure-forward -d 'Forward to https targets whatever their certificate is'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from listen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l signature -d 'The value of X-Nango-Hmac-Sha256' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l body -d 'Read the body from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l body -d 'Read the body from a file, `-` for standard input' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l filter -d 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l since -d 'Only what came since then: 10m ago, or at an RFC 3339 time' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l before -d 'Only what came before then' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l limit -d 'At most so many; 0 for all' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l refused -d 'Only what was refused, for its signature or otherwise'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l failed -d 'Only what has a forward that failed or is not over yet'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l raw -d 'Print the body\'s exact bytes and nothing else'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l filter -d 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l since -d 'Only what came since then: 10m ago, or at an RFC 3339 time' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l before -d 'Only what came before then' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l refused -d 'Only what was refused, for its signature or otherwise'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l failed -d 'Only what has a forward that failed or is not over yet'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l all -d 'All there are'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l yes -d 'Do not ask'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l filter -d 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l since -d 'Only what came since then: 10m ago, or at an RFC 3339 time' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l before -d 'Only what came before then' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l refused -d 'Only what was refused, for its signature or otherwise'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l failed -d 'Only what has a forward that failed or is not over yet'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l filter -d 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l since -d 'Look at what came since then, too: 10m ago, or at an RFC 3339 time [default: since the running listener began, or else from now on]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l count -d 'Wait for so many' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from wait" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l to -d 'Where to: a URL, or `listener` for the running `webhooks listen` [default: listener]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l connection -d 'Of this connection [default: a new ID for each event]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l integration -d 'Of this integration [default: github]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l provider -d 'Of this provider [default: the integration\'s key]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l end-user -d 'Your ID of the end user' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l end-user-email -d 'The end user\'s e-mail address' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l end-user-name -d 'The end user\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l end-user-tag -d 'A tag of the end user; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l organization -d 'Your ID of the end user\'s organization' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l organization-name -d 'The organization\'s name' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l tag -d 'A tag of the connection, copied to its webhooks; repeatable, up to ten' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l set -d 'Set a member: its dotted path and JSON, or text where it is none; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l unset -d 'Take out a member; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l from-file -d 'Send this body, `-` for standard input: byte for byte, unless --set or --unset change it' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l count -d 'How many events' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l rate -d 'How often: 50/s, 10/m [default: one after the other]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l concurrency -d 'How many may be on their way at once [default: 1, with --rate 32]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -s H -l header -d 'Add a header, instead of Nango\'s of that name; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l retries -d 'Try again where the target fails (5xx) or is not there, after these waits; without any as Nango does: 3s,6s. An attempt may take 20s, or --timeout' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l duplicate -d 'Send this share twice (0.1 or 10%), the second time a few events later' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l reorder -d 'Hold this share back behind a later event' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l corrupt -d 'Flip a bit of this share\'s bodies, after they were signed' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l drop -d 'Lose this share' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l seed -d 'Draw the same as an earlier run, which told its seed' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l invalid-signature -d 'Sign with a key that the target cannot know'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l print -d 'Print the body, with --json the headers too, and send nothing'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l insecure -d 'Take any certificate of the target; redirects are not followed then'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from trigger" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l to -d 'Where to: a URL, or `listener` for the running `webhooks listen`, which stores them again' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l filter -d 'Only events whose FIELD is VALUE (type=auth, success=false, tags.end_user_id=u_1); repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l since -d 'Only what came since then: 10m ago, or at an RFC 3339 time' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l before -d 'Only what came before then' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l after -d 'After this delivery, in the order of IDs; 0 for all' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l speed -d 'With the pauses between them: 1x as they came, 10x ten times as fast, max without' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l concurrency -d 'How many may be on their way at once, those of one connection in order [default: 1, all in order]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l inbox -d 'The inbox\'s file [default: inbox.db in nango-cli\'s data directory]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -s H -l header -d 'Add a header, instead of Nango\'s of that name; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l retries -d 'Try again where the target fails (5xx) or is not there, after these waits; without any as Nango does: 3s,6s. An attempt may take 20s, or --timeout' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l duplicate -d 'Send this share twice (0.1 or 10%), the second time a few events later' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l reorder -d 'Hold this share back behind a later event' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l corrupt -d 'Flip a bit of this share\'s bodies, after they were signed' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l drop -d 'Lose this share' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l seed -d 'Draw the same as an earlier run, which told its seed' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l refused -d 'Only what was refused, for its signature or otherwise'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l failed -d 'Only what has a forward that failed or is not over yet'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l all -d 'Refused deliveries, too'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l resign -d 'Sign anew with the signing key in use [default: the signature that Nango sent]'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l mark -d 'Add the header X-Nango-CLI-Replay with the delivery\'s ID'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l insecure -d 'Take any certificate of the target; redirects are not followed then'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l integration -d 'Only these integrations (unique keys); repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l tag -d 'Only connections with this tag; repeatable, all must match' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l search -d 'Only connection IDs, end-user names and e-mails that contain this' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l end-user -d 'Only this end user (sessions with tags alone have none: use --tag end_user_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l organization -d 'Only this organization (sessions with tags alone have none: use --tag organization_id=ID)' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l clear -d 'Let their webhooks go to the environment\'s URL again'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from point" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "listen" -d 'Receive Nango\'s webhooks here, verify them, and show them'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check the signature of a body, and explain one that does not match'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "sign" -d 'Sign a body as Nango does'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "list" -d 'List what is in the inbox, newest first'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one delivery of the inbox: its payload, its headers, and how its forwards went'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete deliveries from the inbox'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write deliveries as NDJSON, byte-exact, oldest first'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "import" -d 'Read deliveries that were exported into the inbox; what is there already is not imported twice'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "wait" -d 'Wait for an event in the inbox: 0 once it is there, 7 if it does not come in time'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "trigger" -d 'Send events as Nango would send them, to your app or to the running listener'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "replay" -d 'Send stored deliveries again, byte for byte, with the signature that Nango gave them'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "point" -d 'Send the webhooks of existing connections elsewhere, or where the environment\'s go again'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand webhooks; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l port -d 'The port; 0 picks a free one' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l bind -d 'The address to bind; beyond loopback only with --expose' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l key -d 'Accept this API key too, in that environment (dev; account for a key of the account) with those scopes (all); repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l webhook-url -d 'Send webhooks here' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l state -d 'Keep its state in FILE, and go on from there at the next start; only you can read it, for it holds tokens' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l providers -d 'Know these providers too, in the form of Nango\'s providers.json' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l upstream -d 'Really send proxy calls of this provider there, instead of playing its API; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l rate-limit -d 'Refuse calls beyond so many a minute with 429, as Nango does' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l exec -d 'Run this command with an SDK\'s environment, take the sandbox down with it, and exit with its code' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l expose -d 'Allow an address that other machines can reach'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l auto-approve -d 'Approve every consent at once, without showing its page'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l deterministic -d 'Give the same names, tokens and times in every run, for snapshot tests'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l strict-urls -d 'Refuse webhook and proxy addresses on this machine and in private networks, as Nango does'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l detach -d 'Leave the sandbox running, once it is ready'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -l export -d 'Print the environment of any SDK as shell commands, and the sandbox\'s process ID'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -f -a "ctl" -d 'Control a running sandbox: its clock, its failures, its settings'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -f -a "emit" -d 'Let a running sandbox send a webhook about one of its connections'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and not __fish_seen_subcommand_from ctl emit help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "status" -d 'What it holds, its clock and its settings'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "reset" -d 'Make it what it was when it started; with --state, what was kept before that goes as well'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "seed" -d 'Add integrations and connections from a file: all of it, or nothing'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "clock" -d 'Move its clock forward: tokens and sessions expire'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "fail" -d 'Fail the next requests of a route: with a status, a delay, or no answer'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "deny" -d 'Deny the next consents at the provider'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "revoke" -d 'Let the provider refuse to renew a connection\'s tokens, until it is reconnected'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "set" -d 'Change its webhook URLs and its switches'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "rotate-signing-key" -d 'Give its webhooks a new signing key'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "events" -d 'What happened in it'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from ctl" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l integration -d 'Its integration, where several have a connection of that ID' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l set -d 'Set a member: its dotted path and JSON, or text where it is none; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l unset -d 'Take out a member; repeatable' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "ctl" -d 'Control a running sandbox: its clock, its failures, its settings'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "emit" -d 'Let a running sandbox send a webhook about one of its connections'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand sandbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand whoami" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l profile -d 'A stored profile, or `sandbox` for the local sandbox [env: NANGO_PROFILE]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l env -d 'The Nango environment (dev, prod, …): picks NANGO_SECRET_KEY_<NAME> [env: NANGO_ENV]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l host -d 'The API\'s base URL [env: NANGO_HOSTPORT, NANGO_SERVER_URL] [default: https://api.nango.dev]' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l secret-key-file -d 'Read the API key from a file, `-` for standard input [env: NANGO_SECRET_KEY, NANGO_API_KEY]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l signing-key-file -d 'Read the webhook signing key from a file [env: NANGO_WEBHOOK_SIGNING_KEY] [default: the API key]' -r -F
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l jq -d 'Print that document through a jq filter; strings are printed raw' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l color -d 'When to use colour: auto, always, never [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` says no'
always\t'Always'
never\t'Never'"
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l timeout -d 'Give up after this long: 500ms, 30s, 5m' -r
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l json -d 'Print one JSON document, with the API\'s field names'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -s q -l quiet -d 'Print only the one value a script wants'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -l no-input -d 'Never prompt; also where CI is set or stdin is no terminal'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -s v -l verbose -d 'Show each HTTP exchange on stderr, secrets redacted'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand completions" -s h -l help -d 'Print help'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "quickstart" -d 'The whole story once: session → auth flow → webhook → connection'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "session" -d 'Connect sessions: the short-lived tokens that let an end user connect'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "connect" -d 'Run one auth flow and wait for its connection'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "connections" -d 'Connections: one end user\'s access to one integration'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "integrations" -d 'Integrations: the providers configured in this environment'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "providers" -d 'Providers: what Nango can connect to'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "proxy" -d 'Send a request to a provider\'s API with a connection\'s credentials'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "webhooks" -d 'Webhooks: receive, verify, keep and sign what Nango sends'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "sandbox" -d 'An offline Nango on this machine'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "whoami" -d 'Which host, which key, and where each value came from'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c nango-cli -n "__fish_nango_cli_using_subcommand help; and not __fish_seen_subcommand_from quickstart session connect connections integrations providers proxy webhooks sandbox whoami completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
