//! Mail about accounts says that there is something to read, and nothing else.

use axum::http::StatusCode;
use testing::on_both_engines;

use crate::world::{Browser, COUNCIL, World, codes_in};

/// Every mail that waits: to whom, its subject and its text.
async fn waiting(world: &World) -> Vec<(String, String, String)> {
    const SQL: &str = "SELECT recipient, subject, body_text FROM mail WHERE area_id = $1 ORDER BY recipient, kind";
    let mut tx = world.db.read(world.area.id).await.unwrap();
    let area = tx.area_key();
    db::on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await).unwrap()
}

#[tokio::test]
async fn a_mail_tells_of_an_invitation_and_of_a_used_code_without_saying_either_code_or_name() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let fields = [("name", "Ben Canary"), ("role", "contributor"), ("email", "ben@example.org")];
        let made = ada.browser.post(&world, &path, &fields).await;
        let code = codes_in(&made.text)[0].clone();
        let ben = world.join(&code, "Ben Canary").await;
        let into = Browser::new().post(&world, "sign-in/code", &[("code", &ben.sheet[0])]).await;
        assert_eq!(into.status, StatusCode::SEE_OTHER);

        let mails = waiting(&world).await;

        // Ada has no address: she reads it on her account page.
        assert_eq!(mails.len(), 2, "{mails:?}");
        assert!(mails.iter().all(|(to, ..)| to == "ben@example.org"), "{mails:?}");
        assert!(mails[0].2.contains("http://localhost:8080/ridgeway/invitation"), "{mails:?}");
        assert!(mails[1].2.contains("http://localhost:8080/ridgeway/account"), "{mails:?}");
        for (_, subject, text) in &mails {
            for hidden in ["Canary", code.as_str(), ben.sheet[0].as_str(), "recovery", "Contributor"] {
                assert!(!subject.contains(hidden) && !text.contains(hidden), "{hidden}: {subject} {text}");
            }
        }
    })
    .await;
}
