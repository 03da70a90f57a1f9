//! What every page of every area owes its readers.

use web::{Alternate, AreaLook, Banner, Html, Link, NavigationItem, Place, Robots, Shell, assets, csp};

#[expect(clippy::unwrap_used, reason = "a test may stop at a broken premise")]
fn a_page() -> Shell {
    let mut look = AreaLook::new("Ridgeway SEND partnership", "ridgeway");
    look.contact = vec![Link::outside("Write to the partnership", "mailto:send@example.org")];
    let here = Place::new("roadmap/entries/e-0012").unwrap();
    let mut page = Shell::new(look, here, "A new <school>", Html::escaped("Opening in September"));
    page.navigation = [("Home", ""), ("Roadmap", "roadmap"), ("Findings", "findings")]
        .map(|(text, path)| NavigationItem { text: text.to_owned(), path: path.to_owned() })
        .to_vec();
    page.breadcrumbs = vec![Link::inside("Home", ""), Link::inside("Roadmap", "roadmap")];
    page.banner = Some(Banner { tag: "Demonstration".to_owned(), text: Html::escaped("This county is invented.") });
    page
}

#[test]
fn the_first_thing_the_tab_key_reaches_is_the_way_to_the_contents() {
    let page = a_page().render();
    let body = page.split_once("<body").unwrap().1;
    let first_link = body.find("<a ").unwrap();
    assert!(body[first_link..].starts_with("<a href=\"#main-content\" class=\"govuk-skip-link\""), "{body}");
    for other in ["<button", "<input", "<summary", "tabindex"] {
        assert!(body.find(other).is_none_or(|at| at > first_link), "{other} comes before the skip link");
    }
    assert!(page.contains("<main class=\"govuk-main-wrapper\" id=\"main-content\">"));
}

#[test]
fn a_frozen_page_holds_wherever_its_area_is_mounted() {
    let page = a_page().render();
    let addresses = ["href=\"", "src=\""]
        .iter()
        .flat_map(|start| page.split(*start).skip(1))
        .map(|rest| rest.split('"').next().unwrap());
    for address in addresses {
        assert!(!address.starts_with('/'), "{address} names the root of a host");
    }
    assert!(page.contains(&format!("href=\"../../assets/{}\"", assets::stylesheet_name())));
    assert!(page.contains("href=\"../../roadmap\" aria-current=\"true\""), "the section is marked as active");
}

#[test]
fn nothing_in_a_page_needs_an_inline_script_or_style_attribute() {
    let page = a_page().render();
    assert!(!page.contains(" style="));
    assert!(
        page.split("<script")
            .skip(1)
            .all(|rest| rest.starts_with(" type=\"module\" src=\"") && rest.contains("\"></script>"))
    );
    assert_eq!(page.matches("<style>").count(), 1);
    assert!(csp::for_document(&page).contains("'sha256-"));
}

#[test]
fn nothing_of_the_government_brand_is_on_a_page_or_in_its_style_sheet() {
    let page = a_page().render();
    let style = String::from_utf8(assets::named(assets::stylesheet_name()).unwrap().bytes.to_vec()).unwrap();
    for (word, text) in [
        ("GOV.UK", &page),
        ("Crown", &page),
        ("crown", &page),
        ("copyright-logo", &page),
        ("Transport", &style),
        ("crest", &style),
    ] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn words_from_outside_are_escaped_in_the_title_too() {
    let page = a_page().render();
    assert!(page.contains("<title>A new &#60;school&#62; – Ridgeway SEND partnership</title>"), "{page}");
}

#[test]
fn a_page_with_errors_says_so_first_in_its_title() {
    let page = Shell { has_errors: true, ..a_page() }.render();
    assert!(page.contains("<title>Error: A new"));
}

#[test]
fn feeds_and_search_engines_are_told_what_is_there() {
    let changes = Alternate {
        title: "Changes".to_owned(),
        media_type: "application/atom+xml".to_owned(),
        path: "roadmap/changes.atom".to_owned(),
    };
    let page = Shell { alternates: vec![changes], robots: Robots::NoIndex, ..a_page() }.render();
    assert!(
        page.contains(
            "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Changes\" href=\"../changes.atom\">"
        )
    );
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(!a_page().render().contains("name=\"robots\""));
}

#[test]
fn an_asset_is_named_after_its_bytes() {
    for asset in assets::ALL {
        let hash = asset.name.split(['-', '.']).nth(1).unwrap();
        assert!(hash.len() == 12 && hash.bytes().all(|letter| letter.is_ascii_hexdigit()), "{}", asset.name);
        assert!(!asset.bytes.is_empty());
    }
}

#[test]
fn an_area_that_is_not_official_says_so_on_every_page_and_stays_out_of_search_engines() {
    let area = kernel::Area {
        id: kernel::AreaId(kernel::fresh_id(kernel::Clock::System.now())),
        slug: "ridgeway".parse().unwrap(),
        name: "Ridgeway".to_owned(),
        profile: kernel::AreaProfile {
            colour: "#ffcc00".to_owned(),
            contact_phone: "01632 960 001".to_owned(),
            notice: "Ridgeway is an invented county.".to_owned(),
            ..kernel::AreaProfile::default()
        },
    };

    let (look, refused) = AreaLook::of(&area);
    let page = Shell::new(look, Place::home(), "Roadmap", Html::from("x")).render();

    assert!(refused.is_some(), "a colour nobody can read is turned down");
    assert!(page.contains(&format!("--area-colour:{}", web::Colour::DEFAULT)));
    assert!(page.contains("Ridgeway is an invented county.") && page.contains("noindex"));
    assert!(page.contains("href=\"tel:01632960001\""));
    assert!(page.contains("– Ridgeway</title>"), "without a partnership's name the area's own is used");
}

#[test]
fn the_lock_file_names_a_checksum_and_no_download_address() {
    let lock: serde_json::Value = serde_json::from_str(include_str!("../assets/package-lock.json")).unwrap();
    let package = &lock["packages"]["node_modules/govuk-frontend"];
    assert_eq!(package["version"], "6.6.0");
    assert!(package["integrity"].as_str().is_some_and(|sum| sum.starts_with("sha512-")));
    assert!(package.get("resolved").is_none());
}

#[test]
fn a_family_on_an_old_phone_gets_a_page_with_style_and_script_in_under_sixty_kilobytes() {
    let packed = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packer, bytes).unwrap();
        packer.finish().unwrap().len()
    };
    let assets: usize = assets::ALL.iter().map(|asset| packed(asset.bytes)).sum();
    let page = packed(web::sample::components_page().as_bytes());
    assert!(assets + page < 60_000, "{assets} bytes of assets and {page} of page");
    // What is left for the longest page of an area: its roadmap of fifty entries.
    assert!(assets < 36_000, "{assets} bytes of assets");
}

#[test]
fn a_section_inside_another_is_the_only_one_marked() {
    let here = Place::new("roadmap/findings").unwrap();
    let mut shell = Shell::new(AreaLook::new("Ridgeway", "ridgeway"), here, "Findings", Html::escaped("x"));
    let item = |text: &str, path: &str| NavigationItem { text: text.to_owned(), path: path.to_owned() };
    shell.navigation = vec![item("Roadmap", "roadmap"), item("Findings", "roadmap/findings")];
    let page = shell.render();
    assert_eq!(page.matches("aria-current").count(), 1, "{page}");
}
