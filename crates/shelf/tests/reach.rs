//! What the public's side can reach is read from the manifests themselves.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use serde_json::Value;

/// Rooms and libraries that hold live tables, or could.
const OUT_OF_REACH: [&str; 21] = [
    "accounts",
    "app",
    "audit",
    "casework",
    "db",
    "documents",
    "funding",
    "governance",
    "inbox",
    "jobs",
    "mail",
    "measures",
    "office",
    "publication",
    "roadmap",
    "round",
    "rusqlite",
    "sqlx",
    "tokio-postgres",
    "voice",
    "workspace",
];

/// Every package that `start` is built with, by the arrows of the manifests. Those for its tests do not count.
fn reached(metadata: &Value, start: &str) -> BTreeSet<String> {
    let name_of: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package["name"].as_str().unwrap()))
        .collect();
    let arrows: BTreeMap<&str, Vec<&str>> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            let built_with =
                |arrow: &&Value| arrow["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev");
            let targets = node["deps"].as_array().unwrap().iter().filter(built_with);
            (node["id"].as_str().unwrap(), targets.map(|arrow| arrow["pkg"].as_str().unwrap()).collect())
        })
        .collect();
    let mut open: Vec<&str> = name_of.iter().filter(|(_, name)| **name == start).map(|(id, _)| *id).collect();
    assert_eq!(open.len(), 1, "{start} is one package");
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(&arrows[id]);
        }
    }
    seen.into_iter().map(|id| name_of[id].to_owned()).collect()
}

fn live(names: &BTreeSet<String>) -> Vec<&str> {
    names.iter().map(String::as_str).filter(|name| OUT_OF_REACH.contains(name) || name.starts_with("sqlx")).collect()
}

/// The graph for this machine alone: packages of other systems need not be here to be read.
fn metadata() -> Value {
    let compiler = Command::new("rustc").arg("-vV").output().unwrap();
    let compiler = String::from_utf8(compiler.stdout).unwrap();
    let machine = compiler.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let manifest = format!("{}/../../Cargo.toml", std::env::var("CARGO_MANIFEST_DIR").unwrap());
    let told = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--format-version",
            "1",
            "--filter-platform",
            machine,
            "--manifest-path",
            &manifest,
        ])
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).unwrap()
}

#[test]
fn the_public_side_cannot_reach_a_live_table() {
    let mut metadata = metadata();
    let names = reached(&metadata, "shelf");
    assert!(names.contains("hyper"), "the graph was not read");
    assert_eq!(live(&names), Vec::<&str>::new());

    // The same question of a room that does hold tables, and of a shelf to which somebody has added one arrow.
    assert!(live(&reached(&metadata, "publication")).contains(&"sqlx"));
    let id = |name: &str| {
        metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == name).unwrap()["id"].clone()
    };
    let (shelf, db) = (id("shelf"), id("db"));
    let nodes = metadata["resolve"]["nodes"].as_array_mut().unwrap();
    let node = nodes.iter_mut().find(|node| node["id"] == shelf).unwrap();
    let arrow = serde_json::json!({ "name": "db", "pkg": db, "dep_kinds": [{ "kind": null, "target": null }] });
    node["deps"].as_array_mut().unwrap().push(arrow);
    let broken = reached(&metadata, "shelf");
    assert!(live(&broken).contains(&"db") && live(&broken).contains(&"sqlx"), "{broken:?}");
}
