//! Large plain pages that the operating system sends without copying them.
//!
//! A write copies the page into fresh memory for every answer. A plate is cut once, as a sealed file in memory, and
//! `sendfile` then lends that same memory to every connection; measured beside nginx in docs/benchmarks.md.

use std::{
    io::{self, IoSlice},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::body::Bytes;
use tokio::net::TcpStream;

use crate::sealed::Sealed;

/// Pages of fewer bytes are copied: `sendfile` is a second call to the system, which costs as much as copying these.
const LEAST: usize = 16 * 1024;

/// A page is cut at this asking. A robot that reads every old edition once would otherwise double the memory of all.
const OFTEN: u32 = 16;

/// One large page, and the file it is sent from once it is asked for often.
#[derive(Debug)]
pub(crate) struct Plate {
    /// Held for as long as the plate stands, so that no other bytes can come to lie at these addresses: whatever lies
    /// within them is this page, whichever answer it is part of.
    bytes: Bytes,
    asked: AtomicU32,
    /// Empty inside when the system refused to make one.
    file: OnceLock<Option<Sealed>>,
}

impl Plate {
    /// A plate of this page, if it is large enough to be worth one.
    pub(crate) fn of(page: &Bytes) -> Option<Arc<Self>> {
        let large = page.len() >= LEAST;
        large.then(|| Arc::new(Self { bytes: page.clone(), asked: AtomicU32::new(0), file: OnceLock::new() }))
    }

    /// A plate whose file holds other bytes than the page, so that a test can see which of them was sent.
    #[cfg(all(test, target_os = "linux"))]
    pub(crate) fn with_other_file(page: &Bytes, file: &[u8]) -> Arc<Self> {
        let file = OnceLock::from(Sealed::hold(file).ok());
        Arc::new(Self { bytes: page.clone(), asked: AtomicU32::new(0), file })
    }

    /// Counts one asking; true when the page can be sent from its file.
    fn ready(&self) -> bool {
        if let Some(made) = self.file.get() {
            return made.is_some();
        }
        // Where there is no room now there may be at a later asking, so that is not remembered.
        let often = self.asked.fetch_add(1, Ordering::Relaxed) + 1 >= OFTEN;
        often && Sealed::has_room() && self.file.get_or_init(|| Sealed::hold(&self.bytes).ok()).is_some()
    }

    /// Where in the page this part of it begins; nothing if it is not a part of the page's own memory.
    fn place_of(&self, part: &[u8]) -> Option<usize> {
        let start = part.as_ptr().addr().checked_sub(self.bytes.as_ptr().addr())?;
        (!part.is_empty() && start + part.len() <= self.bytes.len()).then_some(start)
    }
}

/// The page last answered on one connection, until all of it is sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Press {
    laid: Arc<Mutex<Option<Arc<Plate>>>>,
}

impl Press {
    /// Lays a page in that is about to be sent.
    pub(crate) fn lay(&self, plate: &Arc<Plate>) {
        if plate.ready() {
            *self.laid() = Some(Arc::clone(plate));
        }
    }

    /// What a write of these pieces would send, if the last of them is a part of the page laid in.
    pub(crate) fn impression<'a>(&'a self, pieces: &'a [IoSlice<'a>]) -> Option<Impression<'a>> {
        let (last, before) = pieces.split_last()?;
        let laid = self.laid();
        let start = laid.as_ref()?.place_of(last)?;
        Some(Impression { laid, before, start, length: last.len() })
    }

    fn laid(&self) -> MutexGuard<'_, Option<Arc<Plate>>> {
        // It guards one pointer, so a panic elsewhere cannot leave it half-written.
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A part of a page and what goes before it, ready to be sent without a copy.
pub(crate) struct Impression<'a> {
    laid: MutexGuard<'a, Option<Arc<Plate>>>,
    before: &'a [IoSlice<'a>],
    start: usize,
    length: usize,
}

impl Impression<'_> {
    /// Sends as much as the connection takes now, and gives the number of bytes, never 0.
    ///
    /// A full connection is the error `WouldBlock`, as from any write. After any error nothing of it was sent.
    pub(crate) fn send(&self, stream: &TcpStream) -> io::Result<usize> {
        let file = self.laid.as_ref().and_then(|plate| plate.file.get()?.as_ref());
        file.ok_or(io::ErrorKind::Unsupported)?.send(stream, self.before, self.start, self.length)
    }

    /// Takes the page out once its last byte is among those `taken`, so that a silent connection keeps no page alive.
    pub(crate) fn taken(mut self, taken: usize) {
        let before: usize = self.before.iter().map(|piece| piece.len()).sum();
        let end = self.start + self.length;
        if taken == before + self.length && self.laid.as_ref().is_some_and(|plate| plate.bytes.len() == end) {
            *self.laid = None;
        }
    }

    /// Takes the page out because the system cannot send it; an ordinary write can.
    pub(crate) fn give_up(mut self) {
        *self.laid = None;
    }
}
