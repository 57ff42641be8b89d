//! Which keys may have been used: those known, and what people and files do to them.

use ring::{digest, hmac};
use zeroize::Zeroizing;

use crate::webhook::signature::same;

use super::{Candidate, Code, Scheme, forms};

/// A key to try, and how it differs from the candidate's own.
pub(super) struct Key<'a> {
    pub candidate: &'a Candidate,
    /// What was done to it, if anything was.
    pub twist: Option<Twist>,
    bytes: Zeroizing<Vec<u8>>,
    hmac: hmac::Key,
}

/// A way in which a key gets spoilt.
#[derive(Clone, Copy)]
pub(super) struct Twist {
    pub code: Code,
    /// Follows "made with the key …".
    pub phrase: &'static str,
}

impl<'a> Key<'a> {
    fn new(candidate: &'a Candidate, twist: Option<Twist>, text: &str) -> Self {
        Key {
            candidate,
            twist,
            bytes: Zeroizing::new(text.as_bytes().to_vec()),
            hmac: hmac::Key::new(hmac::HMAC_SHA256, text.as_bytes()),
        }
    }

    /// Whether `tag`, or what there is of it, signs `body` under `scheme`. Takes constant time.
    pub fn fits(&self, scheme: Scheme, body: &[u8], tags: &[forms::Form]) -> Option<usize> {
        let computed: [u8; 32] = match scheme {
            Scheme::Hmac => hmac::sign(&self.hmac, body).as_ref().try_into().ok()?,
            Scheme::Legacy => {
                let mut context = digest::Context::new(&digest::SHA256);
                context.update(&self.bytes);
                context.update(body);
                context.finish().as_ref().try_into().ok()?
            }
        };
        tags.iter().position(|form| same(&computed[..form.tag.len().min(32)], &form.tag))
    }
}

/// The candidates' keys as they are, those in use first.
pub(super) fn exact(candidates: &[Candidate]) -> Vec<Key<'_>> {
    let mut ordered: Vec<&Candidate> = candidates.iter().collect();
    ordered.sort_by_key(|candidate| !candidate.in_use);
    ordered.into_iter().map(|candidate| Key::new(candidate, None, candidate.key.expose())).collect()
}

/// The candidates' keys as files, shells and copying spoil them, on either side.
pub(super) fn twisted(candidates: &[Candidate]) -> Vec<Key<'_>> {
    let mut out = Vec::new();
    for Key { candidate, .. } in exact(candidates) {
        let key = candidate.key.expose();
        let trimmed = key.trim();
        let mut add = |code, phrase, text: &str| {
            if text != key {
                out.push(Key::new(candidate, Some(Twist { code, phrase }), text));
            }
        };
        let secret = Zeroizing::new;
        add(Code::KeyWhiteSpace, "without the white space around it", trimmed);
        add(Code::KeyWhiteSpace, "with a line feed after it", &secret(format!("{trimmed}\n")));
        add(
            Code::KeyWhiteSpace,
            "with a carriage return and line feed after it",
            &secret(format!("{trimmed}\r\n")),
        );
        add(Code::KeyWhiteSpace, "with a space after it", &secret(format!("{trimmed} ")));
        add(Code::KeyWhiteSpace, "with a space before it", &secret(format!(" {trimmed}")));
        add(Code::KeyCase, "in lower case", &secret(key.to_ascii_lowercase()));
        add(Code::KeyCase, "in upper case", &secret(key.to_ascii_uppercase()));
        add(Code::KeyQuoted, "in double quotes", &secret(format!("\"{trimmed}\"")));
        add(Code::KeyQuoted, "in single quotes", &secret(format!("'{trimmed}'")));
        if let Some(inner) = forms::unquote(trimmed) {
            add(Code::KeyQuoted, "without the quotes around it", inner);
        }
    }
    out
}
