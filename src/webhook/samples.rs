//! Events to trigger: what Nango would send, member for member (protocol §7.3), with values that look real. Pure.

use clap::ValueEnum;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::bodies::{Auth, EndUser};

/// The events that can be triggered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sample {
    /// A connection was made
    #[value(name = "auth.creation")]
    AuthCreation,
    /// The auth flow of a new connection failed
    #[value(name = "auth.creation_error")]
    AuthCreationError,
    /// A connection was authorized again
    #[value(name = "auth.override")]
    AuthOverride,
    /// A connection's credentials could not be refreshed
    #[value(name = "auth.refresh_error")]
    AuthRefreshError,
    /// A sync run ended
    #[value(name = "sync.success")]
    SyncSuccess,
    /// A sync run failed
    #[value(name = "sync.error")]
    SyncError,
    /// An asynchronous action is done
    #[value(name = "async_action")]
    AsyncAction,
    /// A provider's webhook, of a known connection
    #[value(name = "forward")]
    Forward,
    /// A provider's webhook, of no connection: its payload alone
    #[value(name = "forward.unattributed")]
    ForwardUnattributed,
}

/// Whom and what an event is about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The connection.
    pub connection_id: String,
    /// The integration's ID.
    pub integration: String,
    /// The provider's name.
    pub provider: String,
    /// Its auth mode.
    pub auth_mode: String,
    /// The environment's name.
    pub environment: String,
    /// The user, where the session named one.
    pub end_user: Option<EndUser>,
    /// The connection's tags.
    pub tags: Map<String, Value>,
    /// When it happens.
    pub now: Timestamp,
}

/// An ID as Nango makes them: a UUID of version 4.
pub fn uuid(random: &mut fastrand::Rng) -> String {
    uuid::Builder::from_random_bytes(random.u128(..).to_ne_bytes()).into_uuid().to_string()
}

impl Sample {
    /// The payload, and the provider's own headers, which Nango hands on with a provider's webhook (§7.6).
    pub fn event(
        self,
        subject: &Subject,
        random: &mut fastrand::Rng,
    ) -> (Value, Vec<(&'static str, String)>) {
        let payload = match self {
            Sample::AuthCreation => {
                subject.auth("creation").succeeded(&subject.tags, subject.end_user.as_ref())
            }
            Sample::AuthOverride => {
                subject.auth("override").succeeded(&subject.tags, subject.end_user.as_ref())
            }
            Sample::AuthCreationError => subject.auth("creation").failed(
                "invalid_callback",
                "Did not get authorization code in the callback. Provider error: error: access_denied; \
                 error_description: The user denied the request",
                None,
            ),
            Sample::AuthRefreshError => subject.auth("refresh").failed(
                "refresh_token_external_error",
                "The external API returned an error when trying to refresh the access token. Please try again later.",
                Some(&subject.tags),
            ),
            Sample::SyncSuccess => subject.sync_success(random),
            Sample::SyncError => subject.sync_error(),
            Sample::AsyncAction => subject.async_action(&uuid(random)),
            Sample::Forward => {
                let (payload, headers) = subject.providers(random);
                let wrapped = json!({
                    "type": "forward",
                    "from": subject.provider,
                    "connectionId": subject.connection_id,
                    "providerConfigKey": subject.integration,
                    "payload": payload,
                });
                return (wrapped, headers);
            }
            Sample::ForwardUnattributed => return subject.providers(random),
        };
        (payload, Vec::new())
    }
}

impl Subject {
    fn auth<'a>(&'a self, operation: &'a str) -> Auth<'a> {
        Auth {
            environment: &self.environment,
            auth_mode: &self.auth_mode,
            provider: &self.provider,
            integration: &self.integration,
            connection_id: &self.connection_id,
            operation,
        }
    }

    /// A time before now, as JavaScript's `toISOString` writes it.
    fn ago(&self, time: SignedDuration) -> String {
        // No time of a clock is so early that the difference does not exist.
        let at = self.now.checked_sub(time).unwrap_or(self.now);
        at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    fn sync_success(&self, random: &mut fastrand::Rng) -> Value {
        let started = self.ago(SignedDuration::from_secs(9));
        json!({
            "type": "sync",
            "from": "nango",
            "connectionId": self.connection_id,
            "providerConfigKey": self.integration,
            "syncName": format!("{}-issues", self.provider),
            "syncVariant": "base",
            "syncType": "INCREMENTAL",
            "model": "Issue",
            "success": true,
            "modifiedAfter": started,
            "queryTimeStamp": started,
            "responseResults": {
                "added": random.u32(1..50),
                "updated": random.u32(0..20),
                "deleted": random.u32(0..5),
            },
        })
    }

    fn sync_error(&self) -> Value {
        json!({
            "type": "sync",
            "from": "nango",
            "connectionId": self.connection_id,
            "providerConfigKey": self.integration,
            "syncName": format!("{}-issues", self.provider),
            "syncVariant": "base",
            "syncType": "INCREMENTAL",
            "model": "Issue",
            "success": false,
            "error": {"type": "script_error", "description": "The script failed with an error: Request failed with status code 503"},
            "startedAt": self.ago(SignedDuration::from_secs(9)),
            "failedAt": self.ago(SignedDuration::ZERO),
        })
    }

    fn async_action(&self, id: &str) -> Value {
        json!({
            "type": "async_action",
            "from": "nango",
            "connectionId": self.connection_id,
            "providerConfigKey": self.integration,
            "payload": {"id": id, "statusUrl": format!("/action/{id}")},
        })
    }

    /// What the provider sent. GitHub's headers come through Nango's filter, its user agent does not.
    fn providers(&self, random: &mut fastrand::Rng) -> (Value, Vec<(&'static str, String)>) {
        let number = random.u32(1..5000);
        if self.provider != "github" {
            let payload = json!({
                "id": uuid(random),
                "event": "record.updated",
                "occurred_at": self.ago(SignedDuration::ZERO),
                "data": {"id": number.to_string()},
            });
            return (payload, Vec::new());
        }
        let user = json!({"login": "ada", "id": 583_231, "type": "User"});
        let payload = json!({
            "action": "opened",
            "installation": {"id": 40_512_877},
            "issue": {
                "id": 1_900_000_000_u64 + u64::from(number),
                "number": number,
                "title": "The export stops after the first page",
                "state": "open",
                "user": user,
                "labels": [{"name": "bug", "color": "d73a4a", "default": true}],
                "body": null,
                "created_at": self.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            },
            "repository": {"id": 1_296_269, "full_name": "acme/website", "private": true},
            "sender": user,
        });
        let headers = vec![("x-github-delivery", uuid(random)), ("x-github-event", "issues".to_owned())];
        (payload, headers)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::webhook::canonical;
    use crate::webhook::event::{Event, Kind};

    fn subject() -> Subject {
        Subject {
            connection_id: "0f7d2c1e-6c1b-4d7e-9a53-3f2b8f1f6a10".into(),
            integration: "github-prod".into(),
            provider: "github".into(),
            auth_mode: "OAUTH2".into(),
            environment: "dev".into(),
            end_user: Some(EndUser {
                id: "u_1".into(),
                email: None,
                organization_id: Some("acme".into()),
                tags: Map::new(),
            }),
            tags: json!({"organization_id": "acme", "end_user_id": "u_1"}).as_object().unwrap().clone(),
            now: "2026-11-24T12:00:10.5Z".parse().unwrap(),
        }
    }

    fn sample(sample: Sample) -> Value {
        sample.event(&subject(), &mut fastrand::Rng::with_seed(1)).0
    }

    /// Every member's path, those of lists and of what is free to hold anything left out.
    fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
        let Some(members) = value.as_object() else { return };
        for (name, value) in members {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            if !["tags", "endUser.tags"].contains(&path.as_str()) {
                paths(value, &path, found);
            }
            found.insert(path);
        }
    }

    fn shape(value: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        paths(value, "", &mut found);
        found
    }

    /// A member that is missing, or that a real Nango does not send, fails here.
    #[test]
    fn auth_events_have_the_members_of_recorded_ones() {
        let mut recorded = Vec::new();
        for folder in ["webhooks", "modes/webhooks"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(folder);
            for file in std::fs::read_dir(folder).unwrap().flatten() {
                let text = std::fs::read_to_string(file.path()).unwrap();
                let recording: Value = serde_json::from_str(&text).unwrap();
                recorded.push(recording["request"]["body"].clone());
            }
        }
        let bare = Subject { end_user: None, tags: Map::new(), ..subject() };
        for (kind, operation, success) in [
            (Sample::AuthCreation, "creation", true),
            (Sample::AuthCreationError, "creation", false),
            (Sample::AuthOverride, "override", true),
            (Sample::AuthRefreshError, "refresh", false),
        ] {
            let same = |body: &&Value| body["operation"] == operation && body["success"] == success;
            let mut shapes: Vec<_> = recorded.iter().filter(same).map(shape).collect();
            assert!(!shapes.is_empty());
            if operation == "override" {
                // None of the recorded reconnects had an organization; what a creation says of it is the same.
                let with = |shape: BTreeSet<String>| {
                    shape.into_iter().chain(["endUser.organizationId".to_owned()]).collect()
                };
                let user: Vec<_> = shapes.iter().filter(|shape| shape.contains("endUser")).cloned().collect();
                shapes.extend(user.into_iter().map(with));
            }
            for subject in [&subject(), &bare] {
                let body = kind.event(subject, &mut fastrand::Rng::with_seed(1)).0;
                assert_eq!((&body["operation"], &body["success"]), (&json!(operation), &json!(success)));
                assert!(shapes.contains(&shape(&body)), "{kind:?}: {body}");
            }
        }
    }

    /// Protocol §7.3; no recording holds these.
    #[test]
    fn the_others_have_the_documented_members() {
        for (kind, members) in [
            (
                Sample::SyncSuccess,
                "connectionId from model modifiedAfter providerConfigKey queryTimeStamp responseResults \
                 responseResults.added responseResults.deleted responseResults.updated success syncName syncType \
                 syncVariant type",
            ),
            (
                Sample::SyncError,
                "connectionId error error.description error.type failedAt from model providerConfigKey startedAt \
                 success syncName syncType syncVariant type",
            ),
            (
                Sample::AsyncAction,
                "connectionId from payload payload.id payload.statusUrl providerConfigKey type",
            ),
        ] {
            let found: Vec<String> = shape(&sample(kind)).into_iter().collect();
            assert_eq!(found.join(" "), members, "{kind:?}");
        }
        let Value::Object(forward) = sample(Sample::Forward) else { panic!() };
        assert_eq!(forward["from"], "github");
        let mut members: Vec<_> = forward.keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["connectionId", "from", "payload", "providerConfigKey", "type"]);
    }

    #[test]
    fn each_is_understood_as_what_it_is() {
        for kind in Sample::value_variants() {
            let wire = canonical::to_string(&sample(*kind));
            let event = Event::parse(wire.as_bytes());
            let understood = match (kind, &event.kind) {
                (Sample::AuthCreation | Sample::AuthOverride, Kind::Auth(auth)) => auth.success,
                (Sample::AuthCreationError | Sample::AuthRefreshError, Kind::Auth(auth)) => {
                    !auth.success && event.error_type().is_some()
                }
                (Sample::SyncSuccess, Kind::Sync(sync)) => sync.success && sync.response_results.is_some(),
                (Sample::SyncError, Kind::Sync(sync)) => !sync.success && sync.error.is_some(),
                (Sample::AsyncAction, Kind::AsyncAction(action)) => {
                    action.payload.status_url == Some(format!("/action/{}", action.payload.id))
                }
                (Sample::Forward, Kind::Forward(forward)) => forward.from == "github",
                (Sample::ForwardUnattributed, kind) => *kind == Kind::Unwrapped,
                _ => false,
            };
            assert!(understood, "{kind:?}: {event:?}");
            if *kind != Sample::ForwardUnattributed {
                assert_eq!(event.connection_id(), Some("0f7d2c1e-6c1b-4d7e-9a53-3f2b8f1f6a10"));
                assert_eq!(event.integration(), Some("github-prod"));
            }
        }
    }

    /// What Nango sent for the same facts (recordings/webhooks/001), byte for byte.
    #[test]
    fn a_recorded_event_comes_out_again() {
        let recording = "tests/recordings/webhooks/001-auth-creation-true.json";
        let text = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(recording)).unwrap();
        let recording: Value = serde_json::from_slice(&text).unwrap();
        let tags = |value: Value| value.as_object().unwrap().clone();
        let subject = Subject {
            connection_id: "358b90c9-0789-4c28-8c25-7712f9076028".into(),
            integration: "unauth".into(),
            provider: "unauthenticated".into(),
            auth_mode: "NONE".into(),
            end_user: Some(EndUser {
                id: "user-1".into(),
                email: Some("user1@example.com".into()),
                organization_id: Some("org-1".into()),
                tags: tags(json!({"plan": "pro"})),
            }),
            tags: tags(json!({"plan": "pro", "end_user_id": "user-1", "end_user_email": "user1@example.com",
                "organization_id": "org-1", "end_user_display_name": "User One", "organization_display_name": "Org One"})),
            ..subject()
        };
        let event = Sample::AuthCreation.event(&subject, &mut fastrand::Rng::new()).0;
        assert_eq!(canonical::to_string(&event), recording["request"]["raw_body"]);
    }

    #[test]
    fn times_and_ids_look_like_nangos() {
        let sync = sample(Sample::SyncSuccess);
        assert_eq!(sync["modifiedAfter"], "2026-11-24T12:00:01.500Z");
        assert_eq!(sample(Sample::SyncError)["failedAt"], "2026-11-24T12:00:10.500Z");
        let id: uuid::Uuid = uuid(&mut fastrand::Rng::with_seed(7)).parse().unwrap();
        assert_eq!(id.get_version_num(), 4);
        assert_ne!(uuid(&mut fastrand::Rng::with_seed(7)), uuid(&mut fastrand::Rng::with_seed(8)));
    }
}
