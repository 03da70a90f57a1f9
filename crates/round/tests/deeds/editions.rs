//! The edition of a round: prepared by one, released by another, exactly as it was looked at.

use audit::SigningKey;
use jiff::civil::{Date, date};
use permission::{Action, PersonId, Subject};
use publication::releases;
use round::{
    By,
    edition::{DraftRefused, EditionDraft, compare, draft_of, prepare, preview, release},
    model::{RoundId, RoundState},
};
use testing::{fixed, on_both_engines};

use crate::cast::{ANSWERER, DUE, LEAD, OFFICE, OPENS, PUBLISHER, Person, Story, answer};

const DAY: Date = date(2026, 10, 23);

async fn a_closed_round(story: &Story<'_>) -> RoundId {
    let round = story.round(OPENS).await;
    let sent = story.sends(ANSWERER, &story.slip("bases").await, answer("One base opened"), DUE).await.unwrap();
    story.signs(LEAD, &sent, DUE).await.unwrap();
    story.closes(round.id, DAY).await.unwrap();
    round.id
}

async fn prepares(story: &Story<'_>, round: RoundId) -> EditionDraft {
    let permit = story.permit(OFFICE, Action::PrepareEdition, &Subject::Area, DAY).unwrap();
    let by = By { permit: &permit, actor: &OFFICE.actor(), at: fixed(DAY).now() };
    let mut tx = story.write().await;
    let draft = prepare(&mut tx, by, round, "Autumn 2026", "What changed since summer.").await.unwrap();
    tx.commit().await.unwrap();
    draft
}

async fn releases_it(
    story: &Story<'_>,
    key: &SigningKey,
    person: Person,
    draft: &EditionDraft,
    day: Date,
) -> Result<u32, DraftRefused> {
    let permit =
        story.permit(person, Action::ReleaseEdition, &draft.subject(), day).ok_or(DraftRefused::NoSuchDraft)?;
    let clock = fixed(day);
    let by = By { permit: &permit, actor: &person.actor(), at: clock.now() };
    let mut tx = story.write().await;
    let number = release(&mut tx, by, (key, &clock), (draft.id, draft.version)).await?;
    tx.commit().await?;
    Ok(number)
}

#[tokio::test]
async fn one_person_prepares_an_edition_and_another_releases_it() {
    on_both_engines(async |db| {
        let (story, key) = (Story::begins(&db, "ridgeway").await, SigningKey::fresh());
        let round = a_closed_round(&story).await;
        let draft = prepares(&story, round).await;
        let mut tx = story.write().await;
        assert_eq!(compare(&mut tx, &draft, DAY).await.unwrap().stale, Vec::<String>::new());
        let pages = preview(&mut tx, &draft).await.unwrap();
        assert!(pages.iter().any(|page| page.body.contains("One base opened")));
        drop(tx);

        assert_eq!(releases_it(&story, &key, PUBLISHER, &draft, DAY).await.unwrap(), 1);
        let mut tx = story.read().await;
        assert_eq!(round::round(&mut tx, round).await.unwrap().unwrap().state, RoundState::Published(1));
        assert!(releases(&mut tx).await.unwrap().iter().any(|row| row.manifest.title == "Autumn 2026"));
        drop(tx);
        let again = releases_it(&story, &key, PUBLISHER, &draft, DAY).await.unwrap_err();
        assert!(matches!(again, DraftRefused::Gone), "{again}");
    })
    .await;
}

#[tokio::test]
async fn whoever_prepared_an_edition_cannot_release_it_by_any_way() {
    on_both_engines(async |db| {
        let (story, key) = (Story::begins(&db, "ridgeway").await, SigningKey::fresh());
        let round = a_closed_round(&story).await;
        let draft = prepares(&story, round).await;
        // The office's own person, made a publisher too.
        let both = Person { role: permission::Role::Publisher, ..OFFICE };
        let refused = releases_it(&story, &key, both, &draft, DAY).await.unwrap_err();
        assert!(matches!(refused, DraftRefused::NoSuchDraft), "{refused}");

        // A permit won by asking about a draft that somebody else prepared does not fit this one.
        let forged =
            Subject::Edition { key: draft.id.to_string(), prepared_by: Some(PersonId(uuid::Uuid::from_u128(99))) };
        let permit = story.permit(both, Action::ReleaseEdition, &forged, DAY).unwrap();
        let clock = fixed(DAY);
        let by = By { permit: &permit, actor: &both.actor(), at: clock.now() };
        let mut tx = story.write().await;
        let refused = release(&mut tx, by, (&key, &clock), (draft.id, draft.version)).await.unwrap_err();
        assert!(matches!(refused, DraftRefused::NoSuchDraft), "{refused}");
        drop(tx);
        assert!(database_refuses_the_same_person(&story, &draft).await, "the table's own rule");
    })
    .await;
}

/// Writes the release past the program, as a faulty deed would.
async fn database_refuses_the_same_person(story: &Story<'_>, draft: &EditionDraft) -> bool {
    const SQL: &str =
        "UPDATE edition_draft SET state = 'released', released_by = $3, released_at = prepared_at, edition = 1
        WHERE area_id = $1 AND draft_id = $2";
    let mut tx = story.write().await;
    let area = tx.area_key();
    let written = |person: uuid::Uuid| (area, draft.id.0, person);
    let (area, id, person) = written(OFFICE.id().0);
    let same = db::on!(tx, conn => sqlx::query(SQL).bind(area).bind(id).bind(person).execute(conn).await.is_err());
    drop(tx);
    let mut tx = story.write().await;
    let (area, id, person) = written(PUBLISHER.id().0);
    let other = db::on!(tx, conn => sqlx::query(SQL).bind(area).bind(id).bind(person).execute(conn).await.is_ok());
    same && other
}

#[tokio::test]
async fn a_draft_is_stale_once_the_plan_changed_and_says_what_changed() {
    on_both_engines(async |db| {
        let (story, key) = (Story::begins(&db, "ridgeway").await, SigningKey::fresh());
        let round = a_closed_round(&story).await;
        let draft = prepares(&story, round).await;
        story.plan("[[about]]\nnode = \"guide\"\nwording = \"A guide for carers\"\n", DAY).await;
        let refused = releases_it(&story, &key, PUBLISHER, &draft, DAY).await.unwrap_err();
        let DraftRefused::Stale(words) = refused else { panic!("{refused}") };
        assert!(words[0].contains("A guide for carers") && words[0].contains("used to read"), "{words:?}");

        let newer = prepares(&story, round).await;
        let refused = releases_it(&story, &key, PUBLISHER, &draft, DAY).await.unwrap_err();
        assert!(matches!(refused, DraftRefused::Gone), "{refused}");
        assert_eq!(releases_it(&story, &key, PUBLISHER, &newer, DAY).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_draft_released_later_is_stale_only_when_the_day_tells_something_else() {
    on_both_engines(async |db| {
        let (story, key) = (Story::begins(&db, "ridgeway").await, SigningKey::fresh());
        let round = a_closed_round(&story).await;
        let draft = prepares(&story, round).await;
        // The guide was planned for 30 November.
        let refused = releases_it(&story, &key, PUBLISHER, &draft, date(2026, 12, 1)).await.unwrap_err();
        assert!(matches!(&refused, DraftRefused::Stale(words) if words[0].contains("A date passed")), "{refused}");
        assert_eq!(releases_it(&story, &key, PUBLISHER, &draft, date(2026, 10, 26)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_edition_is_not_prepared_while_its_round_is_open() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let round = story.round(OPENS).await;
        let permit = story.permit(OFFICE, Action::PrepareEdition, &Subject::Area, DAY).unwrap();
        let by = By { permit: &permit, actor: &OFFICE.actor(), at: fixed(DAY).now() };
        let mut tx = story.write().await;
        let refused = prepare(&mut tx, by, round.id, "Autumn", "").await.unwrap_err();
        assert!(matches!(refused, DraftRefused::NotNow(_)), "{refused}");
        assert_eq!(draft_of(&mut tx, round.id).await.unwrap(), None);
    })
    .await;
}
