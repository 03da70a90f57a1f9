//! A made-up programme of any size.

use std::fmt::Write;

use roadmap::programme::Programme;

/// A roadmap of so many entries over eight quarters, with every fifth moved and every third done.
pub(crate) fn programme(entries: usize) -> Programme {
    let mut text = String::from(
        "[[plan]]\nkey = \"roadmap\"\nkind = \"roadmap\"\ntitle = \"Roadmap\"\nis_roadmap = true\n\
         [[theme]]\nkey = \"voice\"\nname = \"Listening\"\nplain = \"What families say.\"\n",
    );
    for number in 0..entries {
        let (year, month) = (2026 + number / 4 % 2, 1 + 3 * (number % 4));
        writeln!(
            text,
            "[[node]]\nkey = \"e-{number}\"\nplan = \"roadmap\"\nlevel = \"entry\"\nsection = \"Quarter {year}-{month:02}\"\n\
             wording = \"Step {number}: a service for families in district {number} works as it was promised\"\n\
             nature = \"service_change\"\nwhen = \"{year}-{month:02}-28\""
        )
        .unwrap();
    }
    for number in 0..entries {
        write!(text, "[[about]]\nnode = \"e-{number}\"\nthemes = [\"voice\"]\n").unwrap();
        if number % 5 == 0 {
            text += "[[about.moved]]\nto = \"2027-12-31\"\nreason = \"The building is late\"\nauthor = \"Office\"\non = \"2026-05-01\"\n";
        }
        if number % 3 == 0 {
            text += "[[about.judged]]\nscale = \"delivery\"\nvalue = \"done\"\non = \"2026-06-01\"\nby = \"Office\"\n";
        }
    }
    Programme::parse(&text).unwrap()
}
