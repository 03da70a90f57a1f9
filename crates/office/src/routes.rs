//! Every route of the office in one list, with what it takes to use it.

use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{MethodRouter, on},
};
use permission::Action;
use utoipa::openapi::{OpenApi, PathItem};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::Office;

/// What it takes to use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Nothing: the sign-in page and the ways in.
    Open,
    /// The right to this action, somewhere in the area at least.
    To(Action),
}

/// One route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path inside the area, with blanks, such as `/office/plan/{node}`.
    pub pattern: String,
    /// What it takes.
    pub access: Access,
}

/// Routes of a slice, or of all.
#[derive(Default)]
pub struct Routes {
    pages: Router<Office>,
    api: OpenApiRouter<Office>,
    list: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, pattern: &str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.add(Method::GET, pattern, access, on(axum::routing::MethodFilter::GET, handler))
    }

    /// What a form is sent to.
    #[must_use]
    pub fn post<H, T>(self, pattern: &str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.add(Method::POST, pattern, access, on(axum::routing::MethodFilter::POST, handler))
    }

    fn add(mut self, method: Method, pattern: &str, access: Access, route: MethodRouter<Office>) -> Self {
        self.pages = self.pages.route(pattern, route);
        self.list.push(Route { method, pattern: pattern.to_owned(), access });
        self
    }

    /// An address of the JSON interface: `utoipa_axum::routes!(handler)`, one handler at a time. Its path begins with
    /// `/api/v1/`.
    #[must_use]
    pub fn api(mut self, access: Access, route: UtoipaMethodRouter<Office>) -> Self {
        for (pattern, item) in &route.1.paths {
            let methods = methods_of(item).into_iter();
            self.list.extend(methods.map(|method| Route { method, pattern: pattern.clone(), access }));
        }
        self.api = self.api.routes(route);
        self
    }

    /// These routes and those.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.pages = self.pages.merge(other.pages);
        self.api = self.api.merge(other.api);
        self.list.extend(other.list);
        self
    }

    /// The list of all routes.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// The router, and the description of its JSON part.
    pub fn open(self) -> (Router<Office>, OpenApi) {
        let (api, text) = self.api.split_for_parts();
        (self.pages.merge(api), text)
    }
}

fn methods_of(item: &PathItem) -> Vec<Method> {
    let offered = [
        (&item.get, Method::GET),
        (&item.post, Method::POST),
        (&item.put, Method::PUT),
        (&item.patch, Method::PATCH),
        (&item.delete, Method::DELETE),
    ];
    offered.into_iter().filter(|(operation, _)| operation.is_some()).map(|(_, method)| method).collect()
}
