//! Scenarios that are held against each other although they are unlike: what is compared, what is
//! left out, and what a reader is told.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::cli::{folder, good, printed, run, said};

/// A scenario that differs from the town in what is said of it.
fn variant(home: &Path, name: &str, about: &str) {
    let text = format!("extends = \"town.toml\"\n[scenario]\nname = \"{name}\"\n{about}\n");
    fs::write(home.join(format!("{name}.toml")), text).unwrap();
}

/// The cells of a column of `comparison.csv`, of the rows that another cell chooses.
fn cells(home: &Path, out: &str, column: &str, (chosen, value): (&str, &str)) -> BTreeSet<String> {
    let mut rows = csv::Reader::from_path(home.join(out).join("comparison.csv")).unwrap();
    let titles = rows.headers().unwrap().clone();
    let at = |name: &str| titles.iter().position(|title| title == name).unwrap();
    let (column, chosen) = (at(column), at(chosen));
    let rows = rows.records().map(Result::unwrap);
    let rows = rows.filter(|row| &row[chosen] == value);
    rows.map(|row| row[column].to_owned()).collect()
}

fn page(home: &Path, out: &str) -> String {
    let text = fs::read_to_string(home.join(out).join("report.html")).unwrap();
    text.replace('\u{a0}', " ")
}

#[test]
fn periods_that_a_horizon_cuts_short_are_not_compared() {
    let home = folder();
    variant(home.path(), "short", "end = 2020-03-15");
    good(home.path(), "compare town.toml short.toml -n 3 -q -o out");
    let periods = cells(home.path(), "out", "period", ("measure", "pending"));
    for there in ["fy:2019", "month:2019-09", "month:2020-02"] {
        assert!(periods.contains(there), "{there}: {periods:?}");
    }
    for cut in ["fy:2020", "month:2020-03", "horizon"] {
        assert!(!periods.contains(cut), "{cut}: {periods:?}");
    }
    let measures = cells(home.path(), "out", "measure", ("period", "fy:2019"));
    assert!(
        measures.contains("cohort_first_hearing_p50"),
        "{measures:?}"
    );
    // It is counted at the end of each horizon, whatever the year of filing.
    assert!(!measures.contains("cohort_open_share"), "{measures:?}");
    let alike = "compare town.toml more-judges.toml -n 2 -q -o alike";
    good(home.path(), alike);
    let measures = cells(home.path(), "alike", "measure", ("period", "fy:2019"));
    assert!(measures.contains("cohort_open_share"), "{measures:?}");
}

#[test]
fn a_provision_has_no_effect_between_unlike_horizons() {
    let home = folder();
    let more = fs::read_to_string(home.path().join("more-judges.toml")).unwrap();
    let short = more.replacen("\n[[policy]]", "end = 2020-03-15\n[[policy]]", 1);
    fs::write(home.path().join("more-judges.toml"), short).unwrap();
    let words = "compare town.toml more-judges.toml --attribute -n 2 -q -o out";
    good(home.path(), words);
    let rows = fs::read_to_string(home.path().join("out/attribution.csv")).unwrap_or_default();
    assert!(!rows.contains(",horizon"), "{rows}");
}

#[test]
fn fiscal_years_of_other_months_are_not_compared() {
    let home = folder();
    variant(home.path(), "civil", "fiscal_year_starts = 1");
    let output = good(home.path(), "compare town.toml civil.toml -n 3 -o out");
    let periods = cells(home.path(), "out", "period", ("measure", "pending"));
    assert!(periods.contains("month:2019-03") && periods.contains("horizon"));
    assert!(
        periods.iter().all(|period| !period.starts_with("fy:")),
        "{periods:?}"
    );
    let printed = printed(&output);
    let own = printed.split_once("civil:\n").unwrap().1;
    for words in [
        "At the end of FY20",
        "At the end of 20",
        "filed in",
        "heard in",
    ] {
        assert!(!own.contains(words), "{words}: {own}");
    }
    assert!(own.contains("Pending at the end: "), "{own}");
    assert!(!home.path().join("out/charts/story.svg").exists());
}

#[test]
fn costs_in_two_currencies_are_not_compared() {
    let home = folder();
    variant(home.path(), "euro", "currency = \"EUR\"");
    let output = good(home.path(), "compare town.toml euro.toml -n 2 -q -o out");
    let measures = cells(home.path(), "out", "measure", ("period", "horizon"));
    assert!(measures.contains("pending") && !measures.contains("cost"));
    let printed = printed(&output);
    assert!(!printed.contains("Cost over"), "{printed}");
    assert!(!page(home.path(), "out").contains("Cost over the whole horizon <small>"));
}

#[test]
fn backlogs_that_are_cleared_at_other_levels_are_not_compared() {
    let home = folder();
    let level = |level: u32| format!("clearance_level = {level}");
    variant(home.path(), "high", &level(20_000));
    variant(home.path(), "low", &level(10));
    variant(home.path(), "same", &level(10));
    let output = good(
        home.path(),
        "compare low.toml high.toml same.toml -n 2 -q -o out",
    );
    let told = said(&output);
    let words = "The backlog of high is cleared below 20,000, that of low below 10: when and whether is not compared.";
    assert!(told.contains(words) && !told.contains("of same"), "{told}");
    for (name, there) in [("high", false), ("same", true)] {
        let measures = cells(home.path(), "out", "measure", ("scenario", name));
        assert!(measures.contains("pending"), "{measures:?}");
        assert_eq!(measures.contains("cleared"), there, "{measures:?}");
    }
}

#[test]
fn warnings_are_heard_even_by_those_who_want_quiet() {
    let home = folder();
    variant(home.path(), "short", "end = 2020-03-15");
    let quiet = good(home.path(), "compare town.toml short.toml -n 2 -q -o out");
    let told = said(&quiet);
    assert!(
        told.contains("short runs from 2018-10-01 to 2020-03-15"),
        "{told}"
    );
    assert!(!told.contains("Simulating"), "{told}");
}

#[test]
fn scenarios_that_inherit_their_title_are_told_apart() {
    let home = folder();
    variant(home.path(), "reform", "");
    good(home.path(), "compare town.toml reform.toml -n 2 -q -o out");
    let (old, new) = (
        "A small court system (town)",
        "A small court system (reform)",
    );
    let page = page(home.path(), "out");
    assert!(
        page.contains(&format!("<h1>{new}, compared with: {old}</h1>")),
        "{page:.300}"
    );
    let svg = fs::read_to_string(home.path().join("out/charts/compare-pending.svg")).unwrap();
    assert!(svg.contains(old) && svg.contains("(reform)"));
    // Titles of their own are left alone.
    good(
        home.path(),
        "compare town.toml more-judges.toml -n 2 -q -o apart",
    );
    assert!(!self::page(home.path(), "apart").contains("system (town)"));
}

#[test]
fn a_cost_that_no_policy_states_is_no_zero() {
    let home = folder();
    let output = good(home.path(), "compare town.toml null.toml -n 3 -q -o out");
    let printed = printed(&output);
    assert!(
        printed.contains("USD; what its policies cost is not stated."),
        "{printed}"
    );
    assert!(!printed.contains("0 USD against the baseline"), "{printed}");
    let tables = page(home.path(), "out");
    assert!(tables.contains("<strong>not stated</strong>"));
    // Ties count half: they are not a share of replications that are lower.
    assert!(tables.contains(">no difference</td>"));
    let difference = "<strong>0</strong></td><td class=\"n\">0 to 0</td><td class=\"n\">0.0 %</td><td class=\"n\">50 %</td>";
    assert!(!tables.contains(difference));
}

#[test]
fn the_method_speaks_of_every_scenario_that_is_compared() {
    let home = folder();
    let docket = "[[docket]]\nid = \"fast\"\nname = \"A fast docket\"\n[[docket.stage]]\nid = \"only\"\n\
        session = \"master\"\nplanned = 20\nminutes = 20\n[[docket.stage.outcomes]]\n\
        shares = [{ then = \"close\", disposition = \"removal\", share = 1 }]";
    variant(
        home.path(),
        "fast",
        &format!("title = \"A fast docket besides\"\n{docket}"),
    );
    good(home.path(), "compare town.toml fast.toml -n 2 -q -o out");
    let page = page(home.path(), "out");
    let said =
        "; besides, in \u{201c}A fast docket besides\u{201d}: A fast docket (waits in the country)";
    assert!(page.contains(said));
    let assumed = page
        .split("What is not known about the numbers, ")
        .nth(1)
        .unwrap();
    assert!(
        assumed[..70].contains(" of which, depending on the scenario, are assumptions"),
        "{assumed:.90}"
    );
}

#[test]
fn results_are_replaced_by_their_own_file_whatever_it_says_now() {
    let home = folder();
    let place = |name: &str| home.path().join(name);
    let town = fs::read_to_string(place("town.toml")).unwrap();
    good(home.path(), "run town.toml -n 2 -q -o out");
    let edited = town.replacen("judge_year_cost = 1000", "judge_year_cost = 2000", 1);
    assert_ne!(edited, town);
    fs::write(place("town.toml"), &edited).unwrap();
    good(home.path(), "run town.toml -n 2 -q -o out");
    // From elsewhere it is the same file, and what was run of it is the same scenario.
    fs::create_dir(place("within")).unwrap();
    fs::write(place("town.toml"), &town).unwrap();
    good(&place("within"), "run ../town.toml -n 2 -q -o ../out");
    good(home.path(), "run out/scenario.resolved.toml -n 2 -q -o out");
    fs::write(place("town.toml"), &edited).unwrap();
    good(home.path(), "run town.toml -n 2 -q -o out");
    // A copy is another file, as soon as it says something else.
    fs::write(place("copy.toml"), &edited).unwrap();
    good(home.path(), "run copy.toml -n 2 -q -o out");
    good(home.path(), "run town.toml -n 2 -q -o out --force");
    fs::write(place("copy.toml"), &town).unwrap();
    let before = fs::read(place("out/results.csv")).unwrap();
    for words in [
        "run copy.toml -n 2 -o out",
        "compare copy.toml null.toml -n 2 -o both",
    ] {
        if words.starts_with("compare") {
            good(home.path(), "compare town.toml null.toml -n 2 -q -o both");
        }
        let output = run(home.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
        let why = said(&output);
        assert!(
            why.contains("of `town` from town.toml, and copy.toml is another"),
            "{why}"
        );
        assert!(!why.contains("Simulating"), "{why}");
    }
    assert!(fs::read(place("out/results.csv")).unwrap() == before);
    good(home.path(), "run copy.toml -n 2 -q -o out --force");
}
