//! Sweeps: the grid, its numbers, its files, and what is said of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docketsim::experiment::{ResultRow, SweepRow};
use docketsim::report::chart::crowded_labels;
use docketsim::report::export::read_csv;
use docketsim::report::{Saved, headlines};

use crate::cli::{but_for_time, contents, folder, good, printed, run, said};

/// Two keys with the values of the scenario as it stands at the first point.
const GRID: &str = "--vary court.north.posts=2..4:2 --vary source.interior.rate=220,260,300";

fn points(out: &Path) -> Vec<SweepRow> {
    read_csv(&out.join("sweep.csv")).unwrap()
}

fn results(out: &Path) -> Vec<ResultRow> {
    read_csv(&out.join("results.csv")).unwrap()
}

type Numbers = (Vec<Option<f64>>, u64);

/// Numbers of the whole system and of dockets, but for months, by measure, docket and period.
fn numbers(rows: &[ResultRow]) -> BTreeMap<[String; 3], Numbers> {
    let whole = |row: &&ResultRow| row.court == "all" && !row.period.starts_with("month:");
    let pair = |row: &ResultRow| {
        let values = [
            row.mean,
            row.ci_low,
            row.ci_high,
            row.p05,
            row.p25,
            row.p50,
            row.p75,
            row.p95,
        ];
        let key = [&row.measure, &row.docket, &row.period].map(String::clone);
        (key, (values.to_vec(), row.n))
    };
    rows.iter().filter(whole).map(pair).collect()
}

/// The same of a point of a sweep.
fn numbers_at(rows: &[SweepRow], point: u64) -> BTreeMap<[String; 3], Numbers> {
    let pair = |row: &SweepRow| {
        let values = [
            row.mean,
            row.ci_low,
            row.ci_high,
            row.p05,
            row.p25,
            row.p50,
            row.p75,
            row.p95,
        ];
        let key = [&row.measure, &row.docket, &row.period].map(String::clone);
        (key, (values.to_vec(), row.n))
    };
    let own = rows.iter().filter(|row| row.point == point);
    own.map(pair).collect()
}

#[test]
fn a_point_equal_to_the_scenario_has_its_numbers_and_others_those_of_a_run_with_its_values() {
    let home = folder();
    let at = |name: &str| home.path().join(name);
    good(
        home.path(),
        &format!("sweep town.toml {GRID} -n 3 -q -o grid"),
    );
    let rows = points(&at("grid"));
    let places: BTreeMap<u64, (Option<f64>, Option<f64>)> = rows
        .iter()
        .map(|row| (row.point, (row.value_1, row.value_2)))
        .collect();
    // The values of the last key change first.
    let expected = [
        (2.0, 220.0),
        (2.0, 260.0),
        (2.0, 300.0),
        (4.0, 220.0),
        (4.0, 260.0),
        (4.0, 300.0),
    ];
    let expected = expected.map(|(posts, rate)| (Some(posts), Some(rate)));
    assert!(places.values().eq(expected.iter()), "{places:?}");
    assert!(places.keys().copied().eq(1..=6));
    assert!(
        rows.iter()
            .all(|row| row.court == "all" && row.key_3.is_empty())
    );
    let stands = numbers(&results(&at("grid")));
    assert!(stands.len() > 300, "{}", stands.len());
    assert_eq!(numbers_at(&rows, 1), stands);
    let own = || rows.iter().filter(|row| row.point == 1);
    assert!(own().all(|row| row.diff_mean.is_none_or(|diff| diff == 0.0)));
    assert!(own().all(|row| row.probability_lower.is_none_or(|p| p == 0.5)));
    assert!(own().filter(|row| row.diff_mean.is_some()).count() > 300);
    // Another point is what `run --set` gives.
    let set = "--set court.north.posts=4 --set source.interior.rate=260";
    good(home.path(), &format!("run town.toml {set} -n 3 -q -o run"));
    let other = numbers(&results(&at("run")));
    assert_eq!(numbers_at(&rows, 5), other);
    assert!(other != stands);
    // Its difference is that of the means, which are over the same replications.
    let pending = |row: &&SweepRow| {
        let whole = row.measure == "pending" && row.docket == "all" && row.period == "horizon";
        row.point == 5 && whole
    };
    let row = rows.iter().find(pending).unwrap();
    let key = ["pending", "all", "horizon"].map(str::to_owned);
    let base = stands[&key].0[0].unwrap();
    let diff = row.diff_mean.unwrap();
    assert!((row.mean.unwrap() - base - diff).abs() < 1e-4, "{diff}");
    assert!(diff != 0.0);
}

#[test]
fn a_sweep_is_the_same_bytes_on_any_number_of_threads_and_is_drawn_again_from_its_files() {
    let home = folder();
    let words = format!("sweep town.toml {GRID} -n 3 -q --format csv,json,xlsx");
    good(home.path(), &format!("{words} --threads 1 -o one"));
    good(home.path(), &format!("{words} --threads 2 -o two"));
    let fixed = |out: &str| but_for_time(&home.path().join(out));
    assert!(fixed("one") == fixed("two"));
    for name in [
        "charts/sweep-pending.svg",
        "charts/sweep-pending.png",
        "sweep.json",
    ] {
        assert!(fixed("one").contains_key(Path::new(name)), "{name}");
    }
    let before = contents(&home.path().join("one"));
    good(home.path(), "report one -q");
    assert!(contents(&home.path().join("one")) == before);
    // All forms hold the same rows.
    let json = &before[Path::new("sweep.json")];
    let json: Vec<SweepRow> = serde_json::from_slice(json).unwrap();
    assert_eq!(json, points(&home.path().join("one")));
    let book = &before[Path::new("results.xlsx")];
    assert!(book.len() > 50_000);
}

#[test]
fn all_that_is_wrong_with_a_grid_is_told_at_once_and_each_fault_once() {
    let home = folder();
    let before = contents(home.path());
    let wrong = "sweep town.toml --vary court.north.judges=1..2:5 --vary source.interior.raet=1,2 \
                 --measure pendign -n 2";
    let output = run(home.path(), wrong);
    assert_eq!(output.status.code(), Some(2));
    let text = said(&output);
    assert_eq!(text.matches("error[").count(), 3, "{text}");
    for words in [
        "`court.north.judges` must be a whole number, not 1.25",
        "= note: with court.north.judges = 1.25, 1.5, 1.75\n",
        "did you mean `rate`?",
        "did you mean `pending`?",
        "docketsim: 3 faults in the input, nothing was run",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Simulating"), "{text}");
    let cases = [
        ("court.north.posts=6..2:3", "6 is not below 2"),
        (
            "court.north.posts=2",
            "a key takes from 2 to 1000 values, not 1",
        ),
        (
            "court.north.posts=2..6:999 --vary court.south.posts=1..2:2",
            "a grid has at most 1,000 points",
        ),
        (
            "court.north.posts=2,3 --vary court.1.posts=4,5",
            "the scenario is the same with 2 and with 3",
        ),
        (
            "court.north.posts=2,3 --vary court.north.posts=4,5",
            "is varied twice",
        ),
        ("rules.queue=call-up,book-ahead", "`call-up` is no number"),
        (
            "court.north.posts=0..9:10 --vary source.interior.rate=1,2",
            "with court.north.posts = 0, 1\n",
        ),
    ];
    for (vary, words) in cases {
        let output = run(home.path(), &format!("sweep town.toml --vary {vary} -n 2"));
        assert_eq!(output.status.code(), Some(2), "{vary}");
        assert!(said(&output).contains(words), "{vary}: {}", said(&output));
        assert_eq!(
            said(&output).matches("error[").count(),
            1,
            "{}",
            said(&output)
        );
    }
    for option in ["--shard 1/2", "--precision pending=0.1", "--detail full"] {
        let words = format!("sweep town.toml {GRID} {option}");
        assert_eq!(run(home.path(), &words).status.code(), Some(2), "{option}");
    }
    assert_eq!(run(home.path(), "sweep town.toml").status.code(), Some(2));
    assert!(contents(home.path()) == before);
}

#[test]
fn charts_of_one_two_and_three_numbers_are_readable_and_say_what_they_show() {
    let home = folder();
    let posts = "--vary court.north.posts=2..6:5";
    let rates = "--vary source.interior.rate=100..320:12";
    let south = "--vary court.south.posts=1..4:4";
    for (grid, title) in [
        (posts.to_owned(), "by court.north.posts"),
        (
            format!("{rates} {posts}"),
            "by source.interior.rate and court.north.posts",
        ),
        (
            format!("{posts} --vary source.interior.rate=200,220 {south}"),
            "by court.north.posts, source.interior.rate and court.south.posts",
        ),
    ] {
        // Some of it has no wait, and all of it is short.
        let words = "--set scenario.end=2019-03-31 -n 2 -q -o out";
        let output = good(home.path(), &format!("sweep town.toml {grid} {words}"));
        let saved = Saved::read(&home.path().join("out")).unwrap();
        let crowded = crowded_labels(&saved).into_iter();
        let own: Vec<String> = crowded.filter(|what| what.starts_with("sweep-")).collect();
        assert!(own.is_empty(), "{own:#?}");
        let chart = fs::read_to_string(home.path().join("out/charts/sweep-pending.svg")).unwrap();
        for words in [title, "n = 2 replications of each point", "as it stands"] {
            assert!(chart.contains(words), "{words}");
        }
        assert!(printed(&output).contains("Pending cases at the end: "));
    }
    let page = fs::read_to_string(home.path().join("out/report.html")).unwrap();
    for words in [
        "<h2>What the sweep found</h2>",
        "A grid of 40 points",
        "is in no interval here",
        "id=\"fig-sweep-pending\"",
    ] {
        assert_eq!(page.matches(words).count(), 1, "{words}");
    }
}

#[test]
fn other_measures_take_the_place_of_those_that_the_page_leads_with() {
    let home = folder();
    let words = "--measure receipts --measure bench_utilisation -n 2 -q -o out";
    let output = good(
        home.path(),
        &format!("sweep town.toml --vary source.interior.rate=200..240:3 {words}"),
    );
    let told = printed(&output);
    assert!(told.contains("Receipts (whole horizon): from "), "{told}");
    assert!(!told.contains("Pending cases"), "{told}");
    let charts = contents(&home.path().join("out/charts"));
    assert!(charts.contains_key(Path::new("sweep-bench-utilisation.svg")));
    assert!(!charts.contains_key(Path::new("sweep-pending.svg")));
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_keeps_the_points_that_were_finished_and_says_which_are_missing() {
    let home = folder();
    let words = "sweep town.toml --vary source.interior.rate=100..300:400 -n 4 --threads 1 -o out";
    let rest = crate::cli::interrupted(home.path(), words, "Simulating 400 points", 1500);
    let out = home.path().join("out");
    let saved = Saved::read(&out).unwrap();
    let sweep = saved.manifest.sweep.as_ref().unwrap();
    let done = sweep.points_done;
    assert!(done > 0 && done < 400, "{done}");
    assert!(saved.manifest.interrupted);
    let points: Vec<u64> = saved.sweep.iter().map(|row| row.point).collect();
    assert_eq!(points.last(), Some(&done));
    assert!(saved.sweep.iter().all(|row| row.n <= 4));
    let missing =
        format!("Of 400 points of the grid {done} were finished; the others are missing.");
    assert!(rest.contains(&missing), "{rest}");
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains(&missing));
    let chart = fs::read_to_string(out.join("charts/sweep-pending.svg")).unwrap();
    assert!(
        chart.contains(&format!("Finished: {done} of 400")),
        "{chart}"
    );
}

/// What is said of a sweep of one number with these shares of replications that clear the backlog.
fn threshold(home: &Path, shares: &[f64]) -> String {
    let mut saved = Saved::read(&home.join("out")).unwrap();
    for row in &mut saved.sweep {
        if row.measure == "cleared" {
            let share = shares[row.point as usize - 1];
            (row.mean, row.ci_low, row.ci_high) = (Some(share), Some(share - 0.1), Some(share));
        }
    }
    let lines = headlines(&saved);
    lines.last().unwrap().trim().to_owned()
}

#[test]
fn the_value_that_is_enough_is_told_with_what_speaks_against_it() {
    let home = folder();
    let words = "--set scenario.end=2019-01-31 -n 2 -q -o out";
    good(
        home.path(),
        &format!("sweep town.toml --vary court.north.posts=2..5:4 {words}"),
    );
    let event = "fewer than 300 cases are pending on some day up to 31 Jan 2019 in at least 80 % of \
                 replications";
    let key = "value of court.north.posts with which";
    let told = |shares: [f64; 4]| threshold(home.path(), &shares);
    assert_eq!(
        told([0.1, 0.5, 0.85, 1.0]),
        format!(
            "The smallest {key} {event} is 4: 85 % (95 % interval: 75 % to 85 %); with 3 it is 50 % \
             (95 % interval: 40 % to 50 %)."
        )
    );
    assert_eq!(
        told([1.0, 0.9, 0.3, 0.0]),
        format!(
            "The largest {key} {event} is 3: 90 % (95 % interval: 80 % to 90 %); with 4 it is 30 % \
             (95 % interval: 20 % to 30 %)."
        )
    );
    assert!(told([0.1, 0.9, 0.7, 1.0]).ends_with("; but beyond it not with 4 (70 %)."));
    let event = event.replace("cases are", "cases");
    assert_eq!(
        told([0.1, 0.2, 0.3, 0.2]),
        format!(
            "At no point of the grid are {event}; most often with court.north.posts = 4: 30 % (95 % \
             interval: 20 % to 30 %)."
        )
    );
    let event = event.replace("cases", "cases are");
    assert_eq!(
        told([0.9; 4]),
        format!("At every point of the grid {event}.")
    );
}
