//! The room `roadmap`.
