//! What a reader would not have noticed: values that were taken without a word, and words about
//! what nobody wrote.

use std::path::Path;

use docketsim::diagnostic::Code;
use docketsim::experiment::{Detail, Plan, Shard, Watch, run};
use docketsim::scenario::{KINDS, lexicon, load_among};
use docketsim::time::Day;

use super::world::{World, world};

/// Every diagnostic: its code, its place as `file:line:column`, and its text.
fn told(world: &World) -> Vec<(Code, String, String)> {
    let (diagnostics, sources) = world.diagnosed();
    let one = |diagnostic: &docketsim::diagnostic::Diagnostic| {
        let label = &diagnostic.labels[0];
        let place = format!("{}:{}:{}", label.file, label.line, label.column);
        (diagnostic.code, place, diagnostic.render(&sources, false))
    };
    diagnostics.iter().map(one).collect()
}

/// The only diagnostic.
fn only(world: &World) -> (Code, String, String) {
    let all = told(world);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.into_iter().next().unwrap()
}

fn contains(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

fn parameter(line: &str) -> World {
    world("base.toml").base("overcrowding = 1.3", &format!("overcrowding = {line}"))
}

#[test]
fn a_parameter_is_no_other_one_nor_a_multiple_of_it_nor_itself() {
    for line in [
        "\"judge_minutes\"",
        "\"overcrowding\"",
        "{ value = \"judge_minutes\", scale = 0.004 }",
        "{ value = \"overcrowding\", scale = 2 }",
        "{ value = \"nowhere\" }",
    ] {
        let (code, place, text) = only(&parameter(line));
        assert_eq!(code, Code::WrongType, "{text}");
        contains(&place, "base.toml:25:");
        contains(&text, "a parameter is a number: multiply where it is used");
    }
    let circle =
        parameter("{ value = \"other\", scale = 2 }\nother = { value = \"overcrowding\" }");
    let codes: Vec<Code> = told(&circle).iter().map(|one| one.0).collect();
    assert_eq!(codes, [Code::WrongType; 2]);
    let set = world("base.toml").set("parameters.overcrowding.value=judge_minutes");
    assert_eq!(only(&set).0, Code::WrongType);
    let (code, _, text) = only(&parameter("{ value = \"1.3\" }"));
    assert_eq!(code, Code::WrongType);
    contains(&text, "remove the quotes: 1.3");
}

#[test]
fn what_else_is_wrong_in_such_a_parameter_is_told_too() {
    let all = told(&parameter(
        "{ value = \"judge_minutes\", scale = 2, lwo = 1 }",
    ));
    let codes: Vec<Code> = all.iter().map(|one| one.0).collect();
    assert_eq!(codes, [Code::WrongType, Code::UnknownKey], "{all:#?}");
}

#[test]
fn a_faulty_parameter_is_told_of_once_and_not_where_it_is_used() {
    let all = told(&parameter("{ value = 1.3, low = \"few\" }"));
    let codes: Vec<Code> = all.iter().map(|one| one.0).collect();
    assert_eq!(codes, [Code::WrongType], "{all:#?}");
}

#[test]
fn a_range_beside_a_name_is_no_unknown_key() {
    let range = "low = 1, high = 2, distribution = \"uniform\" }";
    let with = |name: &str| {
        let number = format!("starting_productivity = {{ value = \"{name}\", {range}");
        world("base.toml").base("starting_productivity = 0.5", &number)
    };
    let scenario = with("pace").base("overcrowding = 1.3", "overcrowding = 1.3\npace = 0.5");
    let (code, _, text) = only(&scenario);
    assert_eq!(code, Code::MisplacedKey, "{text}");
    contains(&text, "with no range of its own");
    contains(&text, "give the range");
    let (code, _, text) = only(&with("0.5"));
    assert_eq!(code, Code::UnknownParameter, "{text}");
    contains(&text, "remove the quotes: 0.5");
    let rate = world("base.toml").base(
        "value = 2400, per = \"month\"",
        "value = \"overcrowding\", per = \"month\", low = 1",
    );
    assert_eq!(only(&rate).0, Code::MisplacedKey);
}

/// A scenario with host sites: bills of fifty provisions at most.
fn sites(count: usize) -> World {
    let mut text = "extends = \"base.toml\"\n[scenario]\nname = \"many\"\n".to_owned();
    for i in 0..count {
        if i % 50 == 0 {
            text += &format!(
                "[[policy]]\nid = \"bill-{i}\"\nkind = \"bill\"\neffective = 2018-10-15\n"
            );
        }
        text += &format!(
            "[[policy.policies]]\nid = \"site-{i}\"\nkind = \"remain-in-host\"\nports = [\"port\"]\n\
             court = \"san-diego\"\ndocket = \"mpp\"\ncapacity = 5\nintake = 1\n"
        );
    }
    world("many.toml").file("many.toml", text)
}

#[test]
fn there_are_as_many_host_sites_as_a_case_can_tell_apart() {
    let scenario = sites(255).set("scenario.end=2018-11-30").scenario();
    assert_eq!(scenario.blueprint().sites.len(), 255);
    let plan = Plan {
        seed: 1,
        replications: 1,
        precision: None,
        detail: Detail::Standard,
        shard: Shard::WHOLE,
    };
    run(&scenario, &plan, &Watch::default()).unwrap();
    let many = sites(256);
    let text = String::from_utf8(many.files.0[Path::new("many.toml")].clone()).unwrap();
    let line = 1 + text
        .lines()
        .position(|line| line.contains("site-255"))
        .unwrap();
    let (code, place, text) = only(&many);
    assert_eq!(code, Code::LimitExceeded);
    contains(&text, "host sites are limited to 255, these are 256");
    contains(&place, &format!("many.toml:{}:", line + 1));
}

/// Cases on the docket before the month is out, with a column of counts by month.
fn column(rows: &str, rest: &str) -> World {
    let csv = format!("month,value\n{rows}");
    world("base.toml")
        .file("data/months.csv", csv)
        .base(
            "rate = { value = 2400, per = \"month\"",
            &format!("rate = {{ file = \"data/months.csv\", at = \"month\", column = \"value\", per = \"month\", before = \"zero\"{rest}"),
        )
}

/// Judges' posts by month.
fn posts(rows: &str, rest: &str) -> World {
    let csv = format!("month,value\n{rows}");
    world("base.toml").file("data/months.csv", csv).append(
        "base.toml",
        &format!("\n[[court]]\nid = \"third\"\njudges = 1\nposts = {{ file = \"data/months.csv\", at = \"month\", column = \"value\", before = \"first\"{rest} }}\n"),
    )
}

#[test]
fn a_stock_at_the_end_of_its_period_ends_with_the_period_that_follows() {
    let ends = |rows: &str| {
        let scenario = posts(rows, ", timing = \"end\", after = \"zero\"").scenario();
        let posts = scenario.levers().posts[2].clone();
        let (day, value) = *posts.steps().last().unwrap();
        assert_eq!(value, 0.0);
        day
    };
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert_eq!(ends("2019-01,3\n2019-02,4\n"), day("2019-04-01"));
    assert_eq!(ends("2019-01-05,3\n2019-02-08,4\n"), day("2019-02-10"));
    // Fiscal years start in October.
    assert_eq!(ends("2018,3\n2019,4\n"), day("2020-10-01"));
    let scenario = posts("2019-01,3\n2019-02,4\n", ", after = \"zero\"").scenario();
    let steps = scenario.levers().posts[2].steps().to_vec();
    assert_eq!(steps.last(), Some(&(day("2019-03-01"), 0.0)));
}

#[test]
fn a_rate_has_no_timing() {
    let (code, place, text) = only(&column("2019-01,3\n2019-02,4\n", ", timing = \"end\""));
    assert_eq!(code, Code::MisplacedKey, "{text}");
    contains(&place, "base.toml:");
    contains(&text, "is a rate and takes no `timing`");
}

#[test]
fn a_hole_in_a_column_is_told_at_the_row_after_it() {
    let holed = "2019-01,3\n2019-02,4\n2019-05,5\n";
    let (code, place, text) = only(&column(holed, ""));
    assert_eq!(
        (code, place.as_str()),
        (Code::SeriesGap, "data/months.csv:4:9")
    );
    contains(&text, "error[");
    contains(&text, "has no row for 2019-03-01 to 2019-04-30");
    let (code, place, text) = only(&posts(holed, ""));
    assert_eq!(
        (code, place.as_str()),
        (Code::SeriesGap, "data/months.csv:4:9")
    );
    contains(&text, "warning[");
    // Days are days of changes.
    assert_eq!(told(&posts("2019-01-05,3\n2019-02-08,4\n", "")), []);
}

#[test]
fn a_year_among_months_overlaps_them() {
    for rows in ["2019-03,3\n2019,4\n", "2018-10,3\n2019,4\n"] {
        let (code, _, text) = only(&posts(rows, ""));
        assert_eq!(code, Code::CsvDuplicate, "{text}");
        contains(&text, "overlap");
        contains(&text, "a year");
        contains(&text, "a month");
    }
    // Published figures are of single days, the last ones of their periods.
    let both = "vintage,fiscal_year,period,pending_end,new_cases\n2021-04,2019,FY,1,1\n2021-04,2019-03,FY,2,2\n";
    let figures = world("base.toml")
        .file("data/eoir_caseload.csv", both)
        .base("rate = { file = \"data/eoir_caseload.csv\", at = \"fiscal_year\", column = \"new_cases\", where = { vintage = \"2021-04\", period = \"FY\" }, per = \"fiscal-year\", scale = 0.9, after = \"last\" }", "rate = 1");
    assert_eq!(told(&figures), []);
    let (_, _, text) = only(&posts("2019-03,3\n2019-03,4\n", ""));
    contains(&text, "two rows are of the same date");
}

#[test]
fn figures_are_told_in_short_and_how_whole_numbers_are_written() {
    let with = |value: &str| {
        only(&world("base.toml").base("replications = 20", &format!("replications = {value}")))
    };
    let (code, _, text) = with("1e3");
    assert_eq!(code, Code::NotWhole);
    contains(&text, "write it without an exponent or a point: 1000");
    let (code, _, text) = with("1e308");
    assert_eq!(code, Code::LimitExceeded);
    contains(&text, "not 1e308");
    contains(&text, "without an exponent");
    let (code, _, text) = with("20.5");
    assert_eq!(code, Code::NotWhole);
    assert!(!text.contains("exponent"), "{text}");
    let cv = world("base.toml").base("mean = 170, cv = 0.4", "mean = 170, cv = 1e308");
    let (_, _, text) = only(&cv);
    contains(&text, "1e308");
    assert!(!text.contains("00000"), "{text}");
}

#[test]
fn a_list_that_is_none_is_the_only_fault() {
    for list in ["court", "docket", "session", "disposition", "source"] {
        let mut all = told(&world("base.toml").set(&format!("{list}=1")));
        // What would have referred to a parameter may be gone with it.
        all.retain(|one| one.0 != Code::UnusedParameter);
        let place = format!("--set:1:{}", list.len() + 2);
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!((all[0].0, &all[0].1), (Code::WrongType, &place));
    }
}

#[test]
fn a_setting_of_an_entry_holds_where_the_entry_is() {
    let sets = [
        "policy.mpp-san-ysidro.capacity=5",
        "scenario.replications=7",
    ]
    .map(str::to_owned);
    let files = world("base.toml").files;
    let load = |path: &str| load_among(&files, Path::new(path), &sets);
    let (with, missed) = load("mpp.toml");
    assert!(missed.unwrap().is_empty());
    assert_eq!(with.unwrap().scenario.replications, 7);
    let (without, missed) = load("base.toml");
    let missed: Vec<usize> = missed.unwrap().iter().map(|one| one.setting).collect();
    assert_eq!(missed, [0]);
    let scenario = without.unwrap().scenario;
    assert_eq!(scenario.replications, 7);
    assert!(!scenario.resolved_toml().contains("mpp-san-ysidro"));
    // Nothing is read from settings of which none holds.
    let (none, _) = load_among(&files, Path::new("base.toml"), &sets[..1]);
    let named = |files: &[String]| files.iter().any(|file| file == "--set");
    assert!(named(scenario.files()) && !named(none.unwrap().scenario.files()));
}

#[test]
fn the_example_of_every_kind_loads_in_a_small_scenario() {
    // What examples name, beside what the base has.
    let more = "\n[[court]]\nid = \"new-court\"\njudges = 0\n";
    let keys = lexicon::keys();
    for kind in KINDS {
        let (key, inside) = (
            format!("policy.{}", kind.name),
            format!("policy.{}.", kind.name),
        );
        let own = keys.iter();
        let own = own.filter(|entry| entry.key == key || entry.key.starts_with(&inside));
        let mut count = 0;
        for entry in own.filter(|entry| !entry.key.contains(".policies.")) {
            let text = format!(
                "extends = \"base.toml\"\n[scenario]\nname = \"example\"\n{more}\n{}\n",
                entry.example
            );
            let loaded = world("example.toml").file("example.toml", &text).load();
            let loaded = loaded.unwrap_or_else(|faults| panic!("{text}\n{faults}"));
            assert!(loaded.warnings.is_empty(), "{text}\n{:#?}", loaded.warnings);
            count += 1;
        }
        assert!(count > 8, "{key}: {count}");
    }
}
