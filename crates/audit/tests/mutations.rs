//! Ten thousand random falsifications of one chain: every one is seen, and named at its place.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::unwrap_used,
    reason = "two hundred rows; and a test that cannot go on must stop"
)]

use audit::{Broken, Chain, Entry, Hash, Head, genesis};
use kernel::AreaId;
use proptest::test_runner::{RngAlgorithm, TestRng};
use uuid::Uuid;

const LENGTH: usize = 200;
const MUTATIONS: usize = 10_000;

/// What an attacker with the whole database in hand can touch.
#[derive(Clone)]
struct Record {
    rows: Vec<Entry>,
    head: Option<(i64, Hash)>,
}

/// A falsified record, where it should first be seen, and what was done.
struct Falsified {
    record: Record,
    first: Option<i64>,
    deed: &'static str,
}

fn area(number: u128) -> AreaId {
    AreaId(Uuid::from_u128(number))
}

fn an_honest_record() -> Record {
    let mut previous = genesis(area(1));
    let mut rows = Vec::new();
    for sequence in 1..=i64::try_from(LENGTH).unwrap() {
        let entry = Entry {
            area: area(1),
            sequence,
            recorded_at: format!("2026-01-05T12:{:02}:{:02}Z", sequence / 60, sequence % 60),
            actor: "command line: programme office".to_owned(),
            deed: "roadmap.revise_date".to_owned(),
            subject: format!("entry {}", sequence % 52),
            detail: format!("{{\"version\":{sequence}}}"),
            previous,
            hash: Hash([0; 32]),
        }
        .sealed();
        previous = entry.hash;
        rows.push(entry);
    }
    let head = Some((rows.len() as i64, previous));
    Record { rows, head }
}

/// The honest chain's end, as signed and taken elsewhere.
fn the_witness(honest: &Record) -> Head {
    let (sequence, hash) = honest.head.unwrap();
    let at = "2026-01-06T00:00:00Z".parse().unwrap();
    Head { area: area(1), sequence, hash, at }
}

fn verify(record: &Record, witness: Option<&Head>) -> Result<(), Broken> {
    let mut chain = Chain::start(area(1), witness);
    for row in &record.rows {
        chain.check(row)?;
    }
    chain.finish(record.head).map(|_| ())
}

/// A broken verifier: it never asks where the chain should end.
fn verify_without_any_head(record: &Record) -> Result<(), Broken> {
    let mut chain = Chain::start(area(1), None);
    record.rows.iter().try_for_each(|row| chain.check(row))
}

/// A broken verifier: it looks at each row alone.
fn verify_without_previous_hashes(record: &Record) -> bool {
    let sound = |(index, row): (usize, &Entry)| {
        row.area == area(1) && row.sequence == index as i64 + 1 && row.hash == row.digest()
    };
    record.rows.iter().enumerate().all(sound)
        && record.head.map(|(last, _)| last) == record.rows.last().map(|row| row.sequence)
}

struct Dice(TestRng);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        use proptest::prelude::Rng;
        (self.0.next_u64() % limit as u64) as usize
    }
}

fn flip_in_text(text: &mut String, dice: &mut Dice) {
    loop {
        let mut bytes = text.clone().into_bytes();
        let place = dice.below(bytes.len());
        bytes[place] ^= 1 << dice.below(8);
        // A text column holds valid UTF-8 only; the other flips are met in the database test.
        if let Ok(flipped) = String::from_utf8(bytes) {
            *text = flipped;
            return;
        }
    }
}

fn flip_a_bit(row: &mut Entry, dice: &mut Dice) {
    let bit = 1u8 << dice.below(8);
    match dice.below(9) {
        0 => {
            let mut bytes = *row.area.0.as_bytes();
            bytes[dice.below(16)] ^= bit;
            row.area = AreaId(Uuid::from_bytes(bytes));
        }
        1 => row.sequence ^= 1 << dice.below(64),
        2 => flip_in_text(&mut row.recorded_at, dice),
        3 => flip_in_text(&mut row.actor, dice),
        4 => flip_in_text(&mut row.deed, dice),
        5 => flip_in_text(&mut row.subject, dice),
        6 => flip_in_text(&mut row.detail, dice),
        7 => row.previous.0[dice.below(32)] ^= bit,
        _ => row.hash.0[dice.below(32)] ^= bit,
    }
}

fn reseal_from(rows: &mut [Entry], first: usize) {
    for index in first..rows.len() {
        if index > 0 {
            rows[index].previous = rows[index - 1].hash;
        }
        rows[index] = rows[index].clone().sealed();
    }
}

fn falsify(honest: &Record, dice: &mut Dice) -> Falsified {
    let mut record = honest.clone();
    let rows = &mut record.rows;
    let place = dice.below(LENGTH);
    let named = Some(place as i64 + 1);
    let (deed, first) = match dice.below(12) {
        0..=3 => {
            flip_a_bit(&mut rows[place], dice);
            ("flip a bit", named)
        }
        4 => {
            rows.remove(place);
            ("delete", named)
        }
        5 => {
            let other = (place + 1 + dice.below(LENGTH - 1)) % LENGTH;
            rows.swap(place, other);
            ("reorder", Some(place.min(other) as i64 + 1))
        }
        6 => {
            rows.truncate(place);
            ("truncate", named)
        }
        7 => {
            let again = rows[place].clone();
            rows.insert(place + 1, again);
            ("duplicate", Some(place as i64 + 2))
        }
        8 => {
            rows[place].area = area(2);
            rows[place] = rows[place].clone().sealed();
            ("swap the area and hash again", named)
        }
        9 => {
            let (sequence, hash) = record.head.as_mut().unwrap();
            if dice.below(2) == 0 {
                *sequence ^= 1 << dice.below(63);
            } else {
                hash.0[dice.below(32)] ^= 1 << dice.below(8);
            }
            ("change the head row", None)
        }
        10 => {
            rows.truncate(place);
            record.head = rows.last().map(|row| (row.sequence, row.hash));
            ("truncate and move the head row", named)
        }
        _ => {
            flip_in_text(&mut rows[place].detail, dice);
            if dice.below(2) == 0 {
                rows[place] = rows[place].clone().sealed();
                // The row is sound by itself, but the next one does not follow from it.
                let first = (place + 1 < LENGTH).then_some(place as i64 + 2);
                ("rewrite one row and hash it again", first)
            } else {
                reseal_from(rows, place);
                record.head = rows.last().map(|row| (row.sequence, row.hash));
                ("rewrite a row, all after it, and the head row", None)
            }
        }
    };
    Falsified { record, first, deed }
}

#[test]
fn every_one_of_ten_thousand_falsifications_is_seen_and_named_at_its_place() {
    let honest = an_honest_record();
    let witness = the_witness(&honest);
    assert_eq!(verify(&honest, Some(&witness)), Ok(()));
    let seed: [u8; 32] = kernel::random_bytes();
    let mut dice = Dice(TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let (mut missed_without_head, mut missed_without_previous, mut missed_without_witness) = (0, 0, 0);
    for number in 0..MUTATIONS {
        let Falsified { record, first, deed } = falsify(&honest, &mut dice);
        let broken = verify(&record, Some(&witness))
            .expect_err(&format!("falsification {number} ({deed}) passed; seed {seed:?}"));
        if let Some(first) = first {
            assert_eq!(broken.sequence, first, "{deed}: {broken}; seed {seed:?}");
        }
        missed_without_witness += usize::from(verify(&record, None).is_ok());
        missed_without_head += usize::from(verify_without_any_head(&record).is_ok());
        missed_without_previous += usize::from(verify_without_previous_hashes(&record));
    }
    // The check can fail: each weaker verifier lets some pass.
    assert!(missed_without_head > 100, "{missed_without_head}");
    assert!(missed_without_previous > 100, "{missed_without_previous}");
    assert!(missed_without_witness > 100, "{missed_without_witness}");
}

#[test]
fn a_record_wiped_clean_is_seen_only_by_the_head_kept_elsewhere() {
    let honest = an_honest_record();
    let wiped = Record { rows: Vec::new(), head: None };
    assert_eq!(verify(&wiped, None), Ok(()));
    let broken = verify(&wiped, Some(&the_witness(&honest))).unwrap_err();
    assert_eq!(broken.sequence, 1);
}
