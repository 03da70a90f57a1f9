//! `waymark mail …`

use ::mail::Fate;
use uuid::Uuid;

use crate::{
    failure::Failure,
    installation::{Installation, operator},
    say,
};

/// How many mails are read at once.
const PAGE: i64 = 200;

/// `waymark mail list`: how each area's outbox stands, and every mail that waits for a person, with why it failed last.
pub async fn list(installation: &Installation) -> Result<(), Failure> {
    for area in installation.areas().await? {
        let mut tx = installation.db.read(area.id).await?;
        let standing = ::mail::standing(&mut tx).await?;
        say::result(format!(
            "{}: {} waiting, {} held, {} dead, {} doubtful, {} sent lately",
            area.slug, standing.waiting, standing.held, standing.dead, standing.doubtful, standing.sent
        ));
        let mut after = None;
        loop {
            let kept = ::mail::kept(&mut tx, after, PAGE).await?;
            let Some(last) = kept.last() else { break };
            after = Some(last.id);
            for mail in kept {
                let fate = fate_word(mail.fate);
                say::result(format!(
                    "{}\t{}\t{fate}\tqueued {}\t{} attempts\t{}",
                    mail.id, mail.kind, mail.queued_at, mail.attempts, mail.reason
                ));
            }
        }
    }
    Ok(())
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Held => "held",
        Fate::Dead => "dead",
        Fate::Doubtful => "doubtful",
    }
}

/// `waymark mail release ID --area A`: lets a mail go that waits for a person, and records that somebody said so.
pub async fn release(installation: &Installation, id: Uuid, area: &str) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let mut tx = installation.write(&area).await?;
    if !::mail::release(&mut tx, &operator(), id, installation.clock.now()).await? {
        return Err(no_such(area.slug.as_str(), id));
    }
    tx.commit().await?;
    say::result(format!("the mail {id} goes with the next round of the postman"));
    Ok(())
}

/// `waymark mail discard ID --area A`: empties a mail that waits for a person, so that it never goes.
pub async fn discard(installation: &Installation, id: Uuid, area: &str) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let mut tx = installation.write(&area).await?;
    if !::mail::discard(&mut tx, &operator(), id, installation.clock.now()).await? {
        return Err(no_such(area.slug.as_str(), id));
    }
    tx.commit().await?;
    say::result(format!("the mail {id} is discarded and never goes"));
    Ok(())
}

fn no_such(slug: &str, id: Uuid) -> Failure {
    Failure::Said(format!("{slug} has no mail {id} that waits for a person; `waymark mail list` shows those there are"))
}

#[cfg(test)]
mod tests {
    use ::mail::{Link, NewMail, Notice, Queued, Recipient, Wording, kept, queue};
    use jiff::civil::date;
    use testing::{an_area, fixed, on_both_engines};

    use super::*;
    use crate::config::Config;

    static WORDS: Wording =
        Wording { kind: "test.notice", title: "A notice", before: &["Read it."], link: "Read it", after: &[] };

    #[tokio::test]
    async fn a_mail_that_failed_for_good_goes_or_is_emptied_once_somebody_said_so_and_it_is_on_record() {
        on_both_engines(async |db| {
            let area = an_area(&db, "ridgeway").await;
            let clock = fixed(date(2026, 3, 27));
            let now = clock.now();
            let mut tx = db.write(area.id).await.unwrap();
            let to: Recipient = "amina@families.example".parse().unwrap();
            let link: Link = "https://waymark.example/ridgeway/comments".parse().unwrap();
            let notice = Notice::new(&WORDS, &area, link);
            let mut ids = Vec::new();
            for key in ["first", "second"] {
                let mail = NewMail { to: &to, notice: &notice, key, happened_at: now, not_before: now };
                let Queued::New(id) = queue(&mut tx, mail, now).await.unwrap() else { unreachable!("two keys") };
                ids.push(id);
            }
            let dead = "UPDATE mail SET state = 'dead' WHERE area_id = $1";
            let key = tx.area_key();
            db::on!(tx, conn => sqlx::query(dead).bind(key).execute(conn).await.map(|_| ())).unwrap();
            tx.commit().await.unwrap();

            let config = Config::default();
            let (signer, documents) = <_>::default();
            let installation = Installation { config, db, clock, signer, documents };
            list(&installation).await.unwrap();
            release(&installation, ids[0], "ridgeway").await.unwrap();
            discard(&installation, ids[1], "ridgeway").await.unwrap();

            let mut tx = installation.db.read(area.id).await.unwrap();
            assert!(kept(&mut tx, None, 10).await.unwrap().is_empty());
            assert_eq!(::mail::standing(&mut tx).await.unwrap().waiting, 1);
            let last = ::audit::head(&mut tx, now).await.unwrap().sequence;
            let mut deeds = Vec::new();
            for number in [last - 1, last] {
                deeds.push(::audit::entry(&mut tx, number).await.unwrap().unwrap().deed);
            }
            assert_eq!(deeds, ["release_mail", "discard_mail"]);
            drop(tx);
            let again = release(&installation, ids[0], "ridgeway").await.unwrap_err();
            assert!(again.to_string().contains("waymark mail list"), "{again}");
        })
        .await;
    }
}
