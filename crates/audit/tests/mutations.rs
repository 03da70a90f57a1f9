//! Ten thousand random falsifications of one chain: every one is seen, and named at its place.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::unwrap_used,
    reason = "two hundred rows; and a test that cannot go on must stop"
)]

use audit::{Broken, Chain, Entry, GAP, Hash, Head, SigningKey, Witness, genesis};
use kernel::AreaId;
use proptest::test_runner::{RngAlgorithm, TestRng};
use uuid::Uuid;

const LENGTH: usize = 200;
const MUTATIONS: usize = 10_000;
/// The place of a gap that the installation itself admitted, from 0.
const HONEST_GAP: usize = 49;

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

/// The installation's key, known to its verifier, and a stranger's.
struct Keys {
    ours: SigningKey,
    theirs: SigningKey,
}

fn area(number: u128) -> AreaId {
    AreaId(Uuid::from_u128(number))
}

fn an_honest_record(keys: &Keys) -> Record {
    let mut previous = genesis(area(1));
    let mut rows = Vec::new();
    for sequence in 1..=i64::try_from(LENGTH).unwrap() {
        let mut entry = Entry {
            area: area(1),
            sequence,
            recorded_at: format!("2026-01-05T12:{:02}:{:02}Z", sequence / 60, sequence % 60),
            actor: "command line: programme office".to_owned(),
            deed: "roadmap.revise_date".to_owned(),
            subject: format!("entry {}", sequence % 52),
            detail: format!("{{\"version\":{sequence}}}"),
            previous,
            hash: Hash([0; 32]),
        };
        if sequence == HONEST_GAP as i64 + 1 {
            entry = entry.admitting_gap(&keys.ours, "restored from a backup", None).unwrap();
        }
        let entry = entry.sealed();
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

fn verify(record: &Record, witness: Option<Witness<'_>>) -> Result<(), Broken> {
    let mut chain = Chain::start(area(1), witness);
    for row in &record.rows {
        chain.check(row)?;
    }
    chain.finish(record.head).map(|_| ())
}

/// A broken verifier: a gap dated after the witness explains anything, whoever wrote it.
fn verify_trusting_any_gap(record: &Record, witness: &Head) -> bool {
    let mut previous = genesis(area(1));
    let follows = record.rows.iter().all(|row| {
        let follows = row.area == area(1) && row.previous == previous && row.hash == row.digest();
        previous = row.hash;
        follows
    });
    let excuse = |row: &Entry| {
        let at: Result<jiff::Timestamp, _> = row.recorded_at.parse();
        row.deed == GAP && at.is_ok_and(|at| witness.at <= at)
    };
    follows && record.head.is_some_and(|(_, hash)| hash == previous) && record.rows.iter().any(excuse)
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

/// Cuts the tail, puts the head row right, and writes or misuses a gap to explain it.
fn forge_a_gap(record: &mut Record, place: usize, keys: &Keys, dice: &mut Dice) -> (&'static str, Option<i64>) {
    let later = "2026-02-01T12:00:00Z";
    let rows = &mut record.rows;
    let (deed, at) = match dice.below(4) {
        0 if place > HONEST_GAP => {
            rows.truncate(place);
            later.clone_into(&mut rows[HONEST_GAP].recorded_at);
            reseal_from(rows, HONEST_GAP);
            ("date an honest gap later", HONEST_GAP)
        }
        1 if place > HONEST_GAP => {
            let detail = rows[HONEST_GAP].detail.clone();
            rows.truncate(place + 1);
            rows[place].detail = detail;
            ("give a gap the words of an honest one", place)
        }
        2 => {
            rows.truncate(place + 1);
            later.clone_into(&mut rows[place].recorded_at);
            rows[place] = rows[place].clone().admitting_gap(&keys.theirs, "restored", None).unwrap();
            ("sign a gap with another key", place)
        }
        _ => {
            rows.truncate(place + 1);
            r#"{"reason":"restored","last_known":null}"#.clone_into(&mut rows[place].detail);
            ("write a gap by hand", place)
        }
    };
    if at == place {
        GAP.clone_into(&mut rows[place].deed);
        later.clone_into(&mut rows[place].recorded_at);
        reseal_from(rows, place);
    }
    record.head = rows.last().map(|row| (row.sequence, row.hash));
    (deed, Some(at as i64 + 1))
}

fn falsify(honest: &Record, keys: &Keys, dice: &mut Dice) -> Falsified {
    let mut record = honest.clone();
    let rows = &mut record.rows;
    let place = dice.below(LENGTH);
    let named = Some(place as i64 + 1);
    let (deed, first) = match dice.below(13) {
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
        11 => forge_a_gap(&mut record, place, keys, dice),
        _ => {
            flip_in_text(&mut rows[place].detail, dice);
            if dice.below(2) == 0 {
                rows[place] = rows[place].clone().sealed();
                // The row is sound by itself, but the next one does not follow from it.
                // A gap's signature may be the first thing that no longer fits.
                let first = (place + 1 < LENGTH && place != HONEST_GAP).then_some(place as i64 + 2);
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
    let keys = Keys { ours: SigningKey::fresh(), theirs: SigningKey::fresh() };
    let honest = an_honest_record(&keys);
    let (head, key) = (the_witness(&honest), keys.ours.public());
    let witness = Witness { head: &head, key: &key };
    assert_eq!(verify(&honest, Some(witness)), Ok(()));
    let seed: [u8; 32] = kernel::random_bytes();
    let mut dice = Dice(TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let (mut missed_without_head, mut missed_without_previous, mut missed_without_witness) = (0, 0, 0);
    let mut missed_trusting_any_gap = 0;
    for number in 0..MUTATIONS {
        let Falsified { record, first, deed } = falsify(&honest, &keys, &mut dice);
        let broken = verify(&record, Some(witness))
            .expect_err(&format!("falsification {number} ({deed}) passed; seed {seed:?}"));
        if let Some(first) = first {
            assert_eq!(broken.sequence, first, "{deed}: {broken}; seed {seed:?}");
        }
        missed_without_witness += usize::from(verify(&record, None).is_ok());
        missed_without_head += usize::from(verify_without_any_head(&record).is_ok());
        missed_trusting_any_gap += usize::from(verify_trusting_any_gap(&record, &head));
        missed_without_previous += usize::from(verify_without_previous_hashes(&record));
    }
    // The check can fail: each weaker verifier lets some pass.
    assert!(missed_without_head > 100, "{missed_without_head}");
    assert!(missed_without_previous > 100, "{missed_without_previous}");
    assert!(missed_trusting_any_gap > 100, "{missed_trusting_any_gap}");
    assert!(missed_without_witness > 100, "{missed_without_witness}");
}

#[test]
fn a_record_wiped_clean_is_seen_only_by_the_head_kept_elsewhere() {
    let keys = Keys { ours: SigningKey::fresh(), theirs: SigningKey::fresh() };
    let honest = an_honest_record(&keys);
    let wiped = Record { rows: Vec::new(), head: None };
    assert_eq!(verify(&wiped, None), Ok(()));
    let broken = verify(&wiped, Some(Witness { head: &the_witness(&honest), key: &keys.ours.public() })).unwrap_err();
    assert_eq!(broken.sequence, 1);
}
