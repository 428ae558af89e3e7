//! `sensitivity`: what it finds, what it writes, and what it says of what it cannot find.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docketsim::experiment::sensitivity::{
    Findings, SensitivityRow, Study, View, effects, factors, indices,
};
use docketsim::experiment::{self, Moves, Watch};
use docketsim::report::Saved;
use docketsim::report::export::read_csv;
use docketsim::rng::Stream;
use docketsim::scenario::Scenario;
use serde_json::Value;

use crate::cli::{contents, folder, good, printed, run, said};
use crate::town::{file, plan, scenario};

/// A small study of the uncertain town.
const WORDS: &str = "sensitivity uncertain.toml --trajectories 4 --samples 8 --top 3 -n 2";

/// A folder to run in, with the uncertain town.
fn home() -> tempfile::TempDir {
    let home = folder();
    fs::copy(file("uncertain.toml"), home.path().join("uncertain.toml")).unwrap();
    home
}

fn study(measures: &[&str]) -> Study {
    Study {
        measures: measures.iter().map(|&id| id.to_owned()).collect(),
        trajectories: 4,
        samples: 8,
        top: 2,
    }
}

/// The findings of some views under seed 3.
fn found<'s>(scenario: &'s Scenario, study: Study, n: u64, views: &[View]) -> Findings<'s> {
    let mut findings = Findings::new(scenario, study, &plan(3, n)).unwrap();
    for &view in views {
        findings.run(view, &Watch::default()).unwrap();
    }
    findings
}

fn row<'a>(rows: &'a [SensitivityRow], measure: &str, factor: &str) -> &'a SensitivityRow {
    let mut rows = rows.iter();
    rows.find(|row| row.measure == measure && row.factor == factor)
        .unwrap_or_else(|| panic!("{measure} {factor}"))
}

fn text(out: &Path, name: &str) -> String {
    fs::read_to_string(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn manifest(out: &Path) -> Value {
    serde_json::from_str(&text(out, "manifest.json")).unwrap()
}

#[test]
fn a_study_is_the_same_bytes_on_any_number_of_threads_and_is_redrawn_the_same() {
    let home = home();
    let words = format!("{WORDS} --measure pending --measure cost --format csv,json,xlsx");
    let output = good(home.path(), &format!("{words} --threads 1"));
    let out = home.path().join("out/uncertain-sensitivity");
    let first = contents(&out);
    for name in [
        "sensitivity.csv",
        "sensitivity.json",
        "sensitivity_points.csv",
        "results.csv",
        "results.xlsx",
        "scenario.resolved.toml",
        "charts/tornado-pending.svg",
        "charts/morris-pending.png",
        "charts/sobol-cost.svg",
        "charts/pending.svg",
    ] {
        assert!(first.contains_key(Path::new(name)), "{name}");
        assert!(manifest(&out)["files"].to_string().contains(name), "{name}");
    }
    let told = said(&output);
    // 5 numbers: 11 points, 4 trajectories of 6, 8 samples of 5; twice each, and the run itself.
    let plan = "5 numbers can be moved: 11 points one at a time, 24 for the screening, 40 for the \
                Sobol indices of 3 of them; 75 points of 2 replications each: 152 runs";
    assert!(told.contains(plan), "{told}");
    let printed = printed(&output);
    assert!(
        printed.contains("Pending caseload moves most with filings"),
        "{printed}"
    );
    let page = text(&out, "report.html");
    for sentence in printed.lines().filter_map(|line| line.strip_prefix("  ")) {
        // The page writes for browsers.
        let plain = page.replace('\u{a0}', " ").replace("&#x27;", "'");
        assert!(plain.contains(sentence), "{sentence}");
    }
    good(home.path(), &format!("{words} --threads 2"));
    let mut second = contents(&out);
    // The workbook tells of the machine.
    for name in ["sensitivity.csv", "sensitivity_points.csv", "results.csv"] {
        let name = Path::new(name);
        assert!(first[name] == second[name], "{}", name.display());
    }
    good(home.path(), "report out/uncertain-sensitivity");
    let mut third = contents(&out);
    for files in [&mut second, &mut third] {
        files.remove(Path::new("manifest.json"));
    }
    assert!(second == third);
    let saved = Saved::read(&out).unwrap();
    assert_eq!(
        docketsim::report::chart::crowded_labels(&saved),
        Vec::<String>::new()
    );
    let rows: Vec<SensitivityRow> = read_csv(&out.join("sensitivity.csv")).unwrap();
    assert_eq!(rows.len(), 10);
    let json: Vec<Value> = serde_json::from_str(&text(&out, "sensitivity.json")).unwrap();
    assert_eq!(json[0]["mu_star"].as_f64(), rows[0].mu_star);
}

#[test]
fn a_tornado_agrees_with_the_moves_of_the_assumptions_log() {
    let town = scenario("uncertain.toml", &["scenario.end=2019-03-31"]);
    let rows = found(&town, study(&["pending"]), 3, &[View::Tornado]).rows();
    let moves = Moves::run(&town, &plan(3, 3), &Watch::default()).unwrap();
    let log = experiment::assumptions(&town, Some(&moves));
    let mut alike = 0;
    for own in &rows {
        let other = log.iter().find(|row| row.id == own.factor).unwrap();
        assert_eq!((own.base, own.n), (other.base, other.n), "{}", own.factor);
        let low = (own.at_low, own.at_low_ci_low, own.at_low_ci_high);
        let high = (own.at_high, own.at_high_ci_low, own.at_high_ci_high);
        let logged_low = (other.at_low, other.at_low_ci_low, other.at_low_ci_high);
        let logged_high = (other.at_high, other.at_high_ci_low, other.at_high_ci_high);
        if own.distribution.is_empty() {
            assert_eq!((own.low, own.high), (other.low, other.high));
            assert_eq!((low, high), (logged_low, logged_high), "{}", own.factor);
            alike += 1;
        } else {
            // Moved to quantiles, not to the ends.
            assert!(
                own.low > other.low && own.high < other.high,
                "{}",
                own.factor
            );
        }
        assert_eq!(own.mu_star, None);
    }
    assert_eq!((rows.len(), alike), (5, 3));
}

#[test]
fn what_moves_nothing_has_no_effect_and_no_part_of_the_variance() {
    let town = scenario("uncertain.toml", &["scenario.end=2019-03-31"]);
    let findings = found(&town, study(&["pending", "cost"]), 2, &View::ALL);
    let rows = findings.rows();
    let price = "judges.judge_year_cost";
    let inert = row(&rows, "pending", price);
    assert_eq!(
        (inert.mu_star, inert.sigma, inert.mu),
        (Some(0.0), Some(0.0), Some(0.0))
    );
    assert_eq!((inert.at_low, inert.at_high), (Some(0.0), Some(0.0)));
    // It is what moves cost most, and so has indices: of pending cases they are nothing.
    assert_eq!((inert.S1, inert.ST), (Some(0.0), Some(0.0)));
    let dear = row(&rows, "cost", price);
    assert!(dear.mu_star > Some(100.0), "{dear:?}");
    assert!(dear.ST > Some(0.9), "{dear:?}");
    assert_eq!(rows.iter().filter(|row| row.S1.is_some()).count(), 4);
    // A price changes nothing but the cost, and by the same share wherever it is: as a line does.
    let effect = dear.mu.unwrap() * (dear.high.unwrap() - 1000.0) / 700.0;
    assert!(
        (effect / dear.at_high.unwrap() - 1.0).abs() < 0.25,
        "{dear:?}"
    );
    let chance = findings.chance(0).unwrap();
    assert!((0.0..1.0).contains(&chance), "{chance}");
    // Those that move a measure most stand first.
    assert_eq!(rows[0].factor, "parameters.filings");
    assert_eq!(rows[5].factor, price);
}

/// The points of a view, with the columns by name.
fn points(out: &Path, view: &str) -> Vec<BTreeMap<String, f64>> {
    let bytes = fs::read(out.join("sensitivity_points.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let records = reader.records().map(Result::unwrap);
    let own = records.filter(|record| &record[0] == view);
    own.map(|record| {
        let cells = names.iter().zip(&record).skip(1);
        cells
            .map(|(name, cell)| (name.clone(), cell.parse().unwrap()))
            .collect()
    })
    .collect()
}

#[test]
fn effects_and_indices_follow_from_the_points_in_the_file() {
    let home = home();
    good(
        home.path(),
        &format!("{WORDS} --set scenario.end=2019-03-31 -q -o out"),
    );
    let out = home.path().join("out");
    let rows: Vec<SensitivityRow> = read_csv(&out.join("sensitivity.csv")).unwrap();
    let seed = manifest(&out)["seed"].as_u64().unwrap();
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs());
    // Along a trajectory one number changes at a time, by two thirds of its range where it has no
    // distribution.
    let morris = points(&out, "morris");
    let value: Vec<f64> = morris.iter().map(|point| point["pending"]).collect();
    let key = "judges.minutes_per_day";
    let unit = |point: &BTreeMap<String, f64>| vec![(point[key] - 240.0) / 90.0];
    let mut sizes = Vec::new();
    for (own, values) in morris.chunks(6).zip(value.chunks(6)) {
        let steps = own.windows(2).zip(values.windows(2));
        let moved = steps.filter(|(p, _)| p[0][key] != p[1][key]);
        for (p, v) in moved {
            let pair = effects(&[unit(&p[0]), unit(&p[1])], v, Stream::new(seed, 0));
            sizes.push(pair[0].mu_star);
        }
    }
    assert_eq!(sizes.len(), 4);
    let mean = sizes.iter().sum::<f64>() / 4.0;
    let own = row(&rows, "pending", key);
    assert!(near(mean, own.mu_star.unwrap()), "{mean} {own:?}");
    // The order of SALib: A, then A with each number of B, then B.
    let varied = manifest(&out)["sensitivity"]["varied"].clone();
    let varied: Vec<&str> = varied
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(varied.len(), 3);
    let sobol = points(&out, "sobol");
    assert_eq!(sobol.len(), 8 * 5);
    for block in sobol.chunks(5) {
        for (j, mixed) in block[1..4].iter().enumerate() {
            for (i, name) in varied.iter().enumerate() {
                let from = if i == j { &block[4] } else { &block[0] };
                assert_eq!(mixed[*name], from[*name]);
            }
        }
    }
    let values: Vec<f64> = sobol.iter().map(|point| point["pending"]).collect();
    let again = indices(3, &values, Stream::new(seed, 0)).unwrap();
    for (name, again) in varied.iter().zip(again) {
        let own = row(&rows, "pending", name);
        assert!(near(own.S1.unwrap(), again.s1) && near(own.ST.unwrap(), again.st));
        assert!(near(own.ST_conf.unwrap(), again.st_conf), "{own:?}");
    }
    // Numbers that a view does not move are at their central values.
    let town = scenario("uncertain.toml", &[]);
    for factor in factors(&town) {
        let key = factor.number.key.as_str();
        let central = sobol.iter().all(|point| point[key] == factor.number.value);
        assert_eq!(central, !varied.contains(&key), "{key}");
    }
}

#[test]
fn what_cannot_be_studied_is_refused_before_anything_is_run() {
    let home = home();
    let refused = |words: &str| {
        let output = run(home.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
        assert!(!home.path().join("out").exists(), "{words}");
        said(&output)
    };
    let none = refused("sensitivity town.toml");
    assert!(none.contains("no number of it can be moved"), "{none}");
    assert!(none.contains("low = 0.06, high = 0.08") && none.contains("explain number"));
    let one = refused("sensitivity published.toml");
    assert!(
        one.contains("only one number") && one.contains("--assumptions"),
        "{one}"
    );
    let measure = refused("sensitivity uncertain.toml --measure pendin");
    assert!(
        measure.contains("`pendin`") && measure.contains("`pending`"),
        "{measure}"
    );
    let samples = refused("sensitivity uncertain.toml --samples 60");
    assert!(samples.contains("power of two"), "{samples}");
}

#[test]
fn columns_and_views_are_explained() {
    let home = home();
    for (name, part) in [
        ("mu_star", "mean absolute change"),
        ("sigma", "bends, or depends on others"),
        ("S1", "brings about alone"),
        ("ST_conf", "`ST` less `S1` is interaction"),
        ("at_low", "5 % and 95 % quantiles"),
        ("tornado", "sensitivity_points.csv"),
        ("morris", "order of SALib"),
    ] {
        let output = run(home.path(), &format!("explain {name}"));
        let told = printed(&output) + &said(&output);
        // Lines are broken anywhere.
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(part), "{name}: {told}");
    }
}

#[test]
fn one_replication_tells_neither_intervals_nor_chance_and_says_so() {
    let home = home();
    let words = "sensitivity uncertain.toml --set scenario.end=2019-03-31 --trajectories 2 --samples 8 \
                 --top 2 -n 1 -o out";
    let output = good(home.path(), words);
    let out = home.path().join("out");
    let rows: Vec<SensitivityRow> = read_csv(&out.join("sensitivity.csv")).unwrap();
    assert!(
        rows.iter()
            .all(|row| row.at_low.is_some() && row.at_low_ci_low.is_none())
    );
    assert_eq!(manifest(&out)["sensitivity"]["chance"][0], Value::Null);
    let printed = printed(&output);
    assert!(
        printed.contains("cannot be told from 1 replication"),
        "{printed}"
    );
}

#[test]
fn without_indices_the_rest_is_whole() {
    let home = home();
    let words = "sensitivity uncertain.toml --set scenario.end=2019-03-31 --trajectories 2 --top 0 -n 2 \
                 -q -o out";
    good(home.path(), words);
    let out = home.path().join("out");
    let rows: Vec<SensitivityRow> = read_csv(&out.join("sensitivity.csv")).unwrap();
    assert!(
        rows.iter()
            .all(|row| row.mu_star.is_some() && row.S1.is_none())
    );
    assert!(!out.join("charts/sobol-pending.svg").exists());
    assert_eq!(
        manifest(&out)["warnings"]
            .to_string()
            .matches("Left out")
            .count(),
        0
    );
}

#[test]
fn a_measure_without_a_value_is_said_to_have_none() {
    // The backlog of the town is never cleared within half a year.
    let home = home();
    let words = "sensitivity uncertain.toml --set scenario.end=2019-03-31 --trajectories 2 --samples 8 \
                 --top 2 -n 2 --measure clearance_date --measure pending -q -o out";
    good(home.path(), words);
    let out = home.path().join("out");
    let rows: Vec<SensitivityRow> = read_csv(&out.join("sensitivity.csv")).unwrap();
    for row in &rows {
        let there = row.measure == "pending";
        assert_eq!(
            (row.mu_star.is_some(), row.base.is_some()),
            (there, there),
            "{row:?}"
        );
    }
    let warnings = manifest(&out)["warnings"].to_string();
    assert!(warnings.contains("has no value in"), "{warnings}");
    let saved = Saved::read(&out).unwrap();
    assert_eq!(
        docketsim::report::chart::crowded_labels(&saved),
        Vec::<String>::new()
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_study_keeps_the_views_that_are_whole() {
    let home = home();
    let words = "sensitivity uncertain.toml --trajectories 10000 -n 2 --threads 1 -o out";
    let rest = crate::cli::interrupted(home.path(), words, "Screening", 200);
    let left_out =
        "before they were finished: the screening (Morris), the parts of the variance (Sobol)";
    assert!(rest.contains(left_out), "{rest}");
    let out = home.path().join("out");
    let rows: Vec<SensitivityRow> = read_csv(&out.join("sensitivity.csv")).unwrap();
    assert!(
        rows.iter()
            .all(|row| row.at_low.is_some() && row.mu_star.is_none())
    );
    assert!(points(&out, "morris").is_empty());
    assert_eq!(points(&out, "tornado").len(), 11);
    assert_eq!(manifest(&out)["interrupted"], true);
    assert!(text(&out, "report.html").contains(left_out));
    assert!(out.join("charts/tornado-pending.svg").exists());
    assert!(!out.join("charts/morris-pending.svg").exists());
}

#[test]
fn charts_of_many_numbers_with_long_names_are_legible() {
    let home = home();
    let words = "sensitivity uncertain.toml --set scenario.end=2018-12-31 --trajectories 2 --samples 8 \
                 --top 2 -n 2 -q -o out";
    good(home.path(), words);
    let mut saved = Saved::read(&home.path().join("out")).unwrap();
    let first = saved.sensitivity[0].clone();
    let numbers = (0..40).map(|i| {
        let size = 3e7 / f64::from(1 + i * i);
        SensitivityRow {
            factor: format!(
                "policy.an-office-of-a-rather-long-name-{i}.docket.nondetained.stage.merits.minutes.mean"
            ),
            at_low: Some(-size),
            at_low_ci_low: Some(-1.2 * size),
            at_low_ci_high: Some(0.1 * size),
            // Some lead to the same side from both ends.
            at_high: Some(if i % 3 == 0 { -0.5 * size } else { size }),
            at_high_ci_low: Some(-0.6 * size),
            at_high_ci_high: Some(1.1 * size),
            mu: Some(size),
            mu_star: Some(size),
            mu_star_conf: Some(0.3 * size),
            sigma: Some(0.2 * size),
            S1: (i < 12).then_some(0.5),
            S1_conf: (i < 12).then_some(0.9),
            ST: (i < 12).then_some(1.5),
            ST_conf: (i < 12).then_some(0.4),
            ..first.clone()
        }
    });
    saved.sensitivity = numbers.collect();
    assert_eq!(
        docketsim::report::chart::crowded_labels(&saved),
        Vec::<String>::new()
    );
    let charts = docketsim::report::draw_all(&saved).unwrap();
    let tornado = charts
        .iter()
        .find(|chart| chart.id == "tornado-pending")
        .unwrap();
    assert!(
        tornado.caption.contains("The 12 that move it most, of 40"),
        "{}",
        tornado.caption
    );
    assert!(tornado.svg.contains("million cases"));
    for chart in charts.iter().filter(|chart| chart.id.ends_with("-pending")) {
        assert!(!chart.alt.is_empty() && chart.caption.contains("n = 2 replications"));
    }
}
