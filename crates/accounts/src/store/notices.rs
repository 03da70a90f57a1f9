use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::PersonId;
use uuid::Uuid;

use crate::model::{Notice, NoticeKind};

#[derive(sqlx::FromRow)]
struct NoticeRow {
    notice_id: Uuid,
    about: Uuid,
    kind: String,
    made_at: InstantCol,
}

pub(crate) async fn add_notice(tx: &mut Tx, to: PersonId, notice: &Notice) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO account_notice (area_id, notice_id, person_id, about, kind, made_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(notice.id)
        .bind(to.0)
        .bind(notice.about.0)
        .bind(notice.kind.word())
        .bind(InstantCol(notice.made_at))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// What somebody was told and has not put away, newest first.
pub(crate) async fn notices_to(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<Notice>> {
    const SQL: &str = sql!(
        "SELECT notice_id, about, kind, made_at FROM account_notice
         WHERE area_id = $1 AND person_id = $2 AND read_at IS NULL ORDER BY notice_id DESC"
    );
    let area = tx.area_key();
    let rows: Vec<NoticeRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(person.0).fetch_all(conn).await)?;
    let notice = |row: NoticeRow| {
        let kind = NoticeKind::of(&row.kind).ok_or_else(|| super::unknown("notice", &row.kind))?;
        Ok(Notice { id: row.notice_id, about: PersonId(row.about), kind, made_at: row.made_at.0 })
    };
    rows.into_iter().map(notice).collect()
}

/// Notices about somebody made at an instant, with the addresses of those who are told and have one.
pub(crate) async fn notices_to_post(
    tx: &mut Tx,
    about: PersonId,
    made_at: Timestamp,
) -> sqlx::Result<Vec<(Uuid, String)>> {
    const SQL: &str = sql!(
        "SELECT n.notice_id, p.email FROM account_notice n
         JOIN person p ON p.area_id = n.area_id AND p.person_id = n.person_id
         WHERE n.area_id = $1 AND n.about = $2 AND n.made_at = $3 AND p.email IS NOT NULL
         ORDER BY n.notice_id"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(about.0).bind(InstantCol(made_at)).fetch_all(conn).await)
}

/// Puts somebody's notices up to one of them away.
pub(crate) async fn put_notices_away(tx: &mut Tx, person: PersonId, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str =
        sql!("UPDATE account_notice SET read_at = $3 WHERE area_id = $1 AND person_id = $2 AND read_at IS NULL");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(person.0).bind(InstantCol(now)).execute(conn).await.map(|_| ()))
}
