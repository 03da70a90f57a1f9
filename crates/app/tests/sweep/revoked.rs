//! What was ended is refused at the very next request, whatever it was.

use accounts::{end_all_sessions, end_role, end_sessions, end_token, invite, sign_out, sign_out_everywhere, withdraw};
use kernel::Actor;
use office::{Action, Permit, Role, Subject};
use tempfile::TempDir;
use testing::PostgresBed;

use crate::{
    scene::{Came, Scene, Sending, Shown},
    whole::Bed,
    world::{Person, TODAY, World, build, noon, permit, who},
};

/// Plays a story in the first area of a partnership of its own, on each engine.
async fn on_both_engines(story: impl AsyncFn(&Scene, &World)) {
    let bed = Bed::build().await;
    let (_folder, scene) = bed.copy().await;
    story(&scene, &bed.worlds[0]).await;
    let Some(bed) = PostgresBed::open().await else { return };
    let folder = TempDir::new().unwrap();
    let (world, _) = build(&bed.db, "first").await;
    let scene = Scene::open(&bed.address, folder.path()).await;
    story(&scene, &world).await;
    scene.installation.db.close().await;
    bed.close().await;
}

/// What comes of somebody's session, their other session and their token.
async fn comes(scene: &Scene, person: &Person) -> [Came; 3] {
    let (page, call) = (("GET", "/office"), ("GET", "/api/v1/account"));
    let keys = &person.keys;
    let shown = [
        (Shown::Cookie(keys.proved.clone()), page),
        (Shown::Cookie(keys.unproved.clone()), page),
        (Shown::Bearer(keys.token.clone()), call),
    ];
    let mut came = Vec::new();
    for (shown, asked) in &shown {
        came.push(scene.ask("first", shown, *asked, &Sending::None).await.came());
    }
    came.try_into().unwrap()
}

/// Somebody of the world, everything of theirs good so far.
async fn welcome<'a>(scene: &Scene, world: &'a World) -> &'a Person {
    let person = world.person(Role::Contributor, "trust");
    assert_eq!(comes(scene, person).await, [Came::In; 3]);
    person
}

fn administrator(world: &World, action: Action, subject: &Subject) -> (Permit, Actor) {
    let chief = world.person(Role::AreaAdministrator, "council");
    let who = who(&world.area, chief.id, chief.role, chief.organisation);
    (permit(&who, action, subject, TODAY), Actor::Person(chief.id.0))
}

fn trust() -> Subject {
    Subject::Workplace { organisation: "trust".to_owned() }
}

#[tokio::test]
async fn an_ended_role_opens_nothing_at_the_next_request() {
    on_both_engines(async |scene, world| {
        let person = welcome(scene, world).await;
        let mut tx = scene.installation.db.write(world.area.id).await.unwrap();
        let (by, actor) = administrator(world, Action::EndRole, &trust());
        end_role(&mut tx, &by, &actor, person.held.parse().unwrap(), None, noon(TODAY)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(comes(scene, person).await, [Came::Nowhere; 3]);
    })
    .await;
}

#[tokio::test]
async fn whoever_signs_out_everywhere_is_out_everywhere() {
    on_both_engines(async |scene, world| {
        let person = welcome(scene, world).await;
        let mut tx = scene.installation.db.write(world.area.id).await.unwrap();
        sign_out_everywhere(&mut tx, person.id, noon(TODAY)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(comes(scene, person).await, [Came::ToTheDoor; 3]);
        let colleague = world.person(Role::PartnerLead, "trust");
        assert_eq!(comes(scene, colleague).await, [Came::In; 3], "a colleague stays signed in");
    })
    .await;
}

#[tokio::test]
async fn a_token_or_a_session_that_is_ended_takes_no_other_with_it() {
    on_both_engines(async |scene, world| {
        let person = welcome(scene, world).await;
        let actor = Actor::Person(person.id.0);
        let mut tx = scene.installation.db.write(world.area.id).await.unwrap();
        for token in accounts::own_tokens(&mut tx, person.id).await.unwrap() {
            end_token(&mut tx, &actor, person.id, token.id, noon(TODAY)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(comes(scene, person).await, [Came::In, Came::In, Came::ToTheDoor]);

        let mut tx = scene.installation.db.write(world.area.id).await.unwrap();
        let sessions = accounts::own_account(&mut tx, person.id, noon(TODAY)).await.unwrap().sessions;
        let proved = sessions.iter().find(|session| session.stepped_up_at.is_some()).unwrap();
        sign_out(&mut tx, person.id, proved.id, noon(TODAY)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(comes(scene, person).await, [Came::ToTheDoor, Came::In, Came::ToTheDoor]);
    })
    .await;
}

#[tokio::test]
async fn sessions_ended_by_an_administrator_are_ended_and_the_areas_with_every_invitation() {
    on_both_engines(async |scene, world| {
        let person = welcome(scene, world).await;
        let mut tx = scene.installation.db.write(world.area.id).await.unwrap();
        let (by, actor) = administrator(world, Action::EndRole, &trust());
        end_sessions(&mut tx, &by, &actor, person.id, "trust", noon(TODAY)).await.unwrap();
        let (by, actor) = administrator(world, Action::InvitePerson, &trust());
        let promised = accounts::model::PromisedRole { role: Role::Contributor, from: TODAY, until: None };
        let new = accounts::NewInvitation {
            organisation: "trust".to_owned(),
            roles: vec![promised],
            name: "Newcomer".to_owned(),
            email: None,
        };
        let (kept, first) = invite(&mut tx, &by, &actor, &new, noon(TODAY)).await.unwrap();
        let (_, second) = invite(&mut tx, &by, &actor, &new, noon(TODAY)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(comes(scene, person).await, [Came::ToTheDoor; 3]);
        let opens = async |code: &accounts::Code| {
            let fields = Sending::Form(vec![("code".to_owned(), code.reveal())]);
            scene.ask("first", &Shown::Nothing, ("POST", "/invitation"), &fields).await.status.as_u16()
        };
        assert_eq!((opens(&first).await, opens(&second).await), (200, 200));

        let mut tx = scene.installation.db.write(world.area.id).await.unwrap();
        withdraw(&mut tx, &by, &actor, kept.id, noon(TODAY)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((opens(&first).await, opens(&second).await), (422, 200));

        let mut tx = scene.installation.db.write(world.area.id).await.unwrap();
        let (by, actor) = administrator(world, Action::RunOrganisations, &Subject::Area);
        end_all_sessions(&mut tx, &by, &actor, noon(TODAY)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(opens(&second).await, 422);
        for person in &world.people {
            assert_eq!(comes(scene, person).await, [Came::ToTheDoor; 3], "{}", person.role);
        }
    })
    .await;
}
