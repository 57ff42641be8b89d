//! Opens a link that holds a token without showing it to every process: programs are started with their arguments
//! in the process list, so the browser is given a loopback address that leads to the link, once.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use tokio::task::JoinSet;
use url::Url;

use crate::http::{Reply, Request};
use crate::serve::{Answer, Handler, Limits, Server};

/// A link that works once. Dropping it ends it.
pub struct OneTimeLink {
    address: String,
    _server: JoinSet<()>,
}

impl OneTimeLink {
    /// Serves the way to `target` on this machine.
    ///
    /// # Errors
    /// The operating system's, when no loopback port can be bound.
    pub async fn to(target: &Url) -> std::io::Result<Self> {
        let server = Server::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), Limits::default()).await?;
        let path = format!("/{}", uuid::Uuid::new_v4().simple());
        let address = format!("http://{}{path}", server.address()?);
        let door = Arc::new(Door { path, target: Mutex::new(Some(target.to_string())) });
        let mut running = JoinSet::new();
        running.spawn(server.run(door, std::future::pending(), Duration::ZERO));
        Ok(OneTimeLink { address, _server: running })
    }

    /// What to open.
    pub fn address(&self) -> &str {
        &self.address
    }
}

struct Door {
    path: String,
    target: Mutex<Option<String>>,
}

impl Handler for Door {
    async fn handle(&self, request: Request) -> Answer {
        if request.method != "GET" || request.path != self.path {
            return Reply::empty(404).into();
        }
        let target = self.target.lock().ok().and_then(|mut target| target.take());
        let reply = match target {
            Some(target) => Reply::empty(302).with("Location", target),
            None => Reply::new(
                410,
                "text/plain; charset=utf-8",
                "This link was used already: open the one in the terminal.",
            ),
        };
        reply.with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::{Call, Fetcher};
    use crate::http::Headers;

    #[tokio::test]
    async fn it_leads_there_once() {
        let target: Url = "http://127.0.0.1:9/oauth/connect/github?connect_session_token=t".parse().unwrap();
        let link = OneTimeLink::to(&target).await.unwrap();
        assert!(!link.address().contains("token"));
        let url: Url = link.address().parse().unwrap();
        let fetcher = Fetcher::for_origin(&url, 0).unwrap();
        let headers = Headers::new();
        let get = |url: Url| {
            let (fetcher, headers) = (&fetcher, &headers);
            async move {
                let timeout = Duration::from_secs(5);
                fetcher.send(Call { method: "GET", url: &url, headers, body: None, timeout }).await.unwrap()
            }
        };
        assert_eq!(get(url.join("/favicon.ico").unwrap()).await.status, 404);
        let first = get(url.clone()).await;
        assert_eq!((first.status, first.headers.get("location")), (302, Some(target.as_str())));
        assert_eq!(get(url).await.status, 410);
    }
}
