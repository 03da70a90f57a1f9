//! The key file: plain lines, so that an operator sees that it is whole, in a file for its owner alone.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{
    Kept,
    tree::{DEPTH, Place, Tree},
};
use crate::seal::Secret;

/// The first line of every key file.
const HEADING: &str = "waymark documents key, version 1";

/// Why there is no key file to work with.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Others on the machine may read or change it.
    #[error("the key file {path:?} can be reached by others than its owner (mode {mode:o}); give it mode 600")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It is something else, or damaged.
    #[error("the file {path:?} is not a key file of Waymark's documents (line {line}); restore it from its own backup")]
    NotAKeyFile {
        /// The file.
        path: PathBuf,
        /// The first line that is not as written, from 1.
        line: usize,
    },
    /// It cannot be read or written.
    #[error("the key file {path:?} cannot be used: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

pub(super) fn failed(path: &Path) -> impl Fn(io::Error) -> KeyFileError + '_ {
    move |source| KeyFileError::File { path: path.to_owned(), source }
}

/// Reads the key file, which only its owner may reach.
pub(super) fn read(path: &Path) -> Result<Kept, KeyFileError> {
    let mode = fs::metadata(path).map_err(failed(path))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Exposed { path: path.to_owned(), mode });
    }
    let mut text = Zeroizing::new(String::new());
    File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map_err(failed(path))?;
    parse(&text).map_err(|line| KeyFileError::NotAKeyFile { path: path.to_owned(), line })
}

/// The keys in the text, or the line that is not one.
fn parse(text: &str) -> Result<Kept, usize> {
    let mut lines = text.lines();
    if lines.next() != Some(HEADING) {
        return Err(1);
    }
    let wrap = lines.next().and_then(|line| line.strip_prefix("wrap ")).and_then(secret).ok_or(2usize)?;
    let mut seeds = BTreeMap::new();
    let mut number = 2;
    for line in lines {
        number += 1;
        if line == "end" {
            return Ok(Kept { wrap, tree: Tree { seeds } });
        }
        let (place, seed) = seed_line(line).ok_or(number)?;
        seeds.insert(place, seed);
    }
    // Without its last line the file was cut: what is missing must not count as forgotten.
    Err(number + 1)
}

fn seed_line(line: &str) -> Option<(Place, Secret)> {
    let mut words = line.strip_prefix("seed ")?.split(' ');
    let levels: u8 = words.next()?.parse().ok().filter(|levels| *levels <= DEPTH)?;
    let path = u128::from_str_radix(words.next()?, 16).ok()?;
    let seed = secret(words.next()?)?;
    let place = Place::new(path, levels);
    (place.path == path && words.next().is_none()).then_some((place, seed))
}

fn secret(text: &str) -> Option<Secret> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(Secret::new(bytes))
}

fn printed(kept: &Kept) -> Zeroizing<String> {
    let mut text = Zeroizing::new(format!("{HEADING}\nwrap {}\n", *Zeroizing::new(hex::encode(*kept.wrap))));
    for (place, seed) in &kept.tree.seeds {
        let seed = Zeroizing::new(hex::encode(**seed));
        let line = Zeroizing::new(format!("seed {} {:032x} {}\n", place.levels, place.path, *seed));
        text.push_str(&line);
    }
    text.push_str("end\n");
    text
}

/// Writes a key file where there is none; one that is there stays.
pub(super) fn create(path: &Path, kept: &Kept) -> Result<(), KeyFileError> {
    let unfinished = write_beside(path, kept)?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished).and(linked).and_then(|()| settle(path)).map_err(failed(path))
}

/// Puts a key file in the place of the one before, whole or not at all, and then writes over the old one's bytes.
///
/// Writing over helps where the disk writes in place; it is no promise (see the crate's own page).
pub(super) fn replace(path: &Path, kept: &Kept) -> Result<(), KeyFileError> {
    let mut old = OpenOptions::new().write(true).open(path).map_err(failed(path))?;
    let unfinished = write_beside(path, kept)?;
    fs::rename(&unfinished, path).and_then(|()| settle(path)).map_err(failed(path))?;
    let length = old.metadata().map_err(failed(path))?.len();
    old.rewind()
        .and_then(|()| io::copy(&mut io::repeat(0).take(length), &mut old))
        .and_then(|_| old.sync_all())
        .map_err(failed(path))
}

fn write_beside(path: &Path, kept: &Kept) -> Result<PathBuf, KeyFileError> {
    let unfinished = beside(path, &hex::encode(kernel::random_bytes::<4>()));
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished);
    file.and_then(|mut file| file.write_all(printed(kept).as_bytes()).and_then(|()| file.sync_all()))
        .map_err(failed(path))?;
    Ok(unfinished)
}

/// Makes the name itself durable.
fn settle(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all())
}

/// The file of this ending next to the key file.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}
