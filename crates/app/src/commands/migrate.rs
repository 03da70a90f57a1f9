//! `waymark migrate`

use crate::{failure::Failure, installation::Installation, say};

/// Applies the migrations that are lacking and names them.
pub async fn migrate(installation: &Installation) -> Result<(), Failure> {
    let applied = db::migrate(&installation.db).await?;
    if applied.is_empty() {
        say::result("the schema is up to date");
    }
    for name in applied {
        say::result(format!("applied {name}"));
    }
    Ok(())
}
