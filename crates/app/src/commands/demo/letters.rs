//! What the public of the demonstration sent, through the public's own door, and what two of the office answered.

use std::sync::{Arc, Mutex};

use db::Tx;
use inbox::{
    Door, Roots,
    desk::{self, Answer, By, published, release_answer, waiting, write_answer},
};
use kernel::{Actor, Clock};
use mail::{Carrier, Carrying, Offer, Parcel, Postman};
use permission::{Action, Role, Subject};
use roadmap::editions::{Desk, reissue_comments};
use serde::Deserialize;
use shelf::{Inbox as _, Letter};

use super::{
    days::{day, filled},
    rounds::{Hall, Somebody},
};
use crate::{
    background::{REISSUE_COMMENTS, reply},
    failure::Failure,
    installation::Installation,
    office,
};

/// The letters as a file tells them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    #[serde(default)]
    subscriber: Vec<Subscriber>,
    #[serde(default)]
    comment: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subscriber {
    on: String,
    email: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comment {
    on: String,
    about: String,
    text: String,
    name: String,
    email: String,
    answered: Option<Answered>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    on: String,
    said: String,
    answer: String,
    /// When somebody else let it out; left out while it waits.
    released_on: Option<String>,
}

impl Hall<'_> {
    /// Puts the letters of a file in, and answers those that were answered.
    pub async fn receive(&self, text: &str, place: &str) -> Result<(), Failure> {
        let today = self.installation.clock.today();
        let wrong = |error: toml::de::Error| Failure::Said(format!("{place}: {error}"));
        let told: Told = toml::from_str(&filled(text, today, self.cast)?).map_err(wrong)?;
        let roots = office::roots(self.installation)?;
        for subscriber in told.subscriber {
            self.subscribe(
                &self.installation.at(Clock::at_noon(day(&subscriber.on, today)?)),
                subscriber.email,
                &roots,
            )
            .await?;
        }
        for comment in told.comment {
            let then = self.installation.at(Clock::at_noon(day(&comment.on, today)?));
            let Comment { about, text, name, email, answered, .. } = comment;
            self.put(&then, &roots, Letter::Comment { about, text: text.clone(), name, email }).await?;
            if let Some(answered) = answered {
                self.answer(&text, &answered, &roots).await?;
            }
        }
        Ok(())
    }

    async fn put(&self, then: &Installation, roots: &Roots, letter: Letter) -> Result<(), Failure> {
        let door = Door::new(then.db.clone(), then.clock.clone(), roots.clone());
        let taken = door.put(self.area.slug.as_str(), letter).await;
        taken.map(|_| ()).map_err(|refused| Failure::Said(format!("a letter was refused: {refused:?}")))
    }

    /// Follows the link in the mail, as whoever asked for it would.
    async fn subscribe(&self, then: &Installation, email: String, roots: &Roots) -> Result<(), Failure> {
        self.put(then, roots, Letter::Subscribe { email }).await?;
        let pocket = Arc::new(Pocket::default());
        let carrier = Arc::clone(&pocket) as Arc<dyn Carrier>;
        let postman = Postman::new(then.db.clone(), then.clock.clone(), carrier, mail::Settings::default());
        postman.run_until_idle().await?;
        let token = pocket.token().ok_or_else(|| Failure::Said("no mail with a link to confirm came".to_owned()))?;
        self.put(then, roots, Letter::Confirm { token }).await
    }

    async fn answer(&self, text: &str, answered: &Answered, roots: &Roots) -> Result<(), Failure> {
        let said = |error: inbox::desk::NotDone| Failure::Said(error.to_string());
        let office = self.somebody(Role::ProgrammeOffice, Action::ReplyToComment, &Subject::Area, &answered.on)?;
        let mut tx = self.installation.write(self.area).await?;
        let found = waiting(&mut tx, None, 100).await?.into_iter().find(|comment| comment.text == text);
        let found = found.ok_or_else(|| Failure::Said("the comment to be answered did not come".to_owned()))?;
        let answer = Answer { said: &answered.said, answer: &answered.answer };
        write_answer(&mut tx, office.by_desk(), (found.id, found.version), answer).await.map_err(said)?;
        if let Some(on) = &answered.released_on {
            let written = desk::comment(&mut tx, found.id).await?;
            let written = written.and_then(|comment| Some((comment.releasable()?, comment.version)));
            let (subject, version) =
                written.ok_or_else(|| Failure::Said("the answer to be let out was not written".to_owned()))?;
            let publisher = self.somebody(Role::Publisher, Action::ReleaseReply, &subject, on)?;
            release_answer(&mut tx, publisher.by_desk(), (found.id, version), roots).await.map_err(said)?;
            self.publish_answers(&mut tx, &Clock::Fixed(publisher.at)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// At once, as the background work would within a minute: the pages are whole when the demonstration opens.
    async fn publish_answers(&self, tx: &mut Tx, clock: &Clock) -> Result<(), Failure> {
        let (actor, key) = (Actor::job(REISSUE_COMMENTS), self.installation.key().await?);
        let replies: Vec<_> = published(tx).await?.into_iter().map(reply).collect();
        let issued = reissue_comments(tx, Desk { actor: &actor, key, clock }, &replies).await;
        issued.map(|_| ()).map_err(|error| Failure::Said(error.to_string()))
    }
}

impl Somebody {
    fn by_desk(&self) -> By<'_> {
        By { permit: &self.permit, actor: &self.actor, at: self.at }
    }
}

/// Where the one mail of a subscriber lands that does not exist.
#[derive(Default)]
struct Pocket(Mutex<Option<String>>);

impl Pocket {
    fn token(&self) -> Option<String> {
        let text = self.0.lock().ok()?.take()?;
        let (_, rest) = text.split_once("subscribe/confirm?token=")?;
        rest.split_whitespace().next().map(str::to_owned)
    }
}

impl Carrier for Pocket {
    fn offer<'a>(&'a self, parcel: &'a Parcel) -> Carrying<'a, Box<dyn Offer>> {
        if let Ok(mut held) = self.0.lock() {
            *held = Some(parcel.text.clone());
        }
        Box::pin(async { Ok(Box::new(Landed) as Box<dyn Offer>) })
    }
}

struct Landed;

impl Offer for Landed {
    fn hand_over(self: Box<Self>) -> Carrying<'static, ()> {
        Box::pin(async { Ok(()) })
    }
}
