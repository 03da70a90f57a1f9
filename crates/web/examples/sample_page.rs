//! Writes the sample page and its assets into a folder, to be opened in a browser:
//! `cargo run -p web --example sample_page -- FOLDER`.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).unwrap_or_else(|| "sample".into()));
    fs::create_dir_all(folder.join("assets"))?;
    fs::create_dir_all(folder.join("sample"))?;
    for asset in web::assets::ALL {
        fs::write(folder.join("assets").join(asset.name), asset.bytes)?;
    }
    fs::write(folder.join("sample/components.html"), web::sample::components_page())
}
