//! Just enough HTTP/1.1 to fetch a page and to time many: one request after another on a connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer as it came.
pub(super) struct Answer {
    /// Such as `HTTP/1.1 200 OK`.
    pub(super) status: String,
    /// Names in lower case, in the order they came.
    pub(super) headers: Vec<(String, String)>,
    /// The body's bytes.
    pub(super) body: Vec<u8>,
    /// Bytes of the whole answer, status line and headers included.
    pub(super) length: usize,
}

/// One kept-alive connection.
pub(super) struct Wire {
    reader: BufReader<TcpStream>,
}

impl Wire {
    /// Connects to a port on loopback.
    pub(super) fn open(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self { reader: BufReader::with_capacity(64 * 1024, stream) })
    }

    /// Sends a prepared request and reads the whole answer.
    pub(super) fn ask(&mut self, request: &str) -> std::io::Result<Answer> {
        self.reader.get_mut().write_all(request.as_bytes())?;
        let mut whole = 0;
        let status = self.line(&mut whole)?;
        let mut headers = Vec::new();
        let mut length = None;
        loop {
            let line = self.line(&mut whole)?;
            let Some((name, value)) = line.split_once(':') else { break };
            let (name, value) = (name.to_lowercase(), value.trim().to_owned());
            if name == "content-length" {
                length = value.parse().ok();
            }
            headers.push((name, value));
        }
        let length: usize = length.ok_or_else(|| std::io::Error::other("an answer without a length"))?;
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok(Answer { status, headers, body, length: whole + length })
    }

    /// Asks again for what came before, into a buffer of its whole length. Headers are not read, so
    /// that many a second can be asked; the same page has the same length each time.
    pub(super) fn again(&mut self, request: &str, whole: &mut [u8]) -> std::io::Result<()> {
        self.reader.get_mut().write_all(request.as_bytes())?;
        self.reader.read_exact(whole)?;
        if whole.starts_with(b"HTTP/1.1 200 ") {
            return Ok(());
        }
        Err(std::io::Error::other("an answer under load was not the page"))
    }

    fn line(&mut self, whole: &mut usize) -> std::io::Result<String> {
        let mut line = String::new();
        let length = self.reader.read_line(&mut line)?;
        *whole += length;
        if length == 0 {
            return Err(std::io::Error::other("the server closed the connection"));
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

/// A request for a path; `encoding` is what the client says it accepts.
pub(super) fn request(path: &str, encoding: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn an_answer_is_read_to_its_last_byte_and_the_connection_stays() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let answer = "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 3\r\n\r\nabc";
            for _ in 0..3 {
                let mut asked = [0; 512];
                assert!(stream.read(&mut asked).unwrap() > 0);
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        let mut wire = Wire::open(port).unwrap();
        for _ in 0..2 {
            let answer = wire.ask(&request("/", "identity")).unwrap();
            assert_eq!(answer.status, "HTTP/1.1 200 OK");
            assert_eq!(answer.headers[0], ("x-a".to_owned(), "b".to_owned()));
            assert_eq!((answer.body.as_slice(), answer.length), (&b"abc"[..], 49));
        }
        let mut whole = [0; 49];
        wire.again(&request("/", "identity"), &mut whole).unwrap();
        assert!(whole.ends_with(b"abc"));
        server.join().unwrap();
    }
}
