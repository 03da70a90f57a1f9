//! The JSON interface of accounts, thin over the same reads and deeds.
//!
//! What a person has to confirm each time (inviting, ending a role, making a token) is not here: a program has no way
//! to show that it is really they, so an address for it could only ever refuse.

use axum::{Json, http::StatusCode, response::Response};
use jiff::civil::Date;
use office::{Access, Action, JsonSent, May, Once, PageError, Routes, Subject, acts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use web::paths::Path;

use crate::{
    change_self, end_token,
    model::{Person, RoleHeld, TokenListed},
    organisations, own_account, own_tokens, person, workplace,
};

pub(crate) fn routes() -> Routes {
    let (own, list) = (Access::To(Action::EnterOffice), Access::To(Action::ListPeople));
    Routes::new()
        .api(own, utoipa_axum::routes!(account))
        .api(own, utoipa_axum::routes!(change_account))
        .api(own, utoipa_axum::routes!(tokens))
        .api(own, utoipa_axum::routes!(remove_token))
        .api(list, utoipa_axum::routes!(all_organisations))
        .api(list, utoipa_axum::routes!(people))
}

/// A role held at an organisation.
#[derive(Debug, Serialize, ToSchema)]
struct RoleBody {
    /// The role's word, such as `partner-lead`.
    role: &'static str,
    /// Key of the organisation.
    organisation: String,
    /// First day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Last day, when one is set.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
}

/// Somebody with their roles.
#[derive(Debug, Serialize, ToSchema)]
struct PersonBody {
    /// Their identifier, the same as in the record of deeds.
    id: Uuid,
    /// The name colleagues know.
    name: String,
    /// Grows with every change; send it back to change the name.
    version: i64,
    /// Their roles.
    roles: Vec<RoleBody>,
}

/// An organisation of the partnership.
#[derive(Debug, Serialize, ToSchema)]
struct OrganisationBody {
    /// Its key, the same as the roadmap's body.
    key: String,
    /// Its name.
    name: String,
}

/// A token for programs, without its secret.
#[derive(Debug, Serialize, ToSchema)]
struct TokenBody {
    /// Its identifier.
    id: Uuid,
    /// What its owner calls it.
    name: String,
    /// The only actions it may be used for.
    scope: Vec<String>,
    /// The last day it works.
    #[schema(value_type = String, format = Date)]
    last_day: Date,
}

/// One's own name as it is to be. The address is changed on the account page, where one can confirm that it is oneself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountBody {
    /// The name colleagues know.
    name: String,
    /// The version that was read.
    version: i64,
}

/// What to send along with the next change.
#[derive(Debug, Serialize, ToSchema)]
struct VersionBody {
    /// The version as it is now.
    version: i64,
}

impl From<RoleHeld> for RoleBody {
    fn from(held: RoleHeld) -> Self {
        Self { role: held.role.word(), organisation: held.organisation, from: held.from, until: held.until }
    }
}

impl From<TokenListed> for TokenBody {
    fn from(token: TokenListed) -> Self {
        Self { id: token.id, name: token.name, scope: token.scope, last_day: token.last_day }
    }
}

fn body(person: Person, roles: Vec<RoleHeld>) -> PersonBody {
    let roles = roles.into_iter().map(RoleBody::from).collect();
    PersonBody { id: person.id.0, name: person.name, version: person.version, roles }
}

/// Your own account.
#[utoipa::path(get, path = "/api/v1/account", tag = "accounts", responses((status = 200, body = PersonBody)))]
async fn account(may: May<acts::EnterOffice>) -> Result<Json<PersonBody>, PageError> {
    let own = own_account(&mut may.read().await?, may.person(), may.now).await?;
    Ok(Json(body(own.person, own.roles)))
}

/// Changes your own name.
#[utoipa::path(put, path = "/api/v1/account", tag = "accounts", request_body = AccountBody, responses(
    (status = 200, body = VersionBody), (status = 409, description = "somebody changed it since"), (status = 422, description = "refused")
))]
async fn change_account(may: May<acts::EnterOffice>, sent: JsonSent<AccountBody>) -> Result<Response, PageError> {
    let AccountBody { name, version } = &sent.body;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let now = person(&mut tx, may.person()).await?.ok_or(PageError::NotFound)?;
    let named = Person { name: name.clone(), version: *version, ..now };
    change_self(&mut tx, &may.actor(), &named, may.now).await?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &VersionBody { version: version + 1 }).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Your tokens for programs.
#[utoipa::path(get, path = "/api/v1/account/tokens", tag = "accounts", responses((status = 200, body = Vec<TokenBody>)))]
async fn tokens(may: May<acts::EnterOffice>) -> Result<Json<Vec<TokenBody>>, PageError> {
    let listed = own_tokens(&mut may.read().await?, may.person()).await?;
    Ok(Json(listed.into_iter().map(TokenBody::from).collect()))
}

/// Ends a token of yours at once, the one that asks included.
#[utoipa::path(delete, path = "/api/v1/account/tokens/{token}", tag = "accounts",
    params(("token" = Uuid, Path, description = "the token's identifier")),
    responses((status = 204), (status = 404, description = "no token of yours")))]
async fn remove_token(may: May<acts::EnterOffice>, Path(token): Path<Uuid>) -> Result<StatusCode, PageError> {
    let mut tx = may.write().await?;
    end_token(&mut tx, &may.actor(), may.person(), token, may.now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The organisations whose people you may see.
#[utoipa::path(get, path = "/api/v1/organisations", tag = "accounts",
    responses((status = 200, body = Vec<OrganisationBody>)))]
async fn all_organisations(may: May<acts::ListPeople>) -> Result<Json<Vec<OrganisationBody>>, PageError> {
    let all = organisations(&mut may.read().await?).await?;
    let there = |key: &str| Subject::Workplace { organisation: key.to_owned() };
    let open = all.into_iter().filter(|organisation| may.over(&there(&organisation.key)).is_ok());
    Ok(Json(open.map(|it| OrganisationBody { key: it.key, name: it.name }).collect()))
}

/// The people of an organisation, with their roles there.
#[utoipa::path(get, path = "/api/v1/organisations/{organisation}/people", tag = "accounts",
    params(("organisation" = String, Path, description = "key of the organisation")),
    responses((status = 200, body = Vec<PersonBody>), (status = 404, description = "none, or not for you")))]
async fn people(
    may: May<acts::ListPeople>,
    Path(organisation): Path<String>,
) -> Result<Json<Vec<PersonBody>>, PageError> {
    may.over(&Subject::Workplace { organisation: organisation.clone() })?;
    let found = workplace(&mut may.read().await?, &organisation, may.now).await?.ok_or(PageError::NotFound)?;
    Ok(Json(found.people.into_iter().map(|colleague| body(colleague.person, colleague.roles)).collect()))
}
