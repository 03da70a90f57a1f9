//! The JSON interface of the round, thin over the same reads and deeds as its pages.
//!
//! Releasing an edition and taking one back want proof that it is really the person, which a program cannot show; both
//! are done on their pages.

mod bodies;
mod editions;
mod rounds;
mod slips;

use office::{Access, Action, Routes};

/// Every address, with what it takes to use it.
pub(crate) fn routes() -> Routes {
    let (read, run) = (Access::To(Action::ReadRound), Access::To(Action::RunRound));
    let (answer, sign) = (Access::To(Action::AnswerRound), Access::To(Action::SignOffAnswers));
    let draft = Access::To(Action::ReadDraftEdition);
    Routes::new()
        .api(read, utoipa_axum::routes!(rounds::list))
        .api(run, utoipa_axum::routes!(rounds::create))
        .api(read, utoipa_axum::routes!(rounds::show))
        .api(read, utoipa_axum::routes!(rounds::answer))
        .api(run, utoipa_axum::routes!(rounds::change))
        .api(run, utoipa_axum::routes!(rounds::ask))
        .api(run, utoipa_axum::routes!(rounds::close))
        .api(Access::To(Action::PrepareEdition), utoipa_axum::routes!(rounds::prepare))
        .api(draft, utoipa_axum::routes!(editions::show))
        .api(draft, utoipa_axum::routes!(editions::page))
        .api(Access::To(Action::ReadPlan), utoipa_axum::routes!(editions::list))
        .api(answer, utoipa_axum::routes!(slips::list))
        .api(answer, utoipa_axum::routes!(slips::show))
        .api(answer, utoipa_axum::routes!(slips::draft))
        .api(answer, utoipa_axum::routes!(slips::send))
        .api(sign, utoipa_axum::routes!(slips::to_sign))
        .api(sign, utoipa_axum::routes!(slips::sign_off))
        .api(sign, utoipa_axum::routes!(slips::send_back))
}
