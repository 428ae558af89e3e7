//! Experiments: the same bytes however they are run, honest intervals, and flows that add up.

use std::collections::BTreeMap;

use docketsim::court::{
    Case, DispositionId, Entry, Exit, Flags, Hearings, Monitor, Snapshot, SourceId,
};
use docketsim::experiment::{
    self, ComparisonRow, Desk, Detail, Experiment, Layout, Period, Plan, Precision, Recorder,
    ResultRow, Shelf, catalogue,
};
use docketsim::report::export::to_csv;
use docketsim::scenario::Scenario;
use docketsim::stats::{StoppingRule, Tally};
use docketsim::time::Day;

use crate::support::{Toy, start};
use crate::town::{files, plan, reference, root, row, run, scenario};

/// The same experiment on so many threads.
fn on(threads: usize, scenario: &Scenario, plan: &Plan) -> Experiment {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(|| run(scenario, plan))
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let town = scenario("town.toml", &[]);
    let national = reference("mpp-calexico.toml", &["scenario.end=2019-09-30"]);
    for (scenario, n) in [(town, 24), (national, 2)] {
        let one = files(&scenario, &on(1, &scenario, &plan(5, n)));
        let eight = files(&scenario, &on(8, &scenario, &plan(5, n)));
        assert!(one.0.len() > 100_000);
        assert!(one == eight, "{}", scenario.name);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let town = scenario("town.toml", &[]);
    let bytes = |seed| files(&town, &run(&town, &plan(seed, 4)));
    assert!(bytes(1) == bytes(1));
    let (one, two) = (bytes(1), bytes(2));
    assert!(one.0 != two.0 && one.1 != two.1);
}

#[test]
fn replications_do_not_depend_on_how_many_there_are() {
    let town = scenario("town.toml", &[]);
    let bits = |e: &Experiment, i: usize| -> Vec<u64> {
        let panel = e.replications[i].panel.all();
        panel.iter().map(|value| value.to_bits()).collect()
    };
    let (few, many) = (run(&town, &plan(1, 3)), run(&town, &plan(1, 9)));
    for i in 0..3 {
        assert_eq!(bits(&few, i), bits(&many, i));
    }
    assert_ne!(bits(&many, 0), bits(&many, 1));
}

#[test]
fn a_desk_used_before_leaves_no_trace() {
    let town = scenario("town.toml", &[]);
    let other = reference("us-immigration-2019.toml", &["scenario.end=2018-11-30"]);
    let mut desk = Desk::default();
    let mut bits = |scenario: &Scenario, number| -> Vec<u64> {
        let layout = experiment::layout(scenario, Detail::Standard);
        let done = experiment::replicate(scenario, &layout, 7, number, &mut desk);
        let panel = done.unwrap().panel;
        panel.all().iter().map(|value| value.to_bits()).collect()
    };
    let first = bits(&town, 0);
    assert_ne!(first, bits(&town, 1));
    bits(&other, 0);
    assert_eq!(first, bits(&town, 0));
}

#[test]
fn panels_set_aside_in_a_file_give_the_same_files() {
    let (town, more) = (
        scenario("town.toml", &[]),
        scenario("more-judges.toml", &[]),
    );
    let (here, other) = (run(&town, &plan(3, 5)), run(&more, &plan(3, 5)));
    let (here_aside, other_aside) = (set_aside(&town), set_aside(&more));
    assert!(files(&town, &here) == files(&town, &here_aside));
    let compared = |a: &Experiment, b: &Experiment| {
        to_csv(&experiment::comparison((&town, a), (&more, b))).unwrap()
    };
    assert!(compared(&here, &other) == compared(&here_aside, &other_aside));
}

/// Five replications whose panels all lie in a file.
fn set_aside(scenario: &Scenario) -> Experiment {
    let (mut experiment, shelf) = (run(scenario, &plan(3, 5)), Shelf::with_room(0));
    for replication in &mut experiment.replications {
        replication.panel = shelf.keep(replication.panel.clone());
        assert!(!replication.panel.is_in_memory());
    }
    experiment
}

#[test]
fn a_setting_is_the_same_as_an_edit_of_the_file() {
    let set = scenario(
        "town.toml",
        &["court.south.judges=0", "docket.detained.represented=0.5"],
    );
    let text = include_str!("town/town.toml")
        .replace("judges = 1\n", "judges = 0\n")
        .replace(
            "waits = \"detained\"\n",
            "waits = \"detained\"\nrepresented = 0.5\n",
        );
    let files_of_edit = docketsim::scenario::Memory::of([("town.toml", text.as_str())]);
    let path = std::path::Path::new("town.toml");
    let edited = docketsim::scenario::load_from(&files_of_edit, path, &[]);
    let edited = edited.unwrap().scenario;
    let plan = plan(1, 3);
    assert!(files(&set, &run(&set, &plan)) == files(&edited, &run(&edited, &plan)));
    let town = scenario("town.toml", &[]);
    assert!(files(&set, &run(&set, &plan)) != files(&town, &run(&town, &plan)));
}

#[test]
fn a_null_policy_in_a_scenario_file_changes_no_bit() {
    let (base, null) = (scenario("town.toml", &[]), scenario("null.toml", &[]));
    let (a, b) = (run(&base, &plan(1, 6)), run(&null, &plan(1, 6)));
    let compared = experiment::comparison((&base, &a), (&null, &b));
    assert!(compared.len() > 1000);
    for (one, other) in a.replications.iter().zip(&b.replications) {
        let bits = |panel: &[f64]| panel.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&one.panel.all()), bits(&other.panel.all()));
    }
    let apart = |row: &&ComparisonRow| row.diff_mean.is_some_and(|diff| diff != 0.0);
    assert_eq!(compared.iter().find(apart), None);
}

/// Rows of months before a month that both lists have, by what they are of.
fn before(
    rows: &[ResultRow],
    month: &str,
) -> BTreeMap<(String, String, String, String), ResultRow> {
    let early = |row: &&ResultRow| row.period.strip_prefix("month:").is_some_and(|m| m < month);
    let name = |row: &ResultRow| {
        let row = row.clone();
        (row.measure, row.court, row.docket, row.period)
    };
    let anonymous = |row: &ResultRow| ResultRow {
        scenario: String::new(),
        ..row.clone()
    };
    rows.iter()
        .filter(early)
        .map(|row| (name(row), anonymous(row)))
        .collect()
}

#[test]
fn months_before_the_effective_date_are_the_same_to_the_last_bit() {
    let national = ["scenario.end=2019-02-28"];
    for (base, other, month, n) in [
        (
            scenario("town.toml", &[]),
            scenario("more-judges.toml", &[]),
            "2019-07",
            4,
        ),
        (
            reference("us-immigration-2019.toml", &national),
            reference("mpp-san-ysidro.toml", &national),
            "2019-01",
            1,
        ),
    ] {
        let rows = |s: &Scenario| experiment::results(s, &run(s, &plan(1, n)));
        let (a, b) = (rows(&base), rows(&other));
        let (early_a, early_b) = (before(&a, month), before(&b, month));
        let common = early_a.keys().filter(|key| early_b.contains_key(*key));
        let mut seen = 0;
        for key in common {
            // The policy brings its own host capacity only when it holds.
            assert_eq!(early_a[key], early_b[key], "{key:?}");
            seen += 1;
        }
        assert!(seen > 500, "{seen} rows are compared");
        assert_ne!(
            row(&a, "pending", "horizon").mean,
            row(&b, "pending", "horizon").mean
        );
    }
}

fn variance_ratio(rows: &[ComparisonRow], measure: &str) -> f64 {
    let whole = |row: &&ComparisonRow| row.court == "all" && row.docket == "all";
    let row = rows
        .iter()
        .filter(whole)
        .find(|row| row.measure == measure && row.period == "horizon");
    row.unwrap().variance_ratio.unwrap()
}

#[test]
fn common_random_numbers_take_most_of_the_variance_of_a_difference() {
    // The national docket with and without the programme, a year, 8 replications. 60 replications
    // give a ratio of 0.0001; that an estimate with 7 degrees of freedom reaches 0.5 then has a
    // probability below 1e-9.
    let end = ["scenario.end=2019-09-30"];
    let base = reference("us-immigration-2019.toml", &end);
    let other = reference("mpp-calexico.toml", &end);
    let (a, b) = (run(&base, &plan(1, 8)), run(&other, &plan(1, 8)));
    let ratio = variance_ratio(
        &experiment::comparison((&base, &a), (&other, &b)),
        "pending",
    );
    assert!(ratio < 0.5, "{ratio}");
}

#[test]
fn the_variance_ratio_of_independent_seeds_is_one() {
    // 400 pairs: with independent values of like variance the ratio has a standard error of
    // 1/sqrt(400) = 0.05; two-sided at 4 standard errors, false-alarm rate 6e-5.
    let (base, other) = (
        scenario("poisson.toml", &[]),
        scenario("poisson.toml", &["scenario.name=\"b\""]),
    );
    let (a, b) = (run(&base, &plan(1, 400)), run(&other, &plan(2, 400)));
    for measure in ["receipts", "completions"] {
        let apart = variance_ratio(&experiment::comparison((&base, &a), (&other, &b)), measure);
        assert!((apart - 1.0).abs() < 0.2, "{measure}: {apart}");
    }
    // The same seed leaves nothing of it.
    let c = run(&other, &plan(1, 400));
    let same = variance_ratio(
        &experiment::comparison((&base, &a), (&other, &c)),
        "receipts",
    );
    assert_eq!(same, 0.0);
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    // 400 experiments of 10 replications of a Poisson source, 10 a day for 31 days: 310 receipts.
    // Misses are binomial (400, 0.05), 20 expected; from 5 to 37 with probability 1 - 1.5e-4.
    let poisson = scenario("poisson.toml", &[]);
    let missed = (0..400)
        .filter(|&seed| {
            let rows = experiment::results(&poisson, &run(&poisson, &plan(seed, 10)));
            let row = row(&rows, "receipts", "horizon");
            assert_eq!(row.n, 10);
            let inside = row.ci_low.unwrap() <= 310.0 && 310.0 <= row.ci_high.unwrap();
            !inside
        })
        .count();
    assert!((5..=37).contains(&missed), "{missed} of 400 miss");
}

#[test]
fn a_run_to_a_precision_stops_when_it_is_reached_and_not_before() {
    // Looks are taken every 20 replications.
    const BATCH: usize = 20;
    let town = scenario("town.toml", &["scenario.end=2019-03-31"]);
    let precise = |relative| Plan {
        precision: Some(Precision {
            measure: "completions".to_owned(),
            relative,
        }),
        ..plan(1, 5_000)
    };
    let mut sizes = Vec::new();
    for relative in [0.02, 0.008] {
        let experiment = run(&town, &precise(relative));
        let values = of_whole(&experiment, "completions");
        let stopped = stops(&values, relative);
        // The rule holds at the end, and held at no earlier look.
        for look in (BATCH..=values.len()).step_by(BATCH) {
            assert_eq!(
                stopped[look - 1],
                look == values.len(),
                "{relative}, {look}"
            );
        }
        let rows = experiment::results(&town, &experiment);
        let row = row(&rows, "completions", "horizon");
        let half = 0.5 * (row.ci_high.unwrap() - row.ci_low.unwrap());
        assert!(half <= relative * row.mean.unwrap(), "{half}");
        sizes.push(values.len());
    }
    assert!(sizes[0] < sizes[1] && sizes[1] < 5_000, "{sizes:?}");
    // The most that was allowed is never exceeded, and a measure that is none is refused.
    let capped = Plan {
        replications: 7,
        ..precise(1e-6)
    };
    assert_eq!(run(&town, &capped).replications.len(), 7);
    let mut unknown = precise(0.1);
    unknown.precision.as_mut().unwrap().measure = "pendng".to_owned();
    let refused = experiment::run(&town, &unknown, &experiment::Watch::default());
    assert!(refused.unwrap_err().to_string().contains("pendng"));
}

#[test]
fn an_event_that_never_happened_and_a_day_that_never_came_are_not_known_precisely() {
    let precise = |measure: &str, most| Plan {
        precision: Some(Precision {
            measure: measure.to_owned(),
            relative: 0.2,
        }),
        ..plan(1, most)
    };
    let sets = ["scenario.end=2019-03-31", "scenario.clearance_level=0.5"];
    let never = scenario("town.toml", &sets);
    assert_eq!(run(&never, &precise("cleared", 50)).replications.len(), 50);
    let day = run(&never, &precise("clearance_date", 50));
    assert_eq!(day.replications.len(), 50);
}

#[test]
fn scenarios_that_are_run_in_turn_have_the_numbers_of_each_alone() {
    let sets = ["scenario.end=2019-07-31"];
    let both = [
        scenario("town.toml", &sets),
        scenario("poisson.toml", &sets),
    ];
    let in_turn = |plan: &Plan| {
        let watch = experiment::Watch::default();
        experiment::run_in_turn(&both, plan, &watch).unwrap()
    };
    let same = |plan: &Plan, n: u64| {
        for (scenario, experiment) in both.iter().zip(in_turn(plan)) {
            assert_eq!(experiment.done(), n);
            assert!(
                files(scenario, &experiment) == files(scenario, &run(scenario, &self::plan(1, n)))
            );
        }
    };
    same(&plan(1, 5), 5);
    // With a precision target they have as many as the one that needs most.
    let precise = |relative: f64| Plan {
        precision: Some(Precision {
            measure: "pending".to_owned(),
            relative,
        }),
        ..plan(1, 200)
    };
    let alone = |plan: &Plan| both.each_ref().map(|scenario| run(scenario, plan).done());
    let target = (0..30).map(|k| precise(0.1 * 0.8f64.powi(k)));
    let (target, [one, other]) = (target.map(|plan| (plan.clone(), alone(&plan))))
        .find(|(_, [one, other])| one != other)
        .expect("some target is reached by one before the other");
    same(&target, one.max(other));
}

#[test]
fn a_stopped_run_of_several_scenarios_holds_the_same_replications_of_each() {
    let sets = ["scenario.end=2019-07-31"];
    let all = ["town.toml", "null.toml", "more-judges.toml"].map(|file| scenario(file, &sets));
    let watch = experiment::Watch::default();
    let stopped = stopped_after(20, &watch, || {
        experiment::run_in_turn(&all, &plan(2, 100_000), &watch).unwrap()
    });
    let n = stopped[0].done();
    assert!((6..100_000).contains(&n), "{n}");
    for (scenario, experiment) in all.iter().zip(&stopped) {
        assert!(experiment.interrupted && experiment.done() == n);
        assert!(files(scenario, experiment) == files(scenario, &run(scenario, &plan(2, n))));
    }
}

/// Values of a measure of the whole system over the horizon.
fn of_whole(experiment: &Experiment, measure: &str) -> Vec<f64> {
    let layout = &experiment.layout;
    let at = layout.slots().position(|slot| {
        let whole = slot.cell.court.is_none() && slot.cell.docket.is_none();
        let horizon = layout.periods[slot.period] == Period::Horizon;
        whole && horizon && layout.measures[slot.measure].id == measure
    });
    let at = at.unwrap();
    experiment
        .replications
        .iter()
        .map(|r| r.panel.at(at))
        .collect()
}

/// Whether the stopping rule is satisfied after each value.
fn stops(values: &[f64], relative: f64) -> Vec<bool> {
    let (mut rule, mut tally) = (StoppingRule::new(relative), Tally::new());
    let after = values.iter().map(|&value| {
        tally.add(value);
        let estimate = tally.estimate(0.95);
        rule.push(estimate.mean, estimate.half_width());
        rule.satisfied()
    });
    after.collect()
}

#[test]
fn the_rows_add_up_by_court_docket_and_month() {
    let town = scenario("town.toml", &[]);
    let full = Plan {
        detail: Detail::Full,
        ..plan(3, 1)
    };
    let rows = experiment::results(&town, &run(&town, &full));
    let cells = [
        ("north", "ordinary", 700.0),
        ("north", "detained", 0.0),
        ("south", "ordinary", 300.0),
        ("south", "detained", 0.0),
        ("north", "all", 700.0),
        ("all", "ordinary", 1000.0),
        ("all", "detained", 0.0),
        ("all", "all", 1000.0),
    ];
    let mut moved = 0.0;
    for (court, docket, opening) in cells {
        let of_cell: BTreeMap<(&str, &str), f64> = rows
            .iter()
            .filter(|row| row.court == court && row.docket == docket)
            .filter_map(|row| Some(((row.measure.as_str(), row.period.as_str()), row.mean?)))
            .collect();
        let value = |measure: &str, period: &str| of_cell[&(measure, period)];
        for kind in ["month:", "fy:", "horizon"] {
            let mut periods: Vec<&str> = of_cell.keys().map(|(_, period)| *period).collect();
            periods.retain(|period| period.starts_with(kind));
            periods.sort_unstable();
            periods.dedup();
            let expected = match kind {
                "month:" => 24,
                "fy:" => 2,
                _ => 1,
            };
            assert_eq!(periods.len(), expected, "{court} {docket} {kind}");
            let mut pending = opening;
            for period in periods {
                let flow = |measure| value(measure, period);
                let inflow = flow("receipts") + flow("returns") + flow("transfers_in");
                let outflow = flow("completions") + flow("transfers_out");
                pending += inflow - outflow;
                assert_eq!(pending, flow("pending"), "{court} {docket} {period}");
                let kinds = of_cell.iter().filter(|((measure, of), _)| {
                    measure.starts_with("completions.") && *of == period
                });
                let by_kind: f64 = kinds.map(|(_, value)| value).sum();
                assert_eq!(by_kind, flow("completions"), "{court} {docket} {period}");
                moved += flow("transfers_in");
            }
        }
    }
    assert!(moved > 50.0, "cases are transferred: {moved}");
}

#[test]
fn periods_and_their_first_days_are_named_as_promised() {
    let town = scenario(
        "town.toml",
        &["scenario.start=2018-11-15", "scenario.end=2020-02-10"],
    );
    let rows = experiment::results(&town, &run(&town, &plan(1, 1)));
    let mut periods: Vec<(&str, &str)> = rows
        .iter()
        .filter(|row| row.measure == "pending" && row.court == "all" && row.docket == "all")
        .map(|row| (row.period.as_str(), row.period_start.as_str()))
        .collect();
    let horizon = periods.pop().unwrap();
    assert_eq!(horizon, ("horizon", "2018-11-15"));
    let years = periods.split_off(periods.len() - 2);
    assert_eq!(
        years,
        [("fy:2019", "2018-11-15"), ("fy:2020", "2019-10-01")]
    );
    assert_eq!(periods.len(), 16);
    assert_eq!(periods[0], ("month:2018-11", "2018-11-15"));
    assert_eq!(periods[1], ("month:2018-12", "2018-12-01"));
    assert_eq!(periods[15], ("month:2020-02", "2020-02-01"));
    // Months of a court's docket are written only when asked for.
    let pair = |row: &&ResultRow| row.court != "all" && row.docket != "all";
    let months = |row: &&ResultRow| row.period.starts_with("month:");
    assert!(rows.iter().any(|row| pair(&row)));
    assert!(!rows.iter().filter(pair).any(|row| months(&row)));
}

#[test]
fn filing_cohorts_have_the_kaplan_meier_quantiles_worked_out_by_hand() {
    // Ten cases filed on 1 October 2018, followed to 9 November (day 39). Completed after 10 (two
    // cases), 20 (two) and 30 days (one); three withdraw unheard after 15 days; two stay.
    // Completion: the withdrawals are some too. S(10) = 0.8, S(15) = 0.5, S(20) = 0.3, S(30) = 0.2.
    // First hearing, held on the day of completion. Who withdrew will have none, and stays at risk:
    // S(10) = 0.8, S(20) = 0.6, S(30) = 0.5. Left out from day 15 on, they would give 0.48 at 20.
    let toy = Toy::new(1, 300.0, 30, 40);
    let blueprint = &toy.blueprint;
    let layout = Layout::new(
        blueprint,
        catalogue(blueprint, "USD", false),
        Detail::Standard,
    );
    let mut recorder = Recorder::new(blueprint, &layout, None);
    let ends = [(10, 2, 0), (15, 3, 1), (20, 2, 0), (30, 1, 0)];
    let case = |ordinal| Case::new(SourceId(0), ordinal, start());
    (0..10).for_each(|i| recorder.came(start(), &case(i), Entry::Receipt, 1));
    let mut next = 0;
    for month_end in [start() + 30, start() + 39] {
        for (days, cases, how) in ends {
            let day = start() + days;
            let of_month = day <= month_end && (month_end == start() + 30 || days > 30);
            for _ in 0..if of_month { cases } else { 0 } {
                let mut case = case(next);
                next += 1;
                if how == 0 {
                    recorder.held_first(day, &case, Flags::heard(true));
                    case.put(Flags::HEARD, true);
                    case.put(Flags::MERITS, true);
                }
                recorder.left(day, &case, Exit::Completion(DispositionId(how)));
            }
        }
        recorder.month_ended(&nothing_else(month_end));
    }
    (next..10).for_each(|i| recorder.still_pending(start() + 39, &case(i)));
    let (panel, breach, _) = recorder.finish();
    assert_eq!((next, breach), (8, None));
    let value = |measure: &str| {
        let at = layout.slots().position(|slot| {
            let fy = matches!(layout.periods[slot.period], Period::FiscalYear(_));
            fy && slot.cell.court.is_none() && layout.measures[slot.measure].id == measure
        });
        Some(panel[at.unwrap()]).filter(|value| value.is_finite())
    };
    assert_eq!(value("cohort_disposition_p50"), Some(15.0));
    assert_eq!(value("cohort_disposition_p90"), None, "never a guess");
    assert_eq!(value("cohort_first_hearing_p50"), Some(30.0));
    assert_eq!(value("cohort_merits_p50"), Some(30.0));
    assert_eq!(value("cohort_merits_p90"), None);
    assert_eq!(value("cohort_open_share"), Some(0.2));
    // Only of cases that ended: half of eight in 15 days, the longest of them in 30.
    assert_eq!(value("disposition_time_p50"), Some(15.0));
    assert_eq!(value("disposition_time_p90"), Some(30.0));
    assert_eq!(
        value("merits_wait_mean"),
        Some((2.0 * 10.0 + 2.0 * 20.0 + 30.0) / 5.0)
    );
    assert_eq!(
        (value("completions"), value("pending")),
        (Some(8.0), Some(2.0))
    );
}

/// The end of a month in which nothing else is to be told.
fn nothing_else(day: Day) -> Snapshot<'static> {
    Snapshot {
        courts: 0..1,
        month: day.month(),
        day,
        judges: &[1],
        pending_hours: &[0.0],
        hearings: &[Hearings::NONE],
        inactive: &[0],
        next_merits: &[None],
        host_waiting: &[],
        host_capacity: &[],
        court_cost: &[0.0],
        policy_cost: 0.0,
    }
}

#[test]
fn every_reference_scenario_loads_without_a_warning() {
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let loaded = docketsim::scenario::load(&path, &[]);
            let loaded = loaded.unwrap_or_else(|faults| panic!("{faults}"));
            assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
            assert_eq!(
                Some(loaded.scenario.name.as_str()),
                path.file_stem().unwrap().to_str()
            );
            seen += 1;
        }
    }
    assert!(seen >= 4);
}

/// Runs something on three threads that is told to stop after some replications.
fn stopped_after<T: Send>(
    replications: u64,
    watch: &experiment::Watch,
    run: impl FnOnce() -> T + Send,
) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while watch.done() < replications {
                std::thread::yield_now();
            }
            watch.stop();
        });
        pool.unwrap().install(run)
    })
}

#[test]
fn what_a_stopped_run_holds_is_what_a_run_of_fewer_replications_gives() {
    let town = scenario("town.toml", &["scenario.end=2018-12-31"]);
    let watch = experiment::Watch::default();
    let stopped = stopped_after(7, &watch, || {
        experiment::run(&town, &plan(2, 100_000), &watch).unwrap()
    });
    let n = stopped.replications.len() as u64;
    assert!(stopped.interrupted && (7..100_000).contains(&n), "{n}");
    let fewer = run(&town, &plan(2, n));
    assert!(files(&town, &stopped) == files(&town, &fewer));
}
