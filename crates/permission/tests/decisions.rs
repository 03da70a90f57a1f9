//! Who may do what, told as small stories; the whole table is in docs/permissions.md.

use jiff::{Timestamp, civil::Date, civil::date};
use kernel::AreaId;
use permission::{Action, Denied, HeldRole, PersonId, Role, Rules, Subject, Who, decide, policies_hold};
use uuid::Uuid;

const HERE: AreaId = AreaId(Uuid::from_u128(1));
const ELSEWHERE: AreaId = AreaId(Uuid::from_u128(2));

fn noon(day: Date) -> Timestamp {
    kernel::Clock::at_noon(day).now()
}

fn somebody(number: u128, roles: &[(Role, &str)]) -> Who {
    let held = |(role, organisation): &(Role, &str)| HeldRole {
        role: *role,
        organisation: (*organisation).to_owned(),
        from: date(2026, 1, 1),
        until: Some(date(2026, 12, 31)),
    };
    Who {
        area: HERE,
        person: PersonId(Uuid::from_u128(number)),
        roles: roles.iter().map(held).collect(),
        stepped_up: true,
        scope: None,
    }
}

fn may(who: &Who, action: Action, subject: &Subject) -> bool {
    decide(who, action, HERE, subject, noon(date(2026, 6, 1))).is_ok()
}

fn of(organisation: &str) -> Subject {
    Subject::Commitment { key: "c-1".to_owned(), organisations: vec![organisation.to_owned()], people: Vec::new() }
}

#[test]
fn the_policies_fit_their_schema_and_a_slip_in_one_is_caught() {
    policies_hold().unwrap();
    let (schema, policies) = Rules::texts();
    assert!(
        Rules::read(schema, &policies.replace("resource.prepared_by == principal", "resource.prepared == principal"))
            .is_err()
    );
    assert!(Rules::read(schema, &policies.replace("\"EditPlan\"", "\"EditPlans\"")).is_err());
}

#[test]
fn nobody_without_a_role_in_force_may_do_anything() {
    let former = somebody(1, &[(Role::ProgrammeOffice, "council")]);
    for action in Action::ALL {
        assert!(!may(&somebody(2, &[]), *action, &Subject::Area), "{action:?}");
        let after = decide(&former, *action, HERE, &Subject::Area, noon(date(2027, 1, 1)));
        assert!(after.is_err(), "{action:?} outlived the role");
    }
}

#[test]
fn a_role_is_worth_nothing_in_another_area() {
    let all: Vec<_> = Role::ALL.iter().map(|role| (*role, "council")).collect();
    let everything = somebody(1, &all);
    for action in Action::ALL {
        let there = decide(&everything, *action, ELSEWHERE, &Subject::Area, noon(date(2026, 6, 1)));
        assert_eq!(there, Err(Denied::NotPermitted), "{action:?}");
    }
}

#[test]
fn an_organisation_answers_for_its_own_commitments_only() {
    let council = somebody(1, &[(Role::Contributor, "council")]);
    assert!(may(&council, Action::AnswerRound, &of("council")));
    assert!(!may(&council, Action::AnswerRound, &of("icb")));
    assert!(!may(&council, Action::SignOffAnswers, &of("council")));
    let named = Subject::Commitment {
        key: "c-2".to_owned(),
        organisations: vec!["icb".to_owned()],
        people: vec![council.person],
    };
    assert!(may(&council, Action::AnswerRound, &named), "a person answers for what bears their name");
    let lead = somebody(2, &[(Role::PartnerLead, "icb")]);
    assert!(may(&lead, Action::SignOffAnswers, &of("icb")) && may(&lead, Action::ConsentToMove, &of("icb")));
    assert!(!may(&lead, Action::ConsentToMove, &of("council")));
}

#[test]
fn who_prepared_an_edition_does_not_release_it() {
    let both = somebody(1, &[(Role::ProgrammeOffice, "council"), (Role::Publisher, "council")]);
    let edition = |by: u128| Subject::Edition { key: "5".to_owned(), prepared_by: Some(PersonId(Uuid::from_u128(by))) };
    assert!(!may(&both, Action::ReleaseEdition, &edition(1)));
    assert!(may(&both, Action::ReleaseEdition, &edition(2)));
    assert!(!may(&somebody(3, &[(Role::ProgrammeOffice, "council")]), Action::ReleaseEdition, &edition(1)));
}

#[test]
fn who_wrote_an_answer_to_a_comment_does_not_let_it_out() {
    let reply = |by: u128| Subject::Reply { key: "c-1".to_owned(), written_by: PersonId(Uuid::from_u128(by)) };
    for role in [Role::ProgrammeOffice, Role::Publisher] {
        let one = somebody(1, &[(role, "council")]);
        assert!(may(&one, Action::ReleaseReply, &reply(2)), "{role:?}");
        assert!(!may(&one, Action::ReleaseReply, &reply(1)), "{role:?}");
    }
    let both = somebody(1, &[(Role::ProgrammeOffice, "council"), (Role::Publisher, "council")]);
    assert!(!may(&both, Action::ReleaseReply, &reply(1)), "a second role does not stand for a second person");
    assert!(!may(&somebody(3, &[(Role::ForumRepresentative, "forum")]), Action::ReleaseReply, &reply(2)));
}

#[test]
fn administrators_have_no_way_into_the_content() {
    let roles = [(Role::AreaAdministrator, "council"), (Role::OrganisationAdministrator, "council")];
    let administrator = somebody(1, &roles);
    for action in [
        Action::ReadPlan,
        Action::ReadPrivateText,
        Action::EditPlan,
        Action::ReadPrivateEvidence,
        Action::ReadDraftEdition,
        Action::ReleaseEdition,
        Action::ReadBoardPapers,
        Action::ReadComments,
        Action::ReleaseReply,
        Action::ReadDocument,
    ] {
        assert!(!may(&administrator, action, &Subject::Area), "{action:?}");
    }
}

#[test]
fn a_sensitive_act_asks_for_proof_first_and_only_of_those_who_may() {
    let unproved = |role| Who { stepped_up: false, ..somebody(1, &[(role, "council")]) };
    let now = noon(date(2026, 6, 1));
    let asked = |role, action| decide(&unproved(role), action, HERE, &Subject::Area, now).map(|_| ());
    assert_eq!(asked(Role::Publisher, Action::ReleaseEdition), Err(Denied::StepUpFirst));
    assert_eq!(asked(Role::BoardMember, Action::ReleaseEdition), Err(Denied::NotPermitted));
    for action in Action::ALL {
        let any_role = Role::ALL.into_iter().any(|role| asked(role, *action).is_ok());
        assert_eq!(any_role, !action.is_sensitive(), "{action:?}");
    }
}

#[test]
fn a_token_reaches_no_further_than_its_scope() {
    let office = somebody(1, &[(Role::ProgrammeOffice, "council")]);
    let token = Who { scope: Some(vec![Action::ReadPlan]), ..office };
    assert!(may(&token, Action::ReadPlan, &Subject::Area));
    assert!(!may(&token, Action::EditPlan, &Subject::Area));
    let widened = Who { scope: Some(Action::ALL.to_vec()), ..somebody(2, &[(Role::BoardMember, "council")]) };
    assert!(!may(&widened, Action::EditPlan, &Subject::Area), "a scope adds nothing to the person's own rights");
}

#[test]
fn a_board_member_reads_the_papers_of_their_own_board() {
    let member = somebody(1, &[(Role::BoardMember, "council")]);
    let board =
        |number: u128| Subject::Board { key: "siab".to_owned(), members: vec![PersonId(Uuid::from_u128(number))] };
    assert!(may(&member, Action::ReadBoardPapers, &board(1)));
    assert!(!may(&member, Action::ReadBoardPapers, &board(2)));
    assert!(!may(&somebody(3, &[(Role::Contributor, "council")]), Action::ReadBoardPapers, &board(3)));
}
