//! The deed that takes another one back, where there is one. Nothing is deleted: taking back is a deed like any other.

use jiff::civil::Date;

use crate::{
    deed::{Deed, Judgement, Links, Place, Subject},
    history::neighbour,
    model::{Mark, Node, Retired, RetiredKind, Revision, Tree},
};

/// The deed that would take `deed` back, worked out from the tree as it was before it.
///
/// Something newly listed, filed or recorded has none: it is corrected or superseded instead. A note once given stays;
/// another one is added. A first judgement stays until another is made.
pub fn inverse(before: &Tree, deed: &Deed) -> Option<Deed> {
    match deed {
        Deed::ListBody(body) => before.bodies.iter().find(|held| held.key == body.key).cloned().map(Deed::ListBody),
        Deed::ListTheme(theme) => before.themes.iter().find(|held| held.key == theme.key).cloned().map(Deed::ListTheme),
        Deed::FileEvidence(evidence) => {
            before.evidence.iter().find(|held| held.key == evidence.key).cloned().map(Deed::FileEvidence)
        }
        Deed::RecordInspection(inspection) => {
            let held = before.inspections.iter().find(|held| held.key == inspection.key)?;
            Some(Deed::RecordInspection(held.clone()))
        }
        Deed::RecordFinding { finding, .. } => {
            let (inspection, held) = before.finding(&finding.key)?;
            Some(Deed::RecordFinding { inspection: inspection.key.clone(), finding: held.clone() })
        }
        Deed::OpenPlan(plan) => before.plans.iter().find(|held| held.key == plan.key).cloned().map(Deed::OpenPlan),
        Deed::GiveWay { plan, .. } => {
            let held = before.plans.iter().find(|held| held.key == *plan)?;
            Some(Deed::GiveWay { plan: plan.clone(), way: held.gave_way.clone() })
        }
        Deed::AddNode(node) => Some(Deed::Retire {
            node: node.key.clone(),
            retired: Retired { kind: RetiredKind::AddedInError, on: Date::MIN, reason: None, into: Vec::new() },
        }),
        Deed::Judge { subject: Subject::Finding(key), .. } => {
            let mark = before.finding(key)?.1.oversight.clone()?;
            Some(Deed::Judge { subject: Subject::Finding(key.clone()), judgement: Judgement::Oversight(mark) })
        }
        Deed::Judge { subject: Subject::Node(key), judgement } => judged_before(before.node(key)?, judgement),
        deed => before.node(deed.subject()).and_then(|held| of_node(before, held, deed)),
    }
}

/// The inverse of a deed about a node that stands in the tree.
fn of_node(before: &Tree, held: &Node, deed: &Deed) -> Option<Deed> {
    let node = held.key.clone();
    Some(match deed {
        Deed::Reword { .. } => {
            Deed::Reword { node, wording: held.wording.clone(), plain: held.plain.clone(), why: held.why.clone() }
        }
        Deed::MoveDate { revision, .. } => {
            let to = held.timing.current().clone();
            let author = revision.author.clone();
            Deed::MoveDate { node, revision: Revision { to, reason: None, author, approver: None, on: Date::MIN } }
        }
        Deed::RecordActual { .. } | Deed::WithdrawActual { .. } => match held.timing.actual.clone() {
            Some(actual) => Deed::RecordActual { node, actual },
            None => Deed::WithdrawActual { node, reason: String::new() },
        },
        Deed::SetOwners { .. } => Deed::SetOwners { node, owners: held.owners.clone() },
        Deed::Join { .. } => Deed::Join { node, links: Links::of(held) },
        Deed::SetPlaces { .. } => Deed::SetPlaces { node, places: held.places.clone() },
        Deed::SetMeasures { .. } => Deed::SetMeasures { node, measures: held.measures.clone() },
        Deed::Retire { .. } | Deed::Restore { .. } => match held.retired.clone() {
            Some(retired) => Deed::Retire { node, retired },
            None => Deed::Restore { node, on: Date::MIN, reason: String::new() },
        },
        Deed::Move { .. } => Deed::Move { node, place: place_of(before, held), reason: String::new() },
        Deed::SetPrivateText { .. } => Deed::SetPrivateText { node, text: held.private.clone() },
        Deed::RequireConsent { .. } => Deed::RequireConsent { node, bodies: held.consent_from.clone() },
        _ => return None,
    })
}

/// Where a node stands.
pub fn place_of(tree: &Tree, node: &Node) -> Place {
    Place {
        plan: node.plan.clone(),
        parent: node.parent.clone(),
        level: node.level.clone(),
        after: neighbour(tree, node).map(|held| held.key.clone()),
    }
}

fn judged_before(held: &Node, judgement: &Judgement) -> Option<Deed> {
    let judgement = match judgement {
        Judgement::Delivery(_) => held.delivery.clone().map(Judgement::Delivery),
        Judgement::Confidence(_) => held.confidence.clone().map(Judgement::Confidence),
        Judgement::Oversight(_) => held.oversight.clone().map(Judgement::Oversight),
        Judgement::Felt(_) => held.felt.clone().map(Judgement::Felt),
    }?;
    Some(Deed::Judge { subject: Subject::Node(held.key.clone()), judgement })
}

/// The deed with the day and the reason of whoever takes the other one back.
#[must_use]
pub fn dated(deed: Deed, on: Date, reason: &str) -> Deed {
    let reason = reason.to_owned();
    match deed {
        Deed::MoveDate { node, revision } => {
            Deed::MoveDate { node, revision: Revision { reason: Some(reason), on, ..revision } }
        }
        Deed::Retire { node, retired } if retired.on == Date::MIN => {
            Deed::Retire { node, retired: Retired { on, reason: Some(reason), ..retired } }
        }
        Deed::Restore { node, .. } => Deed::Restore { node, on, reason },
        Deed::Move { node, place, .. } => Deed::Move { node, place, reason },
        Deed::WithdrawActual { node, .. } => Deed::WithdrawActual { node, reason },
        // A judgement put back is made anew on the day.
        Deed::Judge { subject, judgement } => Deed::Judge { subject, judgement: made_on(judgement, on) },
        deed => deed,
    }
}

fn made_on(judgement: Judgement, on: Date) -> Judgement {
    fn again<T>(mark: Mark<T>, on: Date) -> Mark<T> {
        Mark { on, ..mark }
    }
    match judgement {
        Judgement::Delivery(mark) => Judgement::Delivery(again(mark, on)),
        Judgement::Confidence(mark) => Judgement::Confidence(again(mark, on)),
        Judgement::Oversight(mark) => Judgement::Oversight(again(mark, on)),
        Judgement::Felt(mark) => Judgement::Felt(again(mark, on)),
    }
}
