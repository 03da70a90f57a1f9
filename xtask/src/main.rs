//! `cargo xtask`: the tasks of the house that are not the program itself.

mod api;
mod bench;
mod bless;
mod browser;
mod canary;
mod cluster;
mod count;
mod doors;
mod keep;
mod mutants;
mod run;
mod samples;
mod say;
mod scan;
mod source;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use count::Count;
use say::say;

const USAGE: &str = "\
cargo xtask TASK

  test [--quick] [--only STAGE]   everything, on both engines; installs what is missing, saying so
  tidy                            the rules no compiler checks: sizes, names, statements, migrations
  bless                           accepts snapshots and writes generated files anew
  mutants [WORDS]                 breaks things on purpose, in a copy, and sees each noticed
  browser [PATTERN]               every page in Chromium; a pattern from routes.json or office-routes.json there,
                                  or `words`: hostile words in every field, and nothing else,
                                  or `deeds`: journeys by keyboard, a passkey, refused forms, and nothing else
  api                             sends whatever the OpenAPI text allows to every operation of the office
  samples FOLDER [FILE]           reads published roadmaps and compares them with a reading by hand
  bench [PART]                    speed beside nginx; PART is one of serve, read, publish, growth, office

Stages of test: fmt, clippy, tidy, tests, doctests, docs, api, browser, mutants.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test", flags @ ..] => test::test(flags),
        ["tidy"] => tidy::tidy().map(|(passed, failed)| Count { passed, failed }),
        ["bless"] => bless::bless(),
        ["mutants"] => mutants::mutants(None),
        ["mutants", words] => mutants::mutants(Some(words)),
        ["browser"] => browser::browser(None),
        ["browser", pattern] => browser::browser(Some(pattern)),
        ["api"] => tools::for_clusters().and_then(|()| api::api(&cluster::Cluster::start()?.address)),
        ["samples", folder] => samples::samples(folder, None),
        ["samples", folder, file] => samples::samples(folder, Some(file)),
        ["bench"] => bench::bench(None),
        ["bench", part] => bench::bench(Some(part)),
        _ => {
            say(USAGE);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(count) => {
            say(count);
            ExitCode::from(u8::from(count.failed > 0))
        }
        Err(reason) => {
            say(format!("stopped: {reason}"));
            ExitCode::FAILURE
        }
    }
}
