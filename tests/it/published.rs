//! Published figures beside the simulated ones.

use std::fs;

use docketsim::experiment::{self, PublishedRow};
use docketsim::report::export::{read_csv, to_csv};

use crate::cli::docketsim;
use crate::town::{file, plan, reference, run, scenario};

fn rows(n: u64) -> Vec<PublishedRow> {
    let scenario = scenario("published.toml", &[]);
    experiment::published(&scenario, &run(&scenario, &plan(3, n)))
}

fn find<'a>(rows: &'a [PublishedRow], id: &str) -> &'a PublishedRow {
    rows.iter().find(|row| row.id == id).unwrap()
}

#[test]
fn a_figure_stands_beside_the_number_that_results_have() {
    let scenario = scenario("published.toml", &[]);
    let experiment = run(&scenario, &plan(3, 5));
    let results = experiment::results(&scenario, &experiment);
    let published = experiment::published(&scenario, &experiment);
    let mean = |measure: &str, court: &str, docket: &str, period: &str| {
        let row = results.iter().find(|r| {
            (&*r.measure, &*r.court, &*r.docket, &*r.period) == (measure, court, docket, period)
        });
        row.unwrap_or_else(|| panic!("{measure} {period}")).clone()
    };
    let year = mean("completions", "all", "all", "fy:2019");
    let own = find(&published, "completions");
    assert_eq!(
        (own.mean, own.ci_low, own.p05),
        (year.mean, year.ci_low, year.p05)
    );
    assert_eq!((own.n, own.used.as_str()), (5, "fitted"));
    // A court's docket by month is reported for the sake of the figure.
    let june = mean("pending", "north", "detained", "month:2019-06");
    let own = find(&published, "detained-in-june");
    assert_eq!(
        (own.mean, own.ci_high, own.p95),
        (june.mean, june.ci_high, june.p95)
    );
}

#[test]
fn a_span_adds_up_its_months_in_each_replication() {
    let scenario = scenario("published.toml", &[]);
    let experiment = run(&scenario, &plan(3, 5));
    let results = experiment::results(&scenario, &experiment);
    let months = results.iter().filter(|row| {
        let span = "month:2018-10".."month:2019-08";
        row.measure == "completions.relief"
            && (row.court.as_str(), row.docket.as_str()) == ("all", "ordinary")
            && span.contains(&row.period.as_str())
    });
    let (sum, count) = months.fold((0.0, 0), |(sum, n), row| (sum + row.mean.unwrap(), n + 1));
    let published = experiment::published(&scenario, &experiment);
    let own = find(&published, "relief-so-far");
    assert_eq!(count, 10);
    assert!((own.mean.unwrap() - sum).abs() < 1e-9, "{own:?} {sum}");
    assert_eq!(own.period, "2018-10-01/2019-07-31");
    // The sum over months has an interval of its own, not the sum of theirs.
    assert!(own.ci_low < own.mean && own.mean < own.ci_high);
}

#[test]
fn errors_and_verdicts_are_those_of_arithmetic() {
    let rows = rows(5);
    for row in &rows {
        let (published, Some(mean)) = (row.published.unwrap(), row.mean) else {
            continue;
        };
        let error = 100.0 * (mean / published - 1.0);
        assert!((row.error_pct.unwrap() - error).abs() < 1e-9, "{}", row.id);
        let band = row.p05.unwrap() <= published && published <= row.p95.unwrap();
        assert_eq!(row.inside_band, Some(band), "{}", row.id);
    }
    let completions = find(&rows, "completions");
    assert_eq!(
        (completions.low, completions.high),
        (Some(2280.0), Some(2520.0))
    );
    let agrees = (2280.0..=2520.0).contains(&completions.mean.unwrap());
    assert_eq!(completions.agrees, Some(agrees));
    // Without a stated distance nothing is claimed but whether the band holds it.
    let june = find(&rows, "detained-in-june");
    assert_eq!((june.agrees, june.inside_band), (None, Some(false)));
    assert_eq!(june.note, "Nobody could believe it.");
}

#[test]
fn a_figure_that_most_replications_do_not_reach_does_not_agree() {
    // The town is never below 300 pending cases: nothing is cleared.
    let rows = rows(3);
    let cleared = find(&rows, "cleared");
    assert_eq!((cleared.n, cleared.mean), (0, None));
    assert_eq!((cleared.agrees, cleared.inside_band), (Some(false), None));
}

#[test]
fn figures_outside_a_shorter_horizon_are_left_out() {
    let scenario = scenario("published.toml", &["scenario.end=2019-07-31"]);
    let rows = experiment::published(&scenario, &run(&scenario, &plan(3, 1)));
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["relief-so-far", "detained-in-june", "cleared"]);
}

#[test]
fn published_figures_go_to_a_file_and_the_page_and_come_back() {
    let home = tempfile::tempdir().unwrap();
    for name in ["town.toml", "published.toml"] {
        fs::copy(file(name), home.path().join(name)).unwrap();
    }
    let say = |words: &str| {
        let output = docketsim(home.path())
            .args(words.split_whitespace())
            .output();
        let output = output.unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}: {said}");
        String::from_utf8(output.stdout).unwrap()
    };
    let said = say("validate published.toml -n 4 --assumptions 2 --threads 1 -q -o one");
    assert!(said.contains(" of 3 agree. No number was chosen"), "{said}");
    assert!(
        said.contains("outside the 90 % band Pending caseload: published 100,000"),
        "{said}"
    );
    say("validate published.toml -n 4 --assumptions 2 --threads 3 -q -o three");
    for name in ["published.csv", "assumptions.csv", "results.csv"] {
        let bytes = |out: &str| fs::read(home.path().join(out).join(name)).unwrap();
        assert!(bytes("one") == bytes("three"), "{name}");
    }
    let rows: Vec<PublishedRow> = read_csv(&home.path().join("one/published.csv")).unwrap();
    assert_eq!(
        to_csv(&rows).unwrap(),
        fs::read(home.path().join("one/published.csv")).unwrap()
    );
    let stable = |row: &PublishedRow| {
        let words = [
            &row.id,
            &row.measure,
            &row.court,
            &row.docket,
            &row.period,
            &row.used,
        ];
        words.map(String::as_str).join(",")
    };
    let stable: Vec<String> = rows.iter().map(stable).collect();
    insta::assert_snapshot!("published_rows", stable.join("\n"));
    let page = || fs::read_to_string(home.path().join("one/report.html")).unwrap();
    let first = page();
    assert!(first.contains("id=\"validation\"") && first.contains("Nobody could believe it."));
    assert!(first.contains("id=\"assumptions\""));
    say("report one -q");
    assert!(first == page(), "the page drawn again differs");
}

#[test]
fn without_published_figures_there_is_nothing_to_validate() {
    let home = tempfile::tempdir().unwrap();
    fs::copy(file("town.toml"), home.path().join("town.toml")).unwrap();
    for words in [&["validate", "town.toml"][..], &["validate"]] {
        let output = docketsim(home.path()).args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("published figure"), "{said}");
    }
    let left: Vec<_> = fs::read_dir(home.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is written");
}

/// A country a twentieth of the size: as many judges, who complete a twentieth.
fn twentieth(name: &str, sets: &[&str]) -> Vec<PublishedRow> {
    let mut all = vec![
        "parameters.pending_at_start=100000",
        "parameters.receipts=19600",
        "parameters.completions_per_judge=22.75",
        "scenario.clearance_level=1000",
    ];
    all.extend(sets);
    let scenario = reference(name, &all);
    experiment::published(&scenario, &run(&scenario, &plan(1, 8)))
}

#[test]
fn the_published_projection_is_met_within_five_per_cent_and_a_year() {
    // Expected 79,000 left of 80,000 published, within 4,000. The sum of Poisson receipts has a
    // standard deviation of 454, its mean over 8 replications 160: the nearer bound is 19 away.
    let rows = twentieth("crs-r47637-300.toml", &[]);
    let left = find(&rows, "left-fy2033").mean.unwrap() * 20.0;
    assert!((left / 1.6e6 - 1.0).abs() < 0.05, "{left}");
    assert_eq!(find(&rows, "left-fy2033").n, 8);
    // It starts to fall: 97,000 of 100,000, with a standard deviation of the mean of 60.
    let first = find(&rows, "starts-to-fall").mean.unwrap();
    assert!(first < 98_500.0 && first > 95_500.0, "{first}");
    // Expected 3,270 days, published 3,470, within 365: the standard deviation of the mean is 5.
    let rows = twentieth("crs-r47637-700.toml", &[]);
    let days = find(&rows, "cleared-by-fy2032");
    assert_eq!(days.n, 8, "cleared in every replication");
    assert!((days.mean.unwrap() - 3470.0).abs() < 365.0, "{days:?}");
}

#[test]
fn without_enough_judges_the_projected_backlog_grows() {
    let rows = twentieth("crs-r47637-300.toml", &["parameters.additional_judges=100"]);
    // 749 judges complete 17,040 of 19,600 a year: 103,840 after a year and a half; deviation 60.
    let first = find(&rows, "starts-to-fall");
    assert!((first.mean.unwrap() - 103_840.0).abs() < 600.0, "{first:?}");
}

#[test]
fn what_is_not_known_widens_the_projection() {
    let sets = [
        "parameters.completions_per_judge.low=10.8",
        "parameters.completions_per_judge.high=52.85",
        "parameters.receipts.low=9650",
        "parameters.receipts.high=89196",
    ];
    let mut all = vec![
        "parameters.pending_at_start=100000",
        "parameters.receipts.value=19600",
        "parameters.completions_per_judge.value=22.75",
        "scenario.clearance_level=1000",
    ];
    all.extend(sets);
    let scenario = reference("crs-r47637-uncertain.toml", &all);
    let results = experiment::results(&scenario, &run(&scenario, &plan(1, 40)));
    let row = crate::town::row(&results, "pending", "fy:2033");
    // Exact by the arithmetic of either end: cleared in some futures, trebled in others. Of 40
    // draws, that none falls in the lowest or in the highest tenth has probability 1.5 %.
    assert!(row.p05.unwrap() < 20_000.0, "{row:?}");
    assert!(row.p95.unwrap() > 150_000.0, "{row:?}");
    let cleared = crate::town::row(&results, "cleared", "horizon")
        .mean
        .unwrap();
    assert!(cleared > 0.02 && cleared < 0.9, "{cleared}");
}
