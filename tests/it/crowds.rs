//! Charts with more in them than usual, or less: many scenarios, parts of years, single months,
//! letters that the font lacks.

use std::fs;
use std::path::Path;

use docketsim::report::Saved;

use crate::cli::{folder, good, said};

fn chart(home: &Path, name: &str) -> String {
    fs::read_to_string(home.join(format!("out/charts/{name}.svg"))).unwrap()
}

/// Labels of a chart that lie on each other or leave it.
fn crowded(home: &Path) -> Vec<String> {
    let saved = Saved::read(&home.join("out")).unwrap();
    docketsim::report::chart::crowded_labels(&saved)
}

#[test]
fn of_many_scenarios_those_share_a_picture_that_change_most() {
    let home = folder();
    let mut files = String::new();
    for i in 1..=11 {
        let name = format!("reform-{i}");
        let text = format!(
            "extends = \"town.toml\"\n[scenario]\nname = \"{name}\"\ntitle = \"Reform number {i}, \
             with a name that is rather long\"\n[[policy]]\nid = \"fewer\"\nkind = \"arrivals\"\n\
             effective = 2019-01-01\nsources = [\"interior\"]\nmultiplier = 0.{:02}\n",
            99 - 5 * i
        );
        fs::write(home.path().join(format!("{name}.toml")), text).unwrap();
        files.push_str(&format!(" {name}.toml"));
    }
    good(
        home.path(),
        &format!("compare town.toml{files} -n 2 -q -o out"),
    );
    let together = chart(home.path(), "compare-pending");
    for i in 1..=11 {
        let label = format!("Reform number {i},");
        let shown = together.matches(&label).count() > 0;
        assert_eq!(shown, i > 5, "{label}");
    }
    assert!(together.contains("of 11 scenarios the 6 that change"));
    let differences = chart(home.path(), "compare-difference");
    assert!((1..=11).all(|i| differences.contains(&format!("Reform number {i},"))));
    let found = crowded(home.path());
    let shared = |what: &&String| what.starts_with("compare-") || what.starts_with("story");
    let found: Vec<&String> = found.iter().filter(shared).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn part_of_a_year_has_its_star_however_many_years_there_are() {
    let home = folder();
    let words = "run town.toml -n 2 -q -o out --set scenario.end=2029-11-20";
    good(home.path(), words);
    for name in ["waits", "cohort-waits"] {
        let chart = chart(home.path(), name);
        assert!(chart.contains("* Part of a year."), "{name}");
        assert!(chart.contains("\nFY2030*\n"), "{name}");
    }
}

#[test]
fn a_horizon_within_a_month_has_dates() {
    let home = folder();
    good(
        home.path(),
        "run town.toml -n 2 -q -o out --set scenario.end=2018-10-20",
    );
    for name in ["pending", "courts"] {
        let chart = chart(home.path(), name);
        let end = "\n20 Oct 2018\n";
        assert!(chart.contains("\n1 Oct\n") && chart.contains(end), "{name}");
    }
    assert_eq!(crowded(home.path()), Vec::<String>::new());
}

#[test]
fn letters_that_the_charts_cannot_show_are_told_once() {
    let home = folder();
    let text = "extends = \"town.toml\"\n[scenario]\nname = \"city\"\ntitle = \"Citt\u{e0} \u{6771}\u{4eac}\"\n";
    fs::write(home.path().join("city.toml"), text).unwrap();
    let output = good(home.path(), "run city.toml -n 2 -q -o out");
    let words = "in place of letters that their font lacks: \u{4eac} \u{6771}.";
    assert_eq!(said(&output).matches(words).count(), 1, "{}", said(&output));
    let plain = good(home.path(), "run town.toml -n 2 -q -o plain");
    assert!(!said(&plain).contains("letters"), "{}", said(&plain));
    let png = |out: &str| fs::read(home.path().join(out).join("charts/pending.png")).unwrap();
    assert!(png("out") != png("plain"));
    assert!(chart(home.path(), "pending").contains("\u{6771}"));
}

#[test]
fn assumptions_are_told_in_the_currency_of_the_scenario() {
    let home = folder();
    good(home.path(), "run town.toml -n 2 -q -o out");
    let log = fs::read_to_string(home.path().join("out/assumptions.csv")).unwrap();
    assert!(log.contains("judges.judge_year_cost"), "{log}");
    assert!(!log.contains(",currency"), "{log}");
}
