//! What a connection authenticates with, in the shape the API shows (protocol §5.2), and how it is renewed.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::access::text;
use super::catalogue::{Mode, names, read_mode, text as provider_text};
use super::grants::Grants;
use super::integration::Integration;
use super::provider::{self, Provider, Verdict};
use super::text::{base64_url, iso, random_hex};

/// Tokens that expire within this time are renewed when they are read (protocol §5.2).
const REFRESH_MARGIN: SignedDuration = SignedDuration::from_mins(15);

/// A connection's secrets. There is no `Debug`: they are an end user's.
#[derive(Clone, Deserialize, Serialize)]
pub struct Credentials {
    /// The auth mode they belong to, which is not always the `type` they are shown with.
    #[serde(deserialize_with = "read_mode")]
    mode: Mode,
    shown: Map<String, Value>,
    /// Whether the provider renews them no more.
    revoked: bool,
}

/// Why a renewal failed, as Nango tells it.
pub struct RenewalFault {
    /// The answer's status.
    pub status: u16,
    /// The webhook's `error.type`.
    pub kind: &'static str,
    /// The webhook's `error.description`.
    pub description: String,
    /// The answer's `message`; `{row}` stands where Nango repeats the connection's database row (protocol §16.18).
    pub message: &'static str,
}

impl RenewalFault {
    /// The provider's no to a refresh token, or to an app.
    fn external() -> Self {
        RenewalFault {
            status: 400,
            kind: "refresh_token_external_error",
            description: EXTERNAL_ERROR.to_owned(),
            message: EXTERNAL_ERROR,
        }
    }
}

impl Credentials {
    /// Credentials in the shape the API shows them, refresh tokens included.
    pub fn new(mode: &'static str, shown: Value) -> Self {
        let shown = match shown {
            Value::Object(shown) => shown,
            _ => Map::new(),
        };
        Credentials { mode, shown, revoked: false }
    }

    /// An API key.
    pub fn api_key(key: &str) -> Self {
        Credentials::new("API_KEY", json!({"type": "API_KEY", "apiKey": key}))
    }

    /// A user name and a password; either may be empty.
    pub fn basic(username: &str, password: &str) -> Self {
        Credentials::new("BASIC", json!({"type": "BASIC", "username": username, "password": password}))
    }

    /// No credentials.
    pub fn none() -> Self {
        Credentials::new("NONE", json!({}))
    }

    /// The auth mode they belong to.
    pub fn mode(&self) -> &'static str {
        self.mode
    }

    /// One field, where it is text.
    pub fn field(&self, name: &str) -> Option<&str> {
        text(&self.shown, name)
    }

    /// As the API shows them.
    pub fn to_json(&self, with_refresh_token: bool) -> Value {
        let mut all = Value::Object(self.shown.clone());
        if !with_refresh_token {
            strip_refresh_tokens(&mut all);
        }
        all
    }

    /// When they expire, where they do.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.field("expires_at")?.parse().ok()
    }

    /// As they come back from where they are stored: times have milliseconds then.
    pub fn settle(&mut self) {
        if let Some(expires) = self.expires_at() {
            self.shown.insert("expires_at".to_owned(), iso(expires).into());
        }
    }

    /// Gets a GitHub App a new token to present itself with.
    pub fn present_anew(&mut self, app_id: &str, now: Timestamp) -> String {
        let token = app_token(app_id, now);
        self.shown.insert("jwtToken".to_owned(), token.as_str().into());
        token
    }

    /// Notes whose they are where they are of an end user's own app, and a refresh token that was at hand before.
    pub fn belong_to(&mut self, id: Option<String>, secret: Option<String>, refresh_token: Option<String>) {
        let app = [("client_id", id), ("client_secret", secret)];
        let app: Map<String, Value> =
            app.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect();
        if !app.is_empty() {
            self.shown.insert("config_override".to_owned(), app.into());
        }
        if let Some(refresh_token) = refresh_token {
            self.shown.insert("refresh_token".to_owned(), refresh_token.into());
        }
    }

    /// Whether anybody is ever asked to renew them.
    pub fn is_renewed(&self) -> bool {
        match self.mode {
            "OAUTH2_CC" | "TWO_STEP" | "BILL" | "AWS_SIGV4" | "APP" => true,
            "CUSTOM" if self.field("type") != Some("OAUTH2") => true,
            _ => self.field("refresh_token").is_some(),
        }
    }

    /// From now on the provider refuses to renew them.
    pub fn revoke(&mut self) {
        self.revoked = true;
    }

    /// Whether the provider takes them (see [`provider::verdict`]).
    pub fn verdict(&self) -> Verdict {
        match self.field("role_arn") {
            // A role has no secret: its name decides.
            Some(role) => provider::verdict(&role.rsplit('/').next().into()),
            None => provider::verdict(&Value::Object(self.shown.clone())),
        }
    }

    /// Renews what has expired or soon will, or everything that can be when `forced`; `false` where nothing was
    /// to be done. An integration's app signs for the modes of GitHub Apps; a JWT repeats some of the connection's config.
    ///
    /// # Errors
    /// What the provider refused, in Nango's words; nothing has changed then.
    pub fn renew(
        &mut self,
        at: &Integration,
        config: &Map<String, Value>,
        forced: bool,
        grants: &mut Grants,
        now: Timestamp,
    ) -> Result<bool, RenewalFault> {
        let due = match self.expires_at() {
            Some(expires) => expires < now + REFRESH_MARGIN,
            // What is said to last no time at all is renewed at every reading (protocol §16.15).
            None => false,
        };
        let at_every_reading = at.provider.get("token_expires_in_ms").and_then(Value::as_u64) == Some(0);
        if !(due || forced || at_every_reading && matches!(self.mode, "TWO_STEP" | "OAUTH2_CC")) {
            return Ok(false);
        }
        match self.mode {
            "OAUTH2" | "MCP_OAUTH2" | "MCP_OAUTH2_GENERIC" => self.renew_oauth(at, grants, now),
            "OAUTH2_CC" | "TWO_STEP" | "BILL" | "AWS_SIGV4" => self.renew_by_login(at, grants, now),
            "JWT" => self.renew_jwt(at, config, now),
            "SIGNATURE" => {
                let (username, password) = (self.field("username"), self.field("password"));
                let fresh = signature(username.unwrap_or_default(), password.unwrap_or_default(), now);
                self.shown = fresh.shown;
                Ok(true)
            }
            // An installation that waits for an owner has the person's own tokens.
            "CUSTOM" if self.field("type") == Some("OAUTH2") => self.renew_oauth(at, grants, now),
            "APP" | "CUSTOM" => {
                if self.revoked || grants.next.pop_front().is_some_and(|answer| !answer.is_good()) {
                    return Err(RenewalFault::external());
                }
                let fresh = app(self.mode, at.app_id(), now);
                self.shown = fresh.shown;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn renew_oauth(
        &mut self,
        at: &Integration,
        grants: &mut Grants,
        now: Timestamp,
    ) -> Result<bool, RenewalFault> {
        let Some(refresh_token) = self.field("refresh_token").map(str::to_owned) else { return Ok(false) };
        if self.revoked || grants.rotate(at.provider, &refresh_token).is_err() {
            return Err(RenewalFault::external());
        }
        let raw_scope = self.shown.get("raw").and_then(|raw| raw["scope"].as_str()).unwrap_or_default();
        let fresh = oauth2(self.mode, at.provider, raw_scope, true, now);
        let kept = self.shown.remove("config_override");
        self.shown = fresh.shown;
        if let Some(kept) = kept {
            self.shown.insert("config_override".to_owned(), kept);
        }
        Ok(true)
    }

    fn renew_by_login(
        &mut self,
        at: &Integration,
        grants: &mut Grants,
        now: Timestamp,
    ) -> Result<bool, RenewalFault> {
        let own = || if self.revoked { Verdict::Revoked } else { self.verdict() };
        let verdict = grants.next.pop_front().unwrap_or_else(own).on_renewal();
        let fault = match (&verdict, self.mode) {
            (Verdict::Token(_), _) => None,
            (Verdict::Nonsense, "OAUTH2_CC") => {
                Some((400, "refresh_token_external_error", EXTERNAL_ERROR.to_owned(), EXTERNAL_ERROR))
            }
            (verdict, "OAUTH2_CC") => {
                let (description, _) = verdict.client_credentials_error();
                Some((
                    400,
                    "client_credentials_fetch_error",
                    description,
                    "Failed to fetch client credentials token: {row}",
                ))
            }
            (verdict, "TWO_STEP") => {
                let description = verdict.two_step_error().0;
                Some((
                    400,
                    "two_step_credentials_fetch_error",
                    description,
                    "Error fetching Two Step credentials",
                ))
            }
            (_, "BILL") => {
                let message =
                    "An unhandled error of type 'bill_tokens_fetch_error' with payload '{row}' has occurred";
                Some((500, "bill_tokens_fetch_error", message.replace("{row}", "{}"), message))
            }
            _ => {
                let message = "Failed to retrieve AWS credentials from the configured STS endpoint.";
                Some((502, "aws_sigv4_sts_request_failed", message.to_owned(), message))
            }
        };
        if let Some((status, kind, description, message)) = fault {
            return Err(RenewalFault { status, kind, description, message });
        }
        let old = Value::Object(self.shown.clone());
        let fresh = match self.mode {
            "OAUTH2_CC" => client_credentials(&old, &verdict, now),
            "TWO_STEP" => {
                let own = ["type", "token", "expires_at", "refresh_token", "raw"];
                let fields = self.shown.iter().filter(|(name, _)| !own.contains(&name.as_str()));
                let fields = fields.map(|(name, value)| (name.clone(), value.clone())).collect();
                two_step(at.provider, fields, &verdict, now)
            }
            "BILL" => bill(&old, now),
            _ => aws(&old, now),
        };
        self.shown = fresh.shown;
        Ok(true)
    }

    fn renew_jwt(
        &mut self,
        at: &Integration,
        config: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<bool, RenewalFault> {
        let fields: Map<String, Value> = self
            .shown
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "type" | "token" | "expires_at"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        // They signed once, so they sign again.
        if let Ok(fresh) = super::jwt::credentials(at.provider, fields, config, now) {
            self.shown = fresh.shown;
        }
        Ok(true)
    }
}

/// Any key that is `refreshtoken` but for case and what is no letter, at any depth (protocol §5.2).
fn strip_refresh_tokens(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip_refresh_tokens),
        Value::Object(members) => {
            members.retain(|key, _| {
                let letters = key.chars().filter(char::is_ascii_alphabetic);
                !letters.map(|c| c.to_ascii_lowercase()).eq("refreshtoken".chars())
            });
            members.values_mut().for_each(strip_refresh_tokens);
        }
        _ => {}
    }
}

/// What Nango says of a renewal that the provider refused.
const EXTERNAL_ERROR: &str =
    "The external API returned an error when trying to refresh the access token. Please try again later.";

/// The providers whose access tokens last until somebody takes them back.
const LASTING: [&str; 12] = [
    "clickup",
    "facebook",
    "github",
    "intercom",
    "linear",
    "mailchimp",
    "monday",
    "notion",
    "slack",
    "stripe",
    "stripe-express",
    "webflow",
];

/// After how many seconds a provider's access tokens expire; those that do come with refresh tokens.
fn lifetime(provider: &Provider) -> Option<i64> {
    match provider_text(provider, "name") {
        "hubspot" | "zendesk" => Some(1800),
        name if LASTING.contains(&name) => None,
        _ => Some(3600),
    }
}

/// What a provider gives for an authorization code, or for a refresh token (recordings connection_get_oauth2 and
/// its siblings).
pub fn oauth2(
    mode: &'static str,
    provider: &Provider,
    scope: &str,
    renewed: bool,
    now: Timestamp,
) -> Credentials {
    // A lasting token that came with a refresh token is one that its owner let expire.
    let lifetime = lifetime(provider).or((mode != "OAUTH2" || renewed).then_some(3600));
    let expires_at = lifetime.map(|seconds| iso(now + SignedDuration::from_secs(seconds)));
    // A new one each time: the one before is good for nothing then.
    let refresh_token = lifetime.map(|_| format!("sandbox_rt_{}", random_hex(16)));
    let access_token = format!("sandbox_at_{}", random_hex(16));
    let mut all = json!({"type": "OAUTH2", "access_token": access_token});
    let mut raw = json!({"access_token": access_token});
    insert(&mut raw, "refresh_token", refresh_token.as_deref());
    raw["token_type"] = "Bearer".into();
    if let Some(lifetime) = lifetime {
        raw["expires_in"] = lifetime.into();
    }
    raw["scope"] = scope.into();
    tell_more(&mut raw, provider);
    insert(&mut all, "refresh_token", refresh_token.as_deref());
    insert(&mut all, "expires_at", expires_at.as_deref());
    if mode != "MCP_OAUTH2_GENERIC" {
        // Nango's own reckoning, which this mode leaves out (recordings modes/mcp_generic_connection_get*).
        insert(&mut raw, "expires_at", expires_at.as_deref());
    }
    all["raw"] = raw;
    Credentials::new(mode, all)
}

/// Adds to an answer what Nango keeps of it, which is often an address that the proxy needs.
fn tell_more(raw: &mut Value, provider: &Provider) {
    for name in names(provider, "token_response_metadata") {
        if name.split('.').fold(&*raw, |value, part| &value[part]).is_null() {
            set_at(raw, name, provider::told(provider, name).into());
        }
    }
}

fn insert(object: &mut Value, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        object[name] = value.into();
    }
}

/// How long a client's token is taken to last where nothing is said of it.
pub(super) const CLIENT_TOKEN: SignedDuration = SignedDuration::from_mins(55);

/// What a token endpoint answered to a client's id and secret (recording modes/oauth2_cc_connection_get).
pub fn client_credentials(given: &Value, verdict: &Verdict, now: Timestamp) -> Credentials {
    let raw = verdict.raw();
    let mut all = json!({"type": "OAUTH2_CC", "token": raw["access_token"]});
    for name in ["client_id", "client_secret", "client_certificate", "client_private_key"] {
        if let Some(value) = given.get(name) {
            all[name] = value.clone();
        }
    }
    let lasts = raw["expires_in"].as_i64().map_or(CLIENT_TOKEN, SignedDuration::from_secs);
    all["expires_at"] = iso(now + lasts).into();
    all["raw"] = raw;
    Credentials::new("OAUTH2_CC", all)
}

/// How long a token lasts whose provider does not say: 99 years of 365¼ days (protocol §16.15).
const AGES: SignedDuration = SignedDuration::from_hours(99 * 8766);

/// What a provider's own login answered, found where its template says (recordings modes/two_step_*).
pub fn two_step(
    provider: &provider::Provider,
    fields: Map<String, Value>,
    verdict: &Verdict,
    now: Timestamp,
) -> Credentials {
    let template = provider.get("token_response").cloned().unwrap_or_default();
    let answer = verdict.raw();
    let mut raw = json!({});
    let place = |name: &str, default: &'static str| template[name].as_str().unwrap_or(default).to_owned();
    let standard = place("token", "access_token") == "access_token";
    if standard {
        raw = answer.clone();
    } else {
        set_at(&mut raw, &place("token", "access_token"), answer["access_token"].clone());
    }
    let mut all = json!({"type": "TWO_STEP", "token": answer["access_token"]});
    let lifetime = provider.get("token_expires_in_ms").and_then(Value::as_i64);
    let expires = match (template["token_expiration"].as_str(), answer["expires_in"].as_i64(), lifetime) {
        (Some(place), Some(seconds), _) => {
            set_at(&mut raw, place, seconds.into());
            Some(SignedDuration::from_secs(seconds))
        }
        (_, _, Some(0)) => None,
        (_, _, Some(milliseconds)) => Some(SignedDuration::from_millis(milliseconds)),
        _ => Some(AGES),
    };
    if let Some(expires) = expires {
        all["expires_at"] = iso(now + expires).into();
    }
    if let Some(place) = template["refresh_token"].as_str() {
        let token = format!("sandbox_rt_{}", random_hex(16));
        set_at(&mut raw, place, token.as_str().into());
        all["refresh_token"] = token.into();
    }
    tell_more(&mut raw, provider);
    all["raw"] = raw;
    if let Value::Object(all) = &mut all {
        all.extend(fields);
    }
    Credentials::new("TWO_STEP", all)
}

/// Puts a value at a dotted path.
fn set_at(object: &mut Value, path: &str, value: Value) {
    match path.split_once('.') {
        Some((first, rest)) => {
            if !object[first].is_object() {
                object[first] = json!({});
            }
            set_at(&mut object[first], rest, value);
        }
        None => object[path] = value,
    }
}

/// A session of Bill, which lasts 35 minutes (recording modes/bill_connection_get).
pub fn bill(given: &Value, now: Timestamp) -> Credentials {
    let session = format!("sandbox-session-{}", random_hex(8));
    let (organization, user) = ("sandbox-organization", "sandbox-user");
    Credentials::new(
        "BILL",
        json!({
            "type": "BILL",
            "username": given["username"],
            "password": given["password"],
            // What the provider calls the organization replaces what was typed.
            "organization_id": organization,
            "dev_key": given["dev_key"],
            "raw": {
                "sessionId": session,
                "organizationId": organization,
                "userId": user,
                "apiEndPoint": "https://gateway.stage.bill.com/connect/v3",
                "usersId": "x",
            },
            "session_id": session,
            "user_id": user,
            "expires_at": iso(now + SignedDuration::from_mins(35)),
        }),
    )
}

/// A WSSE header that is good for five minutes; no provider is asked (recording modes/signature_connection_get).
pub fn signature(username: &str, password: &str, now: Timestamp) -> Credentials {
    let (nonce, created) = (random_hex(16), iso(now));
    let digest = ring::digest::digest(
        &ring::digest::SHA1_FOR_LEGACY_USE_ONLY,
        format!("{nonce}{created}{password}").as_bytes(),
    );
    let digest = super::text::base64(crate::webhook::signature::hex(digest.as_ref()).as_bytes());
    let token = format!(
        "UsernameToken Username=\"{username}\", PasswordDigest=\"{digest}==\", Nonce=\"{nonce}\", Created=\"{created}\""
    );
    Credentials::new(
        "SIGNATURE",
        json!({
            "type": "SIGNATURE",
            "username": username,
            "password": password,
            "token": token,
            "expires_at": iso(now + SignedDuration::from_mins(5)),
        }),
    )
}

/// Temporary keys for a role (recording modes/aws_sigv4_connection_get).
pub fn aws(given: &Value, now: Timestamp) -> Credentials {
    let expires_at = iso(now + SignedDuration::from_hours(1));
    let keys = json!({
        "access_key_id": format!("ASIASANDBOX{}", random_hex(4).to_uppercase()),
        "secret_access_key": format!("sandbox-secret-{}", random_hex(12)),
        "session_token": format!("sandbox-session-{}", random_hex(16)),
        "expires_at": expires_at,
    });
    Credentials::new(
        "AWS_SIGV4",
        json!({
            "type": "AWS_SIGV4",
            "raw": keys,
            "role_arn": given["role_arn"],
            "region": given["region"],
            "service": given["service"],
            "access_key_id": keys["access_key_id"],
            "secret_access_key": keys["secret_access_key"],
            "session_token": keys["session_token"],
            "expires_at": expires_at,
            "external_id": given["external_id"],
        }),
    )
}

/// An installation's token (recordings modes/github_app_connection_get).
pub fn app(mode: &'static str, app_id: &str, now: Timestamp) -> Credentials {
    let token = format!("sandbox_at_{}", random_hex(16));
    // GitHub's times have no fractions of a second.
    let expires = now + SignedDuration::from_hours(1);
    let second = Timestamp::from_second(expires.as_second()).unwrap_or(expires);
    Credentials::new(
        mode,
        json!({
            "type": "APP",
            "access_token": token,
            "expires_at": second.to_string(),
            "raw": {
                "token": token,
                "expires_at": second.to_string(),
                "permissions": {"contents": "read"},
                "repository_selection": "all",
            },
            "jwtToken": app_token(app_id, now),
        }),
    )
}

/// The token a GitHub App presents itself with. Nobody verifies it here: the signature is an invention.
pub fn app_token(app_id: &str, now: Timestamp) -> String {
    let part = |value: Value| base64_url(value.to_string().as_bytes());
    let issued = now.as_second();
    let header = part(json!({"alg": "RS256", "typ": "JWT"}));
    let payload = part(json!({"iat": issued, "exp": issued + 600, "iss": app_id}));
    format!("{header}.{payload}.{}", base64_url(random_hex(128).as_bytes()))
}
