//! Tunnel programs: shell scripts that stand in for them, and two real ones on the loopback.

mod common;

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use nango_cli::tunnel::{Event, Fault, Program, Tunnel};

fn local() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 4000))
}

/// A directory with these scripts in it, ready to run.
fn scripts(scripts: &[(&str, &str)]) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().expect("a directory");
    for (name, text) in scripts {
        let path = place.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a script");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    }
    place
}

fn custom(path: &Path) -> Program {
    format!("{} {{port}}", path.display()).parse().expect("a program")
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::time::timeout(common::PATIENCE, future).await.expect("in time") })
}

/// The process IDs that a script wrote down, one a line.
fn pids(path: &Path) -> Vec<i32> {
    let text = std::fs::read_to_string(path).expect("process IDs");
    text.lines().map(|line| line.trim().parse().expect("a process ID")).collect()
}

fn alive(pid: i32) -> bool {
    // A zombie is dead, only not buried: whoever should do that may be no good at it in a container.
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}

fn wait_until_dead(pids: &[i32]) {
    let deadline = Instant::now() + common::PATIENCE;
    while pids.iter().any(|pid| alive(*pid)) {
        assert!(Instant::now() < deadline, "still there: {pids:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_url_is_waited_for_and_the_program_ends_with_its_children() {
    let place = scripts(&[(
        "t",
        "cd \"$(dirname \"$0\")\"
        sleep 300 & echo $! > pids; echo $$ >> pids
        echo \"connecting port $1\"; echo 'your url is: https://x.example/' >&2; wait",
    )]);
    block_on(async {
        let (tunnel, url) =
            Tunnel::open(custom(&place.path().join("t")), local(), common::PATIENCE).await.unwrap();
        assert_eq!(url, "https://x.example");
        let pids = pids(&place.path().join("pids"));
        assert!(pids.iter().all(|pid| alive(*pid)) && pids.len() == 2, "{pids:?}");
        tunnel.close().await;
        wait_until_dead(&pids);
    });
}

#[test]
fn a_program_that_will_not_end_is_killed() {
    let place = scripts(&[(
        "t",
        "trap '' TERM; echo $$ > \"$(dirname \"$0\")/pids\"; echo https://x.example; while :; do sleep 1; done",
    )]);
    block_on(async {
        let (tunnel, _) =
            Tunnel::open(custom(&place.path().join("t")), local(), common::PATIENCE).await.unwrap();
        let pids = pids(&place.path().join("pids"));
        tunnel.close().await;
        wait_until_dead(&pids);
    });
}

#[test]
fn a_program_that_ends_is_started_again_and_its_new_url_told() {
    // It ends when its file is taken away.
    let place = scripts(&[(
        "t",
        "cd \"$(dirname \"$0\")\"; n=$(cat n 2>/dev/null || echo 0); n=$((n + 1)); echo $n > n
        if [ $n = 2 ]; then echo 'no server today'; exit 3; fi
        touch up; echo \"https://x$n.example\"; while [ -e up ]; do sleep 0.02; done; echo bye >&2; exit 9",
    )]);
    block_on(async {
        let (mut tunnel, url) =
            Tunnel::open(custom(&place.path().join("t")), local(), common::PATIENCE).await.unwrap();
        assert_eq!(url, "https://x1.example");
        std::fs::remove_file(place.path().join("up")).expect("the file");
        let Event::Lost { fault: Fault::Ended { code, lines, .. }, retry_in } = tunnel.event().await else {
            panic!("not lost");
        };
        assert_eq!((code, lines.last().map(String::as_str)), (Some(9), Some("bye")));
        let Event::Lost { fault: Fault::Ended { code, lines, .. }, retry_in: later } = tunnel.event().await
        else {
            panic!("not lost again");
        };
        assert_eq!((code, lines), (Some(3), vec!["no server today".to_owned()]));
        assert_eq!(later, retry_in * 2);
        assert_eq!(tunnel.event().await, Event::Up { url: "https://x3.example".to_owned() });
        tunnel.close().await;
    });
}

#[test]
fn a_program_that_says_no_url_is_given_up_with_its_last_lines() {
    let place = scripts(&[(
        "t",
        "echo $$ > \"$(dirname \"$0\")/pids\"; echo 'at http://localhost:4000'; head -c 100000 /dev/zero; echo; echo end; sleep 300",
    )]);
    block_on(async {
        // A busy machine may not have come to the program's last line by then.
        let mut patience = Duration::from_millis(700);
        let lines = loop {
            let fault = Tunnel::open(custom(&place.path().join("t")), local(), patience).await.err();
            let Some(Fault::Silent { after, lines }) = fault else { panic!("{fault:?}") };
            assert_eq!(after, patience);
            if patience > Duration::from_secs(5) || lines.last().is_some_and(|line| line == "end") {
                break lines;
            }
            patience *= 4;
        };
        assert_eq!(lines.first().map(String::as_str), Some("at http://localhost:4000"));
        assert_eq!(lines.last().map(String::as_str), Some("end"));
        assert!(lines.iter().all(|line| line.chars().count() <= 300));
        wait_until_dead(&pids(&place.path().join("pids")));
    });
}

#[test]
fn a_program_that_ends_at_once_is_not_tried_again() {
    let program = "echo 'Host key verification failed.' >&2; exit 255 # {port}".parse().expect("a program");
    let fault = block_on(Tunnel::open(program, local(), common::PATIENCE)).err();
    let Some(Fault::Ended { code: Some(255), lines, meaning: Some(meaning) }) = fault else {
        panic!("{fault:?}")
    };
    assert_eq!(lines, ["Host key verification failed."]);
    assert!(meaning.contains("connect once by hand"));
}
