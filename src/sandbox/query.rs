//! Query strings as Nango's server reads them (protocol §1.3): bracket syntax for nesting, repeated keys as lists.
//! Also the parts of a path, and `application/x-www-form-urlencoded` bodies, which follow the same rules.

use serde_json::{Map, Value};

/// Brackets nested deeper than this are taken as part of the name.
const DEEPEST: usize = 5;
/// Pairs after this many are ignored.
const MOST_PAIRS: usize = 1000;
/// A list's highest index; anything above makes an object.
const HIGHEST_INDEX: usize = 100;

/// A query, or a form's body, as an object of strings, lists and objects.
pub fn parse(text: &str) -> Map<String, Value> {
    let mut all = Map::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()).take(MOST_PAIRS) {
        // `a[b=c]=d` is a key with an equals sign: the value starts after the closing bracket.
        let split = pair.find("]=").map(|at| at + 1).or_else(|| pair.find('='));
        let (name, value) = match split {
            Some(at) => (&pair[..at], decode(&pair[at + 1..])),
            None => (pair, String::new()),
        };
        let name = decode(name);
        let mut keys = keys(&name).into_iter();
        let Some(first) = keys.next() else { continue };
        let nested = keys.rev().fold(Value::String(value), |inner, key| match key {
            Key::Push => Value::Array(vec![inner]),
            Key::Name(name) if name == "__proto__" => Value::Object(Map::new()),
            Key::Name(name) => Value::Object(Map::from_iter([(name, inner)])),
        });
        let Key::Name(first) = first else { continue };
        // JavaScript keeps no such names, so nothing objects to them either.
        if first.is_empty() || first == "__proto__" {
            continue;
        }
        match all.get_mut(&first) {
            Some(known) => merge(known, nested),
            None => {
                all.insert(first, nested);
            }
        }
    }
    for value in all.values_mut() {
        settle(value);
    }
    all
}

enum Key {
    Name(String),
    Push,
}

/// `a[b][]` → `a`, `b`, push.
fn keys(name: &str) -> Vec<Key> {
    let Some(open) = name.find('[').filter(|_| name.contains(']')) else {
        return vec![Key::Name(name.to_owned())];
    };
    let mut keys = Vec::new();
    if open > 0 {
        keys.push(Key::Name(name[..open].to_owned()));
    }
    let mut rest = &name[open..];
    while let Some(inner) = rest.strip_prefix('[') {
        if keys.len() > DEEPEST {
            break;
        }
        let Some(close) = inner.find(']') else { break };
        keys.push(match &inner[..close] {
            "" => Key::Push,
            name => Key::Name(name.to_owned()),
        });
        rest = &inner[close + 1..];
    }
    if rest.starts_with('[') {
        keys.push(Key::Name(rest.to_owned()));
    }
    keys
}

/// Two values of one name become a list, two objects one object.
fn merge(known: &mut Value, new: Value) {
    match (known, new) {
        (Value::Object(known), Value::Object(new)) => {
            for (key, value) in new {
                match known.get_mut(&key) {
                    Some(inner) => merge(inner, value),
                    None => {
                        known.insert(key, value);
                    }
                }
            }
        }
        (Value::Object(known), Value::String(name)) => {
            known.insert(name, Value::Bool(true));
        }
        (Value::Array(known), Value::Array(new)) => known.extend(new),
        (Value::Array(known), new) => known.push(new),
        (known, Value::Array(mut new)) => {
            new.insert(0, known.take());
            *known = Value::Array(new);
        }
        (known, new) => *known = Value::Array(vec![known.take(), new]),
    }
}

/// An object whose names are all small indices is a list: `tags[1]=x` (protocol §15.4).
fn settle(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(members) => {
            members.values_mut().for_each(settle);
            let index = |key: &String| {
                key.parse::<usize>().ok().filter(|i| *i <= HIGHEST_INDEX && i.to_string() == *key)
            };
            if !members.is_empty() && members.keys().all(|key| index(key).is_some()) {
                let mut items: Vec<(Option<usize>, Value)> =
                    std::mem::take(members).into_iter().map(|(key, item)| (index(&key), item)).collect();
                items.sort_by_key(|(index, _)| *index);
                *value = Value::Array(items.into_iter().map(|(_, item)| item).collect());
            }
        }
        _ => {}
    }
}

/// Percent-decoding with `+` for a space; what is not UTF-8 stays as it was sent.
fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    unescape(&spaced).unwrap_or(spaced)
}

/// Percent-decoding of one path segment; `None` when it is malformed or not UTF-8.
pub fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?);
            rest = &tail[2..];
        } else {
            bytes.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn brackets_lists_and_odd_input() {
        for (query, expected) in [
            ("", json!({})),
            ("a=1&b=x+y%21&c", json!({"a":"1","b":"x y!","c":""})),
            ("a=1&a=2&a=3", json!({"a":["1","2","3"]})),
            ("include[]=a&include[]=b", json!({"include":["a","b"]})),
            ("tags%5Bend_user_id%5D=u%3D1&tags[b]=2", json!({"tags":{"end_user_id":"u=1","b":"2"}})),
            ("tags[1]=x", json!({"tags":["x"]})),
            ("tags[1]=x&tags[0]=w", json!({"tags":["w","x"]})),
            ("tags[101]=x", json!({"tags":{"101":"x"}})),
            ("a[b][c]=1&a[b][d]=2", json!({"a":{"b":{"c":"1","d":"2"}}})),
            ("a[b=c]=d", json!({"a":{"b=c":"d"}})),
            ("a=%ff%zz&%ff=1", json!({"a":"%ff%zz","%ff":"1"})),
            ("a[b]=1&a=2", json!({"a":{"b":"1","2":true}})),
            ("&&=1&[x]=2", json!({"x":"2"})),
            ("__proto__=1&a[__proto__]=2", json!({"a":{}})),
            ("a[1][b]=x&a[0][b]=w", json!({"a":[{"b":"w"},{"b":"x"}]})),
        ] {
            assert_eq!(Value::Object(parse(query)), expected, "{query}");
        }
    }

    #[test]
    fn segments_are_decoded_or_refused() {
        assert_eq!(unescape("a%20b+c").as_deref(), Some("a b+c"));
        for bad in ["%", "%4", "%zz", "%ff", "%+1"] {
            assert_eq!(unescape(bad), None, "{bad}");
        }
    }
}
