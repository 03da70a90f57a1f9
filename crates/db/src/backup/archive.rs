//! The file: lines of JSON under gzip, sealed by a digest.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, BufWriter, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use flate2::{Compression, GzBuilder, bufread::GzDecoder, write::GzEncoder};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{ArchiveError, Contents, PROGRESS_EVERY, Progress, Step};

/// Changes when older programs could not read the file any more.
const FORMAT: u32 = 1;
/// Gzip's first ten bytes as we write them (RFC 1952): no name, no time, system unknown. Any other
/// was not written by us.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the file's form.
    pub waymark_backup: u32,
    /// When the moment it shows was.
    pub taken_at: Timestamp,
    /// The engine it was read from.
    pub engine: String,
    /// The steps of the schema it follows.
    pub migrations: Vec<String>,
}

/// One line of the file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Line {
    Header(Header),
    /// The rows that follow belong to this table; its columns, each with its type.
    Table {
        name: String,
        columns: Vec<(String, String)>,
    },
    Row(Vec<Option<String>>),
    End {
        rows: Vec<(String, u64)>,
        sha256: String,
    },
}

/// Writes an archive under another name until it is whole.
pub(super) struct Writer {
    out: GzEncoder<BufWriter<File>>,
    digest: Sha256,
    unfinished: PathBuf,
    path: PathBuf,
    rows: Vec<(String, u64)>,
}

impl Writer {
    /// Only the owner may read the file: it holds everything the database does.
    pub(super) fn create(path: &Path) -> Result<Self, ArchiveError> {
        if path.exists() {
            return Err(ArchiveError::AlreadyThere(path.to_owned()));
        }
        let mut name = path.as_os_str().to_owned();
        // A name nobody can foresee, so that no link waits there for us to write through.
        name.push(format!(".{}.unfinished", hex::encode(kernel::random_bytes::<8>())));
        let unfinished = PathBuf::from(name);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
        let gzip = GzBuilder::new().operating_system(255);
        Ok(Self {
            out: gzip.write(BufWriter::new(file), Compression::default()),
            digest: Sha256::new(),
            unfinished,
            path: path.to_owned(),
            rows: Vec::new(),
        })
    }

    /// The name the file has until it is whole.
    pub(super) fn unfinished(&self) -> &Path {
        &self.unfinished
    }

    pub(super) fn header(
        &mut self,
        taken_at: Timestamp,
        engine: &str,
        migrations: Vec<String>,
    ) -> Result<(), ArchiveError> {
        let engine = engine.to_owned();
        let header = Header { waymark_backup: FORMAT, taken_at, engine, migrations };
        self.line(&Line::Header(header))
    }

    pub(super) fn table(&mut self, name: &str, columns: Vec<(String, String)>) -> Result<(), ArchiveError> {
        self.rows.push((name.to_owned(), 0));
        self.line(&Line::Table { name: name.to_owned(), columns })
    }

    /// Writes a row and says how many rows the table has so far.
    pub(super) fn row(&mut self, cells: Vec<Option<String>>) -> Result<u64, ArchiveError> {
        self.line(&Line::Row(cells))?;
        Ok(self.rows.last_mut().map_or(0, |(_, rows)| {
            *rows += 1;
            *rows
        }))
    }

    fn line(&mut self, line: &Line) -> Result<(), ArchiveError> {
        let mut bytes = serde_json::to_vec(line).map_err(std::io::Error::from)?;
        bytes.push(b'\n');
        self.digest.update(&bytes);
        Ok(self.out.write_all(&bytes)?)
    }

    /// Closes, stores and only then names the file.
    pub(super) fn finish(mut self) -> Result<Contents, ArchiveError> {
        let sha256 = hex::encode(self.digest.clone().finalize());
        let rows = std::mem::take(&mut self.rows);
        self.line(&Line::End { rows: rows.clone(), sha256 })?;
        let file = self.out.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        // A second name, unlike a new one, is refused where a file came to be meanwhile.
        std::fs::hard_link(&self.unfinished, &self.path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => ArchiveError::AlreadyThere(self.path.clone()),
            _ => error.into(),
        })?;
        std::fs::remove_file(&self.unfinished)?;
        // The name itself must survive a power cut too.
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(Contents { rows: rows.into_iter().collect() })
    }
}

/// Reads an archive line by line and checks it against its closing line.
pub(super) struct Reader {
    lines: BufReader<GzDecoder<BufReader<File>>>,
    digest: Sha256,
    rows: Vec<(String, u64)>,
    ended: bool,
}

impl Reader {
    /// Opens the file and reads its header.
    pub(super) fn open(path: &Path) -> Result<(Self, Header), ArchiveError> {
        let mut file = BufReader::new(File::open(path)?);
        if !file.fill_buf()?.starts_with(&GZIP_HEADER) {
            let why = "it does not begin as one".to_owned();
            return Err(ArchiveError::NotABackup(why));
        }
        let mut reader =
            Self { lines: BufReader::new(GzDecoder::new(file)), digest: Sha256::new(), rows: Vec::new(), ended: false };
        match reader.next()? {
            Some(Line::Header(header)) if header.waymark_backup == FORMAT => Ok((reader, header)),
            Some(Line::Header(header)) => Err(ArchiveError::NotABackup(format!(
                "its form has the version {}, and this program reads {FORMAT}",
                header.waymark_backup
            ))),
            _ => Err(ArchiveError::NotABackup("it has no header".to_owned())),
        }
    }

    /// The next line; `None` after a closing line that fits everything before it.
    pub(super) fn next(&mut self) -> Result<Option<Line>, ArchiveError> {
        let mut bytes = Vec::new();
        self.lines.read_until(b'\n', &mut bytes).map_err(|error| broken_off(&error))?;
        match (bytes.is_empty(), self.ended) {
            (true, true) => return self.check_tail().map(|()| None),
            (true, false) => return Err(ArchiveError::Cut),
            (false, true) => return Err(ArchiveError::Altered("lines follow its end")),
            (false, false) => {}
        }
        let line: Line = serde_json::from_slice(&bytes).map_err(|_| ArchiveError::Altered("a line is unreadable"))?;
        match &line {
            Line::End { rows, sha256 } => {
                let found = hex::encode(self.digest.clone().finalize());
                if *sha256 != found || *rows != self.rows {
                    return Err(ArchiveError::Altered("its digest does not fit"));
                }
                self.ended = true;
                return self.next();
            }
            Line::Table { name, .. } => self.rows.push((name.clone(), 0)),
            Line::Row(_) => self.count_row()?,
            Line::Header(_) => {}
        }
        self.digest.update(&bytes);
        Ok(Some(line))
    }

    fn count_row(&mut self) -> Result<(), ArchiveError> {
        let (_, rows) = self.rows.last_mut().ok_or(ArchiveError::Altered("a row has no table"))?;
        *rows += 1;
        Ok(())
    }

    /// Nothing may follow what gzip calls the end.
    fn check_tail(&mut self) -> Result<(), ArchiveError> {
        if self.lines.get_mut().get_mut().fill_buf()?.is_empty() {
            Ok(())
        } else {
            Err(ArchiveError::Altered("bytes follow its end"))
        }
    }

    /// The table in hand and how many of its rows were read.
    pub(super) fn place(&self) -> (&str, u64) {
        self.rows.last().map_or(("", 0), |(table, rows)| (table, *rows))
    }

    pub(super) fn contents(self) -> Contents {
        Contents { rows: self.rows.into_iter().collect() }
    }
}

fn broken_off(error: &std::io::Error) -> ArchiveError {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => ArchiveError::Cut,
        _ => ArchiveError::Altered("it cannot be unpacked"),
    }
}

/// Reads an archive through and compares it with its digest, without any database.
pub fn check_backup(path: &Path, mut progress: impl FnMut(Progress<'_>)) -> Result<(Header, Contents), ArchiveError> {
    let (mut reader, header) = Reader::open(path)?;
    while reader.next()?.is_some() {
        let (table, rows) = reader.place();
        if rows % PROGRESS_EVERY == 0 {
            progress(Progress { step: Step::Checking, table, rows });
        }
    }
    Ok((header, reader.contents()))
}
