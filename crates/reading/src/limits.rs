//! How much of a file is read. The whole reading has to stay within 2 seconds and 64 MiB.

/// Bytes of a text, HTML or CSV file.
pub(crate) const TEXT_BYTES: usize = 2 << 20;
/// Bytes of an xlsx or docx file.
pub(crate) const CONTAINER_BYTES: usize = 8 << 20;
/// Bytes one part of a container may unpack to.
pub(crate) const PART_BYTES: usize = 8 << 20;
/// Bytes all parts together may unpack to.
pub(crate) const UNPACKED_BYTES: usize = 16 << 20;
/// How many times larger than packed a part may be; text in XML reaches 30.
pub(crate) const RATIO: u64 = 200;
/// Parts in a container.
pub(crate) const PARTS: usize = 2_000;
/// Lines, rows or paragraphs.
pub(crate) const LINES: usize = 20_000;
/// Bytes of one line of text.
pub(crate) const LINE_BYTES: usize = 64 << 10;
/// Cells of all tables.
pub(crate) const CELLS: usize = 60_000;
/// Columns of one table.
pub(crate) const COLUMNS: usize = 200;
/// Bytes of one cell.
pub(crate) const CELL_BYTES: usize = 32 << 10;
/// Depth of elements in HTML or XML.
pub(crate) const DEPTH: usize = 256;
/// Bytes of text kept from a container or a web page.
pub(crate) const KEPT_BYTES: usize = 4 << 20;
