//! Invitations, roles with an end, and who may run whose people.

use accounts::FirstAdministrator;
use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::Actor;
use permission::Role;
use testing::on_both_engines;

use crate::world::{Browser, COUNCIL, Member, World, codes_in};

async fn add_organisation(world: &World, ada: &Member, key: &str, grants: &[&str]) {
    let mut fields = vec![("key", key), ("name", key)];
    fields.extend(grants.iter().map(|word| ("grants", *word)));
    let added = ada.browser.post(world, "office/organisations", &fields).await;
    assert_eq!(added.location(), "/ridgeway/office/organisations", "{}", added.text);
}

/// The refused form, and what it says.
async fn refused(world: &World, by: &Member, path: &str, fields: &[(&str, &str)]) -> String {
    let reply = by.browser.post(world, path, fields).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
    assert!(reply.text.contains("<title>Error: "), "{}", reply.text);
    reply.text
}

#[tokio::test]
async fn an_invitation_brings_somebody_in_once_with_the_roles_it_promised() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let made = ada.browser.post(&world, &path, &[("name", "Ben"), ("role", "contributor")]).await;
        let code = codes_in(&made.text)[0].clone();
        let list = ada.browser.get(&world, &format!("office/people/{COUNCIL}")).await;
        assert!(list.text.contains("Ben") && !list.text.contains(&code));

        let guest = Browser::new();
        let look = guest.post(&world, "invitation", &[("code", &code.to_lowercase().replace('-', " "))]).await;
        assert!(look.text.contains("Ridgeway County Council") && look.text.contains("Contributor"));
        let ben = world.join(&code, "Ben Canary").await;

        let account = ben.browser.get(&world, "account").await.text;
        assert!(account.contains("Contributor") && account.contains("Ridgeway County Council"));
        assert!(account.contains("You have 10 unused recovery codes."));
        assert_eq!(ben.sheet.len(), 10);
        let again = Browser::new().post(&world, "invitation/join", &[("code", &code), ("name", "Mal")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_ends_after_fourteen_days_or_when_it_is_withdrawn() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let made = ada.browser.post(&world, &path, &[("name", "Ben"), ("role", "contributor")]).await;
        let code = codes_in(&made.text)[0].clone();
        let days = |days: i64| world.later(SignedDuration::from_hours(24 * days));
        let opened = async |world: &World| Browser::new().post(world, "invitation", &[("code", &code)]).await.status;

        assert_eq!(opened(&days(13)).await, StatusCode::OK);
        assert_eq!(opened(&days(14)).await, StatusCode::UNPROCESSABLE_ENTITY);

        let list = ada.browser.get(&world, &format!("office/people/{COUNCIL}")).await.text;
        let id = list.split("/invitations/").nth(1).unwrap().split('/').next().unwrap();
        let withdraw = format!("office/people/{COUNCIL}/invitations/{id}/withdraw");
        assert_eq!(ada.browser.post(&world, &withdraw, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(opened(&world).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(ada.browser.post(&world, &withdraw, &[]).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn somebody_who_is_signed_in_adds_an_invitation_to_the_account_they_have() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        add_organisation(&world, &ada, "icb", &["contributor"]).await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let made =
            ada.browser.post(&world, "office/people/icb/invite", &[("name", "Ben"), ("role", "contributor")]).await;
        let code = codes_in(&made.text)[0].clone();

        let look = ben.browser.post(&world, "invitation", &[("code", &code)]).await;
        assert!(look.text.contains("Add to the account of Ben Canary"), "{}", look.text);
        let done = ben.browser.post(&world, "invitation/take-up", &[("code", &code)]).await;

        assert_eq!(done.location(), "/ridgeway/account");
        assert_eq!(world.person("icb", "Ben Canary").await, world.person(COUNCIL, "Ben Canary").await);
    })
    .await;
}

#[tokio::test]
async fn an_organisations_administrator_runs_their_own_people_and_nobody_elses() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        add_organisation(&world, &ada, "icb", &["contributor", "organisation-administrator"]).await;
        let cy = world.invited(&ada, "icb", Role::OrganisationAdministrator, "Cy Canary").await;
        cy.confirm(&world).await;

        let invited =
            cy.browser.post(&world, "office/people/icb/invite", &[("name", "Di"), ("role", "contributor")]).await;
        assert_eq!(invited.status, StatusCode::OK);
        let list = cy.browser.get(&world, "office/people").await.text;
        assert!(list.contains("office/people/icb") && !list.contains(COUNCIL), "{list}");
        let foreign = format!("office/people/{COUNCIL}");
        let absent = cy.browser.get(&world, "office/people/absent").await;
        let there = cy.browser.get(&world, &foreign).await;
        assert_eq!((there.status, &there.text), (StatusCode::NOT_FOUND, &absent.text));
        let invite =
            cy.browser.post(&world, &format!("{foreign}/invite"), &[("name", "X"), ("role", "contributor")]).await;
        assert_eq!(invite.status, StatusCode::NOT_FOUND);
        let ada_id = world.person(COUNCIL, "Ada Canary").await;
        let end = cy.browser.post(&world, &format!("office/people/icb/{ada_id}/end-sessions"), &[]).await;
        assert_eq!(end.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn nobody_makes_anybody_more_than_their_organisation_was_granted() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        add_organisation(&world, &ada, "icb", &["contributor", "organisation-administrator"]).await;
        let cy = world.invited(&ada, "icb", Role::OrganisationAdministrator, "Cy Canary").await;
        cy.confirm(&world).await;
        for role in ["publisher", "programme-office", "area-administrator"] {
            let said = refused(&world, &cy, "office/people/icb/invite", &[("name", "Di"), ("role", role)]).await;
            assert!(said.contains("Choose a role that icb may give"), "{said}");
        }
        let said = refused(
            &world,
            &ada,
            "office/organisations",
            &[("key", "lab"), ("name", "Lab"), ("grants", "area-administrator")],
        );
        assert!(said.await.contains("only another area administrator can give that role"));
    })
    .await;
}

#[tokio::test]
async fn a_role_that_is_ended_is_gone_at_the_next_request() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        assert!(ben.browser.is_in(&world).await);
        let list = ada.browser.get(&world, &format!("office/people/{COUNCIL}")).await.text;
        let row = list.split("Contributor of Ben Canary").next().unwrap();
        let id = row.rsplit("/roles/").next().unwrap().split('/').next().unwrap();

        let ended = ada.browser.post(&world, &format!("office/people/{COUNCIL}/roles/{id}/end"), &[]).await;

        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
        assert_eq!(ben.browser.get(&world, "account").await.status, StatusCode::NOT_FOUND);
        assert!(!ben.browser.session().is_empty());
        assert_eq!(ben.browser.post(&world, "sign-out", &[]).await.location(), "/ridgeway/sign-in");
    })
    .await;
}

#[tokio::test]
async fn a_role_with_a_last_day_holds_on_that_day_and_not_on_the_next() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let fields = [("name", "Ben"), ("role", "contributor"), ("until", "3 June 2026")];
        let made = ada.browser.post(&world, &path, &fields).await;
        let ben = world.join(&codes_in(&made.text)[0], "Ben Canary").await;
        let day = |days: i64| world.later(SignedDuration::from_hours(24 * days));
        for (days, expected) in [(2, StatusCode::OK), (3, StatusCode::NOT_FOUND)] {
            let browser = Browser::new();
            ben.sign_in(&day(days), &browser).await;
            assert_eq!(browser.get(&day(days), "account").await.status, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn an_administrator_ends_every_session_of_somebody_whose_laptop_was_stolen() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let id = world.person(COUNCIL, "Ben Canary").await;
        let end = format!("office/people/{COUNCIL}/{id}/end-sessions");
        assert_eq!(ada.browser.post(&world, &end, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(!ben.browser.is_in(&world).await);
        assert!(ada.browser.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_invites_once() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let page = ada.browser.get(&world, &format!("office/people/{COUNCIL}")).await;
        let key = page.field("once");
        let fields = [("once", key.as_str()), ("name", "Ben"), ("role", "contributor")];
        let path = format!("office/people/{COUNCIL}/invite");
        let first = ada.browser.post_as_is(&world, &path, &fields).await;
        let second = ada.browser.post_as_is(&world, &path, &fields).await;
        assert_eq!((codes_in(&first.text).len(), first.status), (1, StatusCode::OK));
        assert_eq!(second.location(), format!("/ridgeway/office/people/{COUNCIL}"));
        let list = ada.browser.get(&world, &format!("office/people/{COUNCIL}")).await.text;
        assert_eq!(list.matches("/withdraw\"").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_who_change_a_name_at_once_see_both_texts() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let id = world.person(COUNCIL, "Ben Canary").await;
        let page = format!("office/people/{COUNCIL}/{id}");
        let version = ada.browser.get(&world, &page).await.field("version");
        let own = [("name", "Benedict Canary"), ("email", "ben@example.org"), ("version", version.as_str())];
        assert_eq!(ben.browser.post(&world, "account/name", &own).await.location(), "/ridgeway/account");

        let late = [("name", "Benny Canary"), ("email", ""), ("version", version.as_str())];
        let clash = ada.browser.post(&world, &format!("{page}/name"), &late).await;

        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("Benedict Canary") && clash.text.contains("Benny Canary"), "{}", clash.text);
        let settled = [("name", "Benny Canary"), ("email", ""), ("version", &clash.field("version"))];
        assert_eq!(ada.browser.post(&world, &format!("{page}/name"), &settled).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.person(COUNCIL, "Benny Canary").await, id);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_used_is_said_at_its_field() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let said = refused(&world, &ada, &path, &[("name", " "), ("email", "ben")]).await;
        for words in ["Enter a name", "Choose a role", "Enter an e-mail address such as name@example.org"] {
            assert_eq!(said.matches(words).count(), 2, "{words}: {said}");
        }
        let past = [("name", "Ben"), ("role", "contributor"), ("until", "2026-05-31")];
        assert!(refused(&world, &ada, &path, &past).await.contains("Enter a last day that is today or later"));
        let odd = [("name", "Ben"), ("role", "contributor"), ("until", "31 May")];
        assert!(refused(&world, &ada, &path, &odd).await.contains("Enter a day such as 27 March 2026"));
        let unknown = [("name", "Ben"), ("role", "king")];
        assert!(refused(&world, &ada, &path, &unknown).await.contains("Choose a role from the list"));
        let extra = [("name", "Ben"), ("role", "contributor"), ("person_id", "x")];
        assert_eq!(ada.browser.post(&world, &path, &extra).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = refused(&world, &ada, "account/name", &[("name", ""), ("email", "a@b"), ("version", "1")]).await;
        assert!(said.contains("Enter a name"));
        let guest = Browser::new();
        let code = world.first_code().await;
        let said = guest.post(&world, "invitation/join", &[("code", &code), ("name", "")]).await;
        assert!(said.text.contains("Enter a name") && said.text.contains("Your invitation"), "{}", said.text);
        assert_eq!(
            guest.post(&world, "invitation/join", &[("code", &code), ("name", "Eve")]).await.status,
            StatusCode::OK
        );
    })
    .await;
}

#[tokio::test]
async fn the_record_names_people_by_identifier_and_no_secret() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let first = FirstAdministrator {
            organisation: COUNCIL.to_owned(),
            organisation_name: String::new(),
            name: "Second Canary".to_owned(),
            email: Some("canary@example.org".to_owned()),
        };
        let mut tx = db.write(world.area.id).await.unwrap();
        accounts::invite_administrator(&mut tx, &Actor::operator("operator"), &first, world.now).await.unwrap();
        tx.commit().await.unwrap();
        ben.browser.post(&world, "account/sign-out-everywhere", &[]).await;

        let mut tx = db.read(world.area.id).await.unwrap();
        let all = audit::verify(&mut tx).await.unwrap().entries;
        let mut lines = Vec::new();
        for place in 1..=all {
            let entry = audit::entry(&mut tx, place).await.unwrap().unwrap();
            lines.push(format!("{} {} {} {}", entry.actor, entry.deed, entry.subject, entry.detail));
        }

        let record = lines.join("\n");
        let ben_id = world.person(COUNCIL, "Ben Canary").await;
        assert!(record.contains(&format!("person: {ben_id} accounts.sign-out-everywhere person {ben_id}")), "{record}");
        for deed in ["invite", "join", "recovery-sheet", "sign-in", "add-passkey", "step-up", "add-organisation"] {
            assert!(record.contains(&format!("accounts.{deed} ")), "{deed}: {record}");
        }
        let secrets = [ben.sheet[0].clone(), ada.browser.session()];
        for hidden in ["Canary", "canary@"].into_iter().chain(secrets.iter().map(String::as_str)) {
            assert!(!record.contains(hidden), "{hidden}: {record}");
        }
    })
    .await;
}

/// Invites somebody as this, and gives the code.
async fn code_for(world: &World, by: &Member, organisation: &str, role: &str) -> String {
    let path = format!("office/people/{organisation}/invite");
    let made = by.browser.post(world, &path, &[("name", "Newcomer"), ("role", role)]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    codes_in(&made.text)[0].clone()
}

/// Whether a code still opens anything.
async fn opens(world: &World, code: &str) -> bool {
    Browser::new().post(world, "invitation", &[("code", code)]).await.status == StatusCode::OK
}

/// The address at which a role of somebody is ended.
async fn ending(world: &World, by: &Member, organisation: &str, role_of: &str) -> String {
    let list = by.browser.get(world, &format!("office/people/{organisation}")).await.text;
    let row = list.split(role_of).next().unwrap();
    let id = row.rsplit("/roles/").next().unwrap().split('/').next().unwrap();
    format!("office/people/{organisation}/roles/{id}/end")
}

#[tokio::test]
async fn whoever_made_an_invitation_cannot_use_it() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let code = code_for(&world, &ada, COUNCIL, "publisher").await;

        let own = ada.browser.post(&world, "invitation/take-up", &[("code", &code)]).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", own.text);
        let second = ada.browser.post(&world, "invitation/join", &[("code", &code), ("name", "Ada again")]).await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", second.text);

        assert!(!ada.browser.get(&world, "account").await.text.contains("Publisher"));
        world.join(&code, "Pat Canary").await;
    })
    .await;
}

#[tokio::test]
async fn an_invitation_ends_with_the_right_of_whoever_made_it() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        add_organisation(&world, &ada, "icb", &["contributor", "organisation-administrator"]).await;
        let cy = world.invited(&ada, "icb", Role::OrganisationAdministrator, "Cy Canary").await;
        cy.confirm(&world).await;
        let (before, kept) =
            (code_for(&world, &cy, "icb", "contributor").await, code_for(&world, &ada, "icb", "contributor"));
        let kept = kept.await;
        assert!(opens(&world, &before).await);

        let end = ending(&world, &ada, "icb", "Organisation administrator of Cy Canary").await;
        assert_eq!(ada.browser.post(&world, &end, &[]).await.status, StatusCode::SEE_OTHER);

        assert!(!opens(&world, &before).await && opens(&world, &kept).await);
        let joined = Browser::new().post(&world, "invitation/join", &[("code", &before), ("name", "Mal")]).await;
        assert_eq!(joined.status, StatusCode::UNPROCESSABLE_ENTITY);
        let list = ada.browser.get(&world, "office/people/icb").await.text;
        assert_eq!(list.matches("/withdraw\"").count(), 1, "{list}");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_promises_no_more_than_its_maker_may_give_on_the_day_it_is_taken_up() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        add_organisation(&world, &ada, "icb", &["contributor", "publisher", "organisation-administrator"]).await;
        let cy = world.invited(&ada, "icb", Role::OrganisationAdministrator, "Cy Canary").await;
        cy.confirm(&world).await;
        let publisher = code_for(&world, &cy, "icb", "publisher").await;
        let contributor = code_for(&world, &cy, "icb", "contributor").await;
        let page = ada.browser.get(&world, "office/organisations/icb").await;
        let version = page.field("version");
        let fields = [
            ("name", "icb"),
            ("version", version.as_str()),
            ("grants", "contributor"),
            ("grants", "organisation-administrator"),
        ];
        let narrowed = ada.browser.post(&world, "office/organisations/icb", &fields).await;
        assert_eq!(narrowed.status, StatusCode::SEE_OTHER, "{}", narrowed.text);
        assert!(!opens(&world, &publisher).await && opens(&world, &contributor).await);

        let end = ending(&world, &ada, "icb", "Organisation administrator of Cy Canary").await;
        ada.browser.post(&world, &end, &[("last_day", "2026-06-02")]).await;
        let day = |days: i64| world.later(SignedDuration::from_hours(24 * days));
        assert!(opens(&day(1), &contributor).await && !opens(&day(2), &contributor).await);
    })
    .await;
}

#[tokio::test]
async fn what_a_thief_made_in_somebodys_name_ends_with_the_sessions() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let eve = world.invited(&ada, COUNCIL, Role::OrganisationAdministrator, "Eve Canary").await;
        eve.confirm(&world).await;
        let code = code_for(&world, &eve, COUNCIL, "contributor").await;
        let id = world.person(COUNCIL, "Eve Canary").await;
        ada.browser.post(&world, &format!("office/people/{COUNCIL}/{id}/end-sessions"), &[]).await;
        assert!(!opens(&world, &code).await);
    })
    .await;
}

#[tokio::test]
async fn somebody_whose_last_role_ended_takes_a_new_invitation_up_with_the_account_they_have() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let end = ending(&world, &ada, COUNCIL, "Contributor of Ben Canary").await;
        ada.browser.post(&world, &end, &[]).await;
        assert_eq!(ben.browser.get(&world, "account").await.status, StatusCode::NOT_FOUND);
        let code = code_for(&world, &ada, COUNCIL, "reviewer").await;

        let done = ben.browser.post(&world, "invitation/take-up", &[("code", &code)]).await;

        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/ridgeway/account"), "{}", done.text);
        assert!(ben.browser.get(&world, "account").await.text.contains("Reviewer"));
        let stranger = Browser::new().post(&world, "invitation/take-up", &[("code", &code)]).await;
        assert!(stranger.location().starts_with("/ridgeway/sign-in"), "{}", stranger.text);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_ends_a_role_on_a_later_day() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let id = world.person(COUNCIL, "Ben Canary").await;
        let page = ada.browser.get(&world, &format!("office/people/{COUNCIL}/{id}")).await.text;
        assert!(page.contains("Last day as Contributor"), "{page}");
        let end = ending(&world, &ada, COUNCIL, "Contributor of Ben Canary").await;

        let odd = refused(&world, &ada, &end, &[("last_day", "3 June")]).await;
        assert!(odd.contains("Enter a day such as 27 March 2026") && odd.contains("value=\"3 June\""), "{odd}");
        assert!(odd.contains("href=\"#last_day\"") && odd.contains("id=\"last_day\""), "{odd}");
        let past = refused(&world, &ada, &end, &[("last_day", "2026-05-31")]).await;
        assert!(past.contains("Enter today or a later day"), "{past}");
        let ended = ada.browser.post(&world, &end, &[("last_day", "2026-06-03")]).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);

        for (days, expected) in [(2, StatusCode::OK), (3, StatusCode::NOT_FOUND)] {
            let day = world.later(SignedDuration::from_hours(24 * days));
            let browser = Browser::new();
            ben.sign_in(&day, &browser).await;
            assert_eq!(browser.get(&day, "account").await.status, expected);
        }
    })
    .await;
}
