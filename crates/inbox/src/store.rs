//! Every SQL text of the inbox.

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use uuid::Uuid;

/// Adds a wish for e-mail; `false` when the address is known.
pub(crate) async fn add_subscriber(
    tx: &mut Tx,
    id: Uuid,
    email: &str,
    digest: &[u8],
    now: Timestamp,
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO subscriber (area_id, subscriber_id, email, email_key, first_asked_at, asked_at, asked_times,
                                 confirm_digest, told_number)
         VALUES ($1, $2, $3, $4, $5, $5, 1, $6, 0)
         ON CONFLICT (area_id, email_key) DO NOTHING"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(email)
        .bind(email.to_lowercase())
        .bind(InstantCol(now))
        .bind(digest)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A wish for which a mail is to go.
#[derive(sqlx::FromRow)]
pub(crate) struct Asked {
    pub(crate) subscriber_id: Uuid,
    pub(crate) asked_times: i64,
}

/// Notes that a known address was asked for again, unless it was confirmed, written to lately, or too often.
pub(crate) async fn ask_again(
    tx: &mut Tx,
    email: &str,
    digest: &[u8],
    now: Timestamp,
    last_before: Timestamp,
    most: i64,
) -> sqlx::Result<Option<Asked>> {
    const SQL: &str = sql!(
        "UPDATE subscriber SET asked_at = $4, asked_times = asked_times + 1, confirm_digest = $3
         WHERE area_id = $1 AND email_key = $2 AND confirmed_at IS NULL AND asked_at <= $5 AND asked_times < $6
         RETURNING subscriber_id, asked_times"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(email.to_lowercase())
        .bind(digest)
        .bind(InstantCol(now))
        .bind(InstantCol(last_before))
        .bind(most)
        .fetch_optional(conn)
        .await)
}

/// Writes a subscriber as it is.
pub(crate) async fn write_as_it_is(tx: &mut Tx, email: &str) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE subscriber SET told_number = told_number WHERE area_id = $1 AND email_key = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(email.to_lowercase()).execute(conn).await.map(|_| ()))
}

/// Confirms the wish whose last mail bore this link; `false` when there is none, or it was asked for too long ago.
pub(crate) async fn confirm(tx: &mut Tx, digest: &[u8], now: Timestamp, asked_after: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE subscriber SET confirmed_at = COALESCE(confirmed_at, $3)
         WHERE area_id = $1 AND confirm_digest = $2 AND (confirmed_at IS NOT NULL OR first_asked_at > $4)"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(digest)
        .bind(InstantCol(now))
        .bind(InstantCol(asked_after))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Who leaves by this link.
pub(crate) async fn whose_leave(tx: &mut Tx, digest: &[u8]) -> sqlx::Result<Option<Uuid>> {
    const SQL: &str = sql!("SELECT subscriber_id FROM subscriber_leave WHERE area_id = $1 AND leave_digest = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(digest).fetch_optional(conn).await)
}

/// Keeps a link to leave by.
pub(crate) async fn add_leave(tx: &mut Tx, digest: &[u8], subscriber: Uuid) -> sqlx::Result<()> {
    const SQL: &str = sql!("INSERT INTO subscriber_leave (area_id, leave_digest, subscriber_id) VALUES ($1, $2, $3)");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(digest).bind(subscriber).execute(conn).await.map(|_| ()))
}

/// Deletes a subscriber and every link to leave by.
pub(crate) async fn forget_subscriber(tx: &mut Tx, subscriber: Uuid) -> sqlx::Result<()> {
    const LINKS: &str = sql!("DELETE FROM subscriber_leave WHERE area_id = $1 AND subscriber_id = $2");
    const PERSON: &str = sql!("DELETE FROM subscriber WHERE area_id = $1 AND subscriber_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(LINKS).bind(area).bind(subscriber).execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query(PERSON).bind(area).bind(subscriber).execute(conn).await.map(|_| ()))
}

/// Deletes wishes nobody confirmed that were first made before an instant, and says how many.
pub(crate) async fn forget_unconfirmed(tx: &mut Tx, before: Timestamp) -> sqlx::Result<u64> {
    const SQL: &str =
        sql!("DELETE FROM subscriber WHERE area_id = $1 AND confirmed_at IS NULL AND first_asked_at <= $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(InstantCol(before))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))
}

/// Whether anybody gets e-mail at all.
pub(crate) async fn has_subscribers(tx: &mut Tx) -> sqlx::Result<bool> {
    const SQL: &str =
        sql!("SELECT subscriber_id FROM subscriber WHERE area_id = $1 AND confirmed_at IS NOT NULL LIMIT 1");
    let area = tx.area_key();
    let one: Option<Uuid> = on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_optional(conn).await)?;
    Ok(one.is_some())
}

/// Who confirmed before a release and has not been told of it, with their addresses.
pub(crate) async fn untold(
    tx: &mut Tx,
    number: i64,
    released_at: Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<(Uuid, String)>> {
    const SQL: &str = sql!(
        "SELECT subscriber_id, email FROM subscriber
         WHERE area_id = $1 AND told_number < $2 AND confirmed_at <= $3
         ORDER BY subscriber_id LIMIT $4"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(number)
        .bind(InstantCol(released_at))
        .bind(limit)
        .fetch_all(conn)
        .await)
}

/// Notes that a subscriber was told of a release.
pub(crate) async fn told(tx: &mut Tx, subscriber: Uuid, number: i64) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE subscriber SET told_number = $3 WHERE area_id = $1 AND subscriber_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(subscriber).bind(number).execute(conn).await.map(|_| ()))
}

/// A comment to be added.
pub(crate) struct NewComment<'a> {
    pub(crate) id: Uuid,
    pub(crate) about: &'a str,
    pub(crate) text: &'a str,
    pub(crate) digest: &'a [u8],
}

/// Adds a comment; `false` when the same words about the same page came before.
pub(crate) async fn add_comment(tx: &mut Tx, comment: NewComment<'_>, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO public_comment (area_id, comment_id, about, body, body_digest, received_at, state, version)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 1)
         ON CONFLICT (area_id, body_digest) DO NOTHING"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(comment.id)
        .bind(comment.about)
        .bind(comment.text)
        .bind(comment.digest)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How many comments nobody has dealt with.
pub(crate) async fn waiting_count(tx: &mut Tx) -> sqlx::Result<i64> {
    const SQL: &str = sql!("SELECT COUNT(*) FROM public_comment WHERE area_id = $1 AND state = 'waiting'");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_one(conn).await)
}

/// Keeps who sent a comment.
pub(crate) async fn add_contact(tx: &mut Tx, comment: Uuid, name: &str, email: &str) -> sqlx::Result<()> {
    const SQL: &str = sql!("INSERT INTO comment_contact (area_id, comment_id, name, email) VALUES ($1, $2, $3, $4)");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(comment).bind(name).bind(email).execute(conn).await.map(|_| ()))
}

/// Where an answer is announced, if anywhere.
pub(crate) async fn contact_email(tx: &mut Tx, comment: Uuid) -> sqlx::Result<Option<String>> {
    const SQL: &str = sql!("SELECT email FROM comment_contact WHERE area_id = $1 AND comment_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(comment).fetch_optional(conn).await)
}

/// Deletes who sent the comments that were dealt with before an instant, and says how many.
pub(crate) async fn forget_contacts(tx: &mut Tx, before: Timestamp) -> sqlx::Result<u64> {
    const SQL: &str = sql!(
        "DELETE FROM comment_contact
         WHERE area_id = $1 AND comment_id IN (SELECT dealt.comment_id FROM public_comment AS dealt
                                               WHERE dealt.area_id = $1 AND dealt.ended_at <= $2)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(InstantCol(before))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))
}

#[derive(sqlx::FromRow)]
pub(crate) struct CommentRow {
    pub(crate) comment_id: Uuid,
    pub(crate) about: String,
    pub(crate) body: String,
    pub(crate) received_at: InstantCol,
    pub(crate) state: String,
    pub(crate) said: Option<String>,
    pub(crate) answer: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) version: i64,
    pub(crate) name: Option<String>,
    pub(crate) wants_mail: bool,
    pub(crate) draft_said: Option<String>,
    pub(crate) draft_answer: Option<String>,
    pub(crate) written_by: Option<Uuid>,
    pub(crate) written_at: Option<InstantCol>,
    pub(crate) sent_back: Option<String>,
}

/// Comments nobody has dealt with and those whose answer waits to be let out, after this one, oldest first.
pub(crate) async fn waiting_after(tx: &mut Tx, after: Uuid, limit: i64) -> sqlx::Result<Vec<CommentRow>> {
    const SQL: &str = sql!(
        "SELECT c.comment_id, c.about, c.body, c.received_at, c.state, c.said, c.answer, c.reason, c.version,
                k.name, COALESCE(k.email, '') <> '' AS wants_mail, d.said AS draft_said, d.answer AS draft_answer,
                d.written_by, d.written_at, d.sent_back
         FROM public_comment AS c
         LEFT JOIN comment_contact AS k ON k.area_id = c.area_id AND k.comment_id = c.comment_id
         LEFT JOIN answer_draft AS d ON d.area_id = c.area_id AND d.comment_id = c.comment_id
         WHERE c.area_id = $1 AND (c.state = 'waiting' OR d.comment_id IS NOT NULL) AND c.comment_id > $2
         ORDER BY c.comment_id LIMIT $3"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(after).bind(limit).fetch_all(conn).await)
}

/// One comment.
pub(crate) async fn comment(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<CommentRow>> {
    const SQL: &str = sql!(
        "SELECT c.comment_id, c.about, c.body, c.received_at, c.state, c.said, c.answer, c.reason, c.version,
                k.name, COALESCE(k.email, '') <> '' AS wants_mail, d.said AS draft_said, d.answer AS draft_answer,
                d.written_by, d.written_at, d.sent_back
         FROM public_comment AS c
         LEFT JOIN comment_contact AS k ON k.area_id = c.area_id AND k.comment_id = c.comment_id
         LEFT JOIN answer_draft AS d ON d.area_id = c.area_id AND d.comment_id = c.comment_id
         WHERE c.area_id = $1 AND c.comment_id = $2"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(id).fetch_optional(conn).await)
}

/// How a comment is dealt with.
pub(crate) struct Ending<'a> {
    pub(crate) state: &'static str,
    pub(crate) said: Option<&'a str>,
    pub(crate) answer: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
}

/// Deals with a comment that is still as it was seen; `false` when it is not.
pub(crate) async fn end(tx: &mut Tx, id: Uuid, version: i64, ending: Ending<'_>, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE public_comment
         SET state = $4, said = $5, answer = $6, reason = $7, ended_at = $8, version = version + 1
         WHERE area_id = $1 AND comment_id = $2 AND version = $3"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(version)
        .bind(ending.state)
        .bind(ending.said)
        .bind(ending.answer)
        .bind(ending.reason)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Marks a comment that is still as it was seen as changed; `false` when it is not.
pub(crate) async fn touch(tx: &mut Tx, id: Uuid, version: i64) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE public_comment SET version = version + 1
         WHERE area_id = $1 AND comment_id = $2 AND version = $3"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Keeps an answer that waits to be let out, in place of the one that waited.
pub(crate) async fn put_draft(
    tx: &mut Tx,
    id: Uuid,
    (said, answer): (&str, &str),
    written_by: Uuid,
    now: Timestamp,
) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO answer_draft (area_id, comment_id, said, answer, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (area_id, comment_id) DO UPDATE
         SET said = EXCLUDED.said, answer = EXCLUDED.answer, written_by = EXCLUDED.written_by,
             written_at = EXCLUDED.written_at, sent_back = NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(said)
        .bind(answer)
        .bind(written_by)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Notes why an answer is to be written anew.
pub(crate) async fn send_draft_back(tx: &mut Tx, id: Uuid, because: &str) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE answer_draft SET sent_back = $3 WHERE area_id = $1 AND comment_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(id).bind(because).execute(conn).await.map(|_| ()))
}

/// Takes away an answer that waited.
pub(crate) async fn drop_draft(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    const SQL: &str = sql!("DELETE FROM answer_draft WHERE area_id = $1 AND comment_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(id).execute(conn).await.map(|_| ()))
}

#[derive(sqlx::FromRow)]
pub(crate) struct AnsweredRow {
    pub(crate) about: String,
    pub(crate) said: String,
    pub(crate) answer: String,
    pub(crate) ended_at: InstantCol,
}

/// Every comment with its answer, newest answer first.
pub(crate) async fn answered(tx: &mut Tx) -> sqlx::Result<Vec<AnsweredRow>> {
    const SQL: &str = sql!(
        "SELECT about, COALESCE(said, '') AS said, COALESCE(answer, '') AS answer, ended_at FROM public_comment
         WHERE area_id = $1 AND state = 'answered'
         ORDER BY ended_at DESC, comment_id DESC"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)
}
