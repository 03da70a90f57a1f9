//! Actions: what can be done in the office, each a sentence that a policy grants or does not.

/// Writes the list of actions, with the sentence that documents each, once.
macro_rules! actions {
    ($($(#[doc = $does:literal])+ $action:ident $(, sensitive: $sensitive:literal)?;)+) => {
        /// What somebody asks to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[doc = $does])+ $action),+ }

        impl Action {
            /// Every action, in the order docs/permissions.md shows them.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// The identifier in the policies, in tokens' scopes and in the audit record.
            pub fn word(self) -> &'static str {
                match self { $(Self::$action => stringify!($action)),+ }
            }

            /// What it is to do so, in a sentence.
            pub fn does(self) -> &'static str {
                match self { $(Self::$action => concat!($($does),+).trim_ascii()),+ }
            }

            /// Whether whoever does it must have shown a moment ago that it is they.
            pub fn is_sensitive(self) -> bool {
                match self { $(Self::$action => false $(|| $sensitive)?),+ }
            }
        }

        /// Each action as a type, for the signatures of handlers.
        pub mod acts {
            $($(#[doc = $does])+
            #[derive(Debug, Clone, Copy)]
            pub enum $action {}

            impl super::Act for $action {
                const ACTION: super::Action = super::Action::$action;
            })+
        }
    };
}

/// An action as a type: a handler's signature names what it does.
pub trait Act: Send + Sync + 'static {
    /// The action.
    const ACTION: Action;
}

actions! {
    /// Open the office's first page and one's own account.
    EnterOffice;
    /// Read the plan as the office keeps it, drafts and changes included.
    ReadPlan;
    /// Read the words beside the plan that are not for the public.
    ReadPrivateText;
    /// Change the plan: add, move, split, link, reword, retire.
    EditPlan;
    /// Bring a published page in.
    ImportPage;
    /// Lead a plan over into the one that follows it.
    SucceedPlan;
    /// Consent for an organisation to a date being moved.
    ConsentToMove;
    /// Read evidence that is not for the public.
    ReadPrivateEvidence;
    /// File evidence.
    FileEvidence;
    /// Say what families have felt.
    JudgeFelt;
    /// Open, remind and close a quarterly round.
    RunRound;
    /// See how a round stands: who answered, what moved.
    ReadRound;
    /// Answer the round for a commitment.
    AnswerRound;
    /// Sign off an organisation's answers.
    SignOffAnswers;
    /// Prepare an edition for release.
    PrepareEdition;
    /// Read an edition before it is released.
    ReadDraftEdition;
    /// Release an edition that somebody else prepared.
    ReleaseEdition, sensitive: true;
    /// Take a released edition back.
    WithdrawEdition, sensitive: true;
    /// See boards, their terms and members, and the forward plan.
    ReadBoards;
    /// Set up boards and meetings, write papers, record decisions and actions.
    RunBoards;
    /// Read papers and logs of a board that are not for the public.
    ReadBoardPapers;
    /// Read risks, assumptions, issues, dependencies, strategies and reviews.
    ReadRegisters;
    /// Keep risks, assumptions, issues, dependencies, strategies and reviews.
    KeepRegisters;
    /// Bring a document in.
    AddDocument;
    /// Read a document.
    ReadDocument;
    /// Read what the public sent.
    ReadComments;
    /// Write an answer to what the public sent, or put it aside.
    ReplyToComment;
    /// Let an answer out that somebody else wrote, or send it back.
    ReleaseReply;
    /// See who is in the partnership's office and in what role.
    ListPeople;
    /// Invite somebody into an organisation.
    InvitePerson, sensitive: true;
    /// End somebody's role, or all their sessions.
    EndRole, sensitive: true;
    /// Set up organisations and name their administrators.
    RunOrganisations, sensitive: true;
    /// Issue or end a token of one's own for programs.
    IssueToken, sensitive: true;
    /// Read the record of who did what.
    ReadAudit;
}
