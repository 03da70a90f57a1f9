//! What boards do, on both engines, from the programme file to the public's pages.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

mod beds;
mod done;
mod pages;
mod programs;
mod read;
mod site;
