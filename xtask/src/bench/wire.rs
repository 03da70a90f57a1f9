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
        let status = self.line()?;
        let mut headers = Vec::new();
        let mut length = None;
        loop {
            let line = self.line()?;
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
        Ok(Answer { status, headers, body })
    }

    fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
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
            for _ in 0..2 {
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
            assert_eq!(answer.body, b"abc");
        }
        server.join().unwrap();
    }
}
