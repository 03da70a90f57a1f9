//! The demonstration's door: there only where the demonstration made it, and never beside real people.

use accounts::{DemoDoor, NoDemoDoor, add_organisation, model::Organisation};
use axum::http::StatusCode;
use permission::{Action, HeldRole, PersonId, Role, Subject, Who, decide};
use testing::{an_area, on_both_engines};
use uuid::Uuid;

use crate::world::{Browser, COUNCIL, World, noon, ways};

const CAST: [(Role, &str, &str); 2] =
    [(Role::Publisher, "Pat Invented", COUNCIL), (Role::AreaAdministrator, "Ari Invented", COUNCIL)];

async fn furnished(db: &db::Db, area: &kernel::Area) -> Result<DemoDoor, NoDemoDoor> {
    let mut tx = db.write(area.id).await.unwrap();
    let door = DemoDoor::furnish(&mut tx, &CAST, noon()).await;
    tx.commit().await.unwrap();
    door
}

/// An organisation without anybody in it.
async fn a_council(db: &db::Db, area: &kernel::Area) {
    let from = jiff::civil::date(2020, 1, 1);
    let held = HeldRole { role: Role::AreaAdministrator, organisation: COUNCIL.to_owned(), from, until: None };
    let person = PersonId(Uuid::from_u128(1));
    let who = Who { area: area.id, person, roles: vec![held], stepped_up: true, scope: None };
    let permit = decide(&who, Action::RunOrganisations, area.id, &Subject::Area, noon()).unwrap();
    let council = Organisation { key: COUNCIL.to_owned(), name: "Council".to_owned(), grants: vec![], version: 1 };
    let mut tx = db.write(area.id).await.unwrap();
    add_organisation(&mut tx, &permit, &kernel::Actor::operator("operator"), &council, noon()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn anybody_walks_in_as_an_invented_person_of_the_demonstration() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        a_council(&db, &area).await;
        let door = furnished(&db, &area).await.unwrap();
        let again = furnished(&db, &area).await.unwrap();
        assert_eq!(door.people(area.id), again.people(area.id));
        let publisher = door.people(area.id)[0].person.to_string();
        let world = World::with(&db, &area, noon(), ways(vec![]), Some(door));

        let page = Browser::new().get(&world, "sign-in").await.text;
        assert!(page.contains("Walk in as Pat Invented") && page.contains("Releases an edition"), "{page}");
        let pat = Browser::new();
        let walked = pat.post(&world, "sign-in/demonstration", &[("person", &publisher), ("to", "account")]).await;
        assert_eq!((walked.status, walked.location()), (StatusCode::SEE_OTHER, "/ridgeway/account"));
        assert!(pat.get(&world, "account/confirm").await.text.contains("one press is enough here"));
        let before = pat.session();
        pat.post(&world, "account/confirm/demonstration", &[("to", "account")]).await;
        assert!(pat.session() != before && pat.is_in(&world).await);
        let nobody =
            Browser::new().post(&world, "sign-in/demonstration", &[("person", &Uuid::nil().to_string())]).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_office_without_that_door_has_no_way_in_for_invented_people() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        a_council(&db, &area).await;
        let door = furnished(&db, &area).await.unwrap();
        let publisher = door.people(area.id)[0].person.to_string();
        // The people are in the database; the program was started without the door.
        let world = World::with(&db, &area, noon(), ways(vec![]), None);
        assert!(!Browser::new().get(&world, "sign-in").await.text.contains("Invented"));
        let walked = Browser::new().post(&world, "sign-in/demonstration", &[("person", &publisher)]).await;
        assert_eq!(walked.status, StatusCode::NOT_FOUND);
        // The door of one area opens none in another.
        let other = an_area(&db, "otherland").await;
        assert!(door.people(other.id).is_empty());
    })
    .await;
}

#[tokio::test]
async fn no_such_door_is_made_where_somebody_real_has_an_account() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        assert!(matches!(furnished(&db, &world.area).await, Err(NoDemoDoor::NoOrganisation(_))));
        world.administrator().await;
        assert!(matches!(furnished(&db, &world.area).await, Err(NoDemoDoor::RealPeople)));
    })
    .await;
}

#[test]
fn only_the_demonstration_names_the_door() {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let crates = std::path::Path::new(&manifest).parent().unwrap().to_owned();
    let mut waiting = vec![crates];
    let mut naming = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let path = path.to_string_lossy().replace('\\', "/");
                // Examples measure; nobody installs them.
                let elsewhere = ["/accounts/", "/examples/", "demo"].iter().all(|part| !path.contains(part));
                if elsewhere && text.contains("DemoDoor::furnish") {
                    naming.push(path);
                }
            }
        }
    }
    assert!(naming.is_empty(), "only the demo command may make the demonstration's door: {naming:?}");
}
