//! What becomes of what the public sends, on both engines.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

mod answering;
mod at_the_desk;
mod subscribing;
mod telling;

use std::{collections::HashMap, fs, path::Path, sync::Arc};

use db::{Db, Tx};
use inbox::{
    Door, Roots,
    desk::{Answer, By, NotDone, comment as one, release_answer, write_answer},
};
use jiff::civil::date;
use kernel::{Actor, Area, Clock};
use mail::{Folder, Postman};
use office::{Action, Denied, HeldRole, Permit, PersonId, Role, Subject, Who};
use shelf::{Inbox, Letter, Received, Refused};
use testing::fixed;
use uuid::Uuid;

const AMINA: &str = "Amina@families.example";

fn noon() -> Clock {
    fixed(date(2026, 3, 2))
}

fn at(text: &str) -> Clock {
    Clock::Fixed(text.parse().unwrap())
}

fn roots() -> Roots {
    Roots::new("https://waymark.example", &HashMap::new()).unwrap()
}

/// Puts a letter through the public's door, which is all that the public's side can do.
async fn put(db: &Db, clock: &Clock, area: &Area, letter: Letter) -> Result<Received, Refused> {
    let door: Arc<dyn Inbox> = Arc::new(Door::new(db.clone(), clock.clone(), roots()));
    door.put(area.slug.as_str(), letter).await
}

async fn subscribe(db: &Db, clock: &Clock, area: &Area, email: &str) -> Result<Received, Refused> {
    put(db, clock, area, Letter::Subscribe { email: email.to_owned() }).await
}

async fn comment(db: &Db, area: &Area, text: &str, email: &str) -> Result<Received, Refused> {
    let (about, text, name) = ("roadmap/entries/guide".to_owned(), text.to_owned(), "Amina".to_owned());
    put(db, &noon(), area, Letter::Comment { about, text, name, email: email.to_owned() }).await
}

/// Somebody of the programme office, told apart by a number, at the desk.
struct Officer {
    who: Who,
    actor: Actor,
}

fn officer(area: &Area, number: u128) -> Officer {
    let (person, organisation) = (PersonId(Uuid::from_u128(number)), "council".to_owned());
    let held = HeldRole { role: Role::ProgrammeOffice, organisation, from: date(2026, 1, 1), until: None };
    let who = Who { area: area.id, person, roles: vec![held], stepped_up: false, scope: None };
    Officer { who, actor: Actor::Person(person.0) }
}

impl Officer {
    fn permit(&self, action: Action, subject: &Subject) -> Result<Permit, Denied> {
        permission::decide(&self.who, action, self.who.area, subject, noon().now())
    }

    async fn write(&self, tx: &mut Tx, seen: (Uuid, i64), answer: Answer<'_>) -> Result<(), NotDone> {
        let permit = self.permit(Action::ReplyToComment, &Subject::Area).unwrap();
        let by = By { permit: &permit, actor: &self.actor, at: noon().now() };
        write_answer(tx, by, seen, answer).await
    }

    /// Lets out whatever answer this permit is for.
    async fn release(&self, tx: &mut Tx, seen: (Uuid, i64), permit: &Permit) -> Result<(), NotDone> {
        release_answer(tx, By { permit, actor: &self.actor, at: noon().now() }, seen, &roots()).await
    }
}

/// One writes an answer and another lets it out.
async fn answered(tx: &mut Tx, area: &Area, (id, version): (Uuid, i64), answer: Answer<'_>) {
    officer(area, 1).write(tx, (id, version), answer).await.unwrap();
    let subject = one(tx, id).await.unwrap().unwrap().releasable().unwrap();
    let other = officer(area, 2);
    let permit = other.permit(Action::ReleaseReply, &subject).unwrap();
    other.release(tx, (id, version + 1), &permit).await.unwrap();
}

/// Sends what is queued and returns every mail, in the order of queueing, on one line each.
async fn mails(db: &Db, clock: &Clock) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let sender = "SEND office <send@ridgeway.example>".parse().unwrap();
    let carrier = Arc::new(Folder::new(folder.path().to_owned(), sender));
    Postman::new(db.clone(), clock.clone(), carrier, mail::Settings::default()).run_until_idle().await.unwrap();
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| unfolded(file)).collect()
}

fn unfolded(file: &Path) -> String {
    fs::read_to_string(file).unwrap().replace("=\r\n", "").replace("=3D", "=")
}

/// What a link to this page bears, as it stands in a mail.
fn token(mail: &str, page: &str) -> String {
    let (_, rest) = mail.split_once(&format!("{page}?token=")).unwrap();
    rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_')).collect()
}

async fn confirmed(db: &Db, area: &Area, email: &str) {
    subscribe(db, &noon(), area, email).await.unwrap();
    let token = token(&mails(db, &noon()).await[0], "subscribe/confirm");
    assert_eq!(put(db, &noon(), area, Letter::Confirm { token }).await, Ok(Received::Confirmed));
}

async fn count(db: &Db, area: &Area, sql: &'static str) -> i64 {
    let mut tx = db.read(area.id).await.unwrap();
    let key = tx.area_key();
    db::on!(tx, conn => sqlx::query_scalar(sql).bind(key).fetch_one(conn).await).unwrap()
}

async fn subscribers(db: &Db, area: &Area) -> i64 {
    count(db, area, "SELECT COUNT(*) FROM subscriber WHERE area_id = $1").await
}
