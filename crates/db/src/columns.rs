//! Column types for jiff: a civil day and an instant, on both engines.
//!
//! SQLite keeps text (`2026-03-27`, `2026-03-27T09:00:00Z`), so that text order is time order;
//! PostgreSQL keeps its own `DATE` and `TIMESTAMPTZ`.

use jiff::{Timestamp, civil::Date};
use sqlx::{
    Decode, Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo, PgValueFormat, PgValueRef},
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef},
};

/// A civil day in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateCol(pub Date);

/// An instant, cut to the second, in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstantCol(pub Timestamp);

/// PostgreSQL counts days from here.
const POSTGRES_DAY_ZERO: Date = jiff::civil::date(2000, 1, 1);
/// Seconds from 1970 to PostgreSQL's first instant, 2000-01-01T00:00:00Z.
const POSTGRES_SECOND_ZERO: i64 = 946_684_800;

impl Type<Sqlite> for DateCol {
    fn type_info() -> SqliteTypeInfo {
        <str as Type<Sqlite>>::type_info()
    }

    fn compatible(_: &SqliteTypeInfo) -> bool {
        true
    }
}

impl Encode<'_, Sqlite> for DateCol {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.to_string(), buffer)
    }
}

impl<'r> Decode<'r, Sqlite> for DateCol {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<&str as Decode<Sqlite>>::decode(value)?.parse()?))
    }
}

impl Type<Postgres> for DateCol {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("DATE")
    }
}

impl Encode<'_, Postgres> for DateCol {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let days = self.0.since((jiff::Unit::Day, POSTGRES_DAY_ZERO))?.get_days();
        Encode::<Postgres>::encode(days, buffer)
    }
}

impl<'r> Decode<'r, Postgres> for DateCol {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        if value.format() == PgValueFormat::Text {
            return Ok(Self(value.as_str()?.parse()?));
        }
        let days = <i32 as Decode<Postgres>>::decode(value)?;
        Ok(Self(POSTGRES_DAY_ZERO.checked_add(jiff::Span::new().try_days(days)?)?))
    }
}

impl Type<Sqlite> for InstantCol {
    fn type_info() -> SqliteTypeInfo {
        <str as Type<Sqlite>>::type_info()
    }

    fn compatible(_: &SqliteTypeInfo) -> bool {
        true
    }
}

impl Encode<'_, Sqlite> for InstantCol {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        let whole = Timestamp::from_second(self.0.as_second())?;
        Encode::<Sqlite>::encode(whole.to_string(), buffer)
    }
}

impl<'r> Decode<'r, Sqlite> for InstantCol {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<&str as Decode<Sqlite>>::decode(value)?.parse()?))
    }
}

impl Type<Postgres> for InstantCol {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("TIMESTAMPTZ")
    }
}

impl Encode<'_, Postgres> for InstantCol {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let microseconds = (self.0.as_second() - POSTGRES_SECOND_ZERO)
            .checked_mul(1_000_000)
            .ok_or("instant out of PostgreSQL's range")?;
        Encode::<Postgres>::encode(microseconds, buffer)
    }
}

impl<'r> Decode<'r, Postgres> for InstantCol {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let microseconds = <i64 as Decode<Postgres>>::decode(value)?;
        let second = microseconds.div_euclid(1_000_000) + POSTGRES_SECOND_ZERO;
        Ok(Self(Timestamp::from_second(second)?))
    }
}
