//! Fits: known parameters are found again, what cannot be known is said, nothing leaks.

use std::fs;

use docketsim::diagnostic::Code;
use docketsim::experiment::search::SearchError;

use super::commands::docketsim;
use super::county::{BENCH, RETURNS, TEXT, county, fit, load, past, plan, published};

/// Runs of the fits here.
const RUNS: usize = 120;

#[test]
fn the_true_parameters_of_a_known_court_are_in_the_accepted_set() {
    // Four pasts with five parameters each: a 90 % interval misses 2 of 20 on average. More than 6
    // misses happen once in 400 if it holds what it says (binomial), and the intervals must be
    // narrower than the ranges by far.
    let mut misses = 0;
    for replication in 0..4 {
        let accepted = fit(&county(&past(replication)), RUNS).unwrap();
        let truth = BENCH[..4].iter().copied().chain([RETURNS]);
        for (row, truth) in accepted.parameters.iter().zip(truth) {
            let (low, high) = (row.p05.unwrap(), row.p95.unwrap());
            misses += usize::from(!(low..=high).contains(&truth));
        }
        for row in &accepted.parameters[..4] {
            assert_eq!(row.verdict, "identified", "{row:?}");
            assert!(row.p95.unwrap() - row.p05.unwrap() < 0.3, "{row:?}");
        }
        assert!(accepted.effective > 15.0, "{}", accepted.effective);
        assert!((accepted.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(
            accepted
                .implausibility
                .iter()
                .all(|&distance| distance <= 3.0)
        );
    }
    assert!(misses <= 6, "{misses} of 20");
}

#[test]
fn a_pair_of_which_only_the_product_matters_is_said_to_be_one() {
    // One bench time for all years, times the room of the court: neither is known alone.
    let text = TEXT
        .replace(
            "yearly = [\"bench\"]\nparameters = [\"returns\"]",
            "parameters = [\"bench_2010\", \"room\"]",
        )
        .replace("value = \"bench_2011\"", "value = \"bench_2010\"")
        .replace("value = \"bench_2012\"", "value = \"bench_2010\"")
        .replace("value = \"bench_2013\"", "value = \"bench_2010\"")
        .replace("distribution = \"none\"", "distribution = \"lognormal\"")
        .replace("tolerance = 0.03", "tolerance = 0.15");
    let past: Vec<(f64, f64)> = past(0);
    let scenario = load(&text, &published(&past[..4], "first")).unwrap_or_else(|f| panic!("{f}"));
    let fitted = fit(&scenario, RUNS);
    // The bench did move over the years: a wide tolerance lets one value do for all.
    match fitted {
        Ok(accepted) => {
            for row in &accepted.parameters {
                assert_eq!(row.verdict, "only together", "{row:?}");
                assert!(row.correlation.unwrap() < -0.8, "{row:?}");
            }
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_parameter_without_effect_on_the_fitted_years_keeps_its_range() {
    let text = TEXT.replace(
        "parameters = [\"returns\"]",
        "parameters = [\"returns\", \"late_effect\"]",
    );
    let text = text
        .replace("multiplier = 1.2", "multiplier = \"late_effect\"")
        .replace("[[session]]", "[parameters.late_effect]\nvalue = 1.2\nlow = 1.0\nhigh = 1.4\ndistribution = \"uniform\"\n\n[[session]]");
    let scenario = load(&text, &published(&past(0), "first")).unwrap_or_else(|f| panic!("{f}"));
    let accepted = fit(&scenario, RUNS).unwrap();
    let row = accepted.parameters.last().unwrap();
    assert_eq!(row.parameter, "late_effect");
    // Spread of some 100 weighted points: standard error about 0.1 of a prior of 1.
    assert!((0.65..1.35).contains(&row.spread_ratio.unwrap()), "{row:?}");
    assert_ne!(row.verdict, "identified");
}

#[test]
fn nothing_after_the_last_fitted_year_leaks_into_the_fit() {
    let mut values = past(1);
    let accepted = fit(&county(&values), 80).unwrap();
    for value in &mut values[4..] {
        *value = (value.0 * 3.0, value.1 * 0.2);
    }
    let other = county(&values);
    let again = fit(&other, 80).unwrap();
    assert_eq!(accepted.vectors, again.vectors);
    assert_eq!(accepted.weights, again.weights);
    // Nor do vectors that runs draw from, which may come from a fit to all years.
    let drawn = published(&values, "first")
        + "[draws]\nparameters = [\"bench_2012\", \"bench_2015\"]\nvectors = [[1.0, 0.6, 1.9]]\n";
    let drawn = load(TEXT, &drawn).unwrap_or_else(|f| panic!("{f}"));
    assert_eq!(accepted.vectors, fit(&drawn, 80).unwrap().vectors);
    // Nor do later new cases, judges and policies.
    let text = TEXT
        .replace("value = 3500", "value = 9000")
        .replace(
            "{ from = 2014-07-01, value = 5 }",
            "{ from = 2014-07-01, value = 9 }",
        )
        .replace("multiplier = 1.2", "multiplier = 0.1");
    let world = load(&text, &published(&values, "first")).unwrap_or_else(|f| panic!("{f}"));
    let again = fit(&world, 80).unwrap();
    assert_eq!(accepted.vectors, again.vectors);
    assert_eq!(accepted.weights, again.weights);
}

#[test]
fn the_fit_does_not_depend_on_the_number_of_threads() {
    let scenario = county(&past(2));
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| fit(&scenario, 80).unwrap())
    };
    let (one, three) = (with(1), with(3));
    assert_eq!(one.vectors, three.vectors);
    assert_eq!(one.weights, three.weights);
    assert_eq!(one.fit, three.fit);
}

#[test]
fn a_smaller_system_set_against_the_whole_gives_nearly_the_same_fit() {
    let values = past(3);
    let whole = fit(&county(&values), RUNS).unwrap();
    let text = TEXT.replace("fitted_until = 2013", "fitted_until = 2013\nscale = 0.5");
    let small = load(&text, &published(&values, "first")).unwrap_or_else(|f| panic!("{f}"));
    let small = fit(&small, RUNS).unwrap();
    for (a, b) in whole.parameters.iter().zip(&small.parameters).take(4) {
        // Standard errors of both medians are about 0.01.
        assert!(
            (a.p50.unwrap() - b.p50.unwrap()).abs() < 0.08,
            "{a:?} {b:?}"
        );
    }
}

#[test]
fn editions_are_never_mixed() {
    let faults = load(TEXT, &published(&past(0), "second")).unwrap_err();
    let mixed = faults
        .diagnostics
        .iter()
        .filter(|fault| fault.code == Code::VintageMixed);
    assert_eq!(mixed.count(), 2, "{faults}");
}

#[test]
fn a_past_that_the_model_cannot_have_is_refused_with_what_holds_it_back() {
    let mut values = past(0);
    values[2].0 *= 4.0;
    match fit(&county(&values), 80) {
        Err(SearchError::NothingAccepted { nearest, worst }) => {
            assert!(nearest > 3.0, "{nearest}");
            assert!(
                worst.contains("pending") || worst.contains("completions"),
                "{worst}"
            );
        }
        other => panic!("{other:?}"),
    }
    let few = fit(&county(&past(0)), 20);
    assert!(
        matches!(few, Err(SearchError::TooFewRuns { least: 70 })),
        "{few:?}"
    );
}

#[test]
fn replications_draw_from_the_accepted_set_and_share_their_draws_between_scenarios() {
    let scenario = county(&past(0));
    let accepted = fit(&scenario, 80).unwrap();
    let drawn = scenario.with_draws(accepted.draws());
    let stream = |n| docketsim::rng::Stream::new(5, n);
    let vector = |n| {
        let values = drawn.drawn(stream(n));
        let own = values.iter().rev().find(|(name, _)| *name == "bench_2012");
        own.map(|(_, value)| *value).unwrap()
    };
    for n in 0..50 {
        assert!(accepted.vectors.iter().any(|v| v[2] == vector(n)));
        let other = scenario.known_at(scenario.end).with_draws(accepted.draws());
        let again = other.drawn(stream(n));
        assert_eq!(drawn.drawn(stream(n)), again);
    }
    assert!((1..50).any(|n| vector(n) != vector(0)));
    assert_eq!(plan(&drawn).replications, 20);
}

#[test]
fn the_command_writes_a_set_that_a_run_draws_from() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{TEXT}\n{}", published(&past(0), "first"));
    fs::write(folder.path().join("county.toml"), text).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = docketsim();
        command.current_dir(folder.path()).args(arguments).assert()
    };
    run(&[
        "calibrate",
        "county.toml",
        "--runs",
        "80",
        "-n",
        "4",
        "--seed",
        "7",
        "-o",
        "fit",
        "-q",
    ])
    .success();
    for file in [
        "accepted.csv",
        "parameters.csv",
        "fit.csv",
        "manifest.json",
        "report.html",
        "charts/fit.svg",
    ] {
        assert!(folder.path().join("fit").join(file).is_file(), "{file}");
    }
    let resolved = fs::read_to_string(folder.path().join("fit/scenario.resolved.toml")).unwrap();
    assert!(
        resolved.contains("seed = 7  # as run") && resolved.contains("replications = 4  # as run")
    );
    let page = fs::read_to_string(folder.path().join("fit/report.html")).unwrap();
    assert!(page.contains("Fitted parameters") && page.contains("bench_2012"));
    run(&[
        "run",
        "county.toml",
        "--draws",
        "fit/accepted.csv",
        "-n",
        "3",
        "-o",
        "drawn",
        "-q",
    ])
    .success();
    let resolved = fs::read_to_string(folder.path().join("drawn/scenario.resolved.toml")).unwrap();
    assert!(
        resolved.contains("source = \"fit/accepted.csv\""),
        "no provenance"
    );
    // What was resolved needs no other file, and is the same scenario.
    run(&[
        "run",
        "drawn/scenario.resolved.toml",
        "-n",
        "3",
        "-o",
        "again",
        "-q",
    ])
    .success();
    let rows = |name: &str| fs::read(folder.path().join(name).join("results.csv")).unwrap();
    assert!(rows("drawn") == rows("again"));
    run(&["report", "fit", "-q"]).success();
    let bad = run(&[
        "run",
        "county.toml",
        "--draws",
        "fit/fit.csv",
        "-o",
        "bad",
        "-q",
    ])
    .code(2);
    let said = String::from_utf8(bad.get_output().stderr.clone()).unwrap();
    assert!(said.contains("weight"), "{said}");
    assert!(said.contains(" --> fit/fit.csv:1:1"), "{said}");
    let rows = "weight,bench_2012\n1,1.1\n-1,1.1\n";
    fs::write(folder.path().join("negative.csv"), rows).unwrap();
    for (file, place) in [
        ("none.csv", "--draws:1:1"),
        ("negative.csv", "negative.csv:3:1"),
    ] {
        let bad = run(&["run", "county.toml", "--draws", file, "-o", "bad"]).code(2);
        let said = String::from_utf8(bad.get_output().stderr.clone()).unwrap();
        assert!(said.contains(&format!(" --> {place}\n")), "{said}");
    }
    assert!(!folder.path().join("bad").exists());
}
