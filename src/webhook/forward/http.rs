//! What an app is sent, and what is read of its answer.

use std::time::{Duration, Instant};

use url::Url;

use super::outcome::{End, Outcome, SHOWN};
use crate::fetch::{Call, Fetcher};
use crate::http::{Headers, Request};

/// Headers that concern one connection alone (RFC 9110, section 7.6.1), and those that the client writes itself.
const OF_THE_CONNECTION: [&str; 8] =
    ["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length"];
/// The most of an answer that is read: enough to use its connection again, not enough to be kept busy by it.
const READ: usize = 1024 * 1024;

/// The header lines that an app is sent: the original ones in their order, without those that concern the connection
/// they came by, and `extra` ones, each of which replaces the original lines of its name.
///
/// Lines of one name stand together, as HTTP allows. Where no line names `Accept`, the client adds `*/*`, which means
/// the same as none; Nango's deliveries have one.
pub fn headers(request: &Request, extra: &Headers) -> Headers {
    let named: Vec<String> = request
        .headers
        .get_all("connection")
        .flat_map(|value| value.split(|&c| c == b','))
        .map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase())
        .collect();
    let passes = |name: &str| {
        let name = name.to_ascii_lowercase();
        !OF_THE_CONNECTION.contains(&name.as_str()) && !name.starts_with("proxy-") && !named.contains(&name)
    };
    let original =
        request.headers.iter().filter(|(name, _)| passes(name) && extra.get_all(name).next().is_none());
    // A host of one's own is how a virtual host is reached; the rest of these would break the request.
    let framing = |name: &str| OF_THE_CONNECTION.iter().any(|known| known.eq_ignore_ascii_case(name));
    let extra = extra.iter().filter(|(name, _)| name.eq_ignore_ascii_case("host") || !framing(name));
    original.chain(extra).collect()
}

/// Sends the request once. The status decides, also where the rest of the answer is too long, too slow or broken.
pub(super) async fn send(
    fetcher: &Fetcher,
    url: &Url,
    extra: &Headers,
    timeout: Duration,
    request: &Request,
) -> Outcome {
    let started = Instant::now();
    let headers = headers(request, extra);
    let body = Some(request.body.clone());
    let call = Call { method: &request.method, url, headers: &headers, body, timeout };
    let mut stream = match fetcher.open(call).await {
        Ok(stream) => stream,
        Err(fault) => return Outcome::bare(End::Fault(fault), started.elapsed()),
    };
    // Nango's `Accept-Encoding` invites it.
    let unreadable = stream.unreadable();
    let (mut answer, mut read) = (Vec::new(), 0);
    while let Ok(Some(chunk)) = stream.chunk().await {
        answer.extend_from_slice(&chunk[..chunk.len().min(SHOWN - answer.len())]);
        read += chunk.len();
        if read > READ {
            break;
        }
    }
    let (answer, content_type) = match unreadable {
        Some(words) => (words.into_bytes(), Some("text/plain")),
        None => (answer, stream.headers.get("content-type")),
    };
    Outcome {
        end: End::Status(stream.status),
        took: started.elapsed(),
        answer,
        content_type: content_type.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(lines: &[(&str, &[u8])], extra: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        let request = Request {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            query: String::new(),
            headers: lines.iter().map(|(name, value)| (*name, *value)).collect(),
            body: Vec::new(),
            peer: None,
        };
        let headers = headers(&request, &extra.iter().copied().collect());
        headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn lines(lines: &[(&str, &[u8])]) -> Vec<(String, Vec<u8>)> {
        lines.iter().map(|(name, value)| ((*name).to_owned(), value.to_vec())).collect()
    }

    #[test]
    fn original_lines_pass_in_order_and_those_of_the_connection_do_not() {
        let kept: [(&str, &[u8]); 5] = [
            ("X-Nango-Signature", b"abc"),
            ("x-dup", b"1"),
            ("X-Bytes", b"\xff\xfe"),
            ("x-dup", b"2"),
            ("proxyish", b"stays"),
        ];
        let mut all = kept.to_vec();
        for (at, name) in [
            "Host",
            "Content-Length",
            "Connection",
            "Keep-Alive",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
        ]
        .into_iter()
        .enumerate()
        {
            all.insert(at, (name, b"x-named, X-Other"));
        }
        for name in ["Proxy-Authorization", "proxy-connection", "X-Named", "x-other"] {
            all.push((name, b"dropped"));
        }
        assert_eq!(sent(&all, &[]), lines(&kept));
    }

    #[test]
    fn a_header_that_is_given_replaces_every_original_of_its_name() {
        assert_eq!(
            sent(
                &[("X-Dup", b"1"), ("b", b"2"), ("x-dup", b"3")],
                &[("x-DUP", "mine"), ("x-dup", "and mine"), ("Host", "app.test"), ("Content-Length", "1")]
            ),
            lines(&[("b", b"2"), ("x-DUP", b"mine"), ("x-dup", b"and mine"), ("Host", b"app.test")])
        );
    }
}
