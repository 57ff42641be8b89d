//! A way to a server that loses its websockets when it is told to.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Passes every byte on, until the websockets are cut.
pub struct Lossy {
    pub url: String,
    sockets: Arc<Mutex<Vec<TcpStream>>>,
}

impl Lossy {
    /// In front of the server at `url`.
    pub fn before(url: &str) -> Self {
        let target = url.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let sockets = Arc::new(Mutex::new(Vec::new()));
        let known = sockets.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&target) else { return };
                let known = known.clone();
                let (mut from, mut to) =
                    (client.try_clone().expect("a clone"), server.try_clone().expect("a clone"));
                std::thread::spawn(move || {
                    let mut buffer = [0; 4096];
                    while let Ok(read @ 1..) = from.read(&mut buffer) {
                        if String::from_utf8_lossy(&buffer[..read])
                            .to_lowercase()
                            .contains("upgrade: websocket")
                        {
                            known.lock().expect("the list").push(from.try_clone().expect("a clone"));
                        }
                        if to.write_all(&buffer[..read]).is_err() {
                            break;
                        }
                    }
                    let _ = to.shutdown(Shutdown::Both);
                });
                let (mut from, mut to) = (server, client);
                std::thread::spawn(move || {
                    let _ = std::io::copy(&mut from, &mut to);
                    let _ = to.shutdown(Shutdown::Both);
                });
            }
        });
        Lossy { url: format!("http://{address}"), sockets }
    }

    /// Cuts every websocket; how many there were.
    pub fn cut(&self) -> usize {
        let sockets = std::mem::take(&mut *self.sockets.lock().expect("the list"));
        sockets.iter().for_each(|socket| socket.shutdown(Shutdown::Both).expect("a cut"));
        sockets.len()
    }
}
