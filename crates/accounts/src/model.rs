//! What an account is made of: people, organisations, roles, and what each shows that it is they.

use jiff::{SignedDuration, Timestamp, civil::Date};
use permission::{Action, PersonId, Role};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long an invitation waits.
pub const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long a session lasts without a request.
pub const IDLE_LIMIT: SignedDuration = SignedDuration::from_mins(30);
/// How long a session lasts at most.
pub const ABSOLUTE_LIMIT: SignedDuration = SignedDuration::from_hours(12);
/// How long the proof that it is really they is good for.
pub const STEP_UP_LASTS: SignedDuration = SignedDuration::from_mins(5);
/// How long after joining or coming back by code a first passkey may be made without further proof.
pub const FIRST_KEY_WITHIN: SignedDuration = SignedDuration::from_mins(30);
/// How long a sign-in may be under way.
pub const CEREMONY_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// How many days before a way back is offered the right of whoever confirms it must have begun. Whoever makes an account
/// to confirm their own offer has to wait, in sight of everybody who runs the same people.
pub const SECOND_PERSON_DAYS: i64 = 7;
/// How many recovery codes a sheet has.
pub const RECOVERY_CODES: usize = 10;
/// How many days a token for programs may last.
pub const TOKEN_DAYS: i32 = 366;

/// Somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// The name colleagues know.
    pub name: String,
    /// Where notices without content go; `None` where they want none.
    pub email: Option<String>,
    /// Grows with every change, so that two who edit at once find out.
    pub version: i64,
}

/// An organisation of the partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// The stable word, the same as the roadmap's body.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The roles its own administrators may give.
    pub grants: Vec<Role>,
    /// Grows with every change.
    pub version: i64,
}

impl Organisation {
    /// Roles that reach no further than the organisation itself; what its administrators may give unless told otherwise.
    pub const OWN_ROLES: [Role; 4] =
        [Role::Contributor, Role::PartnerLead, Role::BoardMember, Role::OrganisationAdministrator];
}

/// A role somebody holds, with the key that ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleHeld {
    /// This holding.
    pub id: Uuid,
    /// Who holds it.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// Where.
    pub organisation: String,
    /// First day.
    pub from: Date,
    /// Last day, when one is set.
    pub until: Option<Date>,
}

impl RoleHeld {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A role an invitation promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromisedRole {
    /// The role.
    pub role: Role,
    /// First day; the day of joining when that is later.
    pub from: Date,
    /// Last day, when one is set.
    pub until: Option<Date>,
}

/// An invitation, without its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Its identifier; the code is another thing and kept nowhere.
    pub id: Uuid,
    /// Into which organisation.
    pub organisation: String,
    /// With which roles.
    pub roles: Vec<PromisedRole>,
    /// The name it was made out to.
    pub name: String,
    /// Where a notice without content may go.
    pub email: Option<String>,
    /// The account it leads back into; `None` for a newcomer.
    pub back_to: Option<PersonId>,
    /// Who made it; `None` at the command line.
    pub made_by: Option<PersonId>,
    /// From then on it is refused.
    pub ends_at: Timestamp,
    /// Whether a way back was confirmed by a second person or by a code of the person's own.
    pub confirmed: bool,
}

impl Invitation {
    /// When it was made.
    pub fn made_at(&self) -> Timestamp {
        self.ends_at - INVITATION_LASTS
    }
}

/// How somebody showed that it is they.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// A passkey, with the device's own check of the person.
    Passkey,
    /// The organisation's own sign-in.
    Provider,
    /// The code of an invitation, once.
    Invitation,
    /// A code from the printed sheet, once.
    RecoveryCode,
    /// The demonstration's door.
    Demonstration,
}

impl Means {
    const ALL: [Self; 5] = [Self::Passkey, Self::Provider, Self::Invitation, Self::RecoveryCode, Self::Demonstration];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Provider => "provider",
            Self::Invitation => "invitation",
            Self::RecoveryCode => "recovery-code",
            Self::Demonstration => "demonstration",
        }
    }

    /// The words people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passkey => "Passkey",
            Self::Provider => "Your organisation’s sign-in",
            Self::Invitation => "Invitation code",
            Self::RecoveryCode => "Recovery code",
            Self::Demonstration => "Demonstration",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.word() == word)
    }

    /// Whether it came by a code that is used up: then the first key may be made without another.
    pub fn by_code(self) -> bool {
        matches!(self, Self::Invitation | Self::RecoveryCode)
    }
}

/// Somebody's session, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Its identifier, which is not the secret in the cookie.
    pub id: Uuid,
    /// Whose.
    pub person: PersonId,
    /// How it began.
    pub means: Means,
    /// When.
    pub began_at: Timestamp,
    /// The last request, to the minute.
    pub seen_at: Timestamp,
    /// When they last showed again that it is they.
    pub stepped_up_at: Option<Timestamp>,
}

impl Session {
    /// Whether it still stands at an instant: neither idle nor old.
    pub fn stands_at(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen_at) < IDLE_LIMIT && now.duration_since(self.began_at) < ABSOLUTE_LIMIT
    }

    /// Whether the proof that it is really they is still good.
    pub fn is_stepped_up_at(&self, now: Timestamp) -> bool {
        self.stepped_up_at.is_some_and(|at| now.duration_since(at) < STEP_UP_LASTS)
    }

    /// Whether a passkey or a sign-in may be added: with fresh proof, or soon after a code was used up.
    pub fn may_add_key_at(&self, now: Timestamp) -> bool {
        let by_code = self.means.by_code() && now.duration_since(self.began_at) < FIRST_KEY_WITHIN;
        by_code || self.is_stepped_up_at(now)
    }
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PasskeyListed {
    /// Its identifier.
    pub id: Uuid,
    /// What its owner calls it, such as "Work laptop".
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// A token for programs as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenListed {
    /// Its identifier.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// The only actions it may be used for, by their words.
    pub scope: Vec<String>,
    /// The last day it works.
    pub last_day: Date,
}

/// What somebody is told about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A recovery code was used to sign in.
    RecoveryCodeUsed,
    /// An administrator made a way back into the account.
    RecoveryOffered,
    /// The way back was used, and every earlier key ended.
    RecoveryDone,
    /// A passkey was made.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// An outside sign-in was linked.
    ProviderLinked,
    /// An outside sign-in was let go.
    ProviderUnlinked,
    /// A new sheet of recovery codes was made.
    SheetMade,
    /// Mail about the account goes to another address.
    AddressChanged,
}

impl NoticeKind {
    const ALL: [Self; 9] = [
        Self::RecoveryCodeUsed,
        Self::RecoveryOffered,
        Self::RecoveryDone,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::ProviderLinked,
        Self::ProviderUnlinked,
        Self::SheetMade,
        Self::AddressChanged,
    ];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::RecoveryCodeUsed => "recovery-code-used",
            Self::RecoveryOffered => "recovery-offered",
            Self::RecoveryDone => "recovery-done",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::ProviderLinked => "provider-linked",
            Self::ProviderUnlinked => "provider-unlinked",
            Self::SheetMade => "sheet-made",
            Self::AddressChanged => "address-changed",
        }
    }

    /// Whether whoever administers the person is told too: of a way into the account that is not the daily one.
    pub(crate) fn is_for_administrators(self) -> bool {
        matches!(self, Self::RecoveryCodeUsed | Self::RecoveryOffered | Self::RecoveryDone)
    }

    /// What happened, as said to the person or to an administrator.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::RecoveryCodeUsed => "A recovery code was used to sign in.",
            Self::RecoveryOffered => "An administrator asked for a new way into this account.",
            Self::RecoveryDone => "The account was opened in a new way. All earlier keys, codes and sessions ended.",
            Self::PasskeyAdded => "A passkey was made.",
            Self::PasskeyRemoved => "A passkey was removed.",
            Self::ProviderLinked => "Another sign-in was added to this account.",
            Self::ProviderUnlinked => "A sign-in was taken off this account.",
            Self::SheetMade => "A new sheet of recovery codes was made. The old sheet ended.",
            Self::AddressChanged => "Mail about this account now goes to another address.",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A notice that somebody has not yet put away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its identifier.
    pub id: Uuid,
    /// Whose account it is about.
    pub about: PersonId,
    /// What happened.
    pub kind: NoticeKind,
    /// When.
    pub made_at: Timestamp,
}

/// The words of actions as actions; a word that is none any more gives nothing, so a token never grows.
pub(crate) fn actions_of(words: &[String]) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| words.iter().any(|word| word == action.word())).collect()
}
