//! The one decision: may this person do this to that, at this moment?

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    str::FromStr,
    sync::LazyLock,
};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};
use jiff::{Timestamp, civil::Date};
use kernel::{AreaId, london_date};

use crate::{Action, Role, Subject, Who};

const SCHEMA: &str = include_str!("../policies/schema.cedarschema");
const POLICIES: &str = include_str!("../policies/office.cedar");

/// The policies of the program, read once.
static RULES: LazyLock<Result<Rules, BadPolicies>> = LazyLock::new(|| Rules::read(SCHEMA, POLICIES));

/// Proof that one person may do one thing. Only [`decide`] makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    who: Who,
    action: Action,
    subject: Subject,
    at: Timestamp,
}

impl Permit {
    /// Who may.
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// What they may do.
    pub fn action(&self) -> Action {
        self.action
    }

    /// What about.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// When it was decided. A permit is for the request at hand; it is never kept.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No policy permits it, or one forbids it.
    #[error("not permitted")]
    NotPermitted,
    /// It would be permitted once they have shown that it is really they.
    #[error("confirm that it is you first")]
    StepUpFirst,
    /// The token that asks was not made for this.
    #[error("outside the token's scope")]
    OutOfScope,
}

/// The policies cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the policies cannot be used: {0}")]
pub struct BadPolicies(String);

/// Decides. Pure: the same question has the same answer, nothing is read from anywhere else.
///
/// Denies by default, also when the policies or the question cannot be put to the engine.
pub fn decide(who: &Who, action: Action, area: AreaId, subject: &Subject, now: Timestamp) -> Result<Permit, Denied> {
    if who.scope.as_ref().is_some_and(|scope| !scope.contains(&action)) {
        return Err(Denied::OutOfScope);
    }
    let rules = RULES.as_ref().map_err(|_| Denied::NotPermitted)?;
    if rules.permit(who, action, area, subject, london_date(now)) {
        return Ok(Permit { who: who.clone(), action, subject: subject.clone(), at: now });
    }
    let sure = Who { stepped_up: true, ..who.clone() };
    let only_a_step = !who.stepped_up && rules.permit(&sure, action, area, subject, london_date(now));
    Err(if only_a_step { Denied::StepUpFirst } else { Denied::NotPermitted })
}

/// Whether the program's policies can be used at all; asked at start.
pub fn policies_hold() -> Result<(), BadPolicies> {
    RULES.as_ref().map(|_| ()).map_err(Clone::clone)
}

/// Policies that fit their schema.
pub struct Rules {
    policies: PolicySet,
    schema: Schema,
}

impl Rules {
    /// Reads and validates policies strictly against a schema.
    pub fn read(schema: &str, policies: &str) -> Result<Self, BadPolicies> {
        let wrong = |error: &dyn std::fmt::Display| BadPolicies(error.to_string());
        let (schema, _) = Schema::from_cedarschema_str(schema).map_err(|error| wrong(&error))?;
        let policies = PolicySet::from_str(policies).map_err(|error| wrong(&error))?;
        let found = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if found.validation_passed() { Ok(Self { policies, schema }) } else { Err(wrong(&found)) }
    }

    /// The program's own texts: schema and policies.
    pub fn texts() -> (&'static str, &'static str) {
        (SCHEMA, POLICIES)
    }

    /// The bare verdict of these policies on a day. Pages use [`decide`].
    pub fn permit(&self, who: &Who, action: Action, area: AreaId, subject: &Subject, on: Date) -> bool {
        self.ask(who, action, area, subject, on).unwrap_or(false)
    }

    fn ask(&self, who: &Who, action: Action, area: AreaId, subject: &Subject, on: Date) -> Option<bool> {
        let (principal, resource) = (person(who, on)?, thing(area, subject)?);
        let circumstances = [("stepped_up".to_owned(), RestrictedExpression::new_bool(who.stepped_up))];
        let context = Context::from_pairs(circumstances).ok()?;
        let action = uid("Action", action.word())?;
        let request = Request::new(principal.uid(), action, resource.uid(), context, Some(&self.schema)).ok()?;
        let entities = Entities::from_entities([principal, resource], None).ok()?;
        let answer = Authorizer::new().is_authorized(&request, &self.policies, &entities);
        // A policy that failed to run says nothing; what it might have forbidden must not slip through.
        let sound = answer.diagnostics().errors().next().is_none();
        Some(sound && answer.decision() == Decision::Allow)
    }
}

fn uid(kind: &str, key: &str) -> Option<EntityUid> {
    Some(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind).ok()?, EntityId::new(key)))
}

fn set<'a>(kind: &str, keys: impl Iterator<Item = &'a str>) -> Option<RestrictedExpression> {
    let uids: Option<Vec<_>> = keys.map(|key| uid(kind, key).map(RestrictedExpression::new_entity_uid)).collect();
    Some(RestrictedExpression::new_set(uids?))
}

fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

/// Somebody with the roles that hold on a day.
fn person(who: &Who, on: Date) -> Option<Entity> {
    let at = |role| set("Organisation", who.organisations(role, on));
    let attributes = HashMap::from([
        ("area".to_owned(), text(&who.area.to_string())),
        ("contributes_for".to_owned(), at(Role::Contributor)?),
        ("leads".to_owned(), at(Role::PartnerLead)?),
        ("administers".to_owned(), at(Role::OrganisationAdministrator)?),
    ]);
    let roles = Role::ALL.into_iter().filter(|role| who.is(*role, on));
    let roles: Option<HashSet<_>> = roles.map(|role| uid("Role", role.cedar())).collect();
    Entity::new(uid("Person", &who.person.to_string())?, attributes, roles?).ok()
}

fn thing(area: AreaId, subject: &Subject) -> Option<Entity> {
    let (kind, key) = subject.name();
    let mut attributes = BTreeMap::from([("area".to_owned(), text(&area.to_string()))]);
    let people = |people: &[crate::PersonId]| {
        let keys: Vec<String> = people.iter().map(ToString::to_string).collect();
        set("Person", keys.iter().map(String::as_str))
    };
    match subject {
        Subject::Area => {}
        Subject::Commitment { organisations, people: named, .. } => {
            attributes
                .insert("organisations".to_owned(), set("Organisation", organisations.iter().map(String::as_str))?);
            attributes.insert("people".to_owned(), people(named)?);
        }
        Subject::Edition { prepared_by, .. } => {
            if let Some(person) = prepared_by {
                let person = RestrictedExpression::new_entity_uid(uid("Person", &person.to_string())?);
                attributes.insert("prepared_by".to_owned(), person);
            }
        }
        Subject::Reply { written_by, .. } => {
            let person = RestrictedExpression::new_entity_uid(uid("Person", &written_by.to_string())?);
            attributes.insert("written_by".to_owned(), person);
        }
        Subject::Board { members, .. } => {
            attributes.insert("members".to_owned(), people(members)?);
        }
        Subject::Workplace { organisation } => {
            let organisation = RestrictedExpression::new_entity_uid(uid("Organisation", organisation)?);
            attributes.insert("organisation".to_owned(), organisation);
        }
    }
    Entity::new(uid(kind, key)?, attributes.into_iter().collect(), HashSet::new()).ok()
}
