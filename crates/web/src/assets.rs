//! The files every page asks for. They are made by `build.rs`, carried inside the program, and named after their bytes,
//! so a browser may keep them for ever.

/// One file, served under `assets/` of every area.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// File name with a hash of the bytes, such as `waymark-0123456789ab.css`.
    pub name: &'static str,
    /// The value of the `Content-Type` header.
    pub media_type: &'static str,
    /// The file's contents, uncompressed.
    pub bytes: &'static [u8],
}

/// Every file a page may ask for.
pub const ALL: &[Asset] = &[crate::built::STYLESHEET, crate::built::SCRIPT, crate::built::ICON];

/// The file name of the style sheet.
pub const fn stylesheet_name() -> &'static str {
    crate::built::STYLESHEET.name
}

/// The file names of the scripts, each to be loaded as a module.
pub const fn script_names() -> &'static [&'static str] {
    &[crate::built::SCRIPT.name]
}

/// The file name of the icon shown in a browser's tab.
pub const fn icon_name() -> &'static str {
    crate::built::ICON.name
}

/// The asset of that name, if there is one.
pub fn named(name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.name == name)
}
