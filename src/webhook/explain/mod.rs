//! Why a signature does not match. Pure: it tries what people, files, frameworks and proxies do to signatures,
//! keys and bodies, and says which of it makes this signature fit. It never turns a mismatch into a pass.

mod bodies;
mod code;
mod forms;
mod json;
mod keys;
#[cfg(test)]
mod tests;

pub use code::Code;

use bodies::{Edit, Variant};
use forms::Form;
use keys::Key;
use serde_json::{Value, json};

use crate::secret::Secret;

/// A key known here.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The key.
    pub key: Secret,
    /// Where it comes from, for people: `NANGO_WEBHOOK_SIGNING_KEY`, `profile prod`.
    pub origin: String,
    /// What it is.
    pub role: Role,
    /// Whether signatures are verified with it. The others only serve to explain a mismatch.
    pub in_use: bool,
}

/// What a key is. An API key can be in use for signatures too: it is the fallback when no signing key is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An environment's webhook signing key.
    SigningKey,
    /// An API key.
    ApiKey,
}

/// Why a signature does not match. It holds neither a key nor a right signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The main reason.
    pub code: Code,
    /// What else is wrong.
    pub also: Vec<Code>,
    /// What was found, as one sentence.
    pub finding: String,
    /// What to do.
    pub advice: String,
    /// Where the key comes from that made the signature, if that was found.
    pub origin: Option<String>,
    /// What was tried in vain.
    pub ruled_out: Vec<&'static str>,
    /// Whether the search ended early because the body is large.
    pub cut: bool,
}

impl Explanation {
    /// The explanation as JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "code": self.code.as_str(),
            "also": self.also.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
            "finding": self.finding,
            "advice": self.advice,
            "origin": self.origin,
            "ruled_out": self.ruled_out,
            "cut": self.cut,
        })
    }

    fn new(code: Code, finding: impl Into<String>) -> Self {
        Explanation {
            code,
            also: Vec::new(),
            finding: finding.into(),
            advice: code.advice().to_owned(),
            origin: None,
            ruled_out: Vec::new(),
            cut: false,
        }
    }

    /// Several signatures, in several header lines or joined in one.
    pub(super) fn repeated_header(count: usize) -> Self {
        let finding = format!("There are {count} signatures where one belongs, so none can be trusted.");
        Explanation::new(Code::RepeatedHeader, finding)
    }
}

/// How a signature is made (protocol §7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Hmac,
    Legacy,
}

/// Longer bodies are not tried in every library's style.
const STYLED: usize = 32 * 1024;
/// Of longer bodies only the ends are tried.
const EDITED: usize = 1024 * 1024;
/// How many bytes to hash in all, if that allows for [`FEWEST_TRIES`].
const BUDGET: usize = 16 * 1024 * 1024;
const FEWEST_TRIES: usize = 16;
/// What a try costs besides its body's bytes.
const TRY: usize = 256;

/// Explains why `signature`, the value of `X-Nango-Hmac-Sha256` as it was given, does not verify for `body` with
/// the candidates in use. `legacy` is the value of `X-Nango-Signature`, if there is one.
pub fn explain(body: &[u8], signature: &str, legacy: Option<&str>, candidates: &[Candidate]) -> Explanation {
    if candidates.is_empty() {
        return Explanation::new(Code::NoKey, "There is no key to verify the signature with.");
    }
    if signature.trim().is_empty() {
        return Explanation::new(Code::EmptySignature, "The signature is empty.");
    }
    let mut search = Search {
        forms: forms::read(signature),
        in_use: candidates.iter().find(|candidate| candidate.in_use),
        budget: BUDGET.max(body.len().saturating_mul(FEWEST_TRIES)),
        ruled_out: Vec::new(),
    };
    let exact = keys::exact(candidates);
    let found = search.everything(body, &exact, candidates);
    if let Some(found) = found.or_else(|| by_legacy_header(body, legacy?, &exact, search.in_use)) {
        return found;
    }
    let mut explanation = guess(body, signature, &search);
    explanation.ruled_out = search.ruled_out;
    if !search.forms.is_empty() {
        explanation.cut = search.budget == 0 || body.len() > STYLED;
    }
    explanation
}

struct Search<'c> {
    forms: Vec<Form>,
    in_use: Option<&'c Candidate>,
    budget: usize,
    ruled_out: Vec<&'static str>,
}

impl Search<'_> {
    /// From the likely to the far-fetched.
    fn everything(
        &mut self,
        body: &[u8],
        exact: &[Key<'_>],
        candidates: &[Candidate],
    ) -> Option<Explanation> {
        if self.forms.is_empty() {
            return None;
        }
        let as_is = [Variant { bytes: body.to_vec(), edits: Vec::new(), rewritten_from: None }];
        self.first("every key known here, by both of Nango's schemes", &as_is, exact).or_else(|| {
            let (what, likely) = if body.len() <= EDITED {
                let what = "other line ends, byte order marks, character sets, encodings around the body, and its JSON \
                            as Nango serialises it";
                (what, bodies::likely(body))
            } else {
                ("line ends and a byte order mark added to or removed from the body's ends", bodies::ends(body))
            };
            let twisted = keys::twisted(candidates);
            let styles = || if body.len() <= STYLED { bodies::styles(body) } else { Vec::new() };
            self.first(what, &likely, exact)
                .or_else(|| self.first("the keys trimmed, quoted and in other case", &as_is, &twisted))
                .or_else(|| self.first("the JSON as other libraries write it", &styles(), exact))
                .or_else(|| self.first("a spoilt key and a changed body together", &likely, &twisted))
        })
    }

    /// The first fit; if there is none and every combination was tried, `what` is ruled out.
    fn first(&mut self, what: &'static str, variants: &[Variant], keys: &[Key<'_>]) -> Option<Explanation> {
        for variant in variants {
            for key in keys {
                for scheme in [Scheme::Hmac, Scheme::Legacy] {
                    self.budget = self.budget.saturating_sub(variant.bytes.len() + TRY);
                    if self.budget == 0 {
                        return None;
                    }
                    if let Some(form) = key.fits(scheme, &variant.bytes, &self.forms) {
                        return Some(self.explanation(scheme, key, variant, &self.forms[form]));
                    }
                }
            }
        }
        if !variants.is_empty() {
            self.ruled_out.push(what);
        }
        None
    }

    fn explanation(&self, scheme: Scheme, key: &Key<'_>, variant: &Variant, form: &Form) -> Explanation {
        let mut edits = variant.edits.clone();
        if let Some(base) = &variant.rewritten_from {
            edits.extend(json::differences(base, &variant.bytes));
        }
        let mut codes = Vec::new();
        codes.extend((scheme == Scheme::Legacy).then_some(Code::LegacyScheme));
        codes.extend(key_codes(key));
        codes.extend(edits.iter().map(|edit: &Edit| edit.code));
        codes.extend(&form.codes);

        let mut finding = "The signature is the ".to_owned();
        finding += match scheme {
            Scheme::Hmac => "HMAC of ",
            Scheme::Legacy => "legacy `X-Nango-Signature` value, not the HMAC, of ",
        };
        let changes: Vec<&str> = edits.iter().map(|edit| edit.phrase).collect();
        finding += &match (changes.is_empty(), variant.bytes.is_empty()) {
            (true, _) => "this very body".to_owned(),
            (false, true) => "an empty body".to_owned(),
            (false, false) => format!("the body {}", changes.join(" and ")),
        };
        finding += &made_with(key, self.in_use);
        let forms: Vec<&str> = form.codes.iter().filter_map(|code| code.form()).collect();
        if !forms.is_empty() {
            finding += ", but written ";
            finding += &forms.join(" and ");
        }
        finding.push('.');
        with_codes(codes, finding, key)
    }
}

/// The first code is the main one; each brings its advice, once.
fn with_codes(codes: Vec<Code>, finding: String, key: &Key<'_>) -> Explanation {
    let mut advice: Vec<&str> = Vec::new();
    let mut unique: Vec<Code> = Vec::new();
    for code in codes {
        if !advice.contains(&code.advice()) {
            advice.push(code.advice());
        }
        if !unique.contains(&code) {
            unique.push(code);
        }
    }
    let mut unique = unique.into_iter();
    let mut explanation = Explanation::new(unique.next().unwrap_or(Code::Matches), finding);
    if !advice.is_empty() {
        explanation.advice = advice.join(" ");
    }
    explanation.also = unique.collect();
    explanation.origin = Some(key.candidate.origin.clone());
    explanation
}

fn key_codes(key: &Key<'_>) -> Vec<Code> {
    let other = match (key.candidate.in_use, key.candidate.role) {
        (true, _) => None,
        (false, Role::ApiKey) => Some(Code::ApiKeyUsed),
        (false, Role::SigningKey) => Some(Code::OtherKey),
    };
    other.into_iter().chain(key.twist.map(|twist| twist.code)).collect()
}

/// Says with which key, unless it is the expected one as it is.
fn made_with(key: &Key<'_>, in_use: Option<&Candidate>) -> String {
    let name = |candidate: &Candidate| match candidate.role {
        Role::SigningKey => format!("signing key ({})", candidate.origin),
        Role::ApiKey => format!("API key ({})", candidate.origin),
    };
    let mut text = String::new();
    if !key.candidate.in_use || key.twist.is_some() {
        text = format!(", made with the {}", name(key.candidate));
        if let Some(twist) = key.twist {
            text += " ";
            text += twist.phrase;
        }
    }
    if let (false, Some(in_use)) = (key.candidate.in_use, in_use) {
        text += &format!(", not with the {}", name(in_use));
    }
    text
}

/// The legacy header of the same delivery can tell which of body and key are right.
fn by_legacy_header(
    body: &[u8],
    legacy: &str,
    keys: &[Key<'_>],
    in_use: Option<&Candidate>,
) -> Option<Explanation> {
    let forms = forms::read(legacy);
    keys.iter().find_map(|key| {
        let (code, finding) = if key.fits(Scheme::Legacy, body, &forms).is_some() {
            (Code::HmacOnlyWrong, "The legacy header is that of this very body, the HMAC header is not")
        } else {
            key.fits(Scheme::Hmac, body, &forms)?;
            (Code::HmacInLegacy, "The HMAC of this very body is in the legacy header `X-Nango-Signature`")
        };
        let codes = [vec![code], key_codes(key)].concat();
        Some(with_codes(codes, format!("{finding}{}.", made_with(key, in_use)), key))
    })
}

/// Nothing fits. What can still be said from the looks of body and signature is no proof.
fn guess(body: &[u8], signature: &str, search: &Search<'_>) -> Explanation {
    if search.forms.is_empty() {
        let length = signature.trim().chars().count();
        let finding = match forms::other_hash(signature) {
            Some(hash) => format!("The signature has the length of {hash}; Nango's is an HMAC-SHA256."),
            None => format!("The signature is not an HMAC-SHA256 in hex or base64 ({length} characters)."),
        };
        return Explanation::new(Code::SignatureFormat, finding);
    }
    let text = body.trim_ascii();
    if text.is_empty() {
        let finding = "The body is empty and the signature is not: something has read the body already.";
        return Explanation::new(Code::EmptyBody, finding);
    }
    if text == b"[object Object]" {
        let finding = "The body is the text `[object Object]`: a parsed object was turned into a string.";
        return Explanation::new(Code::ObjectText, finding);
    }
    if body.starts_with(b"\x1f\x8b") || body.starts_with(b"\x28\xb5\x2f\xfd") {
        return Explanation::new(Code::CompressedBody, "The body is compressed, which Nango's are not.");
    }
    let broken_off = |error: serde_json::Error| error.is_eof();
    if body.len() <= EDITED && serde_json::from_slice::<Value>(body).is_err_and(broken_off) {
        let finding = format!("The body ends in the middle of its JSON, after {} bytes.", body.len());
        return Explanation::new(Code::BodyTruncated, finding);
    }
    let mut explanation = Explanation::new(
        Code::Unexplained,
        "No key known here fits the signature, for this body or for any of its usual distortions.",
    );
    if let Some(Candidate { role: Role::ApiKey, origin, .. }) = search.in_use {
        explanation.advice =
            format!("No signing key is set, so the API key ({origin}) is used. {}", explanation.advice);
    }
    explanation
}
