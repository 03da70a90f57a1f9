//! The partnership of these stories: a council and a trust with their people, a plan, and a round over it.

use db::{Db, Tx};
use jiff::civil::{Date, date};
use kernel::{Actor, Area};
use permission::{Action, HeldRole, Permit, PersonId, Role, Subject, Who, decide};
use roadmap::{
    deeds::{hold_tree, perform},
    programme::Programme,
};
use round::{
    By, Seen, SlipRefused, asked_of,
    model::{Addressee, Round, RoundId, Sheet, Slip, Terms},
    save_draft, send, set_up, sign_off,
};
use testing::{an_area, fixed};

/// The day the round opens.
pub(crate) const OPENS: Date = date(2026, 10, 1);
/// The last day an answer is in time.
pub(crate) const DUE: Date = date(2026, 10, 14);

const PLAN: &str = include_str!("plan.toml");

/// The office of one area on one day.
pub(crate) struct Story<'a> {
    pub(crate) db: &'a Db,
    pub(crate) area: Area,
}

/// Somebody of the partnership.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    pub(crate) number: u128,
    pub(crate) role: Role,
    pub(crate) organisation: &'static str,
}

pub(crate) const OFFICE: Person = Person { number: 1, role: Role::ProgrammeOffice, organisation: "council" };
pub(crate) const ANSWERER: Person = Person { number: 2, role: Role::Contributor, organisation: "council" };
pub(crate) const LEAD: Person = Person { number: 3, role: Role::PartnerLead, organisation: "council" };
pub(crate) const NURSE: Person = Person { number: 4, role: Role::Contributor, organisation: "trust" };
pub(crate) const TRUST_LEAD: Person = Person { number: 5, role: Role::PartnerLead, organisation: "trust" };
pub(crate) const PUBLISHER: Person = Person { number: 6, role: Role::Publisher, organisation: "council" };

impl Person {
    pub(crate) fn id(self) -> PersonId {
        PersonId(uuid::Uuid::from_u128(self.number))
    }

    /// Whoever they are on any day, having shown that it is they.
    pub(crate) fn who(self, area: &Area) -> Who {
        let held = HeldRole {
            role: self.role,
            organisation: self.organisation.to_owned(),
            from: date(2026, 1, 1),
            until: None,
        };
        Who { area: area.id, person: self.id(), roles: vec![held], stepped_up: true, scope: None }
    }

    pub(crate) fn actor(self) -> Actor {
        Actor::Person(self.id().0)
    }
}

impl<'a> Story<'a> {
    /// An area with its plan.
    pub(crate) async fn begins(db: &'a Db, slug: &str) -> Self {
        let story = Self { db, area: an_area(db, slug).await };
        story.plan(PLAN, date(2026, 9, 1)).await;
        story
    }

    /// The programme file is brought in.
    pub(crate) async fn plan(&self, text: &str, day: Date) {
        let mut tx = self.write().await;
        let tree = hold_tree(&mut tx).await.unwrap();
        let deeds = Programme::parse(text).unwrap().deeds(&tree).unwrap();
        perform(&mut tx, &Actor::operator("office"), fixed(day).now(), tree, &deeds).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn write(&self) -> Tx {
        self.db.write(self.area.id).await.unwrap()
    }

    pub(crate) async fn read(&self) -> Tx {
        self.db.read(self.area.id).await.unwrap()
    }

    /// What the decision function says.
    pub(crate) fn permit(&self, person: Person, action: Action, subject: &Subject, day: Date) -> Option<Permit> {
        decide(&person.who(&self.area), action, self.area.id, subject, fixed(day).now()).ok()
    }

    /// A round over the plan, set up on a day.
    pub(crate) async fn round(&self, day: Date) -> Round {
        let permit = self.permit(OFFICE, Action::RunRound, &Subject::Area, day).unwrap();
        let mut tx = self.write().await;
        let by = By { permit: &permit, actor: &OFFICE.actor(), at: fixed(day).now() };
        let round = set_up(&mut tx, by, terms()).await.unwrap();
        tx.commit().await.unwrap();
        round
    }

    /// A slip as it stands, for whoever is asked about it.
    pub(crate) async fn slip(&self, node: &str) -> Slip {
        let everybody = ["council", "trust"].map(|key| Addressee::Organisation(key.to_owned()));
        let mut tx = self.read().await;
        let asked = asked_of(&mut tx, &everybody).await.unwrap();
        asked.into_iter().map(|(_, slip)| slip).find(|slip| slip.node == node).unwrap()
    }

    /// Somebody sends an answer over the version they saw.
    pub(crate) async fn sends(
        &self,
        person: Person,
        slip: &Slip,
        sheet: Sheet,
        day: Date,
    ) -> Result<Slip, SlipRefused> {
        let permit = self.permit(person, Action::AnswerRound, &slip.subject(), day).ok_or(SlipRefused::NoSuchSlip)?;
        let by = By { permit: &permit, actor: &person.actor(), at: fixed(day).now() };
        let mut tx = self.write().await;
        let sent = send(&mut tx, by, seen(slip), sheet).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// Somebody keeps a draft over the version they saw.
    pub(crate) async fn drafts(
        &self,
        person: Person,
        slip: &Slip,
        sheet: Sheet,
        day: Date,
    ) -> Result<Slip, SlipRefused> {
        let permit = self.permit(person, Action::AnswerRound, &slip.subject(), day).ok_or(SlipRefused::NoSuchSlip)?;
        let by = By { permit: &permit, actor: &person.actor(), at: fixed(day).now() };
        let mut tx = self.write().await;
        let kept = save_draft(&mut tx, by, seen(slip), sheet).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// A lead signs an answer off.
    pub(crate) async fn signs(&self, person: Person, slip: &Slip, day: Date) -> Result<Slip, SlipRefused> {
        let subject = slip.signing_subject();
        let permit = self.permit(person, Action::SignOffAnswers, &subject, day).ok_or(SlipRefused::NoSuchSlip)?;
        let by = By { permit: &permit, actor: &person.actor(), at: fixed(day).now() };
        let mut tx = self.write().await;
        let signed = sign_off(&mut tx, by, seen(slip)).await?;
        tx.commit().await?;
        Ok(signed)
    }

    /// The office closes the round at the version it stands at.
    pub(crate) async fn closes(&self, id: RoundId, day: Date) -> Result<round::Closing, round::Rejected> {
        let permit = self.permit(OFFICE, Action::RunRound, &Subject::Area, day).unwrap();
        let by = By { permit: &permit, actor: &OFFICE.actor(), at: fixed(day).now() };
        let mut tx = self.write().await;
        let version = round::round(&mut tx, id).await?.unwrap().version;
        let closing = round::close(&mut tx, by, id, version).await?;
        tx.commit().await?;
        Ok(closing)
    }
}

pub(crate) fn seen(slip: &Slip) -> Seen<'_> {
    Seen { round: slip.round, node: &slip.node, version: slip.version }
}

pub(crate) fn terms() -> Terms {
    Terms {
        name: "Autumn 2026".to_owned(),
        period_from: date(2026, 7, 1),
        period_to: date(2026, 9, 30),
        opens_on: OPENS,
        answers_due: DUE,
        sign_off_due: date(2026, 10, 21),
        plans: vec!["roadmap".to_owned()],
    }
}

/// An answer that says all that is asked.
pub(crate) fn answer(happened: &str) -> Sheet {
    Sheet {
        happened: happened.to_owned(),
        delivery: "in_progress".to_owned(),
        evidence: "link".to_owned(),
        evidence_title: "Board paper of September".to_owned(),
        evidence_address: "https://example.org/paper".to_owned(),
        confidence: "amber".to_owned(),
        confidence_because: "One building is late".to_owned(),
        ..Sheet::default()
    }
}
