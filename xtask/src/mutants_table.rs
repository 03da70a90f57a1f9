/// The programs that hold the checks, as cargo is told.
///
/// `--workspace` builds with the features the tests were built with; `web` stands alone, because its
/// components are checked in its own unit tests.
const LISTS: &[&str] = &["--workspace", "--lib"];
const SHELVES: &[&str] = &["--workspace", "--test", "addresses"];
const COMPONENTS: &[&str] = &["--package", "web", "--lib"];
const STORIES: &[&str] = &["--workspace", "--test", "stories"];
const SWEEP: &[&str] = &["--workspace", "--test", "sweep"];

/// The faults, each with its check: statements, routes, rights, components, pages.
const MUTANTS: &[Mutant] = &[
    Mutant {
        fault: "a statement that only the embedded engine accepts",
        file: "crates/jobs/src/store.rs",
        find: "\"DELETE FROM job WHERE area_id = $1 AND job_id = $2 AND fence = $3 AND state = 'running'\"",
        replace: "\"DELETE FROM job WHERE area_id = $1 AND job_id = $2 AND fence = $3 AND state GLOB 'running'\"",
        check: Check::Test { program: LISTS, name: "statements::every_statement_is_accepted_by_both_engines" },
    },
    Mutant {
        fault: "a statement that forgets its area",
        file: "crates/jobs/src/store.rs",
        find: "\"DELETE FROM job WHERE area_id = $1 AND job_id = $2 AND fence = $3 AND state = 'running'\"",
        replace: "\"DELETE FROM job WHERE job_id = $2 AND fence = $3 AND state = 'running' AND $1 IS NOT NULL\"",
        check: Check::Test { program: LISTS, name: "statements::every_statement_on_an_areas_table_names_the_area" },
    },
    Mutant {
        fault: "answers without the header that stops a browser from guessing what they are",
        file: "crates/shelf/src/headers.rs",
        find: "        (X_CONTENT_TYPE_OPTIONS, \"nosniff\"),\n",
        replace: "        (X_CONTENT_TYPE_OPTIONS, \"\"),\n",
        check: Check::Test { program: SHELVES, name: "every_kind_of_answer_carries_every_security_header" },
    },
    Mutant {
        fault: "the permanent address of an edition leads nowhere",
        file: "crates/shelf/src/find.rs",
        find: "path.strip_prefix(\"editions/\")",
        replace: "path.strip_prefix(\"edition/\")",
        check: Check::Test { program: SHELVES, name: "the_latest_page_and_each_edition_have_their_own_address" },
    },
    Mutant {
        fault: "a policy without its condition: a lead signs off for every organisation",
        file: "crates/permission/policies/office.cedar",
        find: "when { principal.leads.containsAny(resource.organisations) };",
        replace: ";",
        check: Check::Test { program: SWEEP, name: "judged::the_policies_say_what_the_table_says" },
    },
    Mutant {
        fault: "a page that holds one connection of the pool and waits for a second",
        file: "crates/accounts/src/pages/record.rs",
        find: "let names = may.names(&mut tx).await?;",
        replace: "let names = may.names(&mut may.read().await?).await?;",
        check: Check::Test {
            program: SWEEP,
            name: "whole::nobody_reads_or_does_more_than_the_table_says_in_two_areas_that_share_every_key",
        },
    },
    Mutant {
        fault: "a guard for less than the page shows: administrators read the boards' forward plan",
        file: "crates/governance/src/pages/plan.rs",
        find: "plan(may: May<acts::ReadBoards>,",
        replace: "plan(may: May<acts::EnterOffice>,",
        check: Check::Test {
            program: SWEEP,
            name: "whole::nobody_reads_or_does_more_than_the_table_says_in_two_areas_that_share_every_key",
        },
    },
    Mutant {
        fault: "a component that no longer prints what the design system prints",
        file: "crates/web/templates/web/components/phase-banner.html",
        find: "<span class=\"govuk-phase-banner__text\">",
        replace: "<span class=\"govuk-phase-banner-text\">",
        check: Check::Test {
            program: COMPONENTS,
            name: "components::fixtures::every_offered_component_prints_what_the_package_prints",
        },
    },
    Mutant {
        fault: "an operation that fails for a day that is none, instead of saying so",
        file: "crates/governance/src/api/mod.rs",
        find: "        Some(Err(_)) => return Err(PageError::refused(\"That is no day\", \"Give as_at as a day, such as 2026-03-27.\")),",
        replace: "        Some(Err(error)) => return Err(PageError::ours(error)),",
        check: Check::Call { path: "/api/v1/boards" },
    },
    Mutant {
        fault: "a picture without words for those who do not see it",
        file: "crates/web/templates/web/shell.html",
        find: "</main>",
        replace: "<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\"></main>",
        check: Check::Page { pattern: "/{area}/roadmap" },
    },
    Mutant {
        fault: "the door tells an unknown passkey from one that was ill shown",
        file: "crates/accounts/src/passkeys.rs",
        find: "    let Some(mut stored) = stored.filter(fitting) else {\n        return Ok(None);",
        replace: "    let Some(mut stored) = stored.filter(fitting) else {\n        return Err(sqlx::Error::RowNotFound);",
        check: Check::Test {
            program: STORIES,
            name: "alike::a_passkey_that_is_unknown_removed_or_ill_shown_gets_one_answer",
        },
    },
];
