//! What Nango tells in a webhook (protocol §7.3), read tolerantly: a payload is shown, never refused. Pure.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

/// One delivery's body, understood as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What it tells.
    pub kind: Kind,
    /// The whole of it, unknown fields included.
    pub payload: Payload,
}

/// A body's content. As JSON it is what it holds, bytes as the text that they would be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Payload {
    /// JSON, members in the order they came. Escapes of lone surrogates, which JavaScript can send and UTF-8
    /// cannot hold, have become U+FFFD.
    Json(Value),
    /// UTF-8, but not JSON that can be read.
    Text(String),
    /// Neither.
    #[serde(serialize_with = "lossy")]
    Bytes(Vec<u8>),
}

fn lossy<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&String::from_utf8_lossy(bytes))
}

/// The payloads Nango sends (protocol §7.3).
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A connection was created or reconnected, or that failed, or its credentials could not be refreshed.
    Auth(Auth),
    /// A sync run ended, once for each model, or failed.
    Sync(Sync),
    /// An asynchronous action is done; its result waits at [`ActionResult::status_url`].
    AsyncAction(AsyncAction),
    /// A provider's webhook that Nango could attribute to a connection.
    Forward(Forward),
    /// Nango's envelope around a type this tool does not know, or a known type in an unknown shape.
    Unknown {
        /// Its `type`.
        type_: String,
        /// Why a known type did not fit its shape.
        problem: Option<String>,
    },
    /// JSON without Nango's envelope: a provider's payload, forwarded without attribution. May be `null`.
    Unwrapped,
    /// Nothing that can be read as JSON.
    NotJson {
        /// Why not.
        reason: String,
    },
}

/// `type: "auth"`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Auth {
    /// `creation`, `override` (a reconnect) or `refresh` (failures only).
    pub operation: String,
    /// Whether it worked.
    pub success: bool,
    /// The connection; missing when it failed before there was one.
    pub connection_id: Option<String>,
    /// The integration's ID.
    pub provider_config_key: Option<String>,
    /// The provider; `unknown` when the integration was not known at the time of failure.
    pub provider: Option<String>,
    /// `OAUTH2`, `API_KEY`, …
    pub auth_mode: Option<String>,
    /// The environment's name.
    pub environment: Option<String>,
    /// Why it failed.
    pub error: Option<Failure>,
}

/// `type: "sync"`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sync {
    /// The sync's name.
    pub sync_name: String,
    /// Its variant, `base` unless there are several.
    pub sync_variant: Option<String>,
    /// The model; of a failed run every model, joined by commas.
    pub model: Option<String>,
    /// Whether it worked.
    pub success: bool,
    /// The connection.
    pub connection_id: Option<String>,
    /// The integration's ID.
    pub provider_config_key: Option<String>,
    /// How many records changed; a failed run has none.
    pub response_results: Option<Changes>,
    /// Records changed after this time are those of the run.
    pub modified_after: Option<String>,
    /// Why it failed.
    pub error: Option<Failure>,
}

/// How many records a sync run changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Changes {
    /// New records.
    pub added: u64,
    /// Changed records.
    pub updated: u64,
    /// Deleted records.
    pub deleted: u64,
}

/// `type: "async_action"`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AsyncAction {
    /// The connection.
    pub connection_id: Option<String>,
    /// The integration's ID.
    pub provider_config_key: Option<String>,
    /// Where the result is.
    pub payload: ActionResult,
}

/// Where the result of an asynchronous action waits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionResult {
    /// The action's ID.
    pub id: String,
    /// Its path on the API.
    pub status_url: Option<String>,
}

/// `type: "forward"`. The provider's own body is the field `payload`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forward {
    /// The provider.
    pub from: String,
    /// The connection.
    pub connection_id: Option<String>,
    /// The integration's ID.
    pub provider_config_key: Option<String>,
}

/// Why something failed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Failure {
    /// `refresh_token_external_error`, `script_error`, …
    #[serde(rename = "type")]
    pub type_: Option<String>,
    /// In words.
    pub description: Option<String>,
}

/// Whose connection it is, as the application said when it made the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The user.
    pub end_user_id: Option<String>,
    /// Their address.
    pub end_user_email: Option<String>,
    /// Their name.
    pub end_user_display_name: Option<String>,
    /// Their organization.
    pub organization_id: Option<String>,
    /// Its name.
    pub organization_display_name: Option<String>,
    /// Every other tag.
    pub other_tags: Vec<(String, String)>,
}

impl Event {
    /// Reads a body. Every body is an event; nothing here fails.
    pub fn parse(body: &[u8]) -> Event {
        let text = match std::str::from_utf8(body) {
            Ok(text) => text,
            Err(error) => {
                let reason = format!("not UTF-8 (byte {})", error.valid_up_to());
                return Event { kind: Kind::NotJson { reason }, payload: Payload::Bytes(body.to_vec()) };
            }
        };
        let parsed = serde_json::from_str::<Value>(text).or_else(|error| {
            let mended = mend_surrogates(text).and_then(|text| serde_json::from_str(&text).ok());
            mended.ok_or(error)
        });
        match parsed {
            Ok(value) => Event { kind: kind(&value), payload: Payload::Json(value) },
            Err(_) if text.is_empty() => {
                let reason = "the body is empty".to_owned();
                Event { kind: Kind::NotJson { reason }, payload: Payload::Text(String::new()) }
            }
            Err(error) => {
                let kind = Kind::NotJson { reason: error.to_string() };
                Event { kind, payload: Payload::Text(text.to_owned()) }
            }
        }
    }

    /// A body that is not read, for that reason: as JSON it takes many times its size in memory.
    pub fn unread(body: &[u8], reason: &str) -> Event {
        let kind = Kind::NotJson { reason: reason.to_owned() };
        let payload = match std::str::from_utf8(body) {
            Ok(text) => Payload::Text(text.to_owned()),
            Err(_) => Payload::Bytes(body.to_vec()),
        };
        Event { kind, payload }
    }

    /// `auth`, `sync`, `async_action`, `forward`, an unknown type's name, `unwrapped`, or `not_json`.
    pub fn type_name(&self) -> &str {
        match &self.kind {
            Kind::Auth(_) => "auth",
            Kind::Sync(_) => "sync",
            Kind::AsyncAction(_) => "async_action",
            Kind::Forward(_) => "forward",
            Kind::Unknown { type_, .. } => type_,
            Kind::Unwrapped => "unwrapped",
            Kind::NotJson { .. } => "not_json",
        }
    }

    /// The payload, if it is JSON.
    pub fn json(&self) -> Option<&Value> {
        match &self.payload {
            Payload::Json(value) => Some(value),
            Payload::Text(_) | Payload::Bytes(_) => None,
        }
    }

    /// `creation`, `override` or `refresh`, of an auth event.
    pub fn operation(&self) -> Option<&str> {
        self.text("operation")
    }

    /// The integration's ID (`providerConfigKey`).
    pub fn integration(&self) -> Option<&str> {
        self.text("providerConfigKey")
    }

    /// The connection's ID.
    pub fn connection_id(&self) -> Option<&str> {
        self.text("connectionId")
    }

    /// The provider's name; of a forwarded webhook, who it is from.
    pub fn provider(&self) -> Option<&str> {
        match &self.kind {
            Kind::Forward(forward) => Some(&forward.from),
            _ => self.text("provider"),
        }
    }

    /// The Nango environment's name; only auth events tell it.
    pub fn environment(&self) -> Option<&str> {
        self.text("environment")
    }

    /// Whether what it tells of worked; auth and sync events say so.
    pub fn success(&self) -> Option<bool> {
        self.envelope()?.get("success")?.as_bool()
    }

    /// The `type` of the error it tells of.
    pub fn error_type(&self) -> Option<&str> {
        self.envelope()?.get("error")?.get("type")?.as_str()
    }

    /// The error it tells of, in words.
    pub fn error_description(&self) -> Option<&str> {
        self.envelope()?.get("error")?.get("description")?.as_str()
    }

    /// Whose connection it is: by `tags` first, then by the deprecated `endUser` (protocol §11).
    pub fn owner(&self) -> Owner {
        let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
        let envelope = self.envelope();
        let end_user = object(envelope.and_then(|e| e.get("endUser")));
        let mut tags = object(envelope.and_then(|e| e.get("tags")));
        for (name, value) in object(end_user.get("tags")) {
            tags.entry(name).or_insert(value);
        }
        let mut take = |tag: &str, old: &str| {
            let tag = tags.shift_remove(tag).filter(|value| !value.is_null());
            tag.as_ref().or(end_user.get(old)).filter(|value| !value.is_null()).map(plain)
        };
        Owner {
            end_user_id: take("end_user_id", "endUserId"),
            end_user_email: take("end_user_email", "endUserEmail"),
            end_user_display_name: take("end_user_display_name", "endUserDisplayName"),
            organization_id: take("organization_id", "organizationId"),
            organization_display_name: take("organization_display_name", "organizationDisplayName"),
            other_tags: tags.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        }
    }

    /// The tags of the connection, as Nango sent them.
    pub fn tags(&self) -> Option<&Value> {
        self.envelope()?.get("tags")
    }

    /// The value at a dotted path of the payload, such as `tags.end_user_id` or `payload.commits.0.id`. A
    /// member whose name has dots is found too.
    pub fn field(&self, path: &str) -> Option<&Value> {
        lookup(self.json()?, path)
    }

    /// The members of Nango's envelope; a provider's payload has none, whatever its members are called.
    fn envelope(&self) -> Option<&Map<String, Value>> {
        match self.kind {
            Kind::Unwrapped | Kind::NotJson { .. } => None,
            _ => self.json()?.as_object(),
        }
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.envelope()?.get(member)?.as_str()
    }
}

/// Nango's envelope has a `type` and is from Nango, or names an integration as only Nango does. A provider's
/// payload may have members `type` and `from` of its own.
fn kind(value: &Value) -> Kind {
    let text = |member: &str| value.get(member).and_then(Value::as_str);
    let Some(type_) = text("type").filter(|_| value.is_object()) else { return Kind::Unwrapped };
    if text("from") != Some("nango") && text("providerConfigKey").is_none() {
        return Kind::Unwrapped;
    }
    let typed = match type_ {
        "auth" => Auth::deserialize(value).map(Kind::Auth),
        "sync" => Sync::deserialize(value).map(Kind::Sync),
        "async_action" => AsyncAction::deserialize(value).map(Kind::AsyncAction),
        "forward" => Forward::deserialize(value).map(Kind::Forward),
        _ => Ok(Kind::Unknown { type_: type_.to_owned(), problem: None }),
    };
    typed.unwrap_or_else(|error| Kind::Unknown { type_: type_.to_owned(), problem: Some(error.to_string()) })
}

/// A string as it is, anything else as compact JSON.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn lookup<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let member = |name: &str| match value {
        Value::Object(members) => members.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    };
    member(path).or_else(|| {
        let mut dots = path.match_indices('.');
        dots.find_map(|(dot, _)| lookup(member(&path[..dot])?, &path[dot + 1..]))
    })
}

/// JSON text with every escape of a lone surrogate replaced by that of U+FFFD; `None` if there is none.
fn mend_surrogates(text: &str) -> Option<String> {
    let unit = |at: usize| -> Option<u16> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        at += found;
        let Some(code) = unit(at) else {
            // An escape of two characters; the second may be of several bytes if this is no JSON at all.
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        };
        let paired = (0xd800..0xdc00).contains(&code)
            && unit(at + 6).is_some_and(|next| (0xdc00..0xe000).contains(&next));
        if paired {
            at += 12;
            continue;
        }
        if (0xd800..0xe000).contains(&code) {
            out.push_str(&text[copied..at]);
            out.push_str("\\ufffd");
            copied = at + 6;
        }
        at += 6;
    }
    (copied > 0).then(|| out + &text[copied..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(value: Value) -> Event {
        Event::parse(value.to_string().as_bytes())
    }

    #[test]
    fn each_kind_has_its_type() {
        let sync = event(
            json!({"connectionId":"c","from":"nango","model":"Issue","modifiedAfter":"2026-01-01T00:00:00.000Z",
            "providerConfigKey":"github","queryTimeStamp":"x","responseResults":{"added":3,"deleted":0,"updated":1},
            "success":true,"syncName":"issues","syncType":"INCREMENTAL","syncVariant":"base","type":"sync"}),
        );
        let Kind::Sync(run) = &sync.kind else { panic!("{sync:?}") };
        assert_eq!(run.response_results, Some(Changes { added: 3, updated: 1, deleted: 0 }));
        assert_eq!((run.sync_name.as_str(), run.model.as_deref()), ("issues", Some("Issue")));
        assert_eq!((sync.type_name(), sync.success(), sync.provider()), ("sync", Some(true), None));

        let failed = event(json!({"connectionId":"c","error":{"description":"boom","type":"script_error"},
            "from":"nango","model":"A,B","providerConfigKey":"github","success":false,"syncName":"issues","type":"sync"}));
        assert!(matches!(&failed.kind, Kind::Sync(run) if run.response_results.is_none()));
        assert_eq!((failed.error_type(), failed.error_description()), (Some("script_error"), Some("boom")));

        let action =
            event(json!({"connectionId":"c","from":"nango","payload":{"id":"a1","statusUrl":"/action/a1"},
            "providerConfigKey":"github","type":"async_action"}));
        assert!(matches!(&action.kind, Kind::AsyncAction(done) if done.payload.id == "a1"));

        let forward = event(json!({"connectionId":"c","from":"github","payload":{"action":"opened"},
            "providerConfigKey":"gh","type":"forward"}));
        assert_eq!((forward.type_name(), forward.provider()), ("forward", Some("github")));
        assert_eq!((forward.integration(), forward.connection_id()), (Some("gh"), Some("c")));
        assert_eq!(forward.field("payload.action"), Some(&json!("opened")));

        let unknown = event(json!({"from":"nango","type":"new.kind","connectionId":"c"}));
        assert_eq!((unknown.type_name(), unknown.connection_id()), ("new.kind", Some("c")));
    }

    #[test]
    fn a_providers_payload_is_not_taken_for_nangos() {
        for value in [
            json!({"type":"auth","from":"mallory@example.com","connectionId":"c"}),
            json!({"type":7,"from":"nango"}),
            json!({"action":"opened"}),
            json!([{"type":"auth","from":"nango"}]),
            Value::Null,
        ] {
            let event = event(value);
            assert_eq!((event.type_name(), event.connection_id()), ("unwrapped", None));
            assert_eq!(event.owner(), Owner::default());
        }
    }

    #[test]
    fn a_wrong_type_of_a_known_field_makes_it_unknown_but_readable() {
        let event = event(
            json!({"type":"auth","from":"nango","operation":"creation","success":"yes","connectionId":"c"}),
        );
        let Kind::Unknown { type_, problem: Some(problem) } = &event.kind else { panic!("{event:?}") };
        assert_eq!(type_, "auth");
        assert!(problem.contains("expected a boolean"), "{problem}");
        assert_eq!(
            (event.connection_id(), event.operation(), event.success()),
            (Some("c"), Some("creation"), None)
        );
    }

    #[test]
    fn the_owner_comes_from_tags_then_from_the_end_user() {
        let owner = event(json!({"type":"auth","from":"nango","operation":"creation","success":true,
            "endUser":{"endUserId":"old","endUserEmail":null,"organizationId":"org","tags":{"plan":"pro","seat":2}},
            "tags":{"end_user_id":"u_1","plan":"free"}}))
        .owner();
        assert_eq!(owner.end_user_id.as_deref(), Some("u_1"));
        assert_eq!(owner.end_user_email, None);
        assert_eq!(owner.organization_id.as_deref(), Some("org"));
        assert_eq!(owner.other_tags, [("plan".into(), "free".into()), ("seat".into(), "2".into())]);
    }

    #[test]
    fn what_is_no_json_is_shown_with_the_reason() {
        for (body, reason) in
            [(&b""[..], "empty"), (b"hello", "expected value"), (b"{\"a\":\xff}", "not UTF-8 (byte 5)")]
        {
            let event = Event::parse(body);
            let Kind::NotJson { reason: given } = &event.kind else { panic!("{event:?}") };
            assert!(given.contains(reason), "{given}");
            assert_eq!(event.type_name(), "not_json");
        }
    }

    /// JavaScript sends half an emoji as an escape; losing the whole event over it would be worse than one U+FFFD.
    #[test]
    fn lone_surrogates_are_mended() {
        let event = Event::parse(
            br#"{"from":"nango","type":"x","a":"\ud83d","b":"\udc00\ud83d\ude80\\ud83d\ud83d\n"}"#,
        );
        assert_eq!(event.field("a"), Some(&json!("\u{fffd}")));
        assert_eq!(event.field("b"), Some(&json!("\u{fffd}🚀\\ud83d\u{fffd}\n")));
        assert_eq!(mend_surrogates("plain \\n \\u00eb"), None);
        assert_eq!(mend_surrogates("no json \\é \\ud8"), None);
    }

    #[test]
    fn paths_reach_members_items_and_names_with_dots() {
        let event = event(json!({"a":{"b.c":{"d":1}},"list":[{"x":true}],"a.b":2}));
        assert_eq!(event.field("a.b.c.d"), Some(&json!(1)));
        assert_eq!(event.field("a.b"), Some(&json!(2)));
        assert_eq!(event.field("list.0.x"), Some(&json!(true)));
        assert_eq!(event.field("list.1.x"), None);
        assert_eq!(event.field(""), None);
    }
}
