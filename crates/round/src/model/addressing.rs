//! Who is asked about what: the live commitments of some plans and those who answer for them on a day.

use jiff::civil::Date;
use permission::PersonId;
use roadmap::model::{Delivery, Node, Owner, Part, Tree};
use serde::Serialize;

use super::Before;

/// A slip that is to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSlip {
    /// The commitment.
    pub node: String,
    /// How it stands.
    pub before: Before,
    /// Organisations that may answer.
    pub organisations: Vec<String>,
    /// Those of them that must sign.
    pub signers: Vec<String>,
    /// People who may answer.
    pub people: Vec<PersonId>,
}

/// What keeps a commitment from being asked about, or its answer from being signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Nobody is named as accountable, leading or responsible on the day.
    NobodyAnswers,
    /// Those named are neither organisations on the list nor people with an account.
    NobodyReached,
    /// A person is named and no organisation on the list, so nobody can sign the answer off.
    NobodySigns,
}

impl Problem {
    /// What is wrong and what to do, for the office.
    pub fn plain(self) -> &'static str {
        match self {
            Self::NobodyAnswers => "Nobody answers for it. Name an owner, then ask again.",
            Self::NobodyReached => "Its owners are not on the list of organisations. List them, then ask again.",
            Self::NobodySigns => {
                "It names a person but no organisation, so nobody can sign off. Name one, then ask again."
            }
        }
    }
}

/// Who is asked, and what stands in the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// Slips to go out, in the plans' order.
    pub slips: Vec<NewSlip>,
    /// Commitments with a problem, by key, in the plans' order.
    pub problems: Vec<(String, Problem)>,
}

/// Who is asked about each live commitment of some plans on a day: one that is neither out of the plan nor done.
pub fn ask(tree: &Tree, plans: &[String], on: Date) -> Asking {
    let mut asking = Asking::default();
    let live = |node: &&Node| {
        let done = node.delivery.as_ref().is_some_and(|mark| mark.value == Delivery::Done);
        plans.contains(&node.plan) && node.retired.is_none() && !done
    };
    for node in tree.nodes.iter().filter(live) {
        let (slip, problem) = addressed(tree, node, on);
        asking.slips.extend(slip);
        asking.problems.extend(problem.map(|problem| (node.key.clone(), problem)));
    }
    asking
}

fn addressed(tree: &Tree, node: &Node, on: Date) -> (Option<NewSlip>, Option<Problem>) {
    let owners: Vec<&Owner> = node.owners.iter().filter(|owner| holds(owner, on) && answers(owner.part)).collect();
    if owners.is_empty() {
        return (None, Some(Problem::NobodyAnswers));
    }
    let organisations = listed(tree, owners.iter().copied());
    let people = unique(owners.iter().filter_map(|owner| account(owner)));
    if organisations.is_empty() && people.is_empty() {
        return (None, Some(Problem::NobodyReached));
    }
    let signers = signers(tree, &owners);
    let problem = signers.is_empty().then_some(Problem::NobodySigns);
    let slip = NewSlip { node: node.key.clone(), before: Before::of(node), organisations, signers, people };
    (Some(slip), problem)
}

fn holds(owner: &Owner, on: Date) -> bool {
    owner.since.is_none_or(|since| since <= on) && owner.until.is_none_or(|until| on <= until)
}

/// Whoever only helps is not asked.
fn answers(part: Part) -> bool {
    matches!(part, Part::Accountable | Part::Lead | Part::Responsible)
}

/// Those accountable sign; where a plan names none, those who lead; where it names none, those who do it.
fn signers(tree: &Tree, owners: &[&Owner]) -> Vec<String> {
    let of = |part| listed(tree, owners.iter().copied().filter(|owner| owner.part == part));
    let groups = [Part::Accountable, Part::Lead, Part::Responsible].map(of);
    groups.into_iter().find(|group| !group.is_empty()).unwrap_or_default()
}

fn listed<'a>(tree: &Tree, owners: impl Iterator<Item = &'a Owner>) -> Vec<String> {
    let named = owners.filter_map(|owner| owner.body.clone());
    unique(named.filter(|key| tree.bodies.iter().any(|body| body.key == *key)))
}

/// A person of the office is named by the identifier of their account; any other text is a name from a page.
fn account(owner: &Owner) -> Option<PersonId> {
    owner.person.as_deref().and_then(|person| person.parse().ok()).map(PersonId)
}

fn unique<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    const DAY: Date = date(2026, 10, 1);

    fn tree(owners: &serde_json::Value) -> Tree {
        let node: Node = serde_json::from_value(json!({
            "key": "bases", "plan": "roadmap", "level": "entry", "wording": "Open two bases", "nature": "action",
            "timing": { "baseline": { "text": null, "earliest": null, "latest": null, "precision": "none", "kind": "on" } },
            "owners": owners,
        }))
        .unwrap();
        let body = |key: &str| serde_json::from_value(json!({ "key": key, "name": key, "kind": "body" })).unwrap();
        Tree { bodies: vec![body("council"), body("trust"), body("forum")], nodes: vec![node], ..Tree::default() }
    }

    fn asked(owners: &serde_json::Value) -> Asking {
        ask(&tree(owners), &["roadmap".to_owned()], DAY)
    }

    #[test]
    fn those_accountable_and_responsible_are_asked_and_those_who_help_are_not() {
        let asking = asked(&json!([
            { "body": "council", "part": "accountable" },
            { "body": "trust", "part": "responsible" },
            { "body": "forum", "part": "support" },
        ]));
        assert_eq!(asking.slips[0].organisations, ["council", "trust"]);
        assert_eq!(asking.slips[0].signers, ["council"]);
        assert_eq!(asking.problems, []);
    }

    #[test]
    fn an_owner_counts_on_the_days_it_holds() {
        let asking = asked(&json!([
            { "body": "council", "part": "lead", "until": "2026-09-30" },
            { "body": "trust", "part": "lead", "since": "2026-10-01" },
        ]));
        assert_eq!(asking.slips[0].organisations, ["trust"]);
        let ended = asked(&json!([{ "body": "council", "part": "lead", "until": "2026-09-30" }]));
        assert_eq!(ended.slips, []);
        assert_eq!(ended.problems, [("bases".to_owned(), Problem::NobodyAnswers)]);
    }

    #[test]
    fn a_commitment_without_anybody_to_ask_is_listed_not_dropped() {
        assert_eq!(asked(&json!([])).problems[0].1, Problem::NobodyAnswers);
        assert_eq!(asked(&json!([{ "body": "forum", "part": "support" }])).problems[0].1, Problem::NobodyAnswers);
        assert_eq!(asked(&json!([{ "body": "Some Company", "part": "lead" }])).problems[0].1, Problem::NobodyReached);
        assert_eq!(asked(&json!([{ "person": "A. Name", "part": "lead" }])).problems[0].1, Problem::NobodyReached);
    }

    #[test]
    fn a_person_alone_is_asked_and_the_missing_signer_is_said() {
        let person = "0190a5e8-0000-7000-8000-000000000001";
        let asking = asked(&json!([{ "person": person, "part": "responsible" }]));
        assert_eq!(asking.slips[0].people, [PersonId(person.parse().unwrap())]);
        assert_eq!(asking.problems, [("bases".to_owned(), Problem::NobodySigns)]);
    }

    #[test]
    fn what_is_done_retired_or_of_another_plan_is_not_asked() {
        let owners = json!([{ "body": "council", "part": "lead" }]);
        let mut tree = tree(&owners);
        assert_eq!(ask(&tree, &["other".to_owned()], DAY), Asking::default());
        let mark = json!({ "value": "done", "on": "2026-09-01", "by": "Council" });
        tree.nodes[0].delivery = Some(serde_json::from_value(mark).unwrap());
        assert_eq!(ask(&tree, &["roadmap".to_owned()], DAY), Asking::default());
        tree.nodes[0].delivery = None;
        let retired = json!({ "kind": "dropped", "on": "2026-09-01", "reason": "No money" });
        tree.nodes[0].retired = Some(serde_json::from_value(retired).unwrap());
        assert_eq!(ask(&tree, &["roadmap".to_owned()], DAY), Asking::default());
    }
}
