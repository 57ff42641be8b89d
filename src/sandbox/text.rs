//! Small forms that Nango writes values in: times, random names, encodings, Postgres's key order.

use std::cell::Cell;

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Map, Value};

use crate::webhook::signature::hex;

/// `2026-11-23T22:59:43.436Z`, as JavaScript's `toISOString` writes it.
pub fn iso(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// `2026-11-23T22:59:43.436+00:00`, as in a connection (protocol §5.2).
pub fn iso_offset(time: Timestamp) -> String {
    iso(time).replace('Z', "+00:00")
}

/// `2026-11-23T22:59:43.43+00:00`, as Postgres writes it into a list (protocol §5.1): no trailing zeros.
pub fn iso_postgres(time: Timestamp) -> String {
    let text = iso(time);
    format!("{}+00:00", text.trim_end_matches('Z').trim_end_matches('0').trim_end_matches('.'))
}

/// `Mon, 23 Nov 2026 23:59:53 GMT`, as in a cookie.
pub fn http_date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Names that are the same in every run, for snapshot tests: how many were given out.
pub type Sequence = u64;

thread_local! {
    /// The sequence of the sandbox whose turn it is on this thread; none where its names are random.
    static SEQUENCE: Cell<Option<Sequence>> = const { Cell::new(None) };
}

/// Does `work` with names from `sequence` instead of random ones, if there is one.
pub fn named_by<T>(sequence: &mut Option<Sequence>, work: impl FnOnce() -> T) -> T {
    SEQUENCE.set(*sequence);
    let done = work();
    *sequence = SEQUENCE.take();
    done
}

fn fill(bytes: &mut [u8]) {
    let Some(mut number) = SEQUENCE.get() else {
        return SystemRandom::new().fill(bytes).expect("the operating system has random bytes");
    };
    for part in bytes.chunks_mut(32) {
        number += 1;
        let digest = ring::digest::digest(&ring::digest::SHA256, &number.to_be_bytes());
        part.copy_from_slice(&digest.as_ref()[..part.len()]);
    }
    SEQUENCE.set(Some(number));
}

/// That many random bytes, in hex.
pub fn random_hex(bytes: usize) -> String {
    let mut random = vec![0; bytes];
    fill(&mut random);
    hex(&random)
}

/// A random UUID.
pub fn uuid() -> String {
    let mut random = [0; 16];
    fill(&mut random);
    uuid::Builder::from_random_bytes(random).into_uuid().to_string()
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 without padding.
pub fn base64(bytes: &[u8]) -> String {
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let word =
                (0..3).fold(0_u32, |word, i| word << 8 | u32::from(chunk.get(i).copied().unwrap_or(0)));
            (0..=chunk.len()).map(move |i| char::from(STANDARD[(word >> (18 - 6 * i) & 63) as usize]))
        })
        .collect()
}

/// Base64 with its padding.
pub fn base64_padded(bytes: &[u8]) -> String {
    let text = base64(bytes);
    let missing = (4 - text.len() % 4) % 4;
    text + &"=".repeat(missing)
}

/// Base64 for URLs, without padding.
pub fn base64_url(bytes: &[u8]) -> String {
    base64(bytes).replace('+', "-").replace('/', "_")
}

/// Any value, its objects as [`jsonb`] has them.
pub fn jsonb_of(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(jsonb(members)),
        Value::Array(items) => items.into_iter().map(jsonb_of).collect(),
        value => value,
    }
}

/// An object with its keys as Postgres keeps them (`jsonb`), at every depth: shorter ones first, then by bytes.
pub fn jsonb(object: Map<String, Value>) -> Map<String, Value> {
    let mut members: Vec<(String, Value)> =
        object.into_iter().map(|(name, value)| (name, jsonb_of(value))).collect();
    members.sort_by(|(a, _), (b, _)| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    members.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let time: Timestamp = "2026-11-23T22:59:43.430Z".parse().unwrap();
        assert_eq!(iso(time), "2026-11-23T22:59:43.430Z");
        assert_eq!(iso_offset(time), "2026-11-23T22:59:43.430+00:00");
        assert_eq!(iso_postgres(time), "2026-11-23T22:59:43.43+00:00");
        assert_eq!(iso_postgres("2026-11-23T22:59:40Z".parse().unwrap()), "2026-11-23T22:59:40+00:00");
        assert_eq!(http_date(time), "Mon, 23 Nov 2026 22:59:43 GMT");
    }

    #[test]
    fn a_sequence_gives_the_same_names_again() {
        let names = || named_by(&mut Some(0), || (uuid(), random_hex(40), uuid()));
        assert_eq!(names(), names());
        let (first, long, second) = names();
        assert!(first != second && long.len() == 80 && long[..32] != long[48..]);
        assert_ne!(uuid(), first);
        let mut sequence = Some(0);
        named_by(&mut sequence, uuid);
        assert_ne!(named_by(&mut sequence, uuid), first);
    }

    /// RFC 4648, section 10, without its padding.
    #[test]
    fn base64_vectors() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
