//! `docs/permissions.md`, written from the policies and the list of routes, for those who answer for information.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

use office::{Access, Action, Role};
use permission::Rules;

use crate::{
    judged::{somebody, verdict},
    table::{Verdict, matched},
};

const HEAD: &str = "# Who may do what

Written from the policies and the routes by `cargo xtask bless`; a test fails when this page and the program differ.
The policies themselves are readable: `crates/permission/policies/office.cedar`. What each job ought to be able to do is
kept apart from them, by hand, in `crates/app/tests/sweep/table.txt`, and both are compared.

Nothing is allowed that is not listed here, and no role passes these rules by. A role is held at one organisation, from
a day until a day, and counts on those days only. Whatever is ended is refused at the next request. Somebody may hold
several roles, and then may do what any of them may; but nobody releases an edition they prepared, or an
answer to a comment they wrote, themselves.

**Everywhere** means: anything of this kind in their own area. **Their own** means: what their organisation answers for,
runs or is asked to consent to, the boards they sit on today, and editions and answers that somebody else prepared.

A program acts with a token, for one person, and may do only what both the token names and that person may do. It cannot
do what asks for proof. Nothing of another area can be reached in any role.

";

/// The page as it should be.
fn page() -> String {
    let (schema, policies) = Rules::texts();
    let rules = Rules::read(schema, policies).unwrap();
    let mut text = HEAD.to_owned();
    text.push_str("## Roles\n\n| Role | What they do |\n|---|---|\n");
    for role in Role::ALL {
        writeln!(text, "| {} | {} |", role.name(), role.does()).unwrap();
    }
    text.push_str(
        "\n## Rights\n\nProof: whether they must have shown within the last minutes that it is really they.\n\n",
    );
    text.push_str("| Right | Everywhere | Their own | Proof |\n|---|---|---|---|\n");
    for action in Action::ALL {
        let who = |wanted| {
            let may = Role::ALL.into_iter().filter(|role| verdict(&rules, &somebody(*role), *action) == wanted);
            may.map(Role::name).collect::<Vec<_>>().join(", ")
        };
        let proof = if action.is_sensitive() { "asked" } else { "" };
        let does = action.does().trim_end_matches('.');
        writeln!(text, "| {does} | {} | {} | {proof} |", who(Verdict::Yes), who(Verdict::Own)).unwrap();
    }
    text.push_str(
        "\n## Addresses\n\nEvery address of the office by the right that opens it, as they stand inside an area.\n",
    );
    for (heading, routes) in by_right() {
        write!(text, "\n### {heading}\n\n").unwrap();
        for route in routes {
            writeln!(text, "- `{route}`").unwrap();
        }
    }
    text
}

/// Addresses under the sentence of their right, in the order of the rights; those open to everybody come first.
fn by_right() -> Vec<(String, Vec<String>)> {
    let mut routes: BTreeMap<Access, Vec<String>> = BTreeMap::new();
    for (line, route) in matched() {
        routes.entry(route.access).or_default().push(line.name());
    }
    let heading = |access| match access {
        Access::Open => "Open to everybody".to_owned(),
        Access::To(action) => action.does().trim_end_matches('.').to_owned(),
    };
    routes.into_iter().map(|(access, routes)| (heading(access), routes)).collect()
}

#[test]
fn the_page_about_permissions_is_what_the_program_does() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
    let page = page();
    if env::var_os("WAYMARK_BLESS").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let stored = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(stored, page, "docs/permissions.md is behind: cargo xtask bless");
}
