//! A council's first day at the command line: migrate, area, import, release, back up, restore, verify.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

const AREA: &str = "slug = \"ridgeway\"\nname = \"Ridgeway\"\n\n[profile]\npartnership = \"Ridgeway SEND partnership\"\nnotice = \"Invented for a test.\"\n";
const PAGE: &str = "Ridgeway SEND roadmap

January 2026

  • Partnership charter agreed.
  • Winter survey of parent carers.
";

/// A folder with an installation in it.
struct Office {
    folder: TempDir,
}

impl Office {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office = Self { folder };
        fs::write(office.path("area.toml"), AREA).unwrap();
        fs::write(office.path("page.txt"), PAGE).unwrap();
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run_on(&self, database: &str, arguments: &[&str]) -> Output {
        let database = if database.contains(':') { database.to_owned() } else { format!("sqlite:{database}") };
        Command::new(env!("CARGO_BIN_EXE_waymark"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("WAYMARK_DATABASE", database)
            .env("WAYMARK_DATA_DIR", self.folder.path())
            .env("WAYMARK_LOG", "error")
            .output()
            .unwrap()
    }

    fn run(&self, arguments: &[&str]) -> String {
        said(&self.run_on("waymark.db", arguments), arguments)
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run_on("waymark.db", arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn first_day(&self) {
        self.run(&["migrate"]);
        self.run(&["area", "add", "area.toml"]);
        self.run(&["roadmap", "import", "page.txt", "--area", "ridgeway"]);
        self.run(&["roadmap", "release", "--area", "ridgeway", "--title", "First"]);
    }
}

fn said(output: &Output, arguments: &[&str]) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn bytes_of(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn a_first_day_ends_with_an_edition_that_checks() {
    let office = Office::open();
    office.first_day();
    assert!(office.run(&["roadmap", "editions", "--area", "ridgeway"]).contains("First"));
    let check = office.run(&["check"]);
    assert!(check.contains("releases are as they were signed") && !check.contains("WRONG"), "{check}");
    let again = office.run(&["roadmap", "import", "page.txt", "--area", "ridgeway"]);
    assert!(again.contains("nothing to change"), "{again}");
}

#[test]
fn a_changed_page_is_proposed_first_and_written_when_accepted() {
    let office = Office::open();
    office.first_day();
    fs::write(office.path("page.txt"), format!("{PAGE}  • Short breaks guide published.\n")).unwrap();
    let proposed = office.run(&["roadmap", "import", "page.txt", "--area", "ridgeway"]);
    assert!(proposed.contains("nothing written"), "{proposed}");
    let again = office.run(&["roadmap", "import", "page.txt", "--area", "ridgeway", "--accept"]);
    assert!(again.contains("changes are in"), "{again}");
    assert!(office.run(&["roadmap", "import", "page.txt", "--area", "ridgeway"]).contains("nothing to change"));
}

#[test]
fn a_backup_restored_elsewhere_has_the_same_record() {
    let office = Office::open();
    office.first_day();
    office.run(&["audit", "head", "--area", "ridgeway", "head.json"]);
    office.run(&["backup", "all.waymark"]);

    let restored = said(&office.run_on("elsewhere.db", &["restore", "all.waymark"]), &["restore"]);
    assert!(restored.contains("Every session, token, open invitation and recovery code has ended"), "{restored}");
    assert!(restored.contains("end them once more before you serve"), "{restored}");
    // The record has one entry for the gap and one for what was ended.
    let entries = |text: &str| text.split("ridgeway: ").nth(1).unwrap().split(' ').next().unwrap().parse::<u64>();
    let before = entries(&office.run(&["audit", "verify"])).unwrap();
    assert_eq!(entries(&restored).unwrap(), before + 2);
    said(&office.run_on("elsewhere.db", &["audit", "verify", "--head", "head.json"]), &["verify"]);
    said(&office.run_on("elsewhere.db", &["check"]), &["check"]);
    let twice = office.run_on("elsewhere.db", &["restore", "all.waymark"]);
    assert_eq!(twice.status.code(), Some(1), "a database with something in it is not overwritten");
}

#[test]
fn a_cut_backup_is_refused_and_leaves_nothing() {
    let office = Office::open();
    office.first_day();
    office.run(&["backup", "all.waymark"]);
    let whole = bytes_of(&office.path("all.waymark"));
    fs::write(office.path("cut.waymark"), &whole[..whole.len() / 2]).unwrap();
    let refused = office.run_on("elsewhere.db", &["restore", "cut.waymark"]);
    assert_eq!(refused.status.code(), Some(1));
    let areas = office.run_on("elsewhere.db", &["area", "list"]);
    assert!(said(&areas, &["area", "list"]).is_empty());
}

#[test]
fn a_command_before_migrate_says_what_to_do() {
    let office = Office::open();
    let output = office.run_on("waymark.db", &["area", "list"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("run `waymark migrate`"));
}

#[tokio::test]
async fn a_council_grows_from_the_embedded_database_to_a_server() {
    let Some(bed) = testing::PostgresBed::open().await else { return };
    let office = Office::open();
    office.first_day();
    office.run(&["audit", "head", "--area", "ridgeway", "head.json"]);
    office.run(&["backup", "all.waymark"]);

    said(&office.run_on(&bed.address, &["restore", "all.waymark"]), &["restore"]);
    said(&office.run_on(&bed.address, &["audit", "verify", "--head", "head.json"]), &["verify"]);
    fs::write(office.path("page.txt"), format!("{PAGE}  • Short breaks guide published.\n")).unwrap();
    let import = ["roadmap", "import", "page.txt", "--area", "ridgeway", "--accept"];
    assert!(said(&office.run_on(&bed.address, &import), &import).contains("changes are in"));
    let release = ["roadmap", "release", "--area", "ridgeway", "--title", "Second"];
    assert!(said(&office.run_on(&bed.address, &release), &release).contains("edition 2"));
    said(&office.run_on(&bed.address, &["check"]), &["check"]);
    bed.close().await;
}

#[test]
fn a_flipped_byte_in_the_record_is_named() {
    let office = Office::open();
    office.first_day();
    let file = office.path("waymark.db");
    let mut bytes = bytes_of(&file);
    // A page that was split leaves stale copies behind, so every copy is changed.
    let places: Vec<usize> =
        bytes.windows(13).enumerate().filter(|(_, window)| *window == b"register_area").map(|(at, _)| at).collect();
    for place in places {
        bytes[place] ^= 1;
    }
    fs::write(&file, bytes).unwrap();
    let output = office.run_on("waymark.db", &["audit", "verify"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("broken at entry 1"), "{said}");
}

#[test]
fn a_key_that_is_not_in_its_place_is_not_replaced_by_a_second() {
    let office = Office::open();
    office.first_day();
    fs::rename(office.path("signing-key.pem"), office.path("elsewhere.pem")).unwrap();
    let more = ["roadmap", "release", "--area", "ridgeway", "--title", "Second"];
    fs::write(office.path("page.txt"), format!("{PAGE}  • Short breaks guide published.\n")).unwrap();
    office.run(&["roadmap", "import", "page.txt", "--area", "ridgeway", "--accept"]);

    for arguments in [&more[..], &["work"], &["serve"], &["key"], &["key", "--new"], &["restore", "all.waymark"]] {
        let refused = office.refused(arguments);
        assert!(refused.contains("signing-key.pem"), "{arguments:?}: {refused}");
    }
    office.run(&["migrate"]);
    assert!(!office.path("signing-key.pem").exists(), "a key was made where another had signed");

    fs::rename(office.path("elsewhere.pem"), office.path("signing-key.pem")).unwrap();
    assert!(office.run(&more).contains("edition 2"));
}

#[test]
fn another_key_signs_nothing_until_the_old_one_is_named() {
    let office = Office::open();
    office.first_day();
    let old = office.run(&["key"]).trim().to_owned();
    fs::write(office.path("page.txt"), format!("{PAGE}  • Short breaks guide published.\n")).unwrap();
    office.run(&["roadmap", "import", "page.txt", "--area", "ridgeway", "--accept"]);
    let release = ["roadmap", "release", "--area", "ridgeway", "--title", "Second"];
    fs::remove_file(office.path("signing-key.pem")).unwrap();

    let other = Office::open();
    other.run(&["migrate"]);
    fs::rename(other.path("signing-key.pem"), office.path("signing-key.pem")).unwrap();
    assert!(office.refused(&release).contains("was not signed with the key"));

    fs::remove_file(office.path("signing-key.pem")).unwrap();
    fs::write(office.path("waymark.toml"), format!("public_keys = [\"{old}\"]\n")).unwrap();
    assert_ne!(office.run(&["key", "--new"]).trim(), old);
    assert!(office.run(&release).contains("edition 2"));
    let check = office.run(&["check"]);
    assert!(check.contains("2 believed") && check.contains("releases are as they were signed"), "{check}");
}

#[test]
fn a_check_changes_nothing_and_sees_a_host_that_leads_nowhere() {
    let office = Office::open();
    let said = office.refused(&["check"]);
    assert!(said.contains("does not exist; run `waymark migrate`"), "{said}");
    assert!(!office.path("waymark.db").exists() && !office.path("signing-key.pem").exists());

    office.first_day();
    fs::write(office.path("waymark.toml"), "hosts = { \"send.example\" = \"kent\" }\n").unwrap();
    let output = office.run_on("waymark.db", &["check"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("WRONG   hosts: send.example leads to \"kent\""), "{said}");
}

#[test]
fn an_area_is_recorded_once_for_each_change_and_never_without_a_name() {
    let office = Office::open();
    office.run(&["migrate"]);
    office.run(&["area", "add", "area.toml"]);
    office.run(&["area", "add", "area.toml"]);
    assert!(office.run(&["audit", "verify"]).contains("ridgeway: 1 entries"));

    fs::write(office.path("area.toml"), AREA.replace("\"Ridgeway\"", "\"The Ridgeway\"")).unwrap();
    office.run(&["area", "add", "area.toml"]);
    assert!(office.run(&["audit", "verify"]).contains("ridgeway: 2 entries"));
    assert!(office.run(&["area", "list"]).contains("The Ridgeway"));

    for name in ["  ".to_owned(), "R".repeat(121)] {
        fs::write(office.path("area.toml"), AREA.replace("\"Ridgeway\"", &format!("{name:?}"))).unwrap();
        assert!(office.refused(&["area", "add", "area.toml"]).contains("1 to 120 characters"));
    }
}

#[test]
fn a_device_or_a_pipe_is_no_programme_file() {
    let office = Office::open();
    office.first_day();
    Command::new("mkfifo").arg(office.path("pipe")).status().unwrap();
    for file in ["/dev/zero", "pipe"] {
        let refused = office.refused(&["roadmap", "apply", file, "--area", "ridgeway"]);
        assert!(refused.contains("is not a file"), "{refused}");
    }
}

#[test]
fn the_queue_can_be_looked_at_and_a_job_that_is_not_there_is_not_revived() {
    let office = Office::open();
    office.first_day();
    assert!(office.run(&["jobs", "list"]).contains("ridgeway: 0 waiting, 0 running, 0 dead"));
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    assert!(office.refused(&["jobs", "revive", id, "--area", "ridgeway"]).contains("no dead job"));
}
