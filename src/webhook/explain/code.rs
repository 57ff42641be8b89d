//! The names of what can be wrong with a signature, and what to do about each.

/// What is wrong with a signature. Its name ([`Code::as_str`]) is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// Nothing is wrong: the signature fits as it is.
    Matches,
    /// There is no key to check with.
    NoKey,
    /// The header is there, but empty.
    EmptySignature,
    /// Several signatures that differ.
    RepeatedHeader,
    /// It cannot be a SHA-256 in any writing.
    SignatureFormat,
    /// White space around the signature.
    WhiteSpace,
    /// Quotes around the signature.
    QuotedSignature,
    /// A whole header line in place of its value.
    HeaderName,
    /// `sha256=` before the signature.
    Sha256Prefix,
    /// Hex in upper case.
    UppercaseHex,
    /// Base64 in place of hex.
    Base64,
    /// The end of the signature is missing.
    TruncatedSignature,
    /// The value of the legacy header in place of the HMAC.
    LegacyScheme,
    /// The HMAC in place of the legacy header's value.
    HmacInLegacy,
    /// The legacy header fits body and key, the HMAC header does not.
    HmacOnlyWrong,
    /// An API key made it.
    ApiKeyUsed,
    /// Another key that is known here made it.
    OtherKey,
    /// White space around the key.
    KeyWhiteSpace,
    /// The key in another case.
    KeyCase,
    /// Quotes around the key.
    KeyQuoted,
    /// The JSON was written anew with other white space.
    BodyReserialised,
    /// The JSON was written anew with other key order.
    KeyOrder,
    /// Non-ASCII characters became escapes, or the reverse.
    AsciiEscaped,
    /// `<`, `>` and `&` became escapes, or the reverse.
    HtmlEscaped,
    /// Slashes became escapes, or the reverse.
    SlashEscaped,
    /// Numbers were written otherwise.
    NumberFormat,
    /// Line ends were converted.
    Crlf,
    /// A line end was added or removed.
    TrailingNewline,
    /// A byte order mark was added or removed.
    Bom,
    /// One side had an empty body.
    EmptyBody,
    /// The body was encoded as a JSON string, or the reverse.
    JsonString,
    /// The body is the JSON of a Node.js Buffer.
    BufferJson,
    /// The body is encoded in base64.
    Base64Body,
    /// The body is percent-encoded.
    PercentEncoded,
    /// UTF-8 was read as Latin-1 and encoded again.
    Mojibake,
    /// The body is in Latin-1, or was when it was signed.
    Charset,
    /// The body ends in the middle of its JSON.
    BodyTruncated,
    /// The body is the text `[object Object]`.
    ObjectText,
    /// The body is compressed.
    CompressedBody,
    /// Nothing that was tried fits.
    Unexplained,
}

/// How to get at the bytes that were signed.
const RAW_BODY: &str = "Verify the bytes as they arrived, before anything parses them: in Express put \
    `express.raw({ type: \"application/json\" })` on this route before `express.json()`; in Next.js use \
    `await request.text()`, in Flask `request.get_data()`, in Django `request.body`, in Go `io.ReadAll(r.Body)`.";

const WHICH_KEY: &str = "If this came from Nango, that is the signing key of its environment: set it as \
    `NANGO_WEBHOOK_SIGNING_KEY` or with `--signing-key-file`. If your own code signed it, sign with the key shown in \
    the dashboard under Environment settings → Webhooks.";

const HEX: &str = "Nango writes the HMAC as 64 lower-case hex digits and nothing else: compare with that form, \
    `digest(\"hex\")` in Node.js, `hexdigest()` in Python.";

impl Code {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Matches => "matches",
            Code::NoKey => "no_key",
            Code::EmptySignature => "empty_signature",
            Code::RepeatedHeader => "repeated_header",
            Code::SignatureFormat => "signature_format",
            Code::WhiteSpace => "white_space",
            Code::QuotedSignature => "quoted_signature",
            Code::HeaderName => "header_name",
            Code::Sha256Prefix => "sha256_prefix",
            Code::UppercaseHex => "uppercase_hex",
            Code::Base64 => "base64",
            Code::TruncatedSignature => "truncated_signature",
            Code::LegacyScheme => "legacy_scheme",
            Code::HmacInLegacy => "hmac_in_legacy",
            Code::HmacOnlyWrong => "hmac_only_wrong",
            Code::ApiKeyUsed => "api_key_used",
            Code::OtherKey => "other_key",
            Code::KeyWhiteSpace => "key_white_space",
            Code::KeyCase => "key_case",
            Code::KeyQuoted => "key_quoted",
            Code::BodyReserialised => "body_reserialised",
            Code::KeyOrder => "key_order",
            Code::AsciiEscaped => "ascii_escaped",
            Code::HtmlEscaped => "html_escaped",
            Code::SlashEscaped => "slash_escaped",
            Code::NumberFormat => "number_format",
            Code::Crlf => "crlf",
            Code::TrailingNewline => "trailing_newline",
            Code::Bom => "bom",
            Code::EmptyBody => "empty_body",
            Code::JsonString => "json_string",
            Code::BufferJson => "buffer_json",
            Code::Base64Body => "base64_body",
            Code::PercentEncoded => "percent_encoded",
            Code::Mojibake => "mojibake",
            Code::Charset => "charset",
            Code::BodyTruncated => "body_truncated",
            Code::ObjectText => "object_text",
            Code::CompressedBody => "compressed_body",
            Code::Unexplained => "unexplained",
        }
    }

    /// What to do about it.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Code::Matches => "Nothing needs to be done.",
            Code::NoKey => {
                "Set the environment's signing key as `NANGO_WEBHOOK_SIGNING_KEY` or with `--signing-key-file`; the \
                 dashboard shows it under Environment settings → Webhooks."
            }
            Code::EmptySignature => {
                "Pass the value of the header `X-Nango-Hmac-Sha256`; check the variable or proxy it goes through."
            }
            Code::RepeatedHeader => {
                "Nango sends the header once: find the proxy or the test that adds a second one and remove it."
            }
            Code::HeaderName => "Pass only what follows the header's name and colon.",
            Code::SignatureFormat
            | Code::WhiteSpace
            | Code::QuotedSignature
            | Code::Sha256Prefix
            | Code::UppercaseHex
            | Code::Base64 => HEX,
            Code::TruncatedSignature => "Copy all 64 hex digits of the header's value.",
            Code::LegacyScheme => {
                "Use the value of `X-Nango-Hmac-Sha256`: an HMAC-SHA256 of the body under the signing key. The legacy \
                 `X-Nango-Signature` can be extended by anyone who saw one, so it proves nothing by itself."
            }
            Code::HmacInLegacy => "Send the HMAC in `X-Nango-Hmac-Sha256`; here the two headers are swapped.",
            Code::HmacOnlyWrong => {
                "Body and key are right: look at how the HMAC is computed (HMAC-SHA256, the key as text, not decoded \
                 from hex) or at what changes that header on its way."
            }
            Code::ApiKeyUsed | Code::OtherKey => WHICH_KEY,
            Code::KeyWhiteSpace => "Trim the key where it is read: files and `echo` end in a line feed.",
            Code::KeyCase => "Use the key exactly as the dashboard shows it; it is text, so its case counts.",
            Code::KeyQuoted => {
                "Remove the quotes around the key: Docker's `--env-file` and YAML blocks keep them."
            }
            Code::BodyReserialised
            | Code::KeyOrder
            | Code::AsciiEscaped
            | Code::HtmlEscaped
            | Code::SlashEscaped
            | Code::NumberFormat
            | Code::JsonString
            | Code::PercentEncoded
            | Code::EmptyBody
            | Code::ObjectText => RAW_BODY,
            Code::Crlf => {
                "Keep the body's line ends: an editor or git's `core.autocrlf` converts them; `curl -d @file` drops \
                 them, `--data-binary @file` does not."
            }
            Code::TrailingNewline => {
                "Save and send the body without adding or dropping a line end: `printf %s` instead of `echo`, \
                 `curl --data-binary @file` instead of `-d @file`, and mind editors that end files with one."
            }
            Code::Bom => "Save the body as UTF-8 without a byte order mark.",
            Code::BufferJson => "Verify the Buffer itself (`req.body`), not `JSON.stringify(req.body)`.",
            Code::Base64Body => {
                "Decode the body first: AWS Lambda and API Gateway hand it over in base64 when `isBase64Encoded` is true."
            }
            Code::Mojibake | Code::Charset => {
                "Treat the body as bytes, or as UTF-8 wherever it becomes text, on both sides."
            }
            Code::BodyTruncated => "Read the whole body, up to its Content-Length, before verifying it.",
            Code::CompressedBody => {
                "The signature is over the plain body: let the server or proxy decompress it before verifying."
            }
            Code::Unexplained => {
                "Compare the key with the dashboard, Environment settings → Webhooks (set it as \
                 `NANGO_WEBHOOK_SIGNING_KEY` or with `--signing-key-file`; an API key is no signing key once either was \
                 rotated, and for up to 5 minutes after a rotation Nango may still sign with the old key), and make sure \
                 nothing between Nango and here changes the body."
            }
        }
    }

    /// How a signature written like this is described; follows "but written".
    pub(super) fn form(self) -> Option<&'static str> {
        Some(match self {
            Code::WhiteSpace => "with white space around it",
            Code::QuotedSignature => "in quotes",
            Code::HeaderName => "with the header's name before it",
            Code::Sha256Prefix => "with `sha256=` before it",
            Code::UppercaseHex => "in upper-case hex",
            Code::Base64 => "in base64 instead of hex",
            Code::TruncatedSignature => "without its last digits",
            _ => return None,
        })
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
