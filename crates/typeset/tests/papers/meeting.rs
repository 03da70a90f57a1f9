//! A pack that people turn the pages of during a meeting.

use crate::{opened::open, samples};

#[test]
fn the_contents_and_the_agenda_name_the_page_on_which_each_paper_begins() {
    let paper = open("meeting", &typeset::meeting_pack(&samples::pack()).unwrap());
    let (front, titles) = (
        paper.page(1).replace('.', ""),
        [
            ("A", "PaperA:Highlightreport:waitingless"),
            ("B", "PaperB:Strategyforplacesnearhome"),
            ("C", "PaperC:LettertotheDepartmentforEducation"),
        ],
    );
    for (reference, title) in titles {
        let begins: Vec<usize> = (2..=paper.pages()).filter(|page| paper.page(*page).contains(title)).collect();
        let [page] = begins[..] else { panic!("{title} begins on {begins:?}") };
        assert!(front.contains(&format!("{title}{page}")), "{title}{page} is not in {front}");
        assert!(front.contains(&format!("{reference},page{page}")), "{reference},page{page} is not in {front}");
    }
    for (log, first) in [("Actionlog", "A1"), ("Decisionlog", "D7")] {
        let page = (2..=paper.pages()).find(|page| paper.page(*page).contains(log)).unwrap();
        assert!(front.contains(&format!("{log}{page}")) && paper.page(page).contains(first));
    }
}

#[test]
fn each_page_says_which_of_how_many_it_is_and_that_the_pack_is_private() {
    let paper = open("numbered", &typeset::meeting_pack(&samples::pack()).unwrap());
    let last = paper.pages();
    assert!(last > 8);
    for page in 1..=last {
        let text = paper.page(page);
        assert!(text.contains(&format!("Page{page}of{last}")), "{text}");
        assert!(text.contains("Ridgeway·1December2026·private:notforpublication"), "{text}");
    }
}

#[test]
fn each_paper_begins_on_a_page_of_its_own() {
    let paper = open("own-pages", &typeset::meeting_pack(&samples::pack()).unwrap());
    let ends =
        [("Nobodyrangus", "PaperB:"), ("Part24", "PaperC:"), ("Wewritetotellyou", "Actionlog"), ("A24", "Decisionlog")];
    for (end, next) in ends {
        assert!((2..=paper.pages()).any(|page| paper.page(page).contains(end)), "{end} is nowhere");
        assert!((2..=paper.pages()).all(|page| !(paper.page(page).contains(end) && paper.page(page).contains(next))));
    }
}

#[test]
fn the_heading_of_a_long_log_stands_on_each_of_its_pages() {
    let mut pack = samples::pack();
    pack.actions = (0..3).flat_map(|_| pack.actions.clone()).collect();
    let paper = open("long-log", &typeset::meeting_pack(&pack).unwrap());
    let pages = (2..=paper.pages()).filter(|page| paper.page(*page).contains("Howitstands")).count();
    assert!(pages >= 3, "{pages}");
}
