//! Who asks, and what is to come of it.

use office::{Access, Action, Role};

use crate::{
    places::{Place, Whose},
    scene::{Came, Shown},
    table::{Line, Proof, Verdict},
    world::{Keys, Person, World},
};

/// Somebody at the door.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    /// Who, for the one who reads why a sweep failed.
    pub(crate) name: String,
    /// The person whose things are asked about.
    pub(crate) person: Person,
    /// What they show to a page, and what a program of theirs shows.
    shown: (Shown, Shown),
    /// How far they come.
    standing: Standing,
}

/// How far somebody comes before their role is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Standing {
    /// Their role counts; with or without fresh proof.
    Holds { proved: bool },
    /// Known, and without any role in force.
    Former,
    /// Known, by a token that names these actions only.
    Scoped(Vec<Action>),
    /// Not known here.
    Unknown,
}

impl Asker {
    /// What they show at a route.
    pub(crate) fn shows(&self, line: &Line) -> &Shown {
        if line.is_api() { &self.shown.1 } else { &self.shown.0 }
    }

    /// What must come of it when they ask for this. `None` where the table says nothing about it.
    pub(crate) fn expected(&self, line: &Line, access: Access, place: &Place) -> Option<Came> {
        let Access::To(action) = access else {
            return None;
        };
        let verdict = line.of(self.person.role);
        match &self.standing {
            Standing::Unknown => Some(Came::ToTheDoor),
            Standing::Former => Some(Came::Nowhere),
            Standing::Scoped(scope) if !scope.contains(&action) => Some(Came::Nowhere),
            _ if verdict == Verdict::No => Some(Came::Nowhere),
            Standing::Holds { proved: false } if line.proof != Proof::Never => Some(Came::ToProof),
            _ if place.whose == Whose::Absent => Some(Came::Nowhere),
            _ if verdict == Verdict::Own && place.whose == Whose::Foreign => Some(Came::Nowhere),
            _ => Some(Came::In),
        }
    }

    /// Whether their role reaches everything of this kind, so that they may know what there is.
    fn knows(&self, line: &Line) -> bool {
        let counts = matches!(self.standing, Standing::Holds { .. } | Standing::Scoped(_));
        counts && line.of(self.person.role) == Verdict::Yes
    }

    /// Whether their role reaches anything of this kind.
    pub(crate) fn reaches(&self, line: &Line) -> bool {
        matches!(self.standing, Standing::Holds { .. }) && line.of(self.person.role) != Verdict::No
    }

    /// Whether their token does not name what a route is for.
    pub(crate) fn lacks(&self, access: Access) -> bool {
        matches!((&self.standing, access), (Standing::Scoped(scope), Access::To(action)) if !scope.contains(&action))
    }

    /// Whether they need to ask for this at all: a session without fresh proof differs from one with it only where
    /// proof is asked, and is tried elsewhere as the programme office's.
    pub(crate) fn asks(&self, line: &Line) -> bool {
        self.standing != Standing::Holds { proved: false }
            || line.proof != Proof::Never
            || self.person.role == Role::ProgrammeOffice
    }

    /// Whether foreign and absent must look alike to them.
    pub(crate) fn must_not_tell(&self, line: &Line) -> bool {
        !self.knows(line)
    }
}

/// Everybody who comes to the door of one area. `elsewhere` is the same partnership in another area.
pub(crate) fn askers(world: &World, elsewhere: Option<&World>) -> Vec<Asker> {
    let mut all = Vec::new();
    for person in &world.people {
        let name = format!("{} of {}", person.role, person.organisation);
        all.push(asker(&name, person, &person.keys.proved, &person.keys.token, Standing::Holds { proved: true }));
        let unproved = format!("{name} without fresh proof");
        all.push(asker(
            &unproved,
            person,
            &person.keys.unproved,
            &person.keys.token,
            Standing::Holds { proved: false },
        ));
    }
    let office = world.person(Role::ProgrammeOffice, "council");
    for (why, keys) in &world.former {
        all.push(asker(&format!("somebody {why}"), office, &keys.proved, &keys.token, Standing::Former));
    }
    let mut unknown = |name: &str, shown| {
        let (name, person) = (name.to_owned(), office.clone());
        all.push(Asker { name, person, shown, standing: Standing::Unknown });
    };
    let Keys { proved, token, .. } = office.keys.clone();
    unknown("nobody", (Shown::Nothing, Shown::Nothing));
    unknown("a guesser", (Shown::Cookie("guessed".to_owned()), Shown::Bearer("waymark_guessed".to_owned())));
    unknown("a token at pages, a session at the interface", (Shown::Bearer(token), Shown::Cookie(proved)));
    if let Some(elsewhere) = elsewhere {
        let contributor = (Role::Contributor, "trust");
        for (role, organisation) in [(Role::ProgrammeOffice, "council"), contributor] {
            let there = elsewhere.person(role, organisation);
            let Keys { proved, token, .. } = there.keys.clone();
            let name = format!("the other area's {} of {}", there.role, there.organisation);
            unknown(&name, (Shown::Cookie(proved), Shown::Bearer(token)));
        }
    }
    all
}

/// Programs of the programme office whose tokens name too little.
pub(crate) fn programs(world: &World) -> Vec<Asker> {
    let office = world.person(Role::ProgrammeOffice, "council");
    let program = |name: String, token: &str, scope| {
        let shown = (Shown::Nothing, Shown::Bearer(token.to_owned()));
        Asker { name, person: office.clone(), shown, standing: Standing::Scoped(scope) }
    };
    let but = |word: &str| Action::ALL.iter().copied().filter(|action| action.word() != word).collect();
    let mut all = vec![program("a token that names nothing".to_owned(), &world.empty, Vec::new())];
    let mut lacking: Vec<_> = office.keys.lacking.iter().collect();
    lacking.sort();
    all.extend(lacking.into_iter().map(|(word, token)| program(format!("a token without {word}"), token, but(word))));
    all
}

fn asker(name: &str, person: &Person, session: &str, token: &str, standing: Standing) -> Asker {
    let shown = (Shown::Cookie(session.to_owned()), Shown::Bearer(token.to_owned()));
    Asker { name: name.to_owned(), person: person.clone(), shown, standing }
}
