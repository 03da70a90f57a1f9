//! Makes the style sheet, the script and the icon that every page names.
//!
//! The look comes from the npm package `govuk-frontend` (MIT licence), taken at build time from its lock file. Its font
//! and its crest may only be used on GOV.UK itself, so both are cut out here and the build refuses to finish if a trace
//! of either is left. Without npm the build still succeeds, with a plain style sheet of our own.

use sha2::{Digest, Sha256};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What the licence of the package asks to keep with every copy.
const NOTICE: &str = "/* Contains govuk-frontend 6.6.0, copyright (c) 2017 Crown Copyright (Government Digital Service), MIT licence. */\n";

/// Fonts that are on the reader's own machine: nothing to fetch, nothing restricted.
const SYSTEM_FONTS: &str =
    "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",arial,sans-serif";

const SOURCES: [&str; 6] =
    ["package.json", "package-lock.json", "waymark.css", "waymark.js", "plain.css", "favicon.svg"];

fn main() -> Outcome<()> {
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    tell("rerun-if-changed=build.rs");
    tell("rerun-if-env-changed=WAYMARK_WITHOUT_NODE");
    for name in SOURCES {
        tell(&format!("rerun-if-changed=assets/{name}"));
    }

    let package = match fetch_package(&assets, &out) {
        Ok(folder) => Some(folder),
        Err(why) => {
            tell(&format!(
                "warning=pages get the plain style sheet, because {why}; to try again: touch crates/web/build.rs"
            ));
            None
        }
    };
    let own_style = fs::read_to_string(assets.join("waymark.css"))?;
    let own_script = fs::read_to_string(assets.join("waymark.js"))?;
    let (style, script) = match &package {
        Some(folder) => (
            format!("{NOTICE}{}\n{own_style}", unbranded(&fs::read_to_string(folder.join("govuk-frontend.min.css"))?)?),
            format!(
                "{NOTICE}{}\n{own_script}",
                without_map(&fs::read_to_string(folder.join("govuk-frontend.min.js"))?)
            ),
        ),
        None => (format!("{}\n{own_style}", fs::read_to_string(assets.join("plain.css"))?), own_script),
    };
    let icon = fs::read_to_string(assets.join("favicon.svg"))?;
    fs::write(out.join("fixtures.json"), fixtures(package.as_deref())?)?;
    let list = [
        listed(&out, "STYLESHEET", "waymark", "css", "text/css; charset=utf-8", &style)?,
        listed(&out, "SCRIPT", "waymark", "js", "text/javascript; charset=utf-8", &script)?,
        listed(&out, "ICON", "favicon", "svg", "image/svg+xml", &icon)?,
    ];
    fs::write(out.join("assets.rs"), list.concat())?;
    Ok(())
}

/// Speaks to cargo, which reads a build script's standard output.
fn tell(line: &str) {
    println!("cargo:{line}");
}

/// The package's `dist/govuk` folder, fetched once for each version of the lock file.
fn fetch_package(assets: &Path, out: &Path) -> Outcome<PathBuf> {
    if env::var_os("WAYMARK_WITHOUT_NODE").is_some_and(|value| value == "1") {
        return Err("WAYMARK_WITHOUT_NODE=1".into());
    }
    let lock = fs::read(assets.join("package-lock.json"))?;
    let folder = out.join("npm").join(short_hash(&lock));
    let package = folder.join("node_modules/govuk-frontend/dist/govuk");
    let finished = folder.join("finished");
    if finished.exists() && package.exists() {
        return Ok(package);
    }
    fs::create_dir_all(&folder)?;
    fs::copy(assets.join("package.json"), folder.join("package.json"))?;
    fs::write(folder.join("package-lock.json"), &lock)?;
    // Scripts of packages never run; one retry, so that a machine without a network is not kept waiting.
    let done = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"])
        .current_dir(&folder)
        .output()
        .map_err(|why| format!("npm cannot be started ({why})"))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(format!("npm ci failed: {}", said.lines().next().unwrap_or("no reason given")).into());
    }
    fs::write(finished, "")?;
    Ok(package)
}

/// The package's style sheet without its font, its crest and its source map line.
fn unbranded(style: &str) -> Outcome<String> {
    let mut plain = without_map(style);
    while let Some(start) = plain.find("@font-face{") {
        let length = plain[start..].find('}').ok_or("a font face has no end")?;
        plain.replace_range(start..=start + length, "");
    }
    let mut plain = plain
        .replace("GDS Transport,arial,sans-serif", SYSTEM_FONTS)
        .replace("url(/assets/images/govuk-crest.svg)", "none");
    // The comment that explains the font's licence names the font as well.
    while let Some(start) = plain.find("/*!") {
        let length = plain[start..].find("*/").ok_or("a comment has no end")?;
        plain.replace_range(start..start + length + 2, "");
    }
    for word in ["Transport", "crest", "/assets/", "@font-face"] {
        if plain.contains(word) {
            return Err(format!("the style sheet still names {word:?}").into());
        }
    }
    Ok(plain)
}

fn without_map(text: &str) -> String {
    let end = text.rfind("sourceMappingURL").map_or(text.len(), |at| at.saturating_sub(4));
    text[..end].trim_end().to_owned()
}

/// Every component's examples (options and the HTML they must give), as one JSON object by component name.
fn fixtures(package: Option<&Path>) -> Outcome<String> {
    let Some(package) = package else {
        return Ok("{}".to_owned());
    };
    let mut folders: Vec<PathBuf> =
        fs::read_dir(package.join("components"))?.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let mut entries = Vec::new();
    for folder in folders {
        let file = folder.join("fixtures.json");
        if let (true, Some(name)) = (file.exists(), folder.file_name()) {
            entries.push(format!("{:?}:{}", name.to_string_lossy(), fs::read_to_string(file)?));
        }
    }
    Ok(format!("{{{}}}", entries.join(",\n")))
}

/// Writes one asset under a name that changes with its bytes, and the line of Rust that lists it.
fn listed(out: &Path, constant: &str, stem: &str, ending: &str, media_type: &str, text: &str) -> Outcome<String> {
    let name = format!("{stem}-{}.{ending}", short_hash(text.as_bytes()));
    let path = out.join(format!("{stem}.{ending}"));
    fs::write(&path, text)?;
    let path = path.display().to_string();
    Ok(format!(
        "pub(super) const {constant}: super::assets::Asset = super::assets::Asset {{ name: {name:?}, media_type: {media_type:?}, bytes: include_bytes!({path:?}) }};\n"
    ))
}

fn short_hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..6])
}
