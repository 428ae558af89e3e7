//! The arithmetic answer beside the simulated one.

use docketsim::experiment::{self, ResultRow};
use docketsim::report::Saved;
use docketsim::report::arithmetic::Arithmetic;
use docketsim::report::frame::Frame;
use docketsim::report::manifest::{Manifest, RunKind, ScenarioInfo};

use crate::town::{plan, reference, run};

/// Rows of a scenario from January 2020 to the end of 2022, fiscal years as calendar years.
fn saved(yearly: &[(&str, i32, f64)], monthly: &[(&str, i32, u32, f64)]) -> Saved {
    let info = ScenarioInfo {
        name: "x".to_owned(),
        start: "2020-01-01".to_owned(),
        end: "2022-12-31".to_owned(),
        fiscal_year_start: 1,
        ..ScenarioInfo::default()
    };
    let row = |measure: &str, period: String, mean: f64| ResultRow {
        scenario: "x".to_owned(),
        measure: measure.to_owned(),
        unit: String::new(),
        court: "all".to_owned(),
        docket: "all".to_owned(),
        period,
        period_start: "2020-01-01".to_owned(),
        mean: Some(mean),
        ci_low: None,
        ci_high: None,
        p05: None,
        p25: None,
        p50: Some(mean),
        p75: None,
        p95: None,
        n: 1,
    };
    let years = yearly
        .iter()
        .map(|(m, year, v)| row(m, format!("fy:{year}"), *v));
    let months =
        (monthly.iter()).map(|(m, y, month, v)| row(m, format!("month:{y}-{month:02}"), *v));
    let manifest = Manifest {
        scenarios: vec![info],
        replications_done: 1,
        ..Manifest::default()
    };
    Saved::new(
        manifest,
        years.chain(months).collect(),
        Vec::new(),
        Vec::new(),
    )
}

#[test]
fn arithmetic_is_right_by_hand() {
    // Opening: 105 pending after January, with 9 in, 1 back and 5 done, so 100 before.
    // 2020: 60 in, 10 back, 50 done by 5 judges: 10 a judge, held. 100 + 70 - 50 = 120.
    // 2021: 60 in, 8 judges: 120 + 60 - 80 = 100, although only 40 are done in the simulation.
    // 2022: 20 in, 13 judges (10 in one half, 16 in the other): 100 + 20 - 130 < 0: nothing.
    let yearly = [
        ("receipts", 2020, 60.0),
        ("returns", 2020, 10.0),
        ("completions", 2020, 50.0),
        ("receipts", 2021, 60.0),
        ("returns", 2021, 0.0),
        ("completions", 2021, 40.0),
        ("receipts", 2022, 20.0),
        ("returns", 2022, 0.0),
        ("completions", 2022, 40.0),
    ];
    let mut monthly = vec![
        ("pending", 2020, 1, 105.0),
        ("receipts", 2020, 1, 9.0),
        ("returns", 2020, 1, 1.0),
        ("completions", 2020, 1, 5.0),
    ];
    for month in 1..=12 {
        let late = if month <= 6 { 10.0 } else { 16.0 };
        monthly.push(("judges", 2020, month, 5.0));
        monthly.push(("judges", 2021, month, 8.0));
        monthly.push(("judges", 2022, month, late));
    }
    let saved = saved(&yearly, &monthly);
    let frame = Frame::new(&saved);
    let arithmetic = Arithmetic::of(&frame, &saved.manifest.scenarios[0]).unwrap();
    assert_eq!((arithmetic.year, arithmetic.productivity), (2020, 10.0));
    let pending: Vec<f64> = arithmetic.points.iter().map(|p| p.1).collect();
    assert_eq!(pending, [100.0, 120.0, 100.0, 0.0]);
    assert_eq!(arithmetic.points[1].0 - arithmetic.points[0].0, 366.0);
    assert_eq!(arithmetic.end(), 0.0);
}

#[test]
fn without_judges_there_is_no_arithmetic() {
    let saved = saved(&[("receipts", 2020, 60.0)], &[("pending", 2020, 1, 105.0)]);
    let frame = Frame::new(&saved);
    assert_eq!(Arithmetic::of(&frame, &saved.manifest.scenarios[0]), None);
}

#[test]
fn where_nothing_but_arithmetic_happens_it_is_the_simulated_answer() {
    // One hearing a case, judges who stay: the simulation is the arithmetic, to the rounding of
    // judge-years by months and of court days by years. Compared to means of the same run, so
    // chance cancels: the bounds of one per cent are of rounding.
    let sets = [
        "parameters.pending_at_start=100000",
        "parameters.receipts=19600",
        "parameters.completions_per_judge=22.75",
    ];
    let scenario = reference("crs-r47637-300.toml", &sets);
    let results = experiment::results(&scenario, &run(&scenario, &plan(1, 2)));
    let last = crate::town::row(&results, "pending", "horizon")
        .mean
        .unwrap();
    let manifest = docketsim::report::describe::manifest(
        RunKind::Run,
        std::slice::from_ref(&scenario),
        docketsim::experiment::Detail::Standard,
    );
    let saved = Saved::new(manifest, results, Vec::new(), Vec::new());
    let frame = Frame::new(&saved);
    let arithmetic = Arithmetic::of(&frame, &saved.manifest.scenarios[0]).unwrap();
    assert_eq!(arithmetic.year, 2024);
    assert!(
        (arithmetic.productivity / 22.75 - 1.0).abs() < 0.01,
        "{arithmetic:?}"
    );
    assert!(
        (arithmetic.end() / last - 1.0).abs() < 0.01,
        "{arithmetic:?} {last}"
    );
}
