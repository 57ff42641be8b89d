//! What a list of connections is filtered by (protocol §5.1).

use serde_json::{Map, Value};

use super::access::text;
use super::connections::Connection;

impl Connection {
    /// Whether a list's filters let it through.
    pub(super) fn matches(&self, query: &Map<String, Value>) -> bool {
        let is = |filter: &str, value: &Value| {
            text(query, filter).is_none_or(|wanted| value.as_str() == Some(wanted))
        };
        let integration = text(query, "integrationId")
            .is_none_or(|wanted| wanted.split(',').any(|key| key.trim() == self.integration));
        let tags = query.get("tags").and_then(Value::as_object);
        let tagged = tags.is_none_or(|wanted| {
            wanted.iter().all(|(key, value)| self.tags.get(&key.to_lowercase()) == Some(value))
        });
        let found = text(query, "search").is_none_or(|wanted| {
            let places = [self.end_user["display_name"].as_str(), self.end_user["email"].as_str()];
            let mut places = places.into_iter().flatten().chain([self.connection_id.as_str()]);
            places.any(|place| contains_like(place, wanted))
        });
        integration
            && tagged
            && found
            && text(query, "connectionId").is_none_or(|wanted| self.connection_id == wanted)
            && is("endUserId", &self.end_user["id"])
            && is("endUserOrganizationId", &self.end_user["organization"]["id"])
    }
}

/// Postgres's `ILIKE '%wanted%'`: `%` stands for anything, `_` for one character, `\` for the next one itself.
fn contains_like(text: &str, wanted: &str) -> bool {
    #[derive(Clone, Copy)]
    enum Part {
        Any,
        One,
        Char(char),
    }
    let mut pattern = vec![Part::Any];
    let wanted = wanted.to_lowercase();
    let mut chars = wanted.chars();
    while let Some(c) = chars.next() {
        pattern.push(match c {
            '%' => Part::Any,
            '_' => Part::One,
            '\\' => Part::Char(chars.next().unwrap_or('\\')),
            c => Part::Char(c),
        });
    }
    pattern.push(Part::Any);
    // Which prefixes of the pattern match what was read so far.
    let mut live = vec![false; pattern.len() + 1];
    live[0] = true;
    let skip = |live: &mut [bool]| {
        for (at, part) in pattern.iter().enumerate() {
            if live[at] && matches!(part, Part::Any) {
                live[at + 1] = true;
            }
        }
    };
    skip(&mut live);
    for c in text.to_lowercase().chars() {
        let mut next = vec![false; live.len()];
        for (at, part) in pattern.iter().enumerate().filter(|(at, _)| live[*at]) {
            match part {
                Part::Any => next[at] = true,
                Part::One => next[at + 1] = true,
                Part::Char(wanted) => next[at + 1] |= *wanted == c,
            }
        }
        skip(&mut next);
        live = next;
    }
    live[pattern.len()]
}

#[cfg(test)]
mod tests {
    use super::contains_like;

    #[test]
    fn search_is_like() {
        for (text, wanted, found) in [
            ("User One", "user", true),
            ("User One", "R o", true),
            ("User One", "u%e", true),
            ("User One", "u__r", true),
            ("User One", "u_r", false),
            ("50%", "0\\%", true),
            ("500", "0\\%", false),
            ("", "", true),
            ("", "%", true),
            ("abc", "abcd", false),
        ] {
            assert_eq!(contains_like(text, wanted), found, "{text} {wanted}");
        }
    }
}
