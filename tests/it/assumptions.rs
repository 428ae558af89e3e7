//! The assumptions log: complete, and its moves are those of runs with the number set.

use docketsim::experiment::{self, AssumptionRow, Experiment, MOVED, Moves, Watch};
use docketsim::scenario::Scenario;
use docketsim::stats::Tally;

use crate::town::{plan, reference, run, scenario};

fn log(scenario: &Scenario, n: u64) -> Vec<AssumptionRow> {
    let moves = Moves::run(scenario, &plan(3, n), &Watch::default()).unwrap();
    experiment::assumptions(scenario, Some(&moves))
}

fn find<'a>(rows: &'a [AssumptionRow], id: &str) -> &'a AssumptionRow {
    let mut rows = rows.iter();
    rows.find(|row| row.id == id)
        .unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn every_assumption_and_every_range_of_the_resolved_scenario_is_in_the_log() {
    for scenario in [
        scenario("published.toml", &[]),
        reference("mpp-border.toml", &[]),
        reference("crs-r47637-uncertain.toml", &[]),
    ] {
        let rows = experiment::assumptions(&scenario, None);
        let mut logged = 0;
        for number in &scenario.parameters {
            let row = rows.iter().find(|row| row.id == number.key);
            let wanted = number.assumption || number.low.is_some() || number.high.is_some();
            assert_eq!(row.is_some(), wanted, "{}", number.key);
            let Some(row) = row else { continue };
            logged += 1;
            assert_eq!(row.value, Some(number.value));
            assert_eq!((row.low, row.high), (number.low, number.high));
            assert_eq!(row.source.is_empty(), number.assumption, "{}", number.key);
            assert!(!row.statement.is_empty(), "{} says nothing", number.key);
            assert!(!row.remark.is_empty(), "{}: nothing was moved", number.key);
        }
        assert_eq!(rows.len(), logged, "{}", scenario.name);
    }
}

#[test]
fn a_number_is_moved_as_if_it_were_set() {
    let base = scenario("published.toml", &[]);
    let rows = log(&base, 4);
    let pending = |experiment: &Experiment| -> Vec<f64> {
        let layout = &experiment.layout;
        let horizon = layout.block(layout.periods.len() - 1);
        let slot = horizon.into_iter().find(|&i| {
            let slot = layout.at(i);
            slot.cell.court.is_none()
                && slot.cell.docket.is_none()
                && layout.measures[slot.measure].id == MOVED
        });
        experiment
            .replications
            .iter()
            .map(|r| r.panel.at(slot.unwrap()))
            .collect()
    };
    let plain = pending(&run(&base, &plan(3, 4)));
    let departures = find(&rows, "judges.departures");
    for (value, change) in [(0.1, departures.at_low), (0.4, departures.at_high)] {
        let set = scenario(
            "published.toml",
            &[&format!("judges.departures.value={value}")],
        );
        let moved = pending(&run(&set, &plan(3, 4)));
        let differences = moved.iter().zip(&plain).map(|(moved, plain)| moved - plain);
        let mean = differences.collect::<Tally>().mean();
        assert_eq!(change, mean, "{value}");
        assert_ne!(change, Some(0.0));
    }
    let mean = plain.iter().copied().collect::<Tally>().mean();
    assert_eq!((departures.base, departures.n), (mean, 4));
    assert!(departures.remark.is_empty());
}

#[test]
fn a_range_that_is_none_moves_nothing_and_one_that_does_not_fit_is_not_moved() {
    let rows = log(&scenario("published.toml", &[]), 3);
    let learning = find(&rows, "judges.learning");
    assert_eq!((learning.at_low, learning.at_high), (Some(0.0), Some(0.0)));
    let represented = find(&rows, "docket.ordinary.represented");
    assert_eq!((represented.at_low, represented.n), (None, 0));
    assert!(
        represented.remark.contains("beyond"),
        "{}",
        represented.remark
    );
    let planned = find(&rows, "docket.ordinary.stage.first.planned");
    assert_eq!(planned.remark, "not moved: no range given");
    // Those that matter most stand first.
    assert_eq!(rows[0].id, "judges.departures");
}

#[test]
fn moves_do_not_depend_on_the_number_of_threads() {
    let scenario = scenario("published.toml", &[]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.unwrap().install(|| log(&scenario, 3))
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn a_range_changes_no_result() {
    let bare = scenario(
        "published.toml",
        &[
            "judges.departures=0.2",
            "judges.learning=200",
            "docket.ordinary.represented=0.6",
        ],
    );
    let ranged = scenario("published.toml", &[]);
    let panels = |s: &Scenario| -> Vec<Vec<u64>> {
        let replications = run(s, &plan(3, 3)).replications;
        let bits = |panel: &Vec<f64>| panel.iter().map(|v| v.to_bits()).collect();
        replications
            .iter()
            .map(|r| bits(&r.panel.all().into_owned()))
            .collect()
    };
    assert_eq!(panels(&bare), panels(&ranged));
}
