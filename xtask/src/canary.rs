//! Whether what people wrote stays where it was written: it must be in no line of the log, however much is logged, and in
//! no mail. The words are those that `tests/browser/payloads.mjs` marks; the browser's own test looks at addresses.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::count::Count;
use crate::say::say;

/// Fewer lines than this, and the program did not say all it can say.
const FEWEST_LINES: usize = 1_000;
/// Fewer mails than this, and nothing that is told by mail happened.
const FEWEST_MAILS: usize = 5;
/// Longest run of a mail that is looked at as Base64.
const SHORTEST_CODED: usize = 16;

/// Looks through the log at its most talkative and through every mail that was sent.
pub(crate) fn canary(log: &Path, mails: &Path) -> Result<Count, String> {
    let read = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let log = String::from_utf8_lossy(&read(log)?).into_owned();
    let mut texts = Vec::new();
    let folder = std::fs::read_dir(mails).map_err(|error| format!("{}: {error}", mails.display()))?;
    for entry in folder.flatten().filter(|entry| entry.path().is_file()) {
        texts.push(String::from_utf8_lossy(&read(&entry.path())?).into_owned());
    }
    let mut count = in_log(&log, FEWEST_LINES);
    count += in_mails(&texts, FEWEST_MAILS);
    Ok(count)
}

fn in_log(log: &str, fewest: usize) -> Count {
    let (lines, found): (usize, Vec<&str>) =
        (log.lines().count(), log.lines().filter(|line| marker(line).is_some()).collect());
    let wrong = found.iter().take(5).map(|line| format!("the log has words of people: {line}")).collect();
    verdict(lines, fewest, "lines of the log", wrong)
}

fn in_mails(mails: &[String], fewest: usize) -> Count {
    let wrong = mails.iter().filter_map(|mail| {
        let found = readings(mail).find_map(|reading| marker(&reading).map(str::to_owned))?;
        let subject = mail.lines().find(|line| line.starts_with("Subject:")).unwrap_or_default();
        Some(format!("a mail has words of people ({found}): {subject}"))
    });
    verdict(mails.len(), fewest, "mails", wrong.collect())
}

fn verdict(count: usize, fewest: usize, what: &str, mut wrong: Vec<String>) -> Count {
    say(format!("looked for people's words in {count} {what}"));
    if count < fewest {
        wrong.push(format!("only {count} {what}, where there are {fewest} at least: the check has gone hollow"));
    }
    wrong.iter().for_each(say);
    if wrong.is_empty() { Count { passed: 1, failed: 0 } } else { Count::FAILED }
}

/// A mail as it stands, with its soft line breaks joined (RFC 2045 section 6.7), and each of its runs of Base64 as text.
fn readings(mail: &str) -> impl Iterator<Item = String> + '_ {
    let joined = mail.replace("=\r\n", "").replace("=\n", "");
    let solid: String = mail.split(['\r', '\n']).collect();
    let coded = move |text: &str| {
        let runs = text.split(|sign: char| !(sign.is_ascii_alphanumeric() || "+/".contains(sign)));
        let long = runs.filter(|run| run.len() >= SHORTEST_CODED).map(str::to_owned);
        long.flat_map(|run| (0..4).filter_map(move |start| decoded(run.get(start..)?))).collect::<Vec<_>>()
    };
    let runs: Vec<String> = coded(mail).into_iter().chain(coded(&solid)).collect();
    std::iter::once(joined).chain(runs)
}

/// As much of a run as is whole.
fn decoded(run: &str) -> Option<String> {
    let whole = run.get(..run.len() / 4 * 4)?;
    Some(String::from_utf8_lossy(&STANDARD.decode(whole).ok()?).into_owned())
}

/// The first mark in a text: `zx`, which words they are, `q`, the field they were put into, `z`.
fn marker(text: &str) -> Option<&str> {
    text.match_indices("zx").find_map(|(at, _)| {
        let rest = &text[at + 2..];
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let shape = digits(rest);
        let field = rest.get(shape..)?.strip_prefix('q')?;
        let number = digits(field);
        let is_whole = shape > 0 && number > 0 && field[number..].starts_with('z');
        is_whole.then(|| &text[at..=(at + 2 + shape + 1 + number)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_somebody_in_the_log_is_found_and_a_silent_log_is_no_proof() {
        let sound = "INFO a page\nDEBUG zx12 is no mark\n";
        assert_eq!(in_log(sound, 2).failed, 0);
        assert_eq!(in_log(sound, 3).failed, 1, "too little was logged");
        assert_eq!(in_log("INFO saved <b>zx12q3z</b>\nDEBUG\n", 2).failed, 1);
    }

    #[test]
    fn a_word_of_somebody_in_a_mail_is_found_however_it_is_written_down() {
        let sound = "Subject: An answer is waiting\n\nOpen the office to read it.\n".to_owned();
        assert_eq!(in_mails(std::slice::from_ref(&sound), 1).failed, 0);
        let subject = format!("Subject: =?utf-8?b?{}?=\n\nx\n", STANDARD.encode("Help for zx7q41z, please"));
        let broken = "Subject: A\n\nYour words zx7q4=\r\n1z were read.\n".to_owned();
        let body = format!("Subject: A\n\n{}\n", STANDARD.encode("There is an answer to zx7q41z."));
        for planted in [subject, broken, body] {
            assert_eq!(in_mails(&[sound.clone(), planted.clone()], 1).failed, 1, "{planted}");
        }
    }
}
