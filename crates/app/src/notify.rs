//! Where the round's notices go: by mail to those who answer or sign, with a sentence and a link, never content.

use accounts::{model::Person, workplace};
use db::{Tx, area_of};
use inbox::Roots;
use jiff::Timestamp;
use jobs::JobError;
use kernel::Clock;
use mail::{NewMail, Notice as Mail, Recipient, Wording, queue};
use permission::{PersonId, Role};
use round::{
    model::Addressee,
    reconcile::{Notice, Notify, Reaching, Stage, Telling},
};

const AFTER: &[&str] = &["You get this e-mail because you have a part in the improvement of SEND in this area."];

static ASKED: Wording = Wording {
    kind: "round.asked",
    title: "Your answers are wanted",
    before: &["A round of questions about the improvement programme is open, and some of them are for you."],
    link: "Sign in and answer",
    after: AFTER,
};
static DUE_SOON: Wording = Wording {
    kind: "round.due_soon",
    title: "Your answers are due soon",
    before: &["Answers in the present round are due within a week. Some of yours are still open."],
    link: "Sign in and answer",
    after: AFTER,
};
static LATE: Wording = Wording {
    kind: "round.late",
    title: "Your answers are late",
    before: &["The day when answers were due has passed. You can still answer; it will be marked as late."],
    link: "Sign in and answer",
    after: AFTER,
};
static SENT_BACK: Wording = Wording {
    kind: "round.sent_back",
    title: "An answer came back to you",
    before: &["An answer in the present round was sent back with a question."],
    link: "Sign in and read why",
    after: AFTER,
};
static SIGN_OFF: Wording = Wording {
    kind: "round.sign_off",
    title: "Answers wait for your signature",
    before: &["Answers of your organisation in the present round wait to be signed off."],
    link: "Sign in and sign off",
    after: AFTER,
};
static SIGN_OFF_LATE: Wording = Wording {
    kind: "round.sign_off_late",
    title: "Signing off is late",
    before: &["The day for signing off has passed, and answers of your organisation still wait."],
    link: "Sign in and sign off",
    after: AFTER,
};

/// Tells by mail.
pub struct ByMail {
    /// Where pages stand.
    pub roots: Roots,
    /// The time.
    pub clock: Clock,
}

impl Notify for ByMail {
    fn reaches<'a>(&'a self, tx: &'a mut Tx, notice: &'a Notice) -> Reaching<'a> {
        Box::pin(async move {
            let people = told(tx, notice, self.clock.now()).await?;
            // Whoever has no address yet is told once they have one.
            Ok(people.iter().filter(|person| address(person).is_some()).map(|person| person.id).collect())
        })
    }

    fn tell<'a>(&'a self, tx: &'a mut Tx, notice: &'a Notice, person: PersonId, about: &'a str) -> Telling<'a> {
        Box::pin(async move {
            let area = area_of(tx).await?;
            let Some(link) = self.roots.link(area.slug.as_str(), notice.path()) else {
                return Ok(());
            };
            let person = accounts::person(tx, person).await?;
            let Some((id, to)) = person.and_then(|person| Some((person.id, address(&person)?))) else {
                return Ok(());
            };
            let now = self.clock.now();
            let mail = Mail::new(words(notice.stage), &area, link);
            let key = format!("{}/{about}/{id}", notice.round.0);
            let new = NewMail { to: &to, notice: &mail, key: &key, happened_at: now, not_before: now };
            queue(tx, new, now).await?;
            Ok(())
        })
    }
}

/// Where mail for somebody goes.
fn address(person: &Person) -> Option<Recipient> {
    person.email.as_ref()?.parse().ok()
}

fn words(stage: Stage) -> &'static Wording {
    match stage {
        Stage::Asked => &ASKED,
        Stage::DueSoon => &DUE_SOON,
        Stage::Late => &LATE,
        Stage::SentBack => &SENT_BACK,
        Stage::SignOff => &SIGN_OFF,
        Stage::SignOffLate => &SIGN_OFF_LATE,
    }
}

/// Those a notice is for: the person named, or those who answer or sign for the organisation today.
async fn told(tx: &mut Tx, notice: &Notice, now: Timestamp) -> Result<Vec<Person>, JobError> {
    let today = kernel::london_date(now);
    let signs = matches!(notice.stage, Stage::SignOff | Stage::SignOffLate);
    let wanted = |role: Role| role == Role::PartnerLead || (role == Role::Contributor && !signs);
    match &notice.addressee {
        Addressee::Person(id) => Ok(accounts::person(tx, *id).await?.into_iter().collect()),
        Addressee::Organisation(key) => {
            let people = workplace(tx, key, now).await?.map(|found| found.people).unwrap_or_default();
            let holds = |colleague: &accounts::Colleague| {
                let held = colleague.roles.iter();
                held.filter(|held| wanted(held.role)).any(|held| held.holds_on(today))
            };
            Ok(people.into_iter().filter(holds).map(|colleague| colleague.person).collect())
        }
    }
}
