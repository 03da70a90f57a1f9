//! Papers: each says what it should, to those who may read it, and no spreadsheet works anything out.

use audit::SigningKey;
use axum::http::{Method, StatusCode, header};
use db::Db;
use jiff::civil::{Date, date};
use kernel::{Actor, Area};
use office::Role;
use serde_json::json;
use testing::{Somebody, fixed, on_both_engines};

use crate::{
    cast::{DAY, bring_in, hands_in, led_to, partnership},
    opened::{assert_says, cells, parts_of},
};

async fn release(db: &Db, area: &Area, day: Date, title: &str) {
    let (actor, key, clock) = (Actor::operator("office"), SigningKey::fresh(), fixed(day));
    let mut tx = db.write(area.id).await.unwrap();
    let desk = roadmap::editions::Desk { actor: &actor, key: &key, clock: &clock };
    roadmap::editions::release(&mut tx, desk, title, "What we promised.").await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_released_edition_is_printed_in_three_forms_and_one_taken_back_in_none() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        release(&db, &here.area, date(2026, 9, 2), "Autumn 2026").await;
        let reader = here.who(Role::Contributor);
        let pdf = reader.get("office/print/edition/1.pdf").await;
        assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.text);
        assert_eq!(pdf.headers[header::CONTENT_TYPE], "application/pdf");
        assert_says(
            &pdf,
            &[
                "Autumn 2026",
                "Edition 1",
                "2 September 2026",
                "Open two bases",
                "Ridgeway County Council",
                "What we promised.",
            ],
        );

        let word = reader.get("office/print/edition/1.docx").await;
        let text = parts_of(&word).into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        assert!(
            text.contains("Open two bases") && text.contains("Who answers for it: Ridgeway County Council"),
            "{text}"
        );
        let sheet = cells(&reader.get("office/print/edition/1.xlsx").await);
        assert!(sheet.iter().any(|cell| cell == "A guide for parents"), "{sheet:?}");

        let program = reader.get("api/v1/print/edition/1.xlsx").await;
        assert_eq!(cells(&program), sheet, "a program gets the same file");

        for absent in ["2.pdf", "1.csv", "1.exe", "one.pdf"] {
            for at in ["office", "api/v1"] {
                assert_eq!(reader.get(&format!("{at}/print/edition/{absent}")).await.status, StatusCode::NOT_FOUND);
            }
        }
        let (actor, key, clock) = (Actor::operator("office"), SigningKey::fresh(), fixed(DAY));
        let mut tx = db.write(here.area.id).await.unwrap();
        let desk = roadmap::editions::Desk { actor: &actor, key: &key, clock: &clock };
        roadmap::editions::withdraw(&mut tx, desk, "1", "It named a child.").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(reader.get("office/print/edition/1.pdf").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_plan_as_it_is_now_is_printed_as_a_draft_that_says_so() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let reader = here.who(Role::Publisher);
        let pdf = reader.get("office/print/draft/now.pdf").await;
        assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.text);
        assert_says(&pdf, &["Draft of edition 1", "1 October 2026", "Therapists in every school"]);
        let absent = reader.get("office/print/draft/00000000-0000-7000-8000-000000000000.pdf").await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
        let stranger = here.who(Role::AreaAdministrator).get("office/print/draft/now.pdf").await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// What the form of a new round sends.
pub(crate) const TERMS: &[(&str, &str)] = &[
    ("version", "0"),
    ("name", "Autumn 2026"),
    ("period_from", "1 July 2026"),
    ("period_to", "30 September 2026"),
    ("opens_on", "1 October 2026"),
    ("answers_due", "14 October 2026"),
    ("sign_off_due", "21 October 2026"),
    ("plans", "roadmap"),
];

#[tokio::test]
async fn a_highlight_report_holds_risks_and_decisions_only_for_those_who_may_read_them() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let opened = officer.post("office/rounds", TERMS).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        let round = opened.location().rsplit('/').next().unwrap().to_owned();
        let paper = |form: &str| format!("office/print/round/{round}/places.{form}");
        let pdf = officer.get(&paper("pdf")).await;
        assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.text);
        assert_says(
            &pdf,
            &[
                "Places near home",
                "Autumn 2026",
                "Open two bases",
                "No signed-off answer",
                "A base opens late",
                "Money for bases",
            ],
        );

        let contributor = here.who(Role::Contributor);
        let sheet = cells(&contributor.get(&paper("xlsx")).await);
        assert!(sheet.iter().any(|cell| cell == "Open two bases"), "{sheet:?}");
        assert!(!sheet.iter().any(|cell| cell.contains("late") || cell.contains("Money")), "{sheet:?}");
        let word = parts_of(&officer.get(&paper("docx")).await);
        assert!(word.iter().any(|(_, text)| text.contains("A base opens late")));
        let absent = officer.get(&format!("office/print/round/{round}/nothing.pdf")).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// The forum answers for a commitment of the theme, and families said in the quarter how they felt another.
const FORUM: &str = "[[body]]\nkey = \"forum\"\nname = \"Ridgeway Parent Carer Forum\"\nkind = \"parent carer forum\"\n
[[node]]\nkey = \"visits\"\nplan = \"roadmap\"\nlevel = \"entry\"\nwording = \"Families visit each base\"\nwhen = \"2026-12-18\"\n
[[about]]\nnode = \"visits\"\nthemes = [\"places\"]\nowners = [{ body = \"forum\", part = \"accountable\" }]\n
[[about]]\nnode = \"bases\"\n
[[about.judged]]\nscale = \"felt\"\nvalue = \"partly\"\non = \"2026-08-20\"\nby = \"The forum\"\nnote = \"Two villages wait\"\n";

#[tokio::test]
async fn the_page_of_a_report_its_paper_and_programs_hear_the_same_of_risks_decisions_and_families() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        bring_in(&db, &here.area, FORUM).await;
        let officer = here.who(Role::ProgrammeOffice);
        let opened = officer.post("office/rounds", TERMS).await;
        let round = opened.location().rsplit('/').next().unwrap().to_owned();
        let (sender, lead) =
            (here.bed.signed_in(Role::Contributor, "forum"), here.bed.signed_in(Role::PartnerLead, "forum"));
        let slip = format!("api/v1/my-answers/{round}/visits");
        let sheet = json!({
            "happened": "Nine families went", "delivery": "in_progress", "evidence": "none_yet",
            "evidence_because": "In print", "confidence": "green", "confidence_because": "It goes on",
        });
        let sent = sender.json(Method::POST, &format!("{slip}/send"), &json!({ "version": 1, "sheet": sheet })).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
        let answer = format!("api/v1/rounds/{round}/answers/visits");
        let read = officer.get(&answer).await.json();
        assert_eq!(
            (&read["state"], &read["sent"]["answer"]["happened"]),
            (&json!("sent"), &json!("Nine families went"))
        );
        let drafted = json!({ "version": 1, "sheet": { "happened": "Half a thought" } });
        let (writer, bases) = (here.who(Role::Contributor), format!("api/v1/my-answers/{round}/bases"));
        assert_eq!(writer.json(Method::PUT, &bases, &drafted).await.status, StatusCode::OK);
        let half = officer.get(&format!("api/v1/rounds/{round}/answers/bases")).await;
        assert_eq!(half.json()["state"], "drafted");
        assert!(!half.text.contains("Half a thought"), "a draft is its writers' own: {}", half.text);
        let signed = lead.json(Method::POST, &format!("{slip}/sign-off"), &json!({ "version": 2 })).await;
        assert_eq!(signed.status, StatusCode::OK, "{}", signed.text);

        let said = [
            "A base opens late, because of Few builders",
            "Money for bases",
            "Open two bases: Some families notice it. Two villages wait (The forum, 20 August 2026)",
            "Families visit each base: Nine families went (Ridgeway Parent Carer Forum)",
        ];
        let page = officer.get(&format!("office/rounds/{round}/themes/places")).await;
        let sheet = cells(&officer.get(&format!("office/print/round/{round}/places.xlsx")).await);
        let report = officer.get(&format!("api/v1/rounds/{round}/themes/places")).await.json()["report"].to_string();
        for words in said {
            assert!(page.text.contains(words), "{words}: {}", page.text);
            assert!(sheet.iter().any(|cell| cell.contains(words)), "{words}: {sheet:?}");
            assert!(report.contains(words), "{words}: {report}");
        }
        assert!(page.text.contains("Places near home") && page.text.contains("Without a signed-off answer"));
        let contributor = here.who(Role::Contributor).get(&format!("office/rounds/{round}/themes/places")).await.text;
        assert!(!contributor.contains(said[0]) && !contributor.contains(said[1]) && contributor.contains(said[2]));
        for absent in [format!("api/v1/rounds/{round}/themes/none"), format!("api/v1/rounds/{round}/answers/none")] {
            assert_eq!(officer.get(&absent).await.status, StatusCode::NOT_FOUND, "{absent}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_meeting_pack_is_for_those_who_sit_on_its_board() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let member = here.who(Role::BoardMember);
        let pdf = member.get("office/print/meeting/north-2026-10-14.pdf").await;
        assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.text);
        assert_says(
            &pdf,
            &[
                "North Board",
                "Wednesday 14 October 2026, 10:00 to 12:00",
                "What families say",
                "Themes of the quarter",
                "Waiting is named most.",
                "=1+1 write to every school",
            ],
        );
        let document = lopdf::Document::load_mem(&pdf.bytes).unwrap();
        assert!(document.get_pages().len() >= 2, "a paper begins on a page of its own");
        for absent in ["south-2026-10-15.pdf", "nowhere.pdf", "north-2026-10-14.docx"] {
            assert_eq!(member.get(&format!("office/print/meeting/{absent}")).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test]
async fn a_log_works_nothing_out_and_holds_only_boards_that_may_be_read() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let member = here.who(Role::BoardMember);
        let actions = cells(&member.get("office/print/log/actions/log.xlsx").await);
        assert!(actions.iter().any(|cell| cell == "=1+1 write to every school"), "as text: {actions:?}");
        assert!(!actions.iter().any(|cell| cell == "Telephone the south"));
        let decisions = member.get("office/print/log/decisions/log.csv").await;
        assert!(decisions.text.contains("\"'=HYPERLINK("), "{}", decisions.text);
        assert!(!decisions.text.contains("Only for the south"));
        let both = here.who(Role::Reviewer).get("office/print/log/decisions/log.csv?as_at=2026-09-14").await;
        assert!(
            both.text.contains("HYPERLINK") && !both.text.contains("Only for the south"),
            "the south decided later"
        );

        assert_eq!(member.get("office/print/log/risks/log.csv").await.status, StatusCode::NOT_FOUND);
        let risks = cells(&here.who(Role::ProgrammeOffice).get("office/print/log/risks/log.xlsx").await);
        assert!(risks.iter().any(|cell| cell == "12"), "four times three: {risks:?}");
    })
    .await;
}

#[tokio::test]
async fn the_page_of_papers_offers_what_its_reader_may_print() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        release(&db, &here.area, date(2026, 9, 2), "Autumn 2026").await;
        let secretary = here.who(Role::BoardSecretary).get("office/print").await;
        for offered in ["edition/1.docx", "draft/now.pdf", "meeting/south-2026-10-15.pdf", "log/risks/log.csv"] {
            assert!(secretary.text.contains(offered), "{offered} in {}", secretary.text);
        }
        let member = here.who(Role::BoardMember).get("office/print").await;
        assert!(member.text.contains("meeting/north-2026-10-14.pdf") && !member.text.contains("south-2026"));
        assert!(!member.text.contains("log/risks"));
        assert!(member.text.contains("No round has begun yet"));
    })
    .await;
}

#[tokio::test]
async fn a_paper_that_is_a_file_is_named_in_the_pack_and_comes_beside_it_to_those_who_may_open_it() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let fields = [("sensitivity", "board"), ("board", "north")];
        let secretary = here.who(Role::BoardSecretary);
        let id = led_to(&hands_in(&secretary, ("figures.csv", b"a,b\r\n1,2\r\n"), &fields).await);
        let text = format!(
            "[[paper]]\nkey = \"paper-2\"\nabout = {{ board = \"north\", meeting = \"north-2026-10-14\", title = \"../Figures\", on = \"2026-10-06\", document = \"{id}\" }}\n"
        );
        let mut tx = db.write(here.area.id).await.unwrap();
        let (actor, at) = (Actor::operator("office"), fixed(DAY).now());
        let papers = governance::programme::Programme::parse(&text).unwrap();
        papers.bring_in(&mut tx, governance::deeds::Desk { actor: &actor, at }).await.unwrap();
        tx.commit().await.unwrap();
        let pdf = secretary.get("office/print/meeting/north-2026-10-14.pdf").await;
        assert_says(&pdf, &["This paper is a file: figures.csv."]);

        let printable = secretary.get("office/print").await.text;
        assert!(printable.contains("Further 1 ../Figures: figures.csv, CSV, 10 bytes"), "{printable}");
        for path in ["office/print/meeting-files/north-2026-10-14", "api/v1/print/meeting-files/north-2026-10-14"] {
            let zip = secretary.get(path).await;
            assert_eq!(zip.headers["content-type"], "application/zip", "{}", zip.text);
            let mut package = zip::ZipArchive::new(std::io::Cursor::new(&zip.bytes)).unwrap();
            let names: Vec<_> = package.file_names().map(|name| name.unwrap().into_owned()).collect();
            assert_eq!(names, ["Meeting pack.pdf", "Further 1 Figures.csv"]);
            let mut text = String::new();
            std::io::Read::read_to_string(&mut package.by_index(1).unwrap(), &mut text).unwrap();
            assert_eq!(text, "a,b\r\n1,2\r\n");
        }
        let mut tx = db.read(here.area.id).await.unwrap();
        let last = audit::head(&mut tx, fixed(DAY).now()).await.unwrap().sequence;
        let entry = audit::entry(&mut tx, last).await.unwrap().unwrap();
        assert_eq!((entry.deed.as_str(), entry.subject), ("document.read", format!("document {id}")));
        drop(tx);

        let stranger = here.bed.caller(Some(Somebody {
            role: Role::BoardMember,
            organisation: "trust".to_owned(),
            number: 0,
            stepped_up: false,
        }));
        let none = stranger.get("office/print/meeting-files/north-2026-10-14").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
        secretary.post(&format!("office/documents/{id}/withdraw"), &[("version", "1"), ("because", "Wrong year")]).await;
        let without = secretary.get("office/print/meeting-files/north-2026-10-14").await;
        assert_eq!(zip::ZipArchive::new(std::io::Cursor::new(&without.bytes)).unwrap().len(), 1);
    })
    .await;
}
