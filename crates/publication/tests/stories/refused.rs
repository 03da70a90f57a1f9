//! What the press refuses.

use jiff::civil::date;
use kernel::Actor;
use publication::{Draft, DraftPage, LabelRule, Press, ReleaseRefused, Trouble};
use testing::{an_area, fixed, on_both_engines};

use crate::press_room::{DAY, PressRoom, page, roadmap, site};

/// The faults for which a draft was refused.
async fn troubles(room: &PressRoom, draft: Draft) -> Vec<Trouble> {
    match room.release(draft).await {
        Err(ReleaseRefused::Troubles(troubles)) => troubles,
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test]
async fn no_dead_link_is_published() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let links = [
            "entry#dates",
            "entry#nowhere",
            "gone",
            "../above",
            "/rooted",
            "https://example.org/",
            "editions/1/",
            "editions/7/",
            "#top",
            "./",
            "assets/none.css",
        ];
        let pages = vec![
            page("roadmap", "plan", &links),
            DraftPage::html("entry", "<title>e</title><h2 id=\"dates\">".to_owned()),
        ];
        let found: Vec<String> = troubles(&room, roadmap(pages))
            .await
            .iter()
            .map(|trouble| match trouble {
                Trouble::DeadLink { address, .. } => format!("dead {address}"),
                Trouble::LeavesArea { address, .. } => format!("astray {address}"),
                other => other.to_string(),
            })
            .collect();
        assert_eq!(
            found,
            [
                "astray ../above",
                "astray /rooted",
                "dead assets/none.css",
                "dead editions/7/",
                "dead entry#nowhere",
                "dead gone"
            ]
        );
        assert_eq!(room.read("/ridgeway/roadmap").await.status, 404, "something of the attempt remained");
    })
    .await;
}

#[tokio::test]
async fn a_page_that_others_link_to_does_not_disappear() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        room.release(roadmap(vec![page("roadmap", "plan", &[]), page("entry", "e", &[])])).await.unwrap();
        room.release(site(vec![page("help", "help", &["entry", "roadmap"])])).await.unwrap();
        let found = troubles(&room, roadmap(vec![page("roadmap", "shorter plan", &[])])).await;
        let expected =
            Trouble::StillLinked { path: "entry".to_owned(), page: "help".to_owned(), series: "site".to_owned() };
        assert_eq!(found, [expected]);
        let both =
            vec![roadmap(vec![page("roadmap", "shorter plan", &[])]), site(vec![page("help", "help", &["roadmap"])])];
        assert!(room.release_together(both).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn paths_titles_and_names_are_checked() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        room.release(site(vec![page("help", "help", &[])])).await.unwrap();
        let same_title = |path: &str| DraftPage::html(path, "<title>Twins</title>".to_owned());
        let mut draft = roadmap(vec![
            page("../up", "x", &[]),
            page("editions/1/x", "x", &[]),
            page("signature", "x", &[]),
            page("help", "x", &[]),
            same_title("one"),
            same_title("two"),
            DraftPage::html("untitled", "<p>x".to_owned()),
            DraftPage::html("latin", "<title>x</title>".to_owned()),
            DraftPage::file("bad", "text/html\r\nx: y", "x"),
        ]);
        draft.pages[7].body.push(0xe9);
        draft.title = " ".to_owned();
        let found: Vec<String> = troubles(&room, draft).await.iter().map(Trouble::to_string).collect();
        for expected in [
            "the release has no title",
            "\"../up\" cannot be a page's path",
            "\"editions/1/x\" cannot be",
            "\"signature\" cannot be",
            "the path \"help\" belongs to the series site",
            "\"one\" and \"two\" have the same title \"Twins\"",
            "\"untitled\" is a page without a title",
            "\"latin\" is a page without a title",
            "\"bad\" has the media type",
        ] {
            assert!(found.iter().any(|words| words.contains(expected)), "{expected} is not among {found:#?}");
        }
        let twice = roadmap(vec![page("a", "x", &[]), page("a", "y", &[])]);
        assert!(troubles(&room, twice).await.contains(&Trouble::PathTwice("a".to_owned())));
        let shouting = Draft::new("Road Map", LabelRule::Number, "x", DAY, vec![page("a", "x", &[])]);
        assert_eq!(troubles(&room, shouting).await, [Trouble::SeriesName("Road Map".to_owned())]);
        assert!(matches!(troubles(&room, roadmap(Vec::new())).await[..], [Trouble::TooLarge(_)]));
    })
    .await;
}

#[tokio::test]
async fn a_label_belongs_to_one_series() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        room.release(roadmap(vec![page("roadmap", "plan", &[])])).await.unwrap();
        let other = Draft::new("strategy", LabelRule::Number, "Strategy", DAY, vec![page("strategy", "x", &[])]);
        assert_eq!(troubles(&room, other).await, [Trouble::LabelTaken("1".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_released_when_nothing_changed_unless_told() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let draft = || roadmap(vec![page("roadmap", "plan", &[])]);
        room.release(draft()).await.unwrap();
        let refused = room.release(draft()).await.unwrap_err().to_string();
        assert_eq!(refused, "nothing was released: no page of roadmap differs from 1");
        let told = Draft { even_if_unchanged: true, ..draft() };
        assert_eq!(room.release(told).await.unwrap().comparison.to_string(), "nothing changed since 1");
    })
    .await;
}

#[tokio::test]
async fn of_two_releases_at_once_one_is_told_to_compare_again() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        room.release(roadmap(vec![page("roadmap", "first", &[])])).await.unwrap();
        let draft = |words: &str| Draft { follows: Some(1), ..roadmap(vec![page("roadmap", words, &[])]) };
        let (one, other) = tokio::join!(room.release(draft("mine")), room.release(draft("yours")));
        let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
        assert_eq!(won.unwrap().number, 2);
        let lost = lost.unwrap_err().to_string();
        assert!(lost.contains("roadmap has 2 releases, and this draft was compared with number 1"), "{lost}");
    })
    .await;
}

#[tokio::test]
async fn of_many_releases_that_do_not_mind_each_gets_its_own_number() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let release = |words: &'static str| room.release(roadmap(vec![page("roadmap", words, &[])]));
        let (a, b, c) = tokio::join!(release("a"), release("b"), release("c"));
        let mut numbers = [a, b, c].map(|released| released.unwrap().number);
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3]);
    })
    .await;
}

#[tokio::test]
async fn a_press_of_one_area_prints_nothing_in_another() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let kent = an_area(&room.db, "kent").await;
        let clock = fixed(date(2026, 7, 1));
        let press = Press::new(&room.area, &room.key, &clock);
        let mut tx = room.db.write(kent.id).await.unwrap();
        let actor = Actor::operator("programme office");
        let refused = press.release(&mut tx, &actor, roadmap(vec![page("roadmap", "x", &[])])).await;
        assert!(matches!(refused, Err(ReleaseRefused::OtherArea)));
        assert!(press.withdraw(&mut tx, &actor, "1", "x").await.is_err());
    })
    .await;
}
