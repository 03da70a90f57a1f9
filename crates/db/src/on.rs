/// Runs one sqlx expression on whichever engine the transaction is open on.
///
/// The body is written once and compiled once per engine; `$conn` is the connection.
#[macro_export]
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx.engine() {
            $crate::EngineTx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::EngineTx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}
