//! A sealed file in memory, and sending from it. Linux alone has both.

#[cfg(target_os = "linux")]
pub(crate) use linux::Sealed;
#[cfg(not(target_os = "linux"))]
pub(crate) use nowhere::Sealed;

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        fs::File,
        io::{self, IoSlice, Write as _},
        sync::atomic::{AtomicUsize, Ordering},
    };

    use rustix::{
        fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create, sendfile},
        io::retry_on_intr,
        net::{SendAncillaryBuffer, SendFlags, sendmsg},
    };
    use tokio::net::TcpStream;

    /// Files held at once in the whole program: each takes one of the descriptors that connections need too.
    const MOST: usize = 128;

    static HELD: AtomicUsize = AtomicUsize::new(0);

    /// Bytes in memory that nobody can change any more, with a descriptor the system can send them from.
    #[derive(Debug)]
    pub(crate) struct Sealed {
        file: File,
    }

    impl Sealed {
        /// Whether another may be made. Two threads may ask at once, so it can be passed by one for each core.
        pub(crate) fn has_room() -> bool {
            HELD.load(Ordering::Relaxed) < MOST
        }

        /// Copies these bytes into a file in memory and seals it against every change (fcntl(2), "File Sealing").
        pub(crate) fn hold(bytes: &[u8]) -> io::Result<Self> {
            let mut file = File::from(memfd_create("waymark-page", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?);
            file.write_all(bytes)?;
            fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
            HELD.fetch_add(1, Ordering::Relaxed);
            Ok(Self { file })
        }

        /// Sends the pieces and then `length` bytes of the file from `start`; gives how many bytes were taken, never 0.
        ///
        /// An error means that none were: what was taken before one is reported, and the next call meets it again.
        pub(crate) fn send(
            &self,
            stream: &TcpStream,
            before: &[IoSlice<'_>],
            start: usize,
            length: usize,
        ) -> io::Result<usize> {
            let wanted: usize = before.iter().map(|piece| piece.len()).sum();
            let mut taken = 0;
            if wanted > 0 {
                // MORE: the head waits for the page, so that both leave in the same packets.
                let flags = SendFlags::MORE | SendFlags::NOSIGNAL;
                taken = retry_on_intr(|| sendmsg(stream, before, &mut SendAncillaryBuffer::default(), flags))?;
                if taken < wanted {
                    return Ok(taken);
                }
            }
            let mut place = start as u64;
            match retry_on_intr(|| sendfile(stream, &self.file, Some(&mut place), length)) {
                Ok(0) if taken == 0 => Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(more) => Ok(taken + more),
                Err(_) if taken > 0 => Ok(taken),
                Err(error) => Err(error.into()),
            }
        }
    }

    impl Drop for Sealed {
        fn drop(&mut self) {
            HELD.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod nowhere {
    use std::io::{self, IoSlice};

    use tokio::net::TcpStream;

    /// There is none here: every page is sent by an ordinary write.
    #[derive(Debug)]
    pub(crate) enum Sealed {}

    impl Sealed {
        pub(crate) fn has_room() -> bool {
            false
        }

        pub(crate) fn hold(_: &[u8]) -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(crate) fn send(&self, _: &TcpStream, _: &[IoSlice<'_>], _: usize, _: usize) -> io::Result<usize> {
            match *self {}
        }
    }
}
