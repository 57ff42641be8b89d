//! The auth endpoints of the modes that need no browser beyond API_KEY, BASIC and NONE: OAUTH2_CC, TWO_STEP, JWT,
//! TBA, BILL, SIGNATURE and AWS_SIGV4 (protocol §3.2, §16). The provider is played by [`provider`](super::provider).

use serde_json::{Map, Value, json};

use super::access::text;
use super::auth::{Established, TEST_FAILED, connection_config, no_connection_id};
use super::catalogue::{names, text as provider_text, verifies};
use super::credentials::{self, Credentials};
use super::grants::Grants;
use super::hooks;
use super::jwt;
use super::oauth::placeholders;
use super::provider::{Provider, Verdict, told};
use super::query;
use super::reply;
use super::rules::{self, auth as own, is_uuid};
use super::sessions::Session;
use super::state::{State, Turn};
use super::text::{jsonb, uuid};
use super::validate::Rule;
use crate::http::Reply;

/// What an endpoint's body must be.
pub fn body_rule(mode: &str) -> &'static Rule {
    match mode {
        "TBA" => &own::TBA_BODY,
        "BILL" => &own::BILL_BODY,
        "SIGNATURE" => &own::SIGNATURE_BODY,
        "AWS_SIGV4" => &own::AWS_BODY,
        _ => &own::LOOSE,
    }
}

/// A request that passed everything which all modes have in common.
struct Entry<'a> {
    session: &'a Session,
    key: &'a str,
    connection_id: String,
    provider: &'static Provider,
    config: Map<String, Value>,
}

impl State {
    /// POST /auth/:mode/:k.
    pub(super) fn auth_headless(
        &mut self,
        turn: &mut Turn,
        key: &str,
        mode: &'static str,
    ) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        let body = turn.valid_body(body_rule(mode))?;
        turn.valid_query(&rules::AUTH_QUERY)?;
        turn.valid_path(&rules::AUTH_PATH, "providerConfigKey", key)?;
        no_connection_id(turn)?;
        let params = turn.query.get("params").and_then(Value::as_object).cloned().unwrap_or_default();
        let connection_id = self.connect_headless(turn, &session, key, mode, body, params)?;
        Ok(reply::json(200, &json!({"connectionId": connection_id, "providerConfigKey": key})))
    }

    /// POST /oauth2/auth/:k, in the manner of an older endpoint: no validation, another envelope, a body that may
    /// be a form (protocol §16.1, §16.12).
    pub(super) fn auth_client_credentials(&mut self, turn: &mut Turn, key: &str) -> Result<Reply, Reply> {
        let session = self.session_in_query(turn)?;
        no_connection_id(turn)?;
        let form = || query::parse(&String::from_utf8_lossy(&turn.request.body));
        let body = match &turn.body {
            Some(Value::Object(body)) => body.clone(),
            Some(_) => Map::new(),
            None if turn.request.body.is_empty() => return Err(reply::unexpected()),
            None => form(),
        };
        let missing = |name: &str| {
            reply::legacy(
                400,
                &format!("missing_{name}"),
                &format!("Missing param 'oauth_{name}'."),
                json!({}),
            )
        };
        let given = |name: &str| body.get(name).is_some_and(|value| !value.is_null() && value != "");
        if !given("client_id") {
            return Err(missing("client_id"));
        }
        if !given("client_secret") && !given("client_private_key") {
            return Err(missing("client_secret"));
        }
        match self.integration(key) {
            None => {
                let message = "There is no Provider Configuration matching this key. Please make sure this value exists in the Nango dashboard {}";
                return Err(reply::legacy(400, "unknown_provider_config", message, json!({})));
            }
            Some(at) if at.auth_mode() != "OAUTH2_CC" => {
                let message = "Invalid auth mode. The provider does not support this auth mode.";
                return Err(reply::legacy(400, "invalid_auth_mode", message, json!({})));
            }
            Some(_) => {}
        }
        let params = turn.query.get("params").and_then(Value::as_object).cloned().unwrap_or_default();
        let connection_id = self.connect_headless(turn, &session, key, "OAUTH2_CC", body, params)?;
        Ok(reply::json(200, &json!({"providerConfigKey": key, "connectionId": connection_id})))
    }

    /// Everything between a valid body and the stored connection.
    pub(super) fn connect_headless(
        &mut self,
        turn: &mut Turn,
        session: &Session,
        key: &str,
        mode: &'static str,
        body: Map<String, Value>,
        params: Map<String, Value>,
    ) -> Result<String, Reply> {
        let Some(at) = self.integration(key) else {
            return Err(reply::code(404, "unknown_provider_config"));
        };
        if at.auth_mode() != mode {
            return Err(reply::code(400, "invalid_auth_mode"));
        }
        let entry = Entry {
            session,
            key,
            connection_id: self.may_connect(session, key)?,
            provider: at.provider,
            config: connection_config(session, key, &params),
        };
        let made = match mode {
            "OAUTH2_CC" => self.client_credentials(turn, entry, body),
            "TWO_STEP" => self.two_step(turn, entry, body),
            "JWT" => jwt(turn, entry, body, &mut self.grants),
            "TBA" => self.tba(entry, &body),
            "BILL" => bill(turn, entry, body, &mut self.grants),
            "SIGNATURE" => signature(turn, entry, &body, &mut self.grants),
            _ => self.aws(turn, entry, &body),
        };
        match made {
            Ok(made) => Ok(self.connect(turn, made)),
            Err(refusal) => {
                let error: Value = serde_json::from_slice(&refusal.body).unwrap_or_default();
                let code = error["error"]["code"].as_str().unwrap_or("no_answer").to_owned();
                turn.events.push(super::Event::Refused { integration: key.to_owned(), error: code });
                Err(refusal)
            }
        }
    }

    fn client_credentials<'a>(
        &mut self,
        turn: &mut Turn,
        mut entry: Entry<'a>,
        body: Map<String, Value>,
    ) -> Result<Established<'a>, Reply> {
        let url = provider_text(entry.provider, "token_url");
        if let Some(url) = unfilled(url, &entry.config) {
            let kind = format!(
                "Missing Connection Config param(s) in Auth request to interpolate url {url}. \
                 Provided Connection Config: {}",
                Value::Object(entry.config)
            );
            let message = format!("An unhandled error of type '{kind}' with payload '{{}}' has occurred");
            return Err(reply::legacy(500, &format!("unhandled_{kind}"), &message, json!({})));
        }
        let body = Value::Object(body);
        let shown = Credentials::new("OAUTH2_CC", body.clone());
        let verdict = self.grants.ask_at(&shown, &entry.config);
        match &verdict {
            Verdict::Token(_) | Verdict::Revoked => {
                let made = credentials::client_credentials(&body, &verdict, turn.now);
                keep_answer(&mut entry.config, entry.provider, &made);
                Ok(entry.with(made))
            }
            Verdict::Refused(..) | Verdict::Unresolved(_) | Verdict::Unreachable(_) => {
                let (message, payload) = verdict.client_credentials_error();
                Err(reply::legacy(400, "client_credentials_fetch_error", &message, payload))
            }
            Verdict::Nonsense => {
                let error =
                    "An unhandled error of type 'incomplete_raw_credentials' with payload '{}' has occurred";
                let what = json!({"message": error, "name": "Error"});
                self.tell_unexpected(turn, &entry, "OAUTH2_CC", "", "Unauth", &what);
                Err(reply::unexpected())
            }
            Verdict::Silent => Err(turn.never()),
        }
    }

    fn two_step<'a>(
        &mut self,
        turn: &mut Turn,
        mut entry: Entry<'a>,
        mut fields: Map<String, Value>,
    ) -> Result<Established<'a>, Reply> {
        fields.shift_remove("type");
        let option = fields.shift_remove("assertionOption");
        let unsigned = |why: jwt::Unsigned| reply::legacy(500, why.code, &why.message, json!({}));
        let url = provider_text(entry.provider, "token_url");
        if let Some(url) = unfilled(url, &entry.config) {
            let message = format!("Failed to interpolate URL template: {url}. Missing config parameters.");
            let what = json!({"name": "Error", "message": message});
            self.tell_unexpected(turn, &entry, "TWO_STEP", &entry.connection_id, "TwoStep", &what);
            return Err(reply::unexpected());
        }
        if entry.provider.contains_key("assertion") {
            let assertion = jwt::assertion(entry.provider, option.as_ref(), &fields, &entry.config, turn.now)
                .map_err(unsigned)?;
            fields.insert("assertion".to_owned(), assertion.into());
        }
        if entry.provider.contains_key("token") {
            jwt::token(entry.provider, &fields, &entry.config, turn.now).map_err(unsigned)?;
        }
        let shown = Credentials::new("TWO_STEP", Value::Object(fields.clone()));
        let verdict = self.grants.ask_at(&shown, &entry.config);
        match &verdict {
            Verdict::Token(_) | Verdict::Revoked => {
                let made = credentials::two_step(entry.provider, fields, &verdict, turn.now);
                keep_answer(&mut entry.config, entry.provider, &made);
                Ok(entry.with(made))
            }
            Verdict::Silent => Err(turn.never()),
            verdict => {
                let (message, payload) = verdict.two_step_error();
                Err(reply::legacy(400, "two_step_credentials_fetch_error", &message, payload))
            }
        }
    }

    /// The webhook of a failure that Nango did not expect: it does not know the provider then.
    fn tell_unexpected(
        &self,
        turn: &mut Turn,
        entry: &Entry,
        auth_mode: &str,
        connection_id: &str,
        what: &str,
        error: &Value,
    ) {
        if !self.here().on_auth_creation {
            return;
        }
        let told = hooks::Auth {
            auth_mode,
            provider: "unknown",
            integration: entry.key,
            connection_id,
            operation: "creation",
            environment: &self.here().name,
        };
        let error = serde_json::to_string_pretty(error).unwrap_or_default();
        let body = hooks::failed(&told, "unknown", &format!("Error during {what} create: {error}"), None);
        self.send(turn, entry.session.webhook_url_override.as_deref(), body);
    }

    fn tba<'a>(&self, mut entry: Entry<'a>, body: &Map<String, Value>) -> Result<Established<'a>, Reply> {
        let mut given = json!({
            "type": "TBA",
            "token_id": body.get("token_id"),
            "token_secret": body.get("token_secret"),
            "config_override": {},
        });
        for (theirs, ours) in
            [("oauth_client_id_override", "client_id"), ("oauth_client_secret_override", "client_secret")]
        {
            if let Some(value) = text(body, theirs).filter(|value| !value.is_empty()) {
                given["config_override"][ours] = value.into();
            }
        }
        let made = Credentials::new("TBA", given);
        if verifies(entry.provider) && made.verdict().fails_a_call() {
            // A refusal with the status of success (protocol §3.2).
            let message = "The provided credentials did not succeed in a test API call";
            return Err(reply::error(200, "invalid_credentials", message));
        }
        let app = self.integration(entry.key).map(|at| at.tba_config()).unwrap_or_default();
        entry.config.extend(app);
        Ok(entry.with(made))
    }

    fn aws<'a>(
        &mut self,
        turn: &mut Turn,
        mut entry: Entry<'a>,
        body: &Map<String, Value>,
    ) -> Result<Established<'a>, Reply> {
        let empty = Map::new();
        let own = self.integration(entry.key).map_or(&empty, |at| &at.config);
        let Some(service) = text(own, "service").filter(|service| !service.is_empty()) else {
            let message = "AWS SigV4 integration is missing the target AWS service.";
            return Err(reply::legacy(400, "missing_aws_sigv4_service", message, json!({})));
        };
        // A reconnect keeps what was settled the first time (protocol §16.11).
        let known = self.connection(&entry.connection_id, entry.key).map_or(&empty, |known| &known.config);
        let region = text(known, "region")
            .or_else(|| text(body, "region"))
            .or_else(|| text(&entry.config, "region"))
            .or_else(|| text(own, "defaultRegion"));
        let Some(region) = region.filter(|region| !region.is_empty()) else {
            let message = "AWS SigV4 requests require a region.";
            return Err(reply::legacy(400, "missing_aws_sigv4_region", message, json!({})));
        };
        let external_id = text(known, "external_id")
            .or_else(|| text(&entry.config, "external_id").filter(|id| is_uuid(id)))
            .map_or_else(uuid, str::to_owned);
        let role = text(body, "role_arn").unwrap_or_default();
        let given =
            json!({"role_arn": role, "region": region, "service": service, "external_id": external_id});
        let made = credentials::aws(&given, turn.now);
        let failed = |why: String| {
            let message = "Failed to retrieve AWS credentials from the configured STS endpoint.";
            Err(reply::legacy(502, "aws_sigv4_sts_request_failed", message, json!({ "message": why })))
        };
        let verdict = match region {
            region if is_region(region) => self.grants.ask_at(&made, &Map::new()),
            region => Verdict::Unresolved(format!("sts.{region}.amazonaws.com")),
        };
        match verdict {
            Verdict::Unresolved(_) => return failed("STS request failed: DNS resolution failed.".to_owned()),
            Verdict::Unreachable(address) => {
                return failed(format!("STS request failed: connect ECONNREFUSED {address}"));
            }
            Verdict::Refused(status, _) => {
                return failed(format!("STS request failed: Request failed with status code {status}"));
            }
            Verdict::Nonsense => {
                return failed("STS returned a response but credentials could not be parsed".to_owned());
            }
            Verdict::Silent => return Err(turn.never()),
            Verdict::Token(_) | Verdict::Revoked => {}
        }
        if !role.starts_with("arn:aws") || !role.contains(":role/") {
            let message = "GetCallerIdentity ARN does not match expected role";
            return Err(reply::error(400, "connection_test_failed", message));
        }
        if let Value::Object(given) = given {
            entry.config.extend(given);
        }
        Ok(entry.with(made))
    }
}

impl<'a> Entry<'a> {
    fn with(self, credentials: Credentials) -> Established<'a> {
        Established::by(self.session, self.key, self.connection_id, credentials, jsonb(self.config))
    }
}

/// Whether AWS could have a region of that name, such as `eu-west-1`; other names have no address.
fn is_region(name: &str) -> bool {
    let place = name.split_once('-').map_or("", |(place, _)| place);
    place.len() == 2 && name.ends_with(|c: char| c.is_ascii_digit())
}

/// The template of a URL whose placeholders the config does not fill.
pub(super) fn unfilled<'t>(url: &'t str, config: &Map<String, Value>) -> Option<&'t str> {
    // Of two addresses the first that is filled is taken.
    let open = |url: &str| placeholders(url).any(|name| text(config, name).is_none_or(str::is_empty));
    url.split(" || ").all(open).then_some(url)
}

/// Whether the address that a provider's credentials are tried at is not known from the config.
pub(super) fn lacks_address(provider: &Provider, config: &Map<String, Value>) -> bool {
    let proxy = provider.get("proxy").unwrap_or(&Value::Null);
    let address = proxy["verification"]["base_url_override"].as_str().or(proxy["base_url"].as_str());
    unfilled(address.unwrap_or_default(), config).is_some()
}

/// What the provider wants kept of its answer, such as the address of an instance.
pub(super) fn keep_answer(config: &mut Map<String, Value>, provider: &Provider, made: &Credentials) {
    let raw = made.to_json(true)["raw"].take();
    for name in names(provider, "token_response_metadata") {
        learn(config, name, name.split('.').fold(&raw, |value, part| &value[part]));
    }
}

/// What a script of Nango's asks the provider for once there is a connection, and the proxy's address needs: the name
/// of a data centre, say.
pub(super) fn look_up(config: &mut Map<String, Value>, provider: &Provider) {
    let address = provider.get("proxy").and_then(|proxy| proxy["base_url"].as_str()).unwrap_or_default();
    let declared = provider.get("connection_config").and_then(Value::as_object).into_iter().flatten();
    for (name, field) in declared {
        if field["automated"] == true && address.contains(&format!("${{connectionConfig.{name}}}")) {
            learn(config, name, &told(provider, name).into());
        }
    }
}

/// Takes what a provider tells into a connection's config, under its whole name; what the end user gave stays.
pub(super) fn learn(config: &mut Map<String, Value>, name: &str, value: &Value) {
    if !value.is_null() && text(config, name).is_none_or(str::is_empty) {
        config.insert(name.to_owned(), value.clone());
    }
}

/// A refused test call in the older envelope.
fn test_failed() -> Reply {
    reply::legacy(400, "connection_test_failed", TEST_FAILED, json!({}))
}

fn jwt<'a>(
    turn: &mut Turn,
    entry: Entry<'a>,
    mut fields: Map<String, Value>,
    grants: &mut Grants,
) -> Result<Established<'a>, Reply> {
    fields.shift_remove("type");
    let made = jwt::credentials(entry.provider, fields, &entry.config, turn.now)
        .map_err(|why| reply::legacy(500, why.code, &why.message, json!({})))?;
    if verifies(entry.provider) {
        let verdict = grants.ask_at(&made, &entry.config);
        if matches!(verdict, Verdict::Silent) {
            return Err(turn.never());
        }
        if verdict.fails_a_call() || lacks_address(entry.provider, &entry.config) {
            return Err(test_failed());
        }
    }
    Ok(entry.with(made))
}

/// Bill's login; where it fails nothing is answered, ever (protocol §16.9).
fn bill<'a>(
    turn: &mut Turn,
    entry: Entry<'a>,
    body: Map<String, Value>,
    grants: &mut Grants,
) -> Result<Established<'a>, Reply> {
    let body = Value::Object(body);
    if grants.ask(&body).is_good() {
        Ok(entry.with(credentials::bill(&body, turn.now)))
    } else {
        Err(turn.never())
    }
}

fn signature<'a>(
    turn: &mut Turn,
    entry: Entry<'a>,
    body: &Map<String, Value>,
    grants: &mut Grants,
) -> Result<Established<'a>, Reply> {
    let field = |name: &str| text(body, name).unwrap_or_default();
    let made = credentials::signature(field("username"), field("password"), turn.now);
    match grants.ask_at(&made, &entry.config) {
        Verdict::Silent => Err(turn.never()),
        verdict if verdict.fails_a_call() => Err(test_failed()),
        _ => Ok(entry.with(made)),
    }
}
