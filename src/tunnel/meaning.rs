//! What a tunnel program's last words mean, where they are known. Pure.

/// What to do about them.
pub(super) fn of(lines: &[String], code: Option<i32>) -> Option<&'static str> {
    let said = |part: &str| lines.iter().any(|line| line.contains(part));
    let meanings = [
        (
            &["REMOTE HOST IDENTIFICATION HAS CHANGED"][..],
            "the host's key is not the one that ssh knows: make sure that it is the right host, then mend known_hosts",
        ),
        (
            &["Host key verification failed"],
            "ssh does not know this host yet, and cannot ask here: connect once by hand (`ssh USER@HOST`) and accept its key",
        ),
        (
            &["Permission denied ("],
            "the host does not let you in without a question: add your key to the agent (`ssh-add`), and to the host",
        ),
        (
            &["remote port forwarding failed", "administratively prohibited"],
            "the host does not forward ports: its sshd needs AllowTcpForwarding",
        ),
        (
            &["Could not resolve hostname", "Connection refused", "Connection timed out", "No route to host"],
            "the program could not reach its server: check the name, the port and the network",
        ),
        (
            &["ERR_NGROK_4018", "ERR_NGROK_105", "ERR_NGROK_107"],
            "ngrok wants its account: `ngrok config add-authtoken …`",
        ),
        (
            &["ERR_NGROK_108", "ERR_NGROK_334"],
            "another ngrok runs with this account: end it, or use another tunnel",
        ),
        (
            &["429 Too Many Requests"],
            "the service has had too many requests: wait a little, or use another tunnel",
        ),
        (
            &["failed to request quick Tunnel"],
            "Cloudflare could not be asked for a tunnel: check the network",
        ),
    ];
    let known = meanings.into_iter().find(|(parts, _)| parts.iter().any(|part| said(part)));
    match (known, code) {
        (Some((_, meaning)), _) => Some(meaning),
        (None, Some(127)) => Some("a shell found no such program: is it installed, and on PATH?"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_words_are_understood() {
        let meaning = |text: &str| of(&[text.to_owned()], Some(255)).unwrap_or_default();
        for (said, means) in [
            ("Host key verification failed.", "connect once by hand"),
            ("@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @", "not the one that ssh knows"),
            ("me@box: Permission denied (publickey).", "ssh-add"),
            ("Error: remote port forwarding failed for listen port 80", "AllowTcpForwarding"),
            ("ssh: Could not resolve hostname nowhere: Name or service not known", "check the name"),
            ("failed to auth: ERR_NGROK_4018", "add-authtoken"),
        ] {
            assert!(meaning(said).contains(means), "{said}");
        }
        assert_eq!(meaning("Bye."), "");
        assert!(of(&["sh: 1: lt: not found".to_owned()], Some(127)).is_some());
    }
}
