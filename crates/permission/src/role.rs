//! Roles: the jobs people have in a partnership. Each is held at one organisation, from a day until a day.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A job in the partnership. It says what somebody does, not what rank they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps the plan and runs the quarterly round.
    ProgrammeOffice,
    /// Answers for commitments of an organisation in the round.
    Contributor,
    /// Signs off an organisation's answers and consents for it when a date is to move.
    PartnerLead,
    /// One of the two who release an edition.
    Publisher,
    /// Speaks for the parent carer forum: says what families felt, reads what is to be published.
    ForumRepresentative,
    /// Arranges boards and keeps their papers and logs.
    BoardSecretary,
    /// Sits on boards and reads the papers of those.
    BoardMember,
    /// Looks from outside, as an inspector or adviser does; changes nothing.
    Reviewer,
    /// Runs the people of one organisation.
    OrganisationAdministrator,
    /// Runs organisations and settings of the area; sees no content for it.
    AreaAdministrator,
}

/// The text is not the word of a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a role; one of: {list}", list = Role::ALL.map(Role::word).join(", "))]
pub struct NotARole(String);

impl Role {
    /// Every role, in the order lists show them.
    pub const ALL: [Self; 10] = [
        Self::ProgrammeOffice,
        Self::Contributor,
        Self::PartnerLead,
        Self::Publisher,
        Self::ForumRepresentative,
        Self::BoardSecretary,
        Self::BoardMember,
        Self::Reviewer,
        Self::OrganisationAdministrator,
        Self::AreaAdministrator,
    ];

    /// The stable word, in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::ProgrammeOffice => "programme-office",
            Self::Contributor => "contributor",
            Self::PartnerLead => "partner-lead",
            Self::Publisher => "publisher",
            Self::ForumRepresentative => "forum-representative",
            Self::BoardSecretary => "board-secretary",
            Self::BoardMember => "board-member",
            Self::Reviewer => "reviewer",
            Self::OrganisationAdministrator => "organisation-administrator",
            Self::AreaAdministrator => "area-administrator",
        }
    }

    /// The name people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::ProgrammeOffice => "Programme office",
            Self::Contributor => "Contributor",
            Self::PartnerLead => "Partner lead",
            Self::Publisher => "Publisher",
            Self::ForumRepresentative => "Forum representative",
            Self::BoardSecretary => "Board secretary",
            Self::BoardMember => "Board member",
            Self::Reviewer => "Reviewer",
            Self::OrganisationAdministrator => "Organisation administrator",
            Self::AreaAdministrator => "Area administrator",
        }
    }

    /// What somebody in this role does, in a sentence.
    pub fn does(self) -> &'static str {
        match self {
            Self::ProgrammeOffice => "Keeps the plan, runs the quarterly round and prepares editions.",
            Self::Contributor => "Says how far the commitments of their organisation are.",
            Self::PartnerLead => "Signs off their organisation's answers and consents when a date moves.",
            Self::Publisher => "Releases an edition that somebody else prepared.",
            Self::ForumRepresentative => "Says what families have felt, and reads what is to be published.",
            Self::BoardSecretary => "Arranges boards and keeps their papers and logs.",
            Self::BoardMember => "Reads the papers of the boards they sit on.",
            Self::Reviewer => "Reads the programme from outside. Changes nothing.",
            Self::OrganisationAdministrator => "Invites the people of their organisation and ends their roles.",
            Self::AreaAdministrator => "Sets up organisations. Sees no content for it.",
        }
    }

    /// The identifier in the policies.
    pub(crate) fn cedar(self) -> &'static str {
        match self {
            Self::ProgrammeOffice => "ProgrammeOffice",
            Self::Contributor => "Contributor",
            Self::PartnerLead => "PartnerLead",
            Self::Publisher => "Publisher",
            Self::ForumRepresentative => "ForumRepresentative",
            Self::BoardSecretary => "BoardSecretary",
            Self::BoardMember => "BoardMember",
            Self::Reviewer => "Reviewer",
            Self::OrganisationAdministrator => "OrganisationAdministrator",
            Self::AreaAdministrator => "AreaAdministrator",
        }
    }
}

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> Result<Self, NotARole> {
        Self::ALL.into_iter().find(|role| role.word() == text).ok_or_else(|| NotARole(text.to_owned()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
