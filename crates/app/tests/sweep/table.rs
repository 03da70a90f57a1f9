//! The table written by hand: who may use which route.

use std::collections::BTreeMap;

use office::{Access, Action, Route};
use permission::Role;

const TEXT: &str = include_str!("table.txt");

/// What somebody in a role may do with a route. The order is that of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// As if it were not there.
    No,
    /// Only over what is theirs.
    Own,
    /// Anywhere in the area.
    Yes,
    /// No account is needed.
    Open,
}

/// When fresh proof is asked that it is really they.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Never.
    Never,
    /// By the policies, whatever the action is used for.
    ByPolicy,
    /// By the deed itself, where the action alone is harmless.
    ByDeed,
}

/// One route of the table.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its method.
    pub(crate) method: String,
    /// Its pattern.
    pub(crate) pattern: String,
    /// A verdict for each role, in the order of [`Role::ALL`].
    verdicts: Vec<Verdict>,
    /// Whether fresh proof is asked that it is really they.
    pub(crate) proof: Proof,
}

impl Line {
    /// The verdict for a role.
    pub(crate) fn of(&self, role: Role) -> Verdict {
        let place = Role::ALL.iter().position(|other| *other == role).unwrap();
        self.verdicts[place]
    }

    /// Whether it only reads.
    pub(crate) fn is_safe(&self) -> bool {
        self.method == "GET"
    }

    /// Whether it is of the JSON interface.
    pub(crate) fn is_api(&self) -> bool {
        self.pattern.starts_with("/api/")
    }

    /// Whether no account is needed.
    pub(crate) fn is_open(&self) -> bool {
        self.verdicts.contains(&Verdict::Open)
    }

    /// Method and pattern.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.pattern)
    }

    fn read(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words.len(), 13, "method, pattern, ten verdicts, when proof is asked: {text}");
        let verdict = |word: &&str| match *word {
            "no" => Verdict::No,
            "own" => Verdict::Own,
            "yes" => Verdict::Yes,
            "open" => Verdict::Open,
            other => unreachable!("{other} is no verdict: {text}"),
        };
        let proof = match words[12] {
            "proof" => Proof::ByPolicy,
            "deed" => Proof::ByDeed,
            "-" => Proof::Never,
            other => unreachable!("{other} says nothing about proof: {text}"),
        };
        Self {
            method: words[0].to_owned(),
            pattern: words[1].to_owned(),
            verdicts: words[2..12].iter().map(verdict).collect(),
            proof,
        }
    }
}

/// Every line.
pub(crate) fn lines() -> Vec<Line> {
    let lines = TEXT.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(Line::read).collect()
}

/// Every line with the route it is about. A route without a line stops the test, a line without a route too.
pub(crate) fn matched() -> Vec<(Line, Route)> {
    let routes = app::office::routes();
    let mut routes: BTreeMap<String, Route> =
        routes.list().iter().map(|route| (name_of(route), route.clone())).collect();
    let mut gone = Vec::new();
    let mut matched = Vec::new();
    for line in lines() {
        match routes.remove(&line.name()) {
            Some(route) => matched.push((line, route)),
            None => gone.push(line.name()),
        }
    }
    let missing: Vec<String> = routes.into_keys().collect();
    assert!(missing.is_empty(), "routes without a line in table.txt, to be judged by a person: {missing:#?}");
    assert!(gone.is_empty(), "lines of table.txt twice or without a route: {gone:#?}");
    matched
}

fn name_of(route: &Route) -> String {
    format!("{} {}", route.method, route.pattern)
}

/// What each action comes to over all its routes: the widest verdict a role has, and whether proof is asked.
pub(crate) fn by_action() -> BTreeMap<Action, (BTreeMap<Role, Verdict>, bool)> {
    let mut judged: BTreeMap<Action, (BTreeMap<Role, Verdict>, bool)> = BTreeMap::new();
    for (line, route) in matched() {
        let Access::To(action) = route.access else {
            assert!(line.is_open(), "{} is open to everybody and the table says otherwise", line.name());
            continue;
        };
        let (verdicts, proof) =
            judged.entry(action).or_insert_with(|| (BTreeMap::new(), line.proof == Proof::ByPolicy));
        assert_eq!(
            *proof,
            line.proof == Proof::ByPolicy,
            "{}: an action asks for proof everywhere or nowhere",
            line.name()
        );
        for role in Role::ALL {
            let widest = verdicts.entry(role).or_insert(Verdict::No);
            *widest = (*widest).max(line.of(role));
        }
    }
    judged
}
