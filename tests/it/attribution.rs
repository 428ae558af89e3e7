//! Taking a reform apart, the reform card, and the event log.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docketsim::experiment::{
    AttributionRow, Detail, Dissection, Experiment, Plan, REST, Shard, TOTAL, Watch, event_log,
    provision_ids, run,
};
use docketsim::report::export::read_csv;
use docketsim::report::reform::differences;
use docketsim::report::xlsx::workbook;
use docketsim::scenario::{Memory, Scenario, load_from};

use crate::commands::{docketsim, stdout};

/// A small court, so that a run takes milliseconds.
const BASE: &str = r#"
[scenario]
name = "base"
start = 2019-01-01
end = 2021-12-31
currency = "USD"
[[session]]
id = "all"
share = 1
merits = true
[[disposition]]
id = "decided"
[judges]
minutes_per_day = 240
judge_year_cost = 100000
[[court]]
id = "court"
judges = 2
[[docket]]
id = "cases"
notice = 10
[[docket.stage]]
id = "trial"
session = "all"
planned = 120
minutes = { distribution = "lognormal", mean = 120, cv = 0.3 }
[[docket.stage.outcomes]]
shares = [{ then = "close", disposition = "decided" }]
[[source]]
id = "filings"
rate = { value = 110, per = "month" }
destinations = [{ court = "court", docket = "cases" }]
[[opening]]
court = "court"
docket = "cases"
pending = 300
age = { distribution = "exponential", mean = 100 }
"#;

/// More judges, fewer filings, and a provision that changes nothing.
const BILL: &str = r#"
extends = "base.toml"
[scenario]
name = "bill"
[[policy]]
id = "judges"
kind = "judges"
effective = 2019-06-01
source = "section 1"
courts = [{ court = "court", posts = 1 }]
[[policy]]
id = "fewer"
kind = "arrivals"
effective = 2019-06-01
sources = ["filings"]
multiplier = 0.8
[[policy]]
id = "lottery"
kind = "arrivals"
effective = 2019-06-01
sources = ["filings"]
multiplier = 1
"#;

fn scenario(file: &str, bill: &str) -> Scenario {
    let files = Memory::of([("base.toml", BASE), ("bill.toml", bill)]);
    let loaded = load_from(&files, Path::new(file), &[]);
    loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario
}

fn plan(replications: u64) -> Plan {
    Plan {
        seed: 5,
        replications,
        precision: None,
        detail: Detail::Standard,
        shard: Shard::WHOLE,
    }
}

fn apart(bill: &str) -> (Vec<AttributionRow>, Experiment, Experiment) {
    let (base, bill) = (scenario("base.toml", bill), scenario("bill.toml", bill));
    let (plan, watch) = (plan(12), Watch::default());
    let a = run(&base, &plan, &watch).unwrap();
    let b = run(&bill, &plan, &watch).unwrap();
    let rows = Dissection::new((&base, &a), (&bill, &b))
        .run(&plan, &watch)
        .unwrap();
    (rows, a, b)
}

fn effect(rows: &[AttributionRow], provision: &str, measure: &str) -> f64 {
    let row = rows
        .iter()
        .find(|r| r.provision == provision && r.measure == measure);
    row.unwrap_or_else(|| panic!("{provision} {measure}"))
        .effect_mean
        .unwrap()
}

#[test]
fn effects_add_up_to_the_paired_difference_and_nothing_does_nothing() {
    let (rows, ..) = apart(BILL);
    for measure in ["pending", "merits_wait_p50", "cost"] {
        let parts = ["judges", "fewer", "lottery"].map(|id| effect(&rows, id, measure));
        let total = effect(&rows, TOTAL, measure);
        assert!((parts.iter().sum::<f64>() - total).abs() < 1e-6 * total.abs().max(1.0));
        assert_eq!(parts[2], 0.0, "{measure}");
    }
    assert!(effect(&rows, "judges", "pending") < 0.0);
    assert!(effect(&rows, "fewer", "pending") < 0.0);
    // One judge for two years and seven months, whoever files.
    assert!((effect(&rows, "judges", "cost") - 258_000.0).abs() < 3_000.0);
    assert_eq!(effect(&rows, "fewer", "cost"), 0.0);
    let nothing = rows
        .iter()
        .find(|r| r.provision == "lottery" && r.measure == "pending");
    let nothing = nothing.unwrap();
    assert_eq!(
        (nothing.ci_low, nothing.ci_high, nothing.n),
        (Some(0.0), Some(0.0), 12)
    );
    assert!(rows.iter().all(|row| row.provision != REST));
}

#[test]
fn what_is_no_provision_is_told_apart() {
    let changed = BILL.replacen(
        "[[policy]]",
        "[[court]]\nid = \"court\"\njudges = 3\n[[policy]]",
        1,
    );
    let (rows, ..) = apart(&changed);
    assert!(effect(&rows, REST, "pending") < 0.0);
    let parts = ["judges", "fewer", "lottery", REST].map(|id| effect(&rows, id, "pending"));
    let total = effect(&rows, TOTAL, "pending");
    assert!((parts.iter().sum::<f64>() - total).abs() < 1e-6 * total.abs());
}

#[test]
fn many_provisions_are_taken_apart_by_drawn_orders() {
    let mut many = BILL.to_owned();
    for i in 0..5 {
        many.push_str(&format!(
            "[[policy]]\nid = \"nil-{i}\"\nkind = \"arrivals\"\neffective = 2020-01-01\nsources = [\"filings\"]\nmultiplier = 1\n"
        ));
    }
    let (rows, ..) = apart(&many);
    assert_eq!(effect(&rows, "nil-3", "pending"), 0.0);
    let few = apart(BILL).0;
    let (drawn, exact) = (
        effect(&rows, "judges", "pending"),
        effect(&few, "judges", "pending"),
    );
    // An order and its reverse split what two do together evenly: exact for two.
    assert!((drawn - exact).abs() < 1e-9, "{drawn} {exact}");
}

#[test]
fn a_policy_that_both_have_is_no_provision() {
    let bill = scenario("bill.toml", BILL);
    assert_eq!(
        provision_ids(&scenario("base.toml", BILL), &bill),
        ["judges", "fewer", "lottery"]
    );
    assert!(provision_ids(&bill, &bill).is_empty());
    let other = scenario("bill.toml", &BILL.replace("posts = 1", "posts = 2"));
    assert_eq!(provision_ids(&bill, &other), ["judges"]);
}

#[test]
fn a_changed_policy_is_credited_with_the_change_and_its_neighbour_with_nothing() {
    // The baseline has one post more already, the scenario two; the other provision does nothing.
    let judges = |posts: u32| {
        format!(
            "[[policy]]\nid = \"judges\"\nkind = \"judges\"\neffective = 2019-06-01\n\
             courts = [{{ court = \"court\", posts = {posts} }}]\n"
        )
    };
    let lottery = "[[policy]]\nid = \"lottery\"\nkind = \"arrivals\"\neffective = 2019-06-01\n\
        sources = [\"filings\"]\nmultiplier = 1\n";
    let (before, after) = (
        BASE.to_owned() + &judges(1),
        BASE.to_owned() + &judges(2) + lottery,
    );
    let files = Memory::of([
        ("before.toml", before.as_str()),
        ("after.toml", after.as_str()),
    ]);
    let load = |file: &str| load_from(&files, Path::new(file), &[]).unwrap().scenario;
    let (before, after) = (load("before.toml"), load("after.toml"));
    let (plan, watch) = (plan(12), Watch::default());
    let a = run(&before, &plan, &watch).unwrap();
    let b = run(&after, &plan, &watch).unwrap();
    let apart = Dissection::new((&before, &a), (&after, &b));
    assert_eq!(apart.ids(), ["judges", "lottery"]);
    let rows = apart.run(&plan, &watch).unwrap();
    let total = effect(&rows, TOTAL, "pending");
    assert!(total < 0.0);
    assert_eq!(effect(&rows, "judges", "pending"), total);
    assert_eq!(effect(&rows, "lottery", "pending"), 0.0);
    assert!(rows.iter().all(|row| row.provision != REST));
}

#[test]
fn a_bill_is_taken_apart_by_its_provisions() {
    let law = "extends = \"base.toml\"\n[scenario]\nname = \"bill\"\n\
        [[policy]]\nid = \"law\"\nkind = \"bill\"\neffective = 2019-06-01\nprobability = 0.5\n\
        policies = [\n\
        { id = \"judges\", kind = \"judges\", courts = [{ court = \"court\", posts = 1 }] },\n\
        { id = \"fewer\", kind = \"arrivals\", sources = [\"filings\"], multiplier = 0.8 },\n]\n";
    let bill = scenario("bill.toml", law);
    let base = scenario("base.toml", law);
    assert_eq!(provision_ids(&base, &bill), ["judges", "fewer"]);
    assert!(provision_ids(&bill, &bill).is_empty());
    // A later date of the bill is one of every provision.
    let later = scenario("bill.toml", &law.replace("2019-06-01", "2019-09-01"));
    assert_eq!(provision_ids(&bill, &later), ["judges", "fewer"]);
    let (rows, ..) = apart(law);
    let parts = ["judges", "fewer"].map(|id| effect(&rows, id, "pending"));
    let total = effect(&rows, TOTAL, "pending");
    assert!(parts.iter().all(|effect| *effect < 0.0));
    assert!((parts.iter().sum::<f64>() - total).abs() < 1e-6 * total.abs());
    let card = differences(&base, &bill);
    assert!(
        card.iter()
            .any(|d| d.key == "policy.law.policies.fewer.multiplier")
    );
}

#[test]
fn the_reform_card_lists_every_value_and_nothing_else() {
    let (base, bill) = (scenario("base.toml", BILL), scenario("bill.toml", BILL));
    assert!(differences(&base, &base).is_empty());
    let keys: Vec<String> = differences(&base, &bill)
        .into_iter()
        .map(|d| d.key)
        .collect();
    assert_eq!(
        keys,
        [
            "policy.judges.kind",
            "policy.judges.effective",
            "policy.judges.courts.1.court",
            "policy.judges.courts.1.posts",
            "policy.fewer.kind",
            "policy.fewer.effective",
            "policy.fewer.sources",
            "policy.fewer.multiplier",
            "policy.lottery.kind",
            "policy.lottery.effective",
            "policy.lottery.sources",
            "policy.lottery.multiplier",
        ]
    );
    let changed = BILL.to_owned()
        + "[[court]]\nid = \"court\"\njudges = { value = 3, source = \"a count\" }\n";
    let found = differences(&base, &scenario("bill.toml", &changed));
    let judges = found
        .iter()
        .find(|d| d.key == "court.court.judges")
        .unwrap();
    assert_eq!(
        (judges.baseline.as_str(), judges.scenario.as_str()),
        ("2 judges", "3 judges")
    );
    assert_eq!(judges.source.as_deref(), Some("a count"));
    assert_eq!((judges.file.as_str(), judges.line), ("bill.toml", 25));
    // A citation alone changes no value.
    let cited = BILL.to_owned()
        + "[[court]]\nid = \"court\"\njudges = { value = 2, source = \"a count\" }\n";
    let found = differences(&base, &scenario("bill.toml", &cited));
    assert!(
        found.iter().all(|d| d.key.starts_with("policy.")),
        "{found:?}"
    );
    // What is dropped is listed too.
    let dropped = differences(&bill, &base);
    assert!(dropped.iter().all(|d| d.scenario.is_empty()) && dropped.len() == 12);
}

#[test]
fn a_followed_case_is_filed_before_a_host_site_is_asked() {
    let file = crate::town::root().join("scenarios/policies/remain-in-host.toml");
    let scenario = docketsim::scenario::load(&file, &[]).unwrap().scenario;
    let rows = event_log(&scenario, 5, 300).unwrap();
    assert!(rows.iter().any(|row| row.event.contains("host country")));
    let mut seen = std::collections::BTreeSet::new();
    for row in &rows {
        assert!(
            !seen.insert(&row.case_id) || row.event == "filed",
            "{}",
            row.event
        );
    }
}

#[test]
fn followed_cases_have_their_whole_history_and_fewer_are_a_part_of_more() {
    let base = scenario("base.toml", BILL);
    let by_case = |n: usize| {
        let mut cases: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for row in event_log(&base, 5, n).unwrap() {
            cases
                .entry(row.case_id)
                .or_default()
                .push((row.time, row.event));
        }
        cases
    };
    let (few, many) = (by_case(20), by_case(200));
    assert_eq!((few.len(), many.len()), (20, 200));
    assert!(
        few.iter()
            .all(|(case, events)| many.get(case) == Some(events))
    );
    let all = by_case(100_000);
    for events in all.values() {
        assert_eq!(events[0].1, "filed");
        assert!(
            events.windows(2).all(|pair| pair[0].0 <= pair[1].0),
            "{events:?}"
        );
    }
    let plan = Plan {
        replications: 1,
        ..plan(1)
    };
    let done = run(&base, &plan, &Watch::default()).unwrap();
    let slot = done.layout.slots().position(|slot| {
        let horizon = slot.period + 1 == done.layout.periods.len();
        let whole = slot.cell.court.is_none() && slot.cell.docket.is_none();
        horizon && whole && done.layout.measures[slot.measure].id == "completions"
    });
    let completed = all.values().filter(|events| {
        events
            .iter()
            .any(|(_, event)| event.starts_with("completed"))
    });
    assert_eq!(
        completed.count() as f64,
        done.replications[0].panel.at(slot.unwrap())
    );
}

#[test]
fn events_of_a_family_tell_of_how_many_cases_they_are() {
    let families = "extends = \"base.toml\"\n[scenario]\nname = \"families\"\n\
        [[source]]\nid = \"filings\"\ngroup_sizes = [0.5, 0.3, 0.2]\n";
    let base = scenario("bill.toml", families);
    let rows = event_log(&base, 5, 100_000).unwrap();
    let plan = Plan {
        replications: 1,
        ..plan(1)
    };
    let done = run(&base, &plan, &Watch::default()).unwrap();
    let results = docketsim::experiment::results(&base, &done);
    let told = |measure: &str| {
        let row = crate::town::row(&results, measure, "horizon");
        row.mean.unwrap()
    };
    let cases = |what: fn(&str, &str) -> bool| {
        let of = rows.iter().filter(|row| what(&row.event, &row.resource));
        of.map(|row| f64::from(row.cases)).sum::<f64>()
    };
    let filed = |event: &str, resource: &str| event == "filed" && resource == "filings";
    assert_eq!(cases(filed), told("receipts"));
    assert_eq!(
        cases(|event, _| event.starts_with("completed")),
        told("completions")
    );
    let families = rows.iter().filter(|row| filed(&row.event, &row.resource));
    assert!((families.count() as f64) < 0.8 * told("receipts"));
}

#[test]
fn the_command_line_writes_attribution_events_and_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("base.toml"), BASE).unwrap();
    fs::write(path("bill.toml"), BILL).unwrap();
    let (base, bill, out) = (path("base.toml"), path("bill.toml"), path("out"));
    stdout(&[
        "compare",
        &base,
        &bill,
        "--attribute",
        "-n",
        "4",
        "-q",
        "-o",
        &out,
    ]);
    let rows: Vec<AttributionRow> = read_csv(&Path::new(&out).join("attribution.csv")).unwrap();
    assert_eq!(effect(&rows, "lottery", "pending"), 0.0);
    let page = fs::read_to_string(Path::new(&out).join("report.html")).unwrap();
    assert!(page.contains("Which provision does what") && page.contains("Main results"));
    assert!(
        Path::new(&out)
            .join("charts/bill-attribution-pending.svg")
            .exists()
    );
    let before = fs::read(Path::new(&out).join("report.html")).unwrap();
    stdout(&["report", &out, "-q"]);
    assert!(before == fs::read(Path::new(&out).join("report.html")).unwrap());
    let none = ["compare", &base, &base, "--attribute"];
    docketsim().args(none).assert().code(2);

    let out = path("run");
    let options = ["--event-log", "9", "--format", "xlsx", "-n", "2", "-q"];
    stdout(&[&["run", &bill, "-o", &out], options.as_slice()].concat());
    let read = |name: &str| fs::read(Path::new(&out).join(name)).unwrap();
    assert!(read("events.csv").starts_with(b"case_id,event,time,court,docket,resource,cases\n"));
    assert!(read("results.xlsx").starts_with(b"PK"));
    let page = String::from_utf8(read("report.html")).unwrap();
    assert!(page.contains("Reform card") && page.contains("Policy judges: new"));
}

#[test]
fn equal_results_give_equal_workbooks() {
    let saved = crate::report_data::compare();
    assert!(workbook(&saved).unwrap() == workbook(&saved).unwrap());
}
