//! Waits to a first hearing are those of cases whose past is known.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::Path;

use crate::support::*;
use crate::town;
use docketsim::court::*;
use docketsim::experiment;
use docketsim::scenario::{Memory, load_from};

#[test]
fn cases_pending_at_or_after_a_merits_stage_may_have_had_their_merits_hearing() {
    // A first hearing leads to the third stage in the list, that to the second; the fourth, of first
    // hearings, leads there too and is reached from nowhere.
    let mut toy = Toy::new(2, 300.0, 30, 300).opening(400);
    let b = &mut toy.blueprint;
    b.sessions = vec![session("master", 0.5, false), session("merits", 0.5, true)];
    let to = |stage| Then::Advance(StageId(stage));
    b.dockets[0].stages = vec![
        stage("first", 0, 10, vec![(1.0, to(2))]),
        stage("last", 0, 10, vec![(1.0, Then::Close(DispositionId(0)))]),
        stage("merits", 1, 30, vec![(0.3, Then::Continue), (0.7, to(1))]),
        stage("aside", 0, 10, vec![(0.5, to(2)), (0.5, to(1))]),
    ];
    b.opening[0].stages = vec![0.25; 4];
    let log = toy.run(4);
    let opened = log
        .events
        .iter()
        .filter(|event| event.2 == What::Entered(Entry::Opening));
    for (_, case, _) in opened.clone() {
        let stage = case.stage().index();
        let behind = [false, true, true, false][stage];
        assert_eq!(case.has(Flags::MERITS), behind, "stage {stage}");
        assert!(case.has(Flags::HEARD));
    }
    let count = |stage: u8| {
        opened
            .clone()
            .filter(|(_, c, _)| c.stage().0 == stage)
            .count()
    };
    assert!((0..4).all(|stage| count(stage) > 50));
}

/// A court with room for all.
const COURT: &str = r#"
[scenario]
name = "court"
start = 2018-10-01
end = 2019-09-30
currency = "USD"
fiscal_year_starts = 10
[[session]]
id = "short"
share = 0.5
[[session]]
id = "long"
share = 0.5
merits = true
[[disposition]]
id = "decided"
[judges]
minutes_per_day = 400
[[court]]
id = "court"
judges = 9
[[docket]]
id = "cases"
notice = 10
[[docket.stage]]
id = "master"
session = "short"
planned = 10
minutes = 10
[[docket.stage.outcomes]]
shares = [{ then = "advance", to = "merits", interval = 20 }]
[[docket.stage]]
id = "merits"
session = "long"
planned = 30
minutes = 30
[[docket.stage.outcomes]]
shares = [{ then = "close", disposition = "decided" }]
[[source]]
id = "filings"
rate = { value = 100, per = "month" }
destinations = [{ court = "court", docket = "cases" }]
[[opening]]
court = "court"
docket = "cases"
pending = 500
age = 730
"#;

#[test]
fn merits_waits_leave_out_cases_that_may_have_been_heard_on_the_merits() {
    let wait = |stage: &str| {
        let text = format!("{COURT}stages = {{ {stage} = 1 }}\n");
        let files = Memory::of([("court.toml", text.as_str())]);
        let loaded = load_from(&files, Path::new("court.toml"), &[]);
        let scenario = loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario;
        let done = town::run(&scenario, &town::plan(3, 1));
        let rows = experiment::results(&scenario, &done);
        town::row(&rows, "merits_wait_mean", "fy:2019")
            .mean
            .unwrap()
    };
    // Those pending have waited for two years, those who come wait for a month or two.
    assert!(wait("master") > 200.0, "{}", wait("master"));
    assert!(wait("merits") < 100.0, "{}", wait("merits"));
}
