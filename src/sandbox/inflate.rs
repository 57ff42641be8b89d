//! Compressed answers made plain, as they come.

use std::io::{Result, Write};

use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::http::Headers;

/// What can be made plain, as a request asks for it.
pub const ENCODINGS: &str = "gzip, deflate";

/// What `deflate` begins with by the book, which is zlib. Some servers send it bare.
const ZLIB: u8 = 0x78;

/// An answer on its way.
pub struct Inflate {
    gzip: bool,
    /// None before anything has come.
    decoder: Option<Decoder>,
}

enum Decoder {
    Gzip(MultiGzDecoder<Vec<u8>>),
    Zlib(ZlibDecoder<Vec<u8>>),
    Bare(DeflateDecoder<Vec<u8>>),
}

impl Inflate {
    /// For an answer with these headers; none where it is plain, or packed in another way.
    pub fn of(headers: &Headers) -> Option<Self> {
        let encoding = headers.get("content-encoding")?.trim().to_ascii_lowercase();
        let gzip = matches!(encoding.as_str(), "gzip" | "x-gzip");
        (gzip || encoding == "deflate").then_some(Inflate { gzip, decoder: None })
    }

    /// Takes the next piece and gives what it was made of, as far as that can be told by now.
    ///
    /// # Errors
    /// When it is not what the headers said.
    pub fn push(&mut self, piece: &[u8]) -> Result<Vec<u8>> {
        let Some(first) = piece.first() else { return Ok(Vec::new()) };
        let decoder = self.decoder.get_or_insert_with(|| match (self.gzip, *first) {
            (true, _) => Decoder::Gzip(MultiGzDecoder::new(Vec::new())),
            (false, ZLIB) => Decoder::Zlib(ZlibDecoder::new(Vec::new())),
            (false, _) => Decoder::Bare(DeflateDecoder::new(Vec::new())),
        });
        let plain = match decoder {
            Decoder::Gzip(decoder) => {
                decoder.write_all(piece)?;
                decoder.flush()?;
                decoder.get_mut()
            }
            Decoder::Zlib(decoder) => {
                decoder.write_all(piece)?;
                decoder.flush()?;
                decoder.get_mut()
            }
            Decoder::Bare(decoder) => {
                decoder.write_all(piece)?;
                decoder.flush()?;
                decoder.get_mut()
            }
        };
        Ok(std::mem::take(plain))
    }

    /// That was all of it.
    ///
    /// # Errors
    /// When a `gzip` is not whole: the others do not say where they end.
    pub fn end(&mut self) -> Result<()> {
        match &mut self.decoder {
            Some(Decoder::Gzip(decoder)) => decoder.try_finish(),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PLAIN: &[u8] = b"data: one\n\ndata: one more, and one more, and one more\n\n";

    fn inflate(encoding: &str) -> Inflate {
        Inflate::of(&Headers::from_iter([("Content-Encoding", encoding)])).expect("an encoding that is known")
    }

    /// One byte after the other.
    fn inflated(encoding: &str, packed: &[u8]) -> Result<Vec<u8>> {
        let mut inflate = inflate(encoding);
        let mut plain = Vec::new();
        for byte in packed {
            plain.extend(inflate.push(&[*byte])?);
        }
        inflate.end().map(|()| plain)
    }

    #[test]
    fn every_encoding_by_the_byte() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(PLAIN).expect("room");
        let gzip = gzip.finish().expect("room");
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(PLAIN).expect("room");
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(PLAIN).expect("room");
        for (encoding, packed) in [
            ("gzip", gzip.clone()),
            ("X-GZip", gzip.clone()),
            ("deflate", zlib.finish().expect("room")),
            ("deflate", bare.finish().expect("room")),
        ] {
            assert_eq!(inflated(encoding, &packed).expect(encoding), PLAIN, "{encoding}");
        }
        assert!(inflated("gzip", &gzip[..gzip.len() - 4]).is_err(), "it is not whole");
        assert!(inflated("gzip", PLAIN).is_err(), "it is no gzip");
        assert_eq!(inflated("gzip", b"").expect("a body that is none"), b"");
        for other in ["br", "identity", "gzip, br"] {
            assert!(Inflate::of(&Headers::from_iter([("content-encoding", other)])).is_none(), "{other}");
        }
    }

    /// An event is told when it comes, not with the next one.
    #[test]
    fn what_was_flushed_is_there_at_once() {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        let mut inflate = inflate("gzip");
        for event in [PLAIN, b"data: two\n\n", PLAIN] {
            packer.write_all(event).expect("room");
            packer.flush().expect("room");
            let packed = std::mem::take(packer.get_mut());
            assert_eq!(inflate.push(&packed).expect("a gzip"), event);
        }
    }
}
