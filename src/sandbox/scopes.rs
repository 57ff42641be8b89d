//! Which scopes an endpoint asks for, and which a key has (protocol §1.4).

/// What lets a key do everything in its environment.
pub const WHOLE_ENVIRONMENT: &str = "environment:*";
/// What lets an account's key do everything.
pub const WHOLE_ACCOUNT: &str = "account:*";

/// Any key of an environment.
pub const ANY: &[&str] = &[];

macro_rules! required {
    ($($name:ident = $($scope:literal)|+;)*) => {
        $(pub const $name: &[&str] = &[$($scope),+];)*
    };
}

required! {
    INTEGRATIONS_LIST = "environment:integrations:list" | "environment:integrations:list_credentials";
    INTEGRATIONS_CREATE = "environment:integrations:create";
    INTEGRATIONS_READ = "environment:integrations:read" | "environment:integrations:read_credentials";
    INTEGRATIONS_READ_CREDENTIALS = "environment:integrations:read_credentials";
    INTEGRATIONS_UPDATE = "environment:integrations:update";
    INTEGRATIONS_DELETE = "environment:integrations:delete";
    FUNCTIONS_LISTED = "environment:integrations:list_functions";
    CONNECTIONS_LIST = "environment:connections:list" | "environment:connections:list_credentials";
    CONNECTIONS_READ = "environment:connections:read" | "environment:connections:read_credentials";
    CONNECTIONS_READ_CREDENTIALS = "environment:connections:read_credentials";
    CONNECTIONS_CREATE = "environment:connections:create";
    CONNECTIONS_UPDATE = "environment:connections:update";
    CONNECTIONS_DELETE = "environment:connections:delete";
    SESSIONS_WRITE = "environment:connect_sessions:write";
    FUNCTIONS_LIST = "environment:functions:list";
    FUNCTIONS_READ = "environment:functions:read";
    FUNCTIONS_DELETE = "environment:functions:delete";
    FUNCTIONS_COMPILE = "environment:functions:compile";
    FUNCTIONS_DRYRUN = "environment:functions:dryrun";
    FUNCTIONS_INVOKE = "environment:functions:invocations";
    DEPLOY = "environment:deploy";
    MCP = "environment:mcp";
    VARIABLES_READ = "environment:variables:read";
    SIGNING_KEY_ROTATE = "environment:webhook_signing_key:rotate";
    PROXY = "environment:proxy";
    SYNCS_READ = "environment:syncs:read";
    SYNCS_EXECUTE = "environment:syncs:execute";
    SYNCS_UPDATE = "environment:syncs:update";
    VARIANTS_CREATE = "environment:syncs:variant:create";
    VARIANTS_DELETE = "environment:syncs:variant:delete";
    RECORDS_READ = "environment:records:read";
    RECORDS_WRITE = "environment:records:write";
    ACTIONS_EXECUTE = "environment:actions:execute";
    ENVIRONMENTS_CREATE = "account:environments:create";
    ENVIRONMENTS_DELETE = "account:environments:delete";
    ENVIRONMENTS_SET_PRODUCTION = "account:environments:set_production";
    KEYS_CREATE = "account:environments:api_keys:create";
    KEYS_DELETE = "account:environments:api_keys:delete";
}

/// Every scope that a key can be given.
pub const ALL: &[&str] = &[
    WHOLE_ENVIRONMENT,
    "environment:integrations:list",
    "environment:integrations:list_credentials",
    "environment:integrations:list_functions",
    "environment:integrations:read",
    "environment:integrations:read_credentials",
    "environment:integrations:create",
    "environment:integrations:update",
    "environment:integrations:delete",
    "environment:integrations:*",
    "environment:connections:list",
    "environment:connections:list_credentials",
    "environment:connections:read",
    "environment:connections:read_credentials",
    "environment:connections:create",
    "environment:connections:update",
    "environment:connections:delete",
    "environment:connections:*",
    "environment:connect_sessions:write",
    "environment:syncs:read",
    "environment:syncs:execute",
    "environment:syncs:update",
    "environment:syncs:variant:create",
    "environment:syncs:variant:delete",
    "environment:syncs:*",
    "environment:functions:list",
    "environment:functions:read",
    "environment:functions:delete",
    "environment:functions:compile",
    "environment:functions:dryrun",
    "environment:functions:invocations",
    "environment:functions:*",
    "environment:deploy",
    "environment:records:read",
    "environment:records:write",
    "environment:records:*",
    "environment:logs:read",
    "environment:actions:execute",
    "environment:actions:*",
    "environment:proxy",
    "environment:variables:read",
    "environment:webhook_signing_key:rotate",
    "environment:mcp",
    WHOLE_ACCOUNT,
    "account:environments:create",
    "account:environments:delete",
    "account:environments:set_production",
    "account:environments:api_keys:create",
    "account:environments:api_keys:delete",
];

/// Whether what was granted is enough for one of what is required: the same scope, or one with a star above it.
pub fn suffice(granted: &[String], required: &[&str]) -> bool {
    let covers = |granted: &str, required: &str| {
        granted == required || granted.ends_with(":*") && required.starts_with(granted.trim_end_matches('*'))
    };
    required.iter().any(|required| granted.iter().any(|granted| covers(granted, required)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_cover_what_is_below_them() {
        let has = |granted: &str, required: &[&str]| suffice(&[granted.to_owned()], required);
        assert!(has("environment:*", CONNECTIONS_LIST));
        assert!(has("environment:connections:*", CONNECTIONS_DELETE));
        assert!(has("environment:connections:list_credentials", CONNECTIONS_LIST));
        assert!(!has("environment:connections:list", CONNECTIONS_READ));
        assert!(!has("environment:*", KEYS_CREATE));
        assert!(!has("account:*", CONNECTIONS_LIST));
        assert!(!has("environment:connections", CONNECTIONS_LIST));
    }

    #[test]
    fn what_is_required_can_be_given() {
        for required in
            [CONNECTIONS_LIST, PROXY, KEYS_DELETE, SIGNING_KEY_ROTATE, VARIANTS_CREATE, MCP, DEPLOY]
        {
            assert!(required.iter().all(|scope| ALL.contains(scope)), "{required:?}");
        }
    }
}
