//! The workspace: where the programme office changes the plan, over the roadmap's deeds.
//!
//! Each form says what it asks as data, is read strictly against that, and becomes deeds that are saved as one
//! change against the version the person saw. It knows nothing of accounts: names come from the office.

mod api;
mod asks;
mod edits;
mod fields;
mod form;
mod pages;
mod review;
mod saving;
mod store;

pub use asks::Asks;
pub use review::Handed;

use office::{Access, Action, Routes, Section};

/// The plan's place in the office's navigation.
pub const SECTION: Section = Section {
    text: "Plan",
    path: "office/plan",
    action: Action::ReadPlan,
    says: "Every commitment with its dates, owners and history, and the forms that change it.",
};

/// Every route of the workspace.
pub fn routes() -> Routes {
    use Action::{ConsentToMove, EditPlan, FileEvidence, ImportPage, JudgeFelt, ReadPlan, SucceedPlan};
    let to = Access::To;
    Routes::new()
        .get("/office/plan", to(ReadPlan), pages::tree::page)
        .get("/office/plan/nodes/{node}", to(ReadPlan), pages::node::page)
        .get("/office/plan/nodes/{node}/{edit}", to(EditPlan), pages::edit::page)
        .post("/office/plan/nodes/{node}/{edit}", to(EditPlan), pages::edit::save)
        .get("/office/plan/felt/{node}", to(JudgeFelt), pages::felt::page)
        .post("/office/plan/felt/{node}", to(JudgeFelt), pages::felt::save)
        .get("/office/plan/evidence/{node}", to(FileEvidence), pages::evidence::page)
        .post("/office/plan/evidence/{node}", to(FileEvidence), pages::evidence::save)
        .get("/office/plan/add", to(EditPlan), pages::add::page)
        .post("/office/plan/add", to(EditPlan), pages::add::save)
        .get("/office/plan/changes/{change}/undo", to(EditPlan), pages::undo::page)
        .post("/office/plan/changes/{change}/undo", to(EditPlan), pages::undo::save)
        .get("/office/plan/bulk", to(EditPlan), pages::bulk::page)
        .post("/office/plan/bulk", to(EditPlan), pages::bulk::save)
        .get("/office/plan/moves", to(ReadPlan), pages::moves::list)
        .get("/office/plan/moves/{proposal}/answer", to(ConsentToMove), pages::moves::page)
        .post("/office/plan/moves/{proposal}/answer", to(ConsentToMove), pages::moves::save)
        .post("/office/plan/moves/{proposal}/withdraw", to(EditPlan), pages::moves::withdraw)
        .get("/office/plan/succession", to(SucceedPlan), pages::succession::choose)
        .get("/office/plan/succession/{old}/{new}", to(SucceedPlan), pages::succession::page)
        .post("/office/plan/succession/{old}/{new}", to(SucceedPlan), pages::succession::save)
        .get("/office/plan/imports", to(ImportPage), review::list)
        .post("/office/plan/imports", to(ImportPage), review::bring)
        .get("/office/plan/imports/{import}", to(ImportPage), review::page)
        .post("/office/plan/imports/{import}", to(ImportPage), review::decide)
        .api(to(ReadPlan), utoipa_axum::routes!(api::tree))
        .api(to(ReadPlan), utoipa_axum::routes!(api::node))
        .api(to(EditPlan), utoipa_axum::routes!(api::change))
        .api(to(JudgeFelt), utoipa_axum::routes!(api::felt))
        .api(to(FileEvidence), utoipa_axum::routes!(api::evidence))
        .api(to(EditPlan), utoipa_axum::routes!(api::undo))
        .api(to(EditPlan), utoipa_axum::routes!(api::moves::propose))
        .api(to(ReadPlan), utoipa_axum::routes!(api::moves::list))
        .api(to(EditPlan), utoipa_axum::routes!(api::moves::withdraw))
        .api(to(ConsentToMove), utoipa_axum::routes!(api::moves::answer))
        .api(to(SucceedPlan), utoipa_axum::routes!(api::succeed))
        .api(to(ImportPage), utoipa_axum::routes!(review::api::list))
        .api(to(ImportPage), utoipa_axum::routes!(review::api::bring))
        .api(to(ImportPage), utoipa_axum::routes!(review::api::page))
        .api(to(ImportPage), utoipa_axum::routes!(review::api::decide))
}
