//! Closed cases that come back, and those of them that a relief programme closes for good.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::Path;

use docketsim::experiment::{self, Detail, Plan, ResultRow, Shard, Watch};
use docketsim::scenario::{Memory, load_from};

/// A court with room for all, of which most decisions come back.
const COURT: &str = r#"
[scenario]
name = "court"
start = 2020-01-01
end = 2027-12-31
currency = "USD"
fiscal_year_starts = 1
[[session]]
id = "all"
share = 1
merits = true
[[disposition]]
id = "denied"
[[disposition]]
id = "closed"
inactive = true
[judges]
minutes_per_day = 400
[[court]]
id = "court"
judges = 9
[[docket]]
id = "cases"
notice = 10
[[docket.stage]]
id = "first"
session = "all"
planned = 60
minutes = 60
[[docket.stage.outcomes]]
shares = [
  { then = "close", disposition = "denied", share = 0.5 },
  { then = "close", disposition = "closed", share = 0.5 },
]
[[source]]
id = "filings"
rate = { value = 200, per = "month" }
destinations = [{ court = "court", docket = "cases" }]
"#;

fn rows(returns: &str, more: &str) -> Vec<ResultRow> {
    let text = COURT.replace("notice = 10\n", &format!("notice = 10\n{returns}\n")) + more;
    let files = Memory::of([("court.toml", text.as_str())]);
    let scenario = load_from(&files, Path::new("court.toml"), &[]);
    let scenario = scenario
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario;
    let plan = Plan {
        seed: 3,
        replications: 4,
        precision: None,
        detail: Detail::Standard,
        shard: Shard::WHOLE,
    };
    let done = experiment::run(&scenario, &plan, &Watch::default()).unwrap();
    experiment::results(&scenario, &done)
}

fn returns(rows: &[ResultRow], period: &str) -> f64 {
    let of_all = |row: &&ResultRow| row.court == "all" && row.docket == "all";
    let row = rows.iter().filter(of_all);
    let mut row = row.filter(|row| row.measure == "returns" && row.period == period);
    row.next().unwrap().mean.unwrap()
}

const WAIT: &str = "stage = \"first\", delay = 30";

#[test]
fn entries_of_one_disposition_add_up() {
    let entry = |share: f64| format!("{{ disposition = \"denied\", share = {share}, {WAIT} }}");
    let (one, other, both) = (entry(0.1), entry(0.3), entry(0.4));
    let of = |entries: &str| returns(&rows(&format!("returns = [{entries}]"), ""), "horizon");
    let (first, together) = (of(&one), of(&format!("{one}, {other}")));
    assert!(together > 3.0 * first, "{first} and {together}");
    // Which of them takes a case makes no difference here.
    assert_eq!(together, of(&both));
}

#[test]
fn a_programme_leaves_those_alone_who_become_inactive_after_it_began() {
    let comes_back = format!("returns = [{{ disposition = \"closed\", share = 0.6, {WAIT} }}]");
    let programme = "[[policy]]\nid = \"relief\"\nkind = \"relief-program\"\n\
        effective = 2023-01-01\ndocket = \"cases\"\nshare = 0\ndisposition = \"denied\"\n\
        inactive = 0.5\nover = 60\n";
    let (without, with) = (rows(&comes_back, ""), rows(&comes_back, programme));
    for year in [2021, 2025, 2026, 2027] {
        let period = format!("fy:{year}");
        let (a, b) = (returns(&without, &period), returns(&with, &period));
        assert!(a > 500.0);
        assert!((a / b - 1.0).abs() < 0.02, "{year}: {a} and {b}");
    }
    // Half of those who were about to come back when it began are gone: a month's.
    let lost = returns(&without, "fy:2023") - returns(&with, "fy:2023");
    assert!((10.0..60.0).contains(&lost), "{lost}");
}
