//! One file per command.

pub mod area;
pub mod audit;
pub mod backup;
pub mod check;
pub mod demo;
pub mod jobs;
pub mod mail;
pub mod migrate;
pub mod parts;
pub mod roadmap;
pub mod serve;
