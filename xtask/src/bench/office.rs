//! The office among ten and a hundred times the areas, on both engines.

use serde_json::Value;

use super::programs::{GROWTH, numbers, on_one_core};
use super::{Figure, median};
use crate::cluster::Cluster;
use crate::tools;

/// What a tenfold must cost a statement without an index, for the measurement to be believed.
const SEEN: f64 = 3.0;

/// Pages of one area's office in databases of 10, 100 and 1,000 areas of 500 entries each.
pub(super) fn office() -> Result<Vec<Figure>, String> {
    tools::for_clusters()?;
    let cluster = Cluster::start()?;
    let said = on_one_core("app", "office_growth", &cluster.address)?;
    let sizes: Vec<String> = numbers(&said["sizes"]).iter().map(ToString::to_string).collect();
    let engines = said["engines"].as_array().map_or(&[][..], Vec::as_slice);
    if engines.len() != 2 {
        return Err("the office was not measured on both engines".to_owned());
    }
    Ok(engines.iter().flat_map(|engine| of_engine(engine, &sizes.join(", "))).collect())
}

fn of_engine(engine: &Value, sizes: &str) -> Vec<Figure> {
    let name = engine["engine"].as_str().unwrap_or_default();
    let mut figures = Vec::new();
    for page in engine["pages"].as_array().into_iter().flatten() {
        let (middles, worst) = growth(&page["times"]);
        let milliseconds: Vec<String> = middles.iter().map(|time| format!("{:.2}", time / 1_000.0)).collect();
        figures.push(Figure {
            name: format!("{name}: {}, {sizes} areas, p50", page["page"].as_str().unwrap_or_default()),
            value: format!("{} ms, {worst:.2}x", milliseconds.join(", ")),
            held_to: Some(format!("at most {GROWTH}x a tenfold")),
            holds: worst <= GROWTH,
            raw: page.clone(),
        });
    }
    let (middles, _) = growth(&engine["unindexed"]);
    let last = middles.len().saturating_sub(2);
    let seen = middles.last().copied().unwrap_or_default() / middles.get(last).copied().unwrap_or_default();
    figures.push(Figure {
        name: format!("{name}: a statement without an index, which must grow"),
        value: format!("{seen:.2}x"),
        held_to: Some(format!("at least {SEEN}x")),
        holds: seen >= SEEN,
        raw: engine["unindexed"].clone(),
    });
    figures
}

/// The median of each size, and the worst step from one to the next. No times are no promise kept.
fn growth(times: &Value) -> (Vec<f64>, f64) {
    let middles: Vec<f64> = times.as_array().into_iter().flatten().map(|times| median(&numbers(times))).collect();
    let steps = middles.windows(2).map(|pair| if pair[0] > 0.0 { pair[1] / pair[0] } else { f64::INFINITY });
    let worst = if middles.len() < 2 { f64::INFINITY } else { steps.fold(0.0, f64::max) };
    (middles, worst)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_worst_of_two_steps_counts_and_a_page_that_grows_does_not_hold() {
        let (middles, worst) = growth(&json!([[1_000, 1_200, 900], [1_100], [2_200, 2_200]]));
        assert_eq!(middles, [1_000.0, 1_100.0, 2_200.0]);
        assert!((worst - 2.0).abs() < f64::EPSILON);
        assert!(growth(&json!([])).1 > GROWTH, "nothing measured does not hold");
        let page =
            |times| json!({ "engine": "X", "pages": [{ "page": "p", "times": times }], "unindexed": [[1], [9]] });
        let holds = |times| of_engine(&page(times), "10, 100").iter().map(|figure| figure.holds).collect::<Vec<_>>();
        assert_eq!(holds(json!([[10], [12]])), [true, true]);
        assert_eq!(holds(json!([[10], [14]])), [false, true]);
    }
}
