//! The demonstration's people: one invented person per role, at the area's own organisations.

use accounts::{
    DemoDoor, add_organisation, change_self,
    model::{Organisation, Person},
};
use kernel::{Actor, Area};
use permission::{Action, HeldRole, PersonId, Role, Subject, Who, decide};
use roadmap::{model::Tree, store::load_tree};

use crate::{failure::Failure, installation::Installation};

/// Role, invented name, and which organisation of the area: by the kind its plan gives the body.
const CAST: [(Role, &str, &str); 10] = [
    (Role::ProgrammeOffice, "Robin Ashdown (invented)", "council"),
    (Role::Contributor, "Sam Birchwood (invented)", "council"),
    (Role::PartnerLead, "Jo Calder (invented)", "council"),
    (Role::Publisher, "Alex Dunmore (invented)", "NHS board"),
    (Role::ForumRepresentative, "Chris Elmhurst (invented)", "parent carer forum"),
    (Role::BoardSecretary, "Pat Fenwick (invented)", "council"),
    (Role::BoardMember, "Lee Garside (invented)", "NHS board"),
    (Role::Reviewer, "Kit Harrow (invented)", "government department"),
    (Role::OrganisationAdministrator, "Dana Iveson (invented)", "council"),
    (Role::AreaAdministrator, "Max Jardine (invented)", "council"),
];

/// The people of an area's demonstration, and what each may do.
pub struct Cast {
    /// Where anybody walks in as one of them.
    pub door: Option<DemoDoor>,
    people: Vec<(Role, Who)>,
}

impl Cast {
    /// Somebody by their role, as if they had just shown that it is they.
    pub fn who(&self, role: Role) -> Result<&Who, Failure> {
        let found = self.people.iter().find(|(held, _)| *held == role);
        found
            .map(|(_, who)| who)
            .ok_or_else(|| Failure::Said(format!("nobody of the demonstration is {}", role.word())))
    }

    /// A cast without people.
    #[cfg(test)]
    pub fn nobody() -> Self {
        Self { door: None, people: Vec::new() }
    }
}

/// Puts one invented person per role at the area's door, each at an organisation of the area.
pub async fn furnish(installation: &Installation, area: &Area) -> Result<Cast, Failure> {
    let said = |error: &dyn std::fmt::Display| Failure::Said(format!("{}: {error}", area.slug));
    list_organisations(installation, area).await?;
    let (now, from) = (installation.clock.now(), installation.clock.today());
    let mut tx = installation.write(area).await?;
    let tree = load_tree(&mut tx).await?;
    let cast: Vec<(Role, &str, &str)> = CAST
        .iter()
        .map(|(role, name, kind)| Ok((*role, *name, of_kind(&tree, kind)?)))
        .collect::<Result<_, Failure>>()?;
    let door = DemoDoor::furnish(&mut tx, &cast, now).await.map_err(|error| said(&error))?;
    let mut people = Vec::new();
    for (invented, (role, _, organisation)) in door.people(area.id).iter().zip(&cast) {
        let held = HeldRole { role: *role, organisation: (*organisation).to_owned(), from, until: None };
        let person = invented.person;
        people.push((*role, Who { area: area.id, person, roles: vec![held], stepped_up: true, scope: None }));
        let address = format!("{}@{}.example", role.word(), area.slug);
        let named = Person { id: person, name: invented.name.clone(), email: Some(address), version: 1 };
        change_self(&mut tx, &Actor::Person(person.0), &named, now).await.map_err(|error| said(&error))?;
    }
    tx.commit().await?;
    Ok(Cast { door: Some(door), people })
}

/// Lists every body of the plan as an organisation, unless it is listed already.
pub async fn list_organisations(installation: &Installation, area: &Area) -> Result<(), Failure> {
    let said = |error: &dyn std::fmt::Display| Failure::Said(format!("{}: {error}", area.slug));
    let now = installation.clock.now();
    let mut tx = installation.write(area).await?;
    let tree = load_tree(&mut tx).await?;
    let listed = accounts::organisations(&mut tx).await?;
    let operator = Actor::operator("demonstration");
    let permit = decide(&set_up(area), Action::RunOrganisations, area.id, &Subject::Area, now);
    let permit = permit.map_err(|error| said(&error))?;
    for body in tree.bodies.iter().filter(|body| listed.iter().all(|listed| listed.key != body.key)) {
        let grants = Role::ALL.into_iter().filter(|role| *role != Role::AreaAdministrator).collect();
        let organisation = Organisation { key: body.key.clone(), name: body.name.clone(), grants, version: 1 };
        let added = add_organisation(&mut tx, &permit, &operator, &organisation, now).await;
        added.map_err(|error| said(&error))?;
    }
    Ok(tx.commit().await?)
}

/// Whoever sets the demonstration up, with the one right that takes.
fn set_up(area: &Area) -> Who {
    let from = jiff::civil::Date::MIN;
    let held = HeldRole { role: Role::AreaAdministrator, organisation: String::new(), from, until: None };
    Who { area: area.id, person: PersonId(area.id.0), roles: vec![held], stepped_up: true, scope: None }
}

fn of_kind<'a>(tree: &'a Tree, kind: &str) -> Result<&'a str, Failure> {
    let found = tree.bodies.iter().find(|body| body.kind == kind);
    found.map(|body| body.key.as_str()).ok_or_else(|| Failure::Said(format!("the demonstration names no {kind}")))
}
