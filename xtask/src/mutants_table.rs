/// The faults, each with its check: a statement, a component, a route, a page.
const MUTANTS: &[Mutant] = &[
    Mutant {
        fault: "a statement that only the embedded engine accepts",
        file: "crates/db/src/areas.rs",
        find: "profile FROM area ORDER BY slug",
        replace: "profile FROM area ORDER BY slug COLLATE NOCASE",
        check: Check::Test {
            program: "two_engines",
            name: "an_area_registered_twice_keeps_its_identity_and_takes_the_new_name",
        },
    },
    Mutant {
        fault: "a picture without words for those who do not see it",
        file: "crates/web/templates/web/shell.html",
        find: "</main>",
        replace: "<img src=\"../assets/favicon.svg\"></main>",
        check: Check::Page { pattern: "/{area}/roadmap" },
    },
];
