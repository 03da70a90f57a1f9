//! The partnership of the sweep: every job at two organisations, each with sessions and tokens made by the deeds of
//! accounts, and something of every kind that is one organisation's and not the other's.

use std::collections::HashMap;

use accounts::{
    FirstAdministrator, NewInvitation, NewToken, begin_session, end_role, invite, invite_administrator, issue_token,
    join,
    model::{Means, Organisation, PromisedRole},
};
use db::{Db, Tx};
use governance::deeds::Desk;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use kernel::{Actor, Area};
use office::{Action, HeldRole, Permit, PersonId, Role, Subject, Who};
use permission::decide;
use roadmap::deeds::{hold_tree, perform};
use round::{
    By, Seen,
    model::{RoundId, Sheet, Terms},
};
use testing::{an_area, fixed};

/// The day the sweep is on.
pub(crate) const TODAY: Date = date(2026, 10, 8);
/// The day everybody joined.
const JOINED: Date = date(2026, 6, 1);
/// The two organisations.
pub(crate) const ORGANISATIONS: [&str; 2] = ["council", "trust"];

const PLAN: &str = include_str!("plan.toml");
const BOARDS: &str = include_str!("boards.toml");

/// What somebody carries in one area.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    /// A session that has just shown that it is really they.
    pub(crate) proved: String,
    /// One that has not.
    pub(crate) unproved: String,
    /// A token for everything a token can be for.
    pub(crate) token: String,
    /// Tokens that lack one action, by the action's word.
    pub(crate) lacking: HashMap<&'static str, String>,
}

/// Somebody of the partnership.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Who.
    pub(crate) id: PersonId,
    /// Their role.
    pub(crate) role: Role,
    /// Where.
    pub(crate) organisation: &'static str,
    /// Their holding of the role.
    pub(crate) held: String,
    /// What they carry.
    pub(crate) keys: Keys,
    /// A further session and token of theirs, to be ended.
    pub(crate) spare: (String, String),
}

/// Everything a sweep needs to know of one area.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// The area.
    pub(crate) area: Area,
    /// Every job at both organisations.
    pub(crate) people: Vec<Person>,
    /// People with a session and a token and no role in force, each with why.
    pub(crate) former: Vec<(&'static str, Keys)>,
    /// A token whose scope is empty.
    pub(crate) empty: String,
    /// Keys of things, by kind and organisation, such as `invitation council`.
    pub(crate) things: HashMap<String, String>,
}

impl World {
    /// Somebody by role and organisation.
    pub(crate) fn person(&self, role: Role, organisation: &str) -> &Person {
        self.people.iter().find(|person| person.role == role && person.organisation == organisation).unwrap()
    }

    /// The key of a thing.
    pub(crate) fn thing(&self, kind: &str, organisation: &str) -> &str {
        self.things
            .get(&format!("{kind} {organisation}"))
            .unwrap_or_else(|| unreachable!("no {kind} of {organisation}"))
    }
}

/// An instant of a day.
pub(crate) fn noon(day: Date) -> Timestamp {
    fixed(day).now()
}

/// Somebody as the decision function sees them, having shown that it is they.
pub(crate) fn who(area: &Area, id: PersonId, role: Role, organisation: &str) -> Who {
    let held = HeldRole { role, organisation: organisation.to_owned(), from: JOINED, until: None };
    Who { area: area.id, person: id, roles: vec![held], stepped_up: true, scope: None }
}

/// Their permit.
pub(crate) fn permit(who: &Who, action: Action, subject: &Subject, day: Date) -> Permit {
    decide(who, action, who.area, subject, noon(day)).unwrap()
}

/// Builds the world in a fresh area of this word; gives those with no role in force too.
pub(crate) async fn build(db: &Db, slug: &str) -> (World, Vec<(&'static str, Person)>) {
    let area = an_area(db, slug).await;
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = roadmap::programme::Programme::parse(PLAN).unwrap().deeds(&tree).unwrap();
    perform(&mut tx, &Actor::operator("sweep"), noon(JOINED), tree, &deeds).await.unwrap();
    let chief = chief(&mut tx, &area).await;
    let mut people = Vec::new();
    for organisation in ORGANISATIONS {
        for role in Role::ALL {
            people.push(newcomer(&mut tx, &chief, (role, organisation), (JOINED, None)).await);
        }
    }
    let mut former = Vec::new();
    let yesterday = TODAY.yesterday().unwrap();
    let office = (Role::ProgrammeOffice, "council");
    former.push(("whose role ended yesterday", newcomer(&mut tx, &chief, office, (JOINED, Some(yesterday))).await));
    former.push((
        "whose role begins tomorrow",
        newcomer(&mut tx, &chief, office, (TODAY.tomorrow().unwrap(), None)).await,
    ));
    let ended = newcomer(&mut tx, &chief, office, (JOINED, None)).await;
    let workplace = Subject::Workplace { organisation: "council".to_owned() };
    let by = permit(&chief, Action::EndRole, &workplace, TODAY);
    end_role(&mut tx, &by, &actor(&chief), ended.held.parse().unwrap(), None, noon(TODAY)).await.unwrap();
    former.push(("whose role was ended at once", ended));
    let mut things = HashMap::new();
    // Whoever was invited by the one who offers a way back is no second person: another offers here.
    let other = let_in(&mut tx, &area, "Kestrel Other").await;
    for organisation in ORGANISATIONS {
        let (open, back) = waiting(&mut tx, &other, &people, organisation).await;
        things.insert(format!("invitation {organisation}"), open);
        things.insert(format!("way-back {organisation}"), back);
    }
    tx.commit().await.unwrap();
    let mut world = World { area, people, former: Vec::new(), empty: String::new(), things };
    furnish(db, &mut world).await;
    carry(db, &mut world, &former).await;
    (world, former)
}

fn actor(who: &Who) -> Actor {
    Actor::Person(who.person.0)
}

/// Somebody who runs the area, let in at the command line.
async fn let_in(tx: &mut Tx, area: &Area, name: &str) -> Who {
    let first = FirstAdministrator {
        organisation: "council".to_owned(),
        organisation_name: "Kestrel County Council".to_owned(),
        name: name.to_owned(),
        email: None,
    };
    let operator = Actor::operator("sweep");
    let (_, code) = invite_administrator(tx, &operator, &first, noon(JOINED)).await.unwrap();
    let joined = join(tx, &code.reveal(), name, None, noon(JOINED)).await.unwrap();
    who(area, joined.person, Role::AreaAdministrator, "council")
}

/// The area's first administrator, with the second organisation set up.
async fn chief(tx: &mut Tx, area: &Area) -> Who {
    let chief = let_in(tx, area, "Kestrel Chief").await;
    let by = permit(&chief, Action::RunOrganisations, &Subject::Area, JOINED);
    let trust = Organisation {
        key: "trust".to_owned(),
        name: "Kestrel Community Trust".to_owned(),
        grants: Organisation::OWN_ROLES.to_vec(),
        version: 1,
    };
    accounts::add_organisation(tx, &by, &actor(&chief), &trust, noon(JOINED)).await.unwrap();
    chief
}

/// Somebody invited into a role who took it up.
async fn newcomer(
    tx: &mut Tx,
    chief: &Who,
    (role, organisation): (Role, &'static str),
    (from, until): (Date, Option<Date>),
) -> Person {
    let code = invited(tx, chief, role, organisation, (from, until)).await.1;
    let joined = join(tx, &code, &format!("Kestrel {role} of {organisation}"), None, noon(JOINED)).await.unwrap();
    let own = accounts::own_account(tx, joined.person, noon(JOINED)).await.unwrap();
    let held = own.roles[0].id.to_string();
    Person { id: joined.person, role, organisation, held, keys: Keys::default(), spare: <_>::default() }
}

async fn invited(
    tx: &mut Tx,
    chief: &Who,
    role: Role,
    organisation: &str,
    (from, until): (Date, Option<Date>),
) -> (String, String) {
    let by = permit(chief, Action::InvitePerson, &Subject::Workplace { organisation: organisation.to_owned() }, JOINED);
    let new = NewInvitation {
        organisation: organisation.to_owned(),
        roles: vec![PromisedRole { role, from, until }],
        name: "Kestrel newcomer".to_owned(),
        email: None,
    };
    let (invitation, code) = invite(tx, &by, &actor(chief), &new, noon(JOINED)).await.unwrap();
    (invitation.id.to_string(), code.reveal())
}

/// An invitation and a way back of each organisation that nobody has used yet.
async fn waiting(tx: &mut Tx, by_whom: &Who, people: &[Person], organisation: &str) -> (String, String) {
    let workplace = Subject::Workplace { organisation: organisation.to_owned() };
    let by = permit(by_whom, Action::InvitePerson, &workplace, TODAY);
    let new = NewInvitation {
        organisation: organisation.to_owned(),
        roles: vec![PromisedRole { role: Role::Contributor, from: TODAY, until: None }],
        name: "Kestrel newcomer".to_owned(),
        email: None,
    };
    let (open, _) = invite(tx, &by, &actor(by_whom), &new, noon(TODAY)).await.unwrap();
    let lost = people.iter().find(|it| it.role == Role::PartnerLead && it.organisation == organisation).unwrap();
    let (back, _) =
        accounts::offer_way_back(tx, &by, &actor(by_whom), lost.id, organisation, noon(TODAY)).await.unwrap();
    (open.id.to_string(), back.id.to_string())
}

/// Boards, rounds, an edition that waits, and moves that wait for consent.
async fn furnish(db: &Db, world: &mut World) {
    let area = world.area.clone();
    let mut tx = db.write(area.id).await.unwrap();
    let mut boards = BOARDS.to_owned();
    for (place, organisation) in [("COUNCIL-MEMBER", "council"), ("TRUST-MEMBER", "trust")] {
        boards = boards.replace(place, &world.person(Role::BoardMember, organisation).id.to_string());
    }
    let operator = Actor::operator("sweep");
    let desk = Desk { actor: &operator, at: noon(TODAY) };
    governance::programme::Programme::parse(&boards).unwrap().bring_in(&mut tx, desk).await.unwrap();
    let snapshot = governance::snapshot::take(&mut tx, desk, "Stocktake", TODAY).await.unwrap();
    world.things.insert("snapshot".to_owned(), snapshot.key);
    let closed = round_over(&mut tx, world, date(2026, 7, 1)).await;
    let office = world.person(Role::ProgrammeOffice, "council").clone();
    let asks = who(&area, office.id, office.role, office.organisation);
    let by = permit(&asks, Action::RunRound, &Subject::Area, TODAY);
    let version = round::round(&mut tx, closed).await.unwrap().unwrap().version;
    let run = By { permit: &by, actor: &actor(&asks), at: noon(TODAY) };
    round::close(&mut tx, run, closed, version).await.unwrap();
    let by = permit(&asks, Action::PrepareEdition, &Subject::Area, TODAY);
    let run = By { permit: &by, actor: &actor(&asks), at: noon(TODAY) };
    let note = round::outcome(&mut tx, closed).await.unwrap().unwrap().record.sentence();
    let draft = round::edition::prepare(&mut tx, run, closed, "Summer", &note).await.unwrap();
    let open = round_over(&mut tx, world, date(2026, 10, 1)).await;
    for (node, organisation) in [("guide", "council"), ("therapy", "trust")] {
        answered(&mut tx, world, open, node, organisation).await;
        let to = serde_json::from_value(serde_json::json!({
            "text": "Spring 2027", "earliest": "2027-03-01", "latest": "2027-05-31", "precision": "season", "kind": "by"
        }));
        let wanted =
            roadmap::consent::Wanted { node, to: to.unwrap(), reason: "The building is late", author: organisation };
        let held = roadmap::consent::propose(&mut tx, (&operator, noon(TODAY)), TODAY, wanted).await.unwrap();
        world.things.insert(format!("proposal {organisation}"), held.id.to_string());
    }
    tx.commit().await.unwrap();
    let kept =
        [("round closed", closed.to_string()), ("round open", open.to_string()), ("draft", draft.id.to_string())];
    world.things.extend(kept.map(|(kind, key)| (kind.to_owned(), key)));
}

/// A round of a quarter, open.
async fn round_over(tx: &mut Tx, world: &World, opens: Date) -> RoundId {
    let office = world.person(Role::ProgrammeOffice, "council");
    let asks = who(&world.area, office.id, office.role, office.organisation);
    let by = permit(&asks, Action::RunRound, &Subject::Area, opens);
    let terms = Terms {
        name: format!("Kestrel round of {opens}"),
        period_from: opens.saturating_sub(jiff::Span::new().months(3)),
        period_to: opens.yesterday().unwrap(),
        opens_on: opens,
        answers_due: opens.saturating_add(jiff::Span::new().days(13)),
        sign_off_due: opens.saturating_add(jiff::Span::new().days(20)),
        plans: vec!["roadmap".to_owned()],
    };
    round::set_up(tx, By { permit: &by, actor: &actor(&asks), at: noon(opens) }, terms).await.unwrap().id
}

/// An organisation's contributor sends the answer about its commitment.
async fn answered(tx: &mut Tx, world: &World, round: RoundId, node: &str, organisation: &str) {
    let person = world.person(Role::Contributor, organisation);
    let slip = round::slip(tx, round, node).await.unwrap().unwrap();
    let asks = who(&world.area, person.id, person.role, organisation);
    let by = permit(&asks, Action::AnswerRound, &slip.subject(), TODAY);
    let sheet = Sheet {
        happened: "Kestrel news".to_owned(),
        delivery: "in_progress".to_owned(),
        evidence: "link".to_owned(),
        evidence_title: "Board paper".to_owned(),
        evidence_address: "https://example.org/paper".to_owned(),
        confidence: "amber".to_owned(),
        confidence_because: "One building is late".to_owned(),
        ..Sheet::default()
    };
    let seen = Seen { round, node, version: slip.version };
    round::send(tx, By { permit: &by, actor: &actor(&asks), at: noon(TODAY) }, seen, sheet).await.unwrap();
}

/// Gives everybody their sessions and tokens in the area of `world`, and notes them.
pub(crate) async fn carry(db: &Db, world: &mut World, former: &[(&'static str, Person)]) {
    let mut tx = db.write(world.area.id).await.unwrap();
    let area = world.area.clone();
    for person in &mut world.people {
        person.keys = keys(&mut tx, &area, person).await;
        let own = accounts::own_account(&mut tx, person.id, noon(TODAY)).await.unwrap();
        let token = issued(&mut tx, &area, person, &[Action::ReadAudit]).await;
        let spare = accounts::own_tokens(&mut tx, person.id).await.unwrap();
        let spare = spare.iter().find(|listed| listed.scope == ["ReadAudit"]).unwrap().id;
        person.spare = (own.sessions.last().unwrap().id.to_string(), spare.to_string());
        if person.role == Role::ProgrammeOffice && person.organisation == "council" {
            person.keys.lacking = lacking(&mut tx, &area, person).await;
            nameless(&mut tx, &area, &person.spare.1).await;
            world.empty = token;
        }
    }
    world.former.clear();
    for (why, person) in former {
        let keys = keys(&mut tx, &area, person).await;
        world.former.push((why, keys));
    }
    tx.commit().await.unwrap();
}

/// Empties a token's scope: no deed makes such a token, but a database might hold one.
async fn nameless(tx: &mut Tx, area: &Area, token: &str) {
    let id: uuid::Uuid = token.parse().unwrap();
    let text = "UPDATE program_token SET scope = '[]' WHERE area_id = $1 AND token_id = $2";
    let done = db::on!(tx, conn => {
        sqlx::query(text).bind(area.id.0).bind(id).execute(conn).await.map(|done| done.rows_affected())
    });
    assert_eq!(done.unwrap(), 1);
}

async fn keys(tx: &mut Tx, area: &Area, person: &Person) -> Keys {
    let mut session = async |means| {
        let secret = begin_session(tx, person.id, means, noon(TODAY)).await.unwrap();
        secret.reveal().to_owned()
    };
    let (proved, unproved) = (session(Means::Passkey).await, session(Means::Provider).await);
    session(Means::Provider).await;
    let token = issued(tx, area, person, &for_tokens(None)).await;
    Keys { proved, unproved, token, lacking: HashMap::new() }
}

async fn lacking(tx: &mut Tx, area: &Area, person: &Person) -> HashMap<&'static str, String> {
    let mut lacking = HashMap::new();
    for action in for_tokens(None) {
        lacking.insert(action.word(), issued(tx, area, person, &for_tokens(Some(action))).await);
    }
    lacking
}

/// Everything a token can be for, but for one action.
fn for_tokens(but: Option<Action>) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| !action.is_sensitive() && Some(*action) != but).collect()
}

async fn issued(tx: &mut Tx, area: &Area, person: &Person, scope: &[Action]) -> String {
    let by = permit(&who(area, person.id, person.role, person.organisation), Action::IssueToken, &Subject::Area, TODAY);
    let new = NewToken { name: "Sweep".to_owned(), scope: scope.to_vec(), last_day: date(2026, 12, 31) };
    let (_, secret) = issue_token(tx, &by, &Actor::Person(person.id.0), &new, noon(TODAY)).await.unwrap();
    secret.reveal().to_owned()
}
