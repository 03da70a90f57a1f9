//! Our own drawing of the timeline. Presentation attributes only: a policy that forbids inline styles does not touch it.

use std::collections::BTreeMap;

use askama::Template;

use crate::{
    model::{Nature, Node, When},
    site::{context::Site, lines, words::without_controls},
};

/// Distance of neighbouring marks, from middle to middle.
const PITCH: usize = 34;
const EDGE: usize = 12;
/// Marks side by side in one column of the wide picture.
const ABREAST: usize = 3;
const COLUMN: usize = ABREAST * PITCH + 10;
/// Marks side by side in the small picture, which is 320 units wide.
const ABREAST_SMALL: usize = 9;
const LABEL: usize = 26;
/// Beyond so many quarters only those that hold something are drawn.
const MOST_QUARTERS: i32 = 24;

/// A picture ready to be written: shapes with their places.
#[derive(Default)]
pub(crate) struct Drawing {
    pub(crate) width: usize,
    pub(crate) height: usize,
    bands: Vec<Band>,
    labels: Vec<Label>,
    arrows: Vec<Arrow>,
    marks: Vec<Mark>,
}

struct Band {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

struct Label {
    x: usize,
    y: usize,
    text: String,
    bold: bool,
    centred: bool,
}

struct Arrow {
    x1: usize,
    y1: usize,
    x2: usize,
    y2: usize,
}

struct Mark {
    x: usize,
    y: usize,
    number: usize,
    kind: Kind,
}

/// What a circle says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Happened,
    Open,
    /// Where a promise that moved was first put.
    FirstPut,
}

#[derive(Template)]
#[template(path = "roadmap/timeline.svg")]
struct Svg<'a> {
    drawing: &'a Drawing,
    name: &'a str,
    finding: &'a str,
}

impl Drawing {
    /// The file.
    pub(crate) fn svg(&self, name: &str, finding: &str) -> String {
        web::Html::of(&Svg { drawing: self, name: &without_controls(name), finding }).into_string()
    }

    fn label(&mut self, x: usize, y: usize, text: &str, bold: bool, centred: bool) {
        self.labels.push(Label { x, y, text: without_controls(text), bold, centred });
    }
}

/// A quarter of a calendar year, counted from the year 0; [`UNDATED`] comes after all others.
type Quarter = i32;
const UNDATED: Quarter = i32::MAX;

/// One circle before it has a place.
struct Item {
    number: usize,
    quarter: Quarter,
    lane: usize,
    kind: Kind,
}

/// Quarters from left to right, one lane for each theme or, without themes, for each kind of thing.
pub(crate) fn wide(site: &Site) -> Drawing {
    let (lanes, items) = items(site);
    let columns = quarters(&items);
    let column = |quarter: Quarter| columns.iter().position(|one| *one == quarter).unwrap_or(0);
    let mut drawing = Drawing { width: EDGE * 2 + columns.len() * COLUMN, ..Drawing::default() };
    for (at, quarter) in columns.iter().enumerate() {
        drawing.label(EDGE + at * COLUMN + COLUMN / 2, 20, &quarter_words(*quarter), true, true);
    }
    let mut y = 34;
    let mut placed = BTreeMap::new();
    for (lane, name) in lanes.iter().enumerate() {
        drawing.label(EDGE, y + 16, name, true, false);
        let mut filled = vec![0; columns.len()];
        for item in items.iter().filter(|item| item.lane == lane) {
            let at = column(item.quarter);
            let (row, place) = (filled[at] / ABREAST, filled[at] % ABREAST);
            filled[at] += 1;
            let x = EDGE + at * COLUMN + PITCH / 2 + 5 + place * PITCH;
            put(&mut drawing, &mut placed, item, x, y + LABEL + PITCH / 2 + row * PITCH);
        }
        y += LABEL + filled.iter().max().map_or(0, |most| most.div_ceil(ABREAST)) * PITCH + 8;
    }
    for at in (0..columns.len()).step_by(2) {
        drawing.bands.push(Band { x: EDGE + at * COLUMN, y: 28, width: COLUMN, height: y - 28 });
    }
    drawing.arrows = arrows(&placed);
    drawing.height = y + EDGE;
    drawing
}

/// Quarters from top to bottom, for a screen 320 units wide. Arrows would run through the headings, so the two circles
/// of a promise that moved are tied by their number alone.
pub(crate) fn small(site: &Site) -> Drawing {
    let (_, items) = items(site);
    let mut drawing = Drawing { width: 320, ..Drawing::default() };
    let mut y = 6;
    let mut placed = BTreeMap::new();
    for quarter in quarters(&items) {
        drawing.bands.push(Band { x: 0, y, width: 320, height: LABEL - 4 });
        drawing.label(EDGE / 2, y + 16, &quarter_words(quarter), true, false);
        let inside: Vec<&Item> = items.iter().filter(|item| item.quarter == quarter).collect();
        for (at, item) in inside.iter().enumerate() {
            let x = EDGE / 2 + PITCH / 2 + (at % ABREAST_SMALL) * PITCH;
            put(&mut drawing, &mut placed, item, x, y + LABEL + PITCH / 2 + (at / ABREAST_SMALL) * PITCH);
        }
        y += LABEL + inside.len().div_ceil(ABREAST_SMALL).max(1) * PITCH + 8;
    }
    drawing.height = y;
    drawing
}

/// Where each promise stands, and where it was first put.
type Placed = BTreeMap<(usize, bool), (usize, usize)>;

/// Puts a circle at its place and remembers where.
fn put(drawing: &mut Drawing, placed: &mut Placed, item: &Item, x: usize, y: usize) {
    placed.insert((item.number, item.kind == Kind::FirstPut), (x, y));
    drawing.marks.push(Mark { x, y, number: item.number, kind: item.kind });
}

/// From where a promise was first put to where it stands now, ending at the circle's edge.
fn arrows(placed: &Placed) -> Vec<Arrow> {
    let first_put = placed.iter().filter(|((_, first), _)| *first);
    let arrow = |((number, _), from): (&(usize, bool), &(usize, usize))| {
        let to = placed.get(&(*number, false))?;
        Some(Arrow { x1: from.0, y1: from.1, x2: to.0, y2: to.1 })
    };
    first_put.filter_map(arrow).collect()
}

/// The names of the lanes, and every circle in the order of the roadmap.
fn items(site: &Site) -> (Vec<String>, Vec<Item>) {
    let themed = site.live.iter().any(|entry| entry.themes.iter().any(|key| site.theme(key).is_some()));
    let name = |entry: &Node| {
        if themed {
            entry.themes.iter().find_map(|key| site.theme(key)).map_or("Without a theme", |theme| &theme.name)
        } else {
            nature_words(entry.nature)
        }
    };
    // Themes keep their own order; lanes without an entry are left out at the end.
    let mut lanes: Vec<String> =
        if themed { site.content.tree.themes.iter().map(|theme| theme.name.clone()).collect() } else { Vec::new() };
    let mut items = Vec::new();
    for (at, entry) in site.live.iter().enumerate() {
        let name = name(entry);
        let lane = lanes.iter().position(|lane| lane == name).unwrap_or_else(|| {
            lanes.push(name.to_owned());
            lanes.len() - 1
        });
        let timing = &entry.timing;
        let first = quarter(&timing.baseline);
        let now = quarter(timing.actual.as_ref().map_or(timing.current(), |actual| &actual.when));
        let kind = if lines::happened(entry) { Kind::Happened } else { Kind::Open };
        if first != now {
            items.push(Item { number: at + 1, quarter: first, lane, kind: Kind::FirstPut });
        }
        items.push(Item { number: at + 1, quarter: now, lane, kind });
    }
    let used: Vec<usize> = (0..lanes.len()).filter(|lane| items.iter().any(|item| item.lane == *lane)).collect();
    for item in &mut items {
        item.lane = used.iter().position(|lane| *lane == item.lane).unwrap_or(0);
    }
    (used.into_iter().map(|lane| lanes[lane].clone()).collect(), items)
}

/// The quarters to draw, in order: all between the first and the last, or only the used ones when they are too many.
fn quarters(items: &[Item]) -> Vec<Quarter> {
    let mut used: Vec<Quarter> = items.iter().map(|item| item.quarter).collect();
    used.sort_unstable();
    used.dedup();
    let undated = used.pop_if(|last| *last == UNDATED);
    if let (Some(first), Some(last)) = (used.first().copied(), used.last().copied())
        && last - first < MOST_QUARTERS
    {
        used = (first..=last).collect();
    }
    used.extend(undated);
    used
}

/// The quarter a date ends in: a promise is kept or broken on its last day.
fn quarter(when: &When) -> Quarter {
    when.latest.or(when.earliest).map_or(UNDATED, |day| i32::from(day.year()) * 4 + (i32::from(day.month()) - 1) / 3)
}

fn quarter_words(quarter: Quarter) -> String {
    if quarter == UNDATED {
        return "No date".to_owned();
    }
    let months = ["Jan\u{2013}Mar", "Apr\u{2013}Jun", "Jul\u{2013}Sep", "Oct\u{2013}Dec"];
    let at = usize::try_from(quarter.rem_euclid(4)).unwrap_or(0);
    format!("{} {}", months[at], quarter.div_euclid(4))
}

/// What kind of thing an entry is, as the name of a lane.
fn nature_words(nature: Nature) -> &'static str {
    match nature {
        Nature::Event => "Events",
        Nature::Survey => "Surveys",
        Nature::Document => "Plans and documents",
        Nature::Governance => "How the partnership is run",
        Nature::Pilot => "Trials",
        Nature::Opening => "Openings",
        Nature::ServiceChange => "Changes to services",
        Nature::OutcomeClaim => "What should be better",
        Nature::Finance => "Money",
        Nature::OversightReview => "Checks from outside",
        Nature::ProgrammeTarget => "Targets",
        Nature::External => "Done by others",
        Nature::Action => "Other work",
    }
}
