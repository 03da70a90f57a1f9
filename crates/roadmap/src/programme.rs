//! A programme file: everything an area knows about its improvement that no published page says
//! in a form one can read, as TOML. Bringing it in twice changes nothing the second time.
//!
//! `docs/programme-file.md` shows every table with an example.

use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    apply::Unfit,
    deed::{Deed, Judgement, Links, NoSuch, Subject},
    difference::day_words,
    model::{
        Actual, Body, Evidence, Inspection, Kind, Mark, Nature, Node, NodeUpdate, Owner, PlaceChange, Plan, Precision,
        PrivateText, Retired, Revision, SuccessMeasure, Theme, Timing, Tree, UnknownWord, When,
    },
};

/// A programme file as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Programme {
    /// Organisations.
    pub body: Vec<Body>,
    /// Themes.
    pub theme: Vec<Theme>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Inspections with their findings.
    pub inspection: Vec<Inspection>,
    /// Plans.
    pub plan: Vec<Plan>,
    /// Nodes of plans that were not read from a page.
    pub node: Vec<NewNode>,
    /// Further facts about nodes and findings that exist by then.
    pub about: Vec<About>,
}

/// A node told in a programme file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNode {
    key: String,
    plan: String,
    parent: Option<String>,
    level: String,
    reference: Option<String>,
    section: Option<String>,
    wording: String,
    plain: Option<String>,
    why: Option<String>,
    #[serde(default)]
    nature: Nature,
    #[serde(default)]
    recurs: bool,
    #[serde(default)]
    when: Written,
    #[serde(default)]
    came_from: Vec<String>,
}

/// Further facts about a node, or about a finding (then only judgements).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    node: Option<String>,
    finding: Option<String>,
    wording: Option<String>,
    plain: Option<String>,
    why: Option<String>,
    themes: Option<Vec<String>>,
    answers: Option<Vec<String>>,
    contributes_to: Option<Vec<String>>,
    baseline_of: Option<String>,
    evidence: Option<Vec<String>>,
    owners: Option<Vec<Owner>>,
    places: Option<Vec<PlaceChange>>,
    measures: Option<Vec<SuccessMeasure>>,
    moved: Vec<Moved>,
    actual: Option<Happened>,
    judged: Vec<Judged>,
    update: Vec<NodeUpdate>,
    retired: Option<Retired>,
    consent_from: Option<Vec<String>>,
    private: Option<String>,
}

/// A published date in a file: one day, or all its parts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
enum Written {
    Day(Date),
    Parts(When),
    #[default]
    Nothing,
}

impl From<Written> for When {
    fn from(written: Written) -> Self {
        match written {
            Written::Parts(when) => when,
            Written::Nothing => Self::default(),
            Written::Day(day) => Self {
                text: Some(day_words(day)),
                earliest: Some(day),
                latest: Some(day),
                precision: Precision::Day,
                kind: Kind::On,
            },
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    to: Written,
    reason: Option<String>,
    author: String,
    approver: Option<String>,
    on: Date,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Happened {
    when: Written,
    recorded_on: Date,
    note: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    scale: String,
    value: String,
    word: Option<String>,
    on: Date,
    by: String,
    note: Option<String>,
}

/// Why a programme file was not brought in.
#[derive(Debug, thiserror::Error)]
pub enum BadProgramme {
    /// Not the shape of a programme file; the message names the line.
    #[error("this is not a programme file: {0}")]
    Shape(#[from] toml::de::Error),
    /// Something named does not exist.
    #[error(transparent)]
    Missing(#[from] NoSuch),
    /// Something does not fit what is held.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// A judgement with a word that means nothing.
    #[error("about {about}: {reason}")]
    Word {
        /// The node or finding.
        about: String,
        /// What is wrong with the word.
        reason: UnknownWord,
    },
    /// A judgement on a scale there is not.
    #[error("about {about}: the scale {scale:?} is not one of delivery, confidence, oversight, felt")]
    Scale {
        /// The node or finding.
        about: String,
        /// The scale named.
        scale: String,
    },
    /// An `[[about]]` table that names neither or both.
    #[error("an [[about]] table must name either a node or a finding")]
    AboutNothing,
}

impl Programme {
    /// Reads the text of a programme file.
    pub fn parse(text: &str) -> Result<Self, BadProgramme> {
        Ok(toml::from_str(text)?)
    }

    /// The deeds that bring `tree` to what the file says; none when it already says so.
    pub fn deeds(&self, tree: &Tree) -> Result<Vec<Deed>, BadProgramme> {
        let mut planned = Planned { tree: tree.clone(), deeds: Vec::new() };
        for body in &self.body {
            planned.unless(tree.bodies.contains(body), || Deed::ListBody(body.clone()))?;
        }
        for theme in &self.theme {
            planned.unless(tree.themes.contains(theme), || Deed::ListTheme(theme.clone()))?;
        }
        for evidence in &self.evidence {
            planned.unless(tree.evidence.contains(evidence), || Deed::FileEvidence(evidence.clone()))?;
        }
        for inspection in &self.inspection {
            planned.inspection(inspection)?;
        }
        for plan in &self.plan {
            planned.plan(plan)?;
        }
        // Only now is every plan there that another may give way to.
        for plan in &self.plan {
            planned.gave_way(plan)?;
        }
        for node in &self.node {
            let known = tree.node(&node.key).is_some();
            planned.unless(known, || Deed::AddNode(Box::new(node.clone().into())))?;
        }
        for about in &self.about {
            planned.about(about)?;
        }
        Ok(planned.deeds)
    }
}

impl From<NewNode> for Node {
    fn from(new: NewNode) -> Self {
        Self {
            key: new.key,
            plan: new.plan,
            parent: new.parent,
            level: new.level,
            reference: new.reference,
            section: new.section,
            wording: new.wording,
            plain: new.plain,
            why: new.why,
            nature: new.nature,
            recurs: new.recurs,
            timing: Timing::new(new.when.into()),
            came_from: new.came_from,
            ..Self::empty()
        }
    }
}

/// Deeds planned so far, and the tree as it would be after them.
struct Planned {
    tree: Tree,
    deeds: Vec<Deed>,
}

impl Planned {
    fn unless(&mut self, known: bool, deed: impl FnOnce() -> Deed) -> Result<(), BadProgramme> {
        if known {
            return Ok(());
        }
        let deed = deed();
        self.tree.apply(&deed)?;
        self.deeds.push(deed);
        Ok(())
    }

    fn plan(&mut self, plan: &Plan) -> Result<(), BadProgramme> {
        let bare = |plan: &Plan| Plan { gave_way: None, ..plan.clone() };
        let known = self.tree.plans.iter().any(|held| bare(held) == bare(plan));
        self.unless(known, || Deed::OpenPlan(plan.clone()))
    }

    fn gave_way(&mut self, plan: &Plan) -> Result<(), BadProgramme> {
        let Some(way) = plan.gave_way.clone() else { return Ok(()) };
        let known = self.tree.plans.iter().any(|held| held.key == plan.key && held.gave_way.as_ref() == Some(&way));
        self.unless(known, || Deed::GiveWay { plan: plan.key.clone(), way: Some(way) })
    }

    fn inspection(&mut self, inspection: &Inspection) -> Result<(), BadProgramme> {
        let bare = |inspection: &Inspection| Inspection { findings: Vec::new(), ..inspection.clone() };
        let held = self.tree.inspections.iter().find(|held| held.key == inspection.key);
        let known = held.is_some_and(|held| bare(held) == bare(inspection));
        self.unless(known, || Deed::RecordInspection(bare(inspection)))?;
        for finding in &inspection.findings {
            let held = self.tree.finding(&finding.key).map(|(_, held)| held);
            let known = held.is_some_and(|held| {
                held.kind == finding.kind
                    && held.wording == finding.wording
                    && held.plain == finding.plain
                    && held.bodies == finding.bodies
            });
            let inspection = inspection.key.clone();
            self.unless(known, || Deed::RecordFinding { inspection, finding: finding.clone() })?;
        }
        Ok(())
    }

    fn about(&mut self, about: &About) -> Result<(), BadProgramme> {
        match (&about.node, &about.finding) {
            (Some(key), None) => self.about_node(key, about),
            (None, Some(key)) => {
                let held = self.tree.finding(key).ok_or_else(|| NoSuch { kind: "finding", key: key.clone() })?;
                let held = held.1.oversight.clone();
                for judged in &about.judged {
                    let judgement = judged.judgement(key)?;
                    let known = held.as_ref().is_some_and(|mark| mark.on > judged.on)
                        || held.clone().map(Judgement::Oversight).as_ref() == Some(&judgement);
                    self.unless(known, || Deed::Judge { subject: Subject::Finding(key.clone()), judgement })?;
                }
                Ok(())
            }
            _ => Err(BadProgramme::AboutNothing),
        }
    }

    fn about_node(&mut self, key: &str, about: &About) -> Result<(), BadProgramme> {
        let held = self.tree.node(key).ok_or_else(|| NoSuch { kind: "node", key: key.to_owned() })?.clone();
        let node = key.to_owned();
        let wording = about.wording.clone().unwrap_or_else(|| held.wording.clone());
        let plain = about.plain.clone().or_else(|| held.plain.clone());
        let why = about.why.clone().or_else(|| held.why.clone());
        let same = wording == held.wording && plain == held.plain && why == held.why;
        self.unless(same, || Deed::Reword { node: node.clone(), wording, plain, why })?;
        let links = about.links(&held);
        self.unless(links == Links::of(&held), || Deed::Join { node: node.clone(), links })?;
        if let Some(owners) = about.owners.clone() {
            self.unless(owners == held.owners, || Deed::SetOwners { node: node.clone(), owners })?;
        }
        if let Some(places) = about.places.clone() {
            self.unless(places == held.places, || Deed::SetPlaces { node: node.clone(), places })?;
        }
        if let Some(measures) = about.measures.clone() {
            self.unless(measures == held.measures, || Deed::SetMeasures { node: node.clone(), measures })?;
        }
        if let Some(bodies) = about.consent_from.clone() {
            self.unless(bodies == held.consent_from, || Deed::RequireConsent { node: node.clone(), bodies })?;
        }
        if let Some(private) = &about.private {
            let text = PrivateText::new(private);
            self.unless(text == held.private, || Deed::SetPrivateText { node: node.clone(), text })?;
        }
        self.history(&held, about)
    }

    /// What happened to a node, in order: moves, the actual, judgements, notes, its end.
    fn history(&mut self, held: &Node, about: &About) -> Result<(), BadProgramme> {
        let node = held.key.clone();
        for moved in about.moved.iter().cloned().map(Revision::from) {
            let known = held.timing.revisions.contains(&moved);
            self.unless(known, || Deed::MoveDate { node: node.clone(), revision: moved })?;
        }
        if let Some(actual) = about.actual.clone().map(Actual::from) {
            let known = held.timing.actual.as_ref() == Some(&actual);
            self.unless(known, || Deed::RecordActual { node: node.clone(), actual })?;
        }
        for judged in &about.judged {
            let judgement = judged.judgement(&node)?;
            let known = is_known(held, &judgement, judged.on);
            self.unless(known, || Deed::Judge { subject: Subject::Node(node.clone()), judgement })?;
        }
        for update in &about.update {
            let known = held.updates.contains(update);
            self.unless(known, || Deed::AddUpdate { node: node.clone(), update: update.clone() })?;
        }
        if let Some(retired) = about.retired.clone() {
            let known = held.retired.as_ref() == Some(&retired);
            self.unless(known, || Deed::Retire { node, retired })?;
        }
        Ok(())
    }
}

/// A judgement is known when it holds now, or when a later day's judgement has taken its place.
fn is_known(held: &Node, judgement: &Judgement, on: Date) -> bool {
    fn covers<T: Clone>(
        held: Option<&Mark<T>>,
        wrap: fn(Mark<T>) -> Judgement,
        judgement: &Judgement,
        on: Date,
    ) -> bool {
        held.is_some_and(|mark| mark.on > on || wrap(mark.clone()) == *judgement)
    }
    match judgement {
        Judgement::Delivery(_) => covers(held.delivery.as_ref(), Judgement::Delivery, judgement, on),
        Judgement::Confidence(_) => covers(held.confidence.as_ref(), Judgement::Confidence, judgement, on),
        Judgement::Oversight(_) => covers(held.oversight.as_ref(), Judgement::Oversight, judgement, on),
        Judgement::Felt(_) => covers(held.felt.as_ref(), Judgement::Felt, judgement, on),
    }
}

impl About {
    /// The node's links with those the file speaks of put in their place.
    fn links(&self, held: &Node) -> Links {
        let links = Links::of(held);
        Links {
            themes: self.themes.clone().unwrap_or(links.themes),
            answers: self.answers.clone().unwrap_or(links.answers),
            contributes_to: self.contributes_to.clone().unwrap_or(links.contributes_to),
            baseline_of: self.baseline_of.clone().or(links.baseline_of),
            evidence: self.evidence.clone().unwrap_or(links.evidence),
        }
    }
}

impl From<Moved> for Revision {
    fn from(moved: Moved) -> Self {
        Self { to: moved.to.into(), reason: moved.reason, author: moved.author, approver: moved.approver, on: moved.on }
    }
}

impl From<Happened> for Actual {
    fn from(happened: Happened) -> Self {
        Self { when: happened.when.into(), recorded_on: happened.recorded_on, note: happened.note }
    }
}

impl Judged {
    fn judgement(&self, about: &str) -> Result<Judgement, BadProgramme> {
        match self.scale.as_str() {
            "delivery" => self.mark(about).map(Judgement::Delivery),
            "confidence" => self.mark(about).map(Judgement::Confidence),
            "oversight" => self.mark(about).map(Judgement::Oversight),
            "felt" => self.mark(about).map(Judgement::Felt),
            scale => Err(BadProgramme::Scale { about: about.to_owned(), scale: scale.to_owned() }),
        }
    }

    fn mark<T: std::str::FromStr<Err = UnknownWord>>(&self, about: &str) -> Result<Mark<T>, BadProgramme> {
        let value = self.value.parse().map_err(|reason| BadProgramme::Word { about: about.to_owned(), reason })?;
        Ok(Mark { value, word: self.word.clone(), on: self.on, by: self.by.clone(), note: self.note.clone() })
    }
}
