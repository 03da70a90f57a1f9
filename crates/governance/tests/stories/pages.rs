//! The pages, as a browser asks for them: who sees what, forms, the page with both texts.

use axum::http::StatusCode;
use db::Db;
use governance::{
    model::{Action, Kept, Meeting},
    routes, store,
};
use kernel::Area;
use office::{Office, Role, Rooms};
use testing::{Caller, OfficeBed, Reply, on_both_engines};

use crate::beds::{FILE, TODAY, bring_in, with_boards, with_roadmap};

fn open(db: &Db, area: &Area) -> OfficeBed {
    OfficeBed::open(db, area, TODAY, routes(), |office| office)
}

async fn action(db: &Db, area: &Area, key: &str) -> Kept<Action> {
    let mut tx = db.read(area.id).await.unwrap();
    store::entry(&mut tx, key).await.unwrap().unwrap()
}

const NEW: &[(&str, &str)] = &[
    ("board", "improvement-board"),
    ("meeting", ""),
    ("wording", "<b>Ask</b> every family"),
    ("organisation", "council"),
    ("post", ""),
    ("person", ""),
    ("raised_on", "2026-03-20"),
    ("first_due", "2026-04-20"),
    ("commitments", "area-voice"),
    ("themes", "voice"),
];

/// Sends the form of a page back with fields in place of what it held.
async fn send(caller: &Caller<'_>, path: &str, page: &Reply, fields: &[(&str, &str)]) -> Reply {
    let (once, version) = (page.field("once"), if path.ends_with("new") { String::new() } else { page.field("seen") });
    let mut all = fields.to_vec();
    all.push(("once", &once));
    if !version.is_empty() {
        all.push(("seen", &version));
    }
    caller.post_as_is(path, &all).await
}

#[tokio::test]
async fn a_secretary_writes_an_action_and_puts_it_off_without_losing_its_first_date() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let secretary = bed.signed_in(Role::BoardSecretary, "council");
        let page = secretary.get("office/papers/action/new?board=improvement-board").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("value=\"improvement-board\" selected"), "{}", page.text);
        let sent = send(&secretary, "office/papers/action/new", &page, NEW).await;
        assert_eq!(sent.location(), "/ridgeway/office/papers/action/action-2", "{}", sent.text);
        let shown = secretary.get("office/papers/action/action-2").await;
        assert!(shown.text.contains("&#60;b&#62;Ask&#60;/b&#62;") && !shown.text.contains("<b>Ask"), "{}", shown.text);

        let add = "office/papers/action/action-2/add/delayed";
        let page = secretary.get(add).await;
        assert!(page.text.contains("Such as 27 March 2026 or 2026-03-27."), "{}", page.text);
        let fields = [("on", "20 March 2026"), ("to", "2026-05-01"), ("reason", "Half term")];
        send(&secretary, add, &page, &fields).await;
        let held = action(&db, &area, "action-2").await;
        assert_eq!(
            (held.about.first_due.to_string(), held.due().to_string()),
            ("2026-04-20".into(), "2026-05-01".into())
        );
    })
    .await;
}

#[tokio::test]
async fn a_form_with_errors_comes_back_with_all_of_them_and_what_was_typed() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let secretary = bed.signed_in(Role::BoardSecretary, "council");
        let page = secretary.get("office/papers/action/new").await;
        let mut fields = NEW.to_vec();
        fields[2] = ("wording", "");
        fields[7] = ("first_due", "soon");
        let sent = send(&secretary, "office/papers/action/new", &page, &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in ["<title>Error: ", "href=\"#wording\"", "href=\"#first_due\"", "value=\"soon\""] {
            assert!(sent.text.contains(part), "{part} is not in {}", sent.text);
        }

        fields[2] = ("wording", "Ask");
        fields[7] = ("first_due", "2026-01-01");
        let sent = send(&secretary, "office/papers/action/new", &page, &fields).await;
        assert!(sent.text.contains("2026-01-01 is before 2026-03-20"), "{}", sent.text);
        fields.push(("version_of_mine", "1"));
        let sent = send(&secretary, "office/papers/action/new", &page, &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sent.text.contains("a field that we did not ask for"), "{}", sent.text);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_edit_at_once_the_later_sees_both_texts_and_decides() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let secretary = bed.signed_in(Role::BoardSecretary, "council");
        let edit = "office/papers/action/action-1/edit";
        let (mine, theirs) = (secretary.get(edit).await, secretary.get(edit).await);
        let with = |wording: &'static str| {
            let mut fields = NEW.to_vec();
            (fields[2], fields[6], fields[7]) =
                (("wording", wording), ("raised_on", "2026-01-14"), ("first_due", "2026-02-11"));
            fields
        };
        send(&secretary, edit, &theirs, &with("Write to all schools")).await;

        let lost = send(&secretary, edit, &mine, &with("Telephone every school")).await;
        assert_eq!(lost.status, StatusCode::CONFLICT);
        assert!(lost.text.contains("Write to all schools") && lost.text.contains("Telephone every school"));
        let decided = send(&secretary, edit, &lost, &with("Write to and telephone all schools")).await;
        assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
        assert_eq!(action(&db, &area, "action-1").await.about.wording, "Write to and telephone all schools");
        let earlier = secretary.get("office/papers/action/action-1/earlier").await;
        assert!(earlier.text.contains("Write to every school") && earlier.text.contains("Write to all schools"));
    })
    .await;
}

#[tokio::test]
async fn a_member_reads_the_papers_of_the_boards_they_sit_on_and_no_others() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let member = bed.signed_in(Role::BoardMember, "council");
        let id = testing::Somebody {
            role: Role::BoardMember,
            organisation: "council".to_owned(),
            number: 0,
            stepped_up: false,
        }
        .person();
        let meeting = "office/papers/meeting/improvement-board-2026-01-14";
        let (before, absent) = (member.get(meeting).await, member.get("office/papers/meeting/no-such").await);
        assert_eq!((before.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let list = member.get("office/papers/action").await;
        assert!(list.text.contains("No action of a board whose papers you may read"), "{}", list.text);

        let mut tx = db.write(area.id).await.unwrap();
        let seat = format!("\n[[board]]\nkey = \"improvement-board\"\nabout = {{ name = \"Improvement Board\", word = \"improvement-board\", tier = \"assurance\", since = \"2025-09-01\", note = \"CANARY private note\" }}\npast = [{{ on = \"2026-01-01\", event = {{ what = \"seat_taken\", seat = 3, post = \"Member\", part = \"member\", organisation = \"council\", person = \"{id}\" }} }}]\n");
        assert_eq!(bring_in(&mut tx, &seat).await, 1);
        tx.commit().await.unwrap();
        let board = member.get("office/boards/improvement-board").await.text;
        assert!(board.contains("Independent chair") && !board.contains("CANARY private note"), "{board}");
        let told = member.get("api/v1/boards/improvement-board").await.text;
        assert!(told.contains("improvement-board") && !told.contains("CANARY private note"), "{told}");
        let shown = member.get(meeting).await;
        assert!(shown.status == StatusCode::OK && shown.text.contains("Themes of the quarter"), "{}", shown.text);
        assert!(!shown.text.contains("/edit"), "a member is offered no form");
        assert_eq!(member.get(&format!("{meeting}/edit")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(member.get("office/registers/risk").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_adds_one_entry() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let page = office.get("office/papers/meeting/new").await;
        let fields = [("board", "improvement-board"), ("on", "2026-05-13"), ("place", "County Hall")];
        let first = send(&office, "office/papers/meeting/new", &page, &fields).await;
        let again = send(&office, "office/papers/meeting/new", &page, &fields).await;
        assert_eq!(first.location(), "/ridgeway/office/papers/meeting/improvement-board-2026-05-13");
        assert_eq!(first.location(), again.location());
        let mut tx = db.read(area.id).await.unwrap();
        assert_eq!(store::entries::<Meeting>(&mut tx).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn every_page_opens_for_the_office_and_keeps_its_filter_in_the_address() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let kinds = ["papers/meeting", "papers/item", "papers/paper", "papers/decision", "papers/action"];
        let registers = ["risk", "concern", "strategy", "review", "criterion"].map(|kind| format!("registers/{kind}"));
        let lists = kinds.into_iter().map(str::to_owned).chain(registers).chain(["boards".to_owned()]);
        for list in lists {
            let page = office.get(&format!("office/{list}")).await;
            assert!(page.status == StatusCode::OK && page.text.contains("<caption"), "{list}: {}", page.text);
            let key =
                page.text.split(&format!("/office/{list}/")).nth(2).unwrap().split('"').next().unwrap().to_owned();
            for rest in ["", "/edit", "/publish", "/earlier"] {
                let page = office.get(&format!("office/{list}/{key}{rest}")).await;
                assert_eq!(page.status, StatusCode::OK, "{list}/{key}{rest}: {}", page.text);
            }
        }
        let board = office.get("office/boards/improvement-board").await.text;
        for part in
            ["Independent chair", "In force since 1 September 2025", "Health and Wellbeing Board, since 1 October 2025"]
        {
            assert!(board.contains(part), "{part} is not in {board}");
        }
        let publishes = office.get("office/boards/improvement-board/publish").await.text;
        for part in ["its powers (what it may decide itself)", "every post that sits on it with its organisation"] {
            assert!(publishes.contains(part), "{part} is not in {publishes}");
        }
        let risk = office.get("office/registers/risk").await.text;
        let key = risk.split("/office/registers/risk/").nth(2).unwrap().split('"').next().unwrap();
        let publishes = office.get(&format!("office/registers/risk/{key}/publish")).await.text;
        assert!(publishes.contains("Nothing else of this page is published"), "{publishes}");
        let paper = office.get("office/papers/paper/paper-1").await.text;
        assert!(paper.contains("What was said") && paper.contains("CANARY paper"), "{paper}");
        let done = office.get("office/papers/action/action-1").await.text;
        assert!(done.contains("add/reopened") && !done.contains("add/delayed"), "{done}");
        let closed = office.get("office/papers/action?state=closed&as_at=2026-03-12").await;
        let in_words = office.get("office/papers/action?state=closed&as_at=12+March+2026").await;
        assert!(in_words.text.contains("Write to every school"), "{}", in_words.text);
        assert!(closed.text.contains("Write to every school") && closed.text.contains("value=\"2026-03-12\""));
        let delayed = office.get("office/papers/action?state=delayed&as_at=2026-03-12").await;
        assert!(delayed.text.contains("No action of a board"), "{}", delayed.text);
        let plan = office.get("office/forward-plan").await;
        assert!(plan.text.contains("Decide: Money for short breaks") && plan.text.contains("Plan for post-16"));
        assert!(FILE.contains("Money for short breaks"));
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_is_taken_on_its_page_and_given_out_to_those_who_may_read_all_of_it() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let page = office.get("office/snapshots").await;
        let once = page.field("once");
        let sent = office
            .post_as_is("office/snapshots", &[("title", "Stocktake"), ("as_at", "2026-02-12"), ("once", &once)])
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let page = office.get("office/snapshots").await;
        let key = page.text.split("/office/snapshots/").nth(1).unwrap().split('"').next().unwrap();
        let logs = office.get(&format!("office/snapshots/{key}")).await;
        assert_eq!(logs.json()["actions"][0]["about"]["wording"], "Write to every school");
        let lead = bed.signed_in(Role::PartnerLead, "council");
        assert_eq!(lead.get(&format!("office/snapshots/{key}")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_action_waits_for_whom_it_names_while_they_sit_on_its_board() {
    const SEATED: &str = "00000000-0000-7000-8000-00000000000a";
    const ACTION: &str = "organisation = \"council\", raised_on = \"2026-01-14\"";
    const CLOSED: &str = "{ on = \"2026-03-10\", event = { what = \"closed\", outcome = \"Sent to 312 schools.\" } },";
    on_both_engines(async |db| {
        for (slug, sits) in [("ridgeway", true), ("elsewhere", false)] {
            let area = with_roadmap(&db, slug).await;
            let dress = |office: Office| office.with(Rooms::of(vec![Box::new(governance::Asks)]));
            let bed = OfficeBed::open(&db, &area, TODAY, routes().and(office::home()), dress);
            let member = bed.signed_in(Role::BoardMember, "council");
            let named = member.person().0.to_string();
            let mut file = FILE.replace(ACTION, &format!("person = \"{named}\", {ACTION}")).replace(CLOSED, "");
            if sits {
                file = file.replace(SEATED, &named);
            }
            let mut tx = db.write(area.id).await.unwrap();
            bring_in(&mut tx, &file).await;
            tx.commit().await.unwrap();
            let home = member.get("office").await.text;
            assert_eq!(home.contains("Write to every school") && home.contains("Late"), sits, "{slug}: {home}");
            let reached = member.get("office/papers/action/action-1").await.status == StatusCode::OK;
            assert_eq!(reached, sits, "{slug}: what is said to wait can be opened");
            let secretary = bed.signed_in(Role::BoardSecretary, "council").get("office").await.text;
            assert!(secretary.contains("Nothing waits for you today"), "it names somebody else: {secretary}");
        }
    })
    .await;
}
