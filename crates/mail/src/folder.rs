//! A folder of mails: what would be sent lies there as files that any mail program opens.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::PathBuf,
};

use crate::{Carrier, Carrying, Offer, Parcel, Sender, Undelivered, message::composed};

/// Puts each mail into a folder as `ID.eml`.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    sender: Sender,
}

impl Folder {
    /// A folder of mails; it is made when the first comes.
    pub fn new(path: PathBuf, sender: Sender) -> Self {
        Self { path, sender }
    }

    fn lay_down(&self, parcel: &Parcel) -> Result<Laid, Undelivered> {
        let message = composed(parcel, &self.sender)?.formatted();
        let named = |ending: &str| self.path.join(format!("{}.{ending}", parcel.id));
        let laid = Laid { unfinished: named("unfinished"), finished: named("eml") };
        let written = || {
            // For the program's own user alone: mails hold addresses and one-time links.
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path)?;
            let mut file =
                fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&laid.unfinished)?;
            file.write_all(&message)?;
            file.sync_all()
        };
        written().map_err(|error: io::Error| unwritten(&error))?;
        Ok(laid)
    }
}

impl Carrier for Folder {
    fn offer<'a>(&'a self, parcel: &'a Parcel) -> Carrying<'a, Box<dyn Offer>> {
        Box::pin(async move { Ok(Box::new(self.lay_down(parcel)?) as Box<dyn Offer>) })
    }
}

struct Laid {
    unfinished: PathBuf,
    finished: PathBuf,
}

impl Offer for Laid {
    fn hand_over(self: Box<Self>) -> Carrying<'static, ()> {
        Box::pin(async move { fs::rename(&self.unfinished, &self.finished).map_err(|error| unwritten(&error)) })
    }
}

fn unwritten(error: &io::Error) -> Undelivered {
    Undelivered::Later(format!("the folder of mails cannot be written: {}", error.kind()))
}
