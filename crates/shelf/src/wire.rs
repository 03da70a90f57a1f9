//! A visitor's connection that sends large pages from where they lie.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, Interest, ReadBuf},
    net::TcpStream,
};

use crate::plate::Press;

/// The stream of one connection, with the press that large pages are laid in. Reading is the stream's own.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    press: Press,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream, press: Press) -> Self {
        Self { stream, press }
    }

    fn stream(self: Pin<&mut Self>) -> Pin<&mut TcpStream> {
        Pin::new(&mut self.get_mut().stream)
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_read(cx, into)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.stream().poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let Some(impression) = self.press.impression(pieces) else {
            return self.stream().poll_write_vectored(cx, pieces);
        };
        loop {
            ready!(self.stream.poll_write_ready(cx))?;
            match self.stream.try_io(Interest::WRITABLE, || impression.send(&self.stream)) {
                Ok(taken) => {
                    impression.taken(taken);
                    return Poll::Ready(Ok(taken));
                }
                // `try_io` has noted that the connection is full; the next turn waits until it is not.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => {
                    impression.give_up();
                    return self.stream().poll_write_vectored(cx, pieces);
                }
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(cx)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use axum::body::Bytes;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;
    use crate::plate::Plate;

    const SIZE: usize = 20_000;

    /// What arrives when `pieces` are written on a connection whose press holds `page`, while the file of the plate
    /// says `z` throughout: so it can be seen who sent.
    async fn arrives(page: &Bytes, pieces: &[&[u8]]) -> io::Result<Vec<u8>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (near, far) = tokio::try_join!(TcpStream::connect(listener.local_addr()?), listener.accept())?;
        let press = Press::default();
        press.lay(&Plate::with_other_file(page, &vec![b'z'; SIZE]));
        let mut wire = Wire::new(near, press);
        let (mut far, mut seen) = (far.0, Vec::new());
        let writing = async move {
            let mut pieces: Vec<_> = pieces.iter().map(|piece| IoSlice::new(piece)).collect();
            let mut left = &mut pieces[..];
            while !left.is_empty() {
                let taken = wire.write_vectored(left).await?;
                IoSlice::advance_slices(&mut left, taken);
            }
            Ok(())
        };
        tokio::try_join!(far.read_to_end(&mut seen), writing)?;
        Ok(seen)
    }

    #[tokio::test]
    async fn what_lies_within_the_page_laid_in_is_sent_from_its_file() -> io::Result<()> {
        let page = Bytes::from(vec![b'a'; SIZE]);
        let whole = [b"head".to_vec(), vec![b'z'; SIZE]].concat();
        assert_eq!(arrives(&page, &[b"he", b"ad", &page]).await?, whole);
        assert_eq!(arrives(&page, &[&page[5..]]).await?, vec![b'z'; SIZE - 5]);
        Ok(())
    }

    #[tokio::test]
    async fn the_same_bytes_lying_elsewhere_are_not_the_page() -> io::Result<()> {
        let all = Bytes::from(vec![b'a'; 3 * SIZE]);
        let page = all.slice(SIZE..2 * SIZE);
        for elsewhere in [&all[..SIZE], &all[2 * SIZE..], &all[SIZE + 1..=2 * SIZE], &all[SIZE - 1..2 * SIZE - 1]] {
            assert_eq!(arrives(&page, &[b"", elsewhere]).await?, elsewhere);
        }
        // The page, but with something after it.
        let followed = [vec![b'a'; SIZE], b"tail".to_vec()].concat();
        assert_eq!(arrives(&page, &[&page, b"tail"]).await?, followed);
        Ok(())
    }
}
