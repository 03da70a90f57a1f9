//! What the policies say, put beside what the table says: as a pure comparison that also a broken policy must fail.

use std::collections::BTreeMap;

use jiff::civil::date;
use kernel::AreaId;
use office::{Action, HeldRole, PersonId, Role, Subject, Who};
use permission::Rules;
use uuid::Uuid;

use crate::table::{Verdict, by_action};

const HERE: AreaId = AreaId(Uuid::from_u128(1));
const ELSEWHERE: AreaId = AreaId(Uuid::from_u128(2));
const ASKER: PersonId = PersonId(Uuid::from_u128(11));
const OTHER: PersonId = PersonId(Uuid::from_u128(12));
const TODAY: jiff::civil::Date = date(2026, 10, 8);

/// Somebody in one role at the council, who has shown that it is they.
pub(crate) fn somebody(role: Role) -> Who {
    let held =
        HeldRole { role, organisation: "council".to_owned(), from: date(2026, 1, 1), until: Some(date(2026, 12, 31)) };
    Who { area: HERE, person: ASKER, roles: vec![held], stepped_up: true, scope: None }
}

/// One thing that is theirs and one that is not, of the kind an action is about; `None` where it is about no thing.
fn things(action: Action) -> Option<[Subject; 2]> {
    let commitment = |organisation: &str| Subject::Commitment {
        key: "guide".to_owned(),
        organisations: vec![organisation.to_owned()],
        people: Vec::new(),
    };
    let edition = |by| Subject::Edition { key: "1".to_owned(), prepared_by: Some(by) };
    let reply = |written_by| Subject::Reply { key: "1".to_owned(), written_by };
    let board = |members: PersonId| Subject::Board { key: "board".to_owned(), members: vec![members] };
    let workplace = |organisation: &str| Subject::Workplace { organisation: organisation.to_owned() };
    match action {
        Action::AnswerRound | Action::SignOffAnswers | Action::ConsentToMove => {
            Some([commitment("council"), commitment("trust")])
        }
        Action::ReleaseEdition => Some([edition(OTHER), edition(ASKER)]),
        Action::ReleaseReply => Some([reply(OTHER), reply(ASKER)]),
        Action::ReadBoards | Action::RunBoards | Action::ReadBoardPapers => Some([board(ASKER), board(OTHER)]),
        Action::ListPeople | Action::InvitePerson | Action::EndRole => Some([workplace("council"), workplace("trust")]),
        _ => None,
    }
}

/// What these policies let somebody do.
pub(crate) fn verdict(rules: &Rules, who: &Who, action: Action) -> Verdict {
    let may = |subject: &Subject| rules.permit(who, action, HERE, subject, TODAY);
    let (area, things) = (may(&Subject::Area), things(action));
    let [own, foreign] = things.map_or([area, area], |things| things.map(|thing| may(&thing)));
    match (area, own, foreign) {
        (true, true, true) => Verdict::Yes,
        (true, true, false) => Verdict::Own,
        _ => Verdict::No,
    }
}

/// Where these policies and the table differ, each as a sentence.
pub(crate) fn differences(rules: &Rules) -> Vec<String> {
    let mut found = Vec::new();
    for (action, (verdicts, proof)) in by_action() {
        found.extend(differing(rules, action, &verdicts));
        for role in Role::ALL {
            let sure = somebody(role);
            let past = HeldRole { until: Some(date(2026, 10, 7)), ..sure.roles[0].clone() };
            let coming = HeldRole { from: date(2026, 10, 9), ..sure.roles[0].clone() };
            let without = [
                ("whose role ended yesterday", Who { roles: vec![past], ..sure.clone() }),
                ("whose role begins tomorrow", Who { roles: vec![coming], ..sure.clone() }),
                ("without a role", Who { roles: Vec::new(), ..sure.clone() }),
                ("of another area", Who { area: ELSEWHERE, ..sure.clone() }),
            ];
            let held = without.iter().filter(|(_, who)| reaches(rules, who, action));
            found.extend(held.map(|(who, _)| format!("{action:?}: a {role} {who} may")));
            let unproved = Who { stepped_up: false, ..sure };
            if proof && reaches(rules, &unproved, action) {
                found.push(format!("{action:?}: a {role} is not asked for proof"));
            }
            if !proof && verdict(rules, &unproved, action) != verdicts[&role] {
                found.push(format!("{action:?}: a {role} is asked for proof"));
            }
        }
    }
    found
}

fn reaches(rules: &Rules, who: &Who, action: Action) -> bool {
    let things = things(action).into_iter().flatten();
    things.chain([Subject::Area]).any(|subject| rules.permit(who, action, HERE, &subject, TODAY))
}

fn differing(rules: &Rules, action: Action, verdicts: &BTreeMap<Role, Verdict>) -> Vec<String> {
    let differing = |(role, expected): (&Role, &Verdict)| {
        let said = verdict(rules, &somebody(*role), action);
        (said != *expected)
            .then(|| format!("{action:?}: the table says {expected:?} for a {role}, the policies {said:?}"))
    };
    verdicts.iter().filter_map(differing).collect()
}

/// A slip somebody could make in a policy: what it is, the text and what it becomes.
const BROKEN: [(&str, &str, &str); 8] = [
    (
        "a condition dropped: a lead signs for every organisation",
        "when { principal.leads.containsAny(resource.organisations) };",
        ";",
    ),
    (
        "a prohibition dropped: one person prepares and releases",
        "forbid (principal, action == Action::\"ReleaseEdition\", resource is Edition)\nwhen { resource has prepared_by && resource.prepared_by == principal };",
        "",
    ),
    (
        "a prohibition dropped: one person writes an answer and lets it out",
        "forbid (principal, action == Action::\"ReleaseReply\", resource is Reply)\nwhen { resource.written_by == principal };",
        "",
    ),
    ("a prohibition dropped: proof is never asked", "unless { context.stepped_up };", "unless { true };"),
    (
        "a prohibition dropped: another area is reached",
        "unless { principal.area == resource.area };",
        "unless { true };",
    ),
    (
        "a role added: the reviewer changes the plan",
        "permit (principal in Role::\"ProgrammeOffice\", action in [Action::\"EditPlan\"",
        "permit (principal in Role::\"Reviewer\", action == Action::\"EditPlan\", resource);\npermit (principal in Role::\"ProgrammeOffice\", action in [Action::\"EditPlan\"",
    ),
    (
        "a role added: the area's administrator reads the plan",
        "permit (principal in Role::\"AreaAdministrator\", action in [",
        "permit (principal in Role::\"AreaAdministrator\", action in [Action::\"ReadPlan\", ",
    ),
    (
        "a condition turned round: members read the papers of the other boards",
        "when { resource.members.contains(principal) };",
        "when { !resource.members.contains(principal) };",
    ),
];

#[test]
fn the_policies_say_what_the_table_says() {
    let (schema, policies) = Rules::texts();
    assert_eq!(differences(&Rules::read(schema, policies).unwrap()), Vec::<String>::new());
}

#[test]
fn a_policy_broken_on_purpose_no_longer_says_what_the_table_says() {
    let (schema, policies) = Rules::texts();
    for (fault, find, replace) in BROKEN {
        assert_eq!(policies.matches(find).count(), 1, "{fault}: the policies no longer have this text once: {find}");
        let rules = Rules::read(schema, &policies.replace(find, replace)).unwrap();
        assert_ne!(differences(&rules), Vec::<String>::new(), "{fault}: nothing noticed it");
    }
}
