//! The page that shows every component.

use std::collections::BTreeSet;
use web::sample;

#[test]
fn every_identifier_on_the_sample_page_is_used_once() {
    let page = sample::components_page();
    let mut seen = BTreeSet::new();
    for id in page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(seen.insert(id), "{id} stands twice");
    }
    let named = [" aria-describedby=\"", " aria-labelledby=\"", " for=\"", " aria-controls=\""];
    for reference in named.iter().flat_map(|start| page.split(*start).skip(1)).filter_map(|rest| rest.split('"').next())
    {
        assert!(reference.split(' ').all(|id| seen.contains(id)), "{reference} names nothing");
    }
}

#[test]
fn the_headings_of_the_sample_page_skip_no_level() {
    let page = sample::components_page();
    let levels: Vec<u32> = page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn the_sample_page_of_one_build_is_the_sample_page_of_the_next() {
    let page = sample::components_page();
    let unnamed = web::assets::ALL.iter().fold(page, |page, asset| page.replace(asset.name, "ASSET"));
    insta::assert_snapshot!("components_page", unnamed);
}
