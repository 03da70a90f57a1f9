//! `waymark migrate`

use crate::{failure::Failure, installation::Installation, say};

/// Applies the migrations that are lacking and names them. On the first day the signing key is made too.
pub async fn migrate(installation: &Installation) -> Result<(), Failure> {
    let applied = db::migrate(&installation.db).await?;
    if applied.is_empty() {
        say::result("the schema is up to date");
    }
    for name in applied {
        say::result(format!("applied {name}"));
    }
    // Where only public keys are known another machine signs, and an old database keeps the key it has.
    match installation.key().await {
        Ok(_) => Ok(()),
        Err(Failure::WrongKey(_)) => {
            say::progress("no signing key was made here; `waymark check` says how it stands with the keys");
            Ok(())
        }
        Err(failure) => Err(failure),
    }
}
