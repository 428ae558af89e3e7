//! Searches for the value that is enough: what they find, their files, and what is said of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docketsim::experiment::optimize::OptimizeRow;
use docketsim::experiment::{ReplicationRow, ResultRow};
use docketsim::report::chart::crowded_labels;
use docketsim::report::export::read_csv;
use docketsim::report::manifest::Ended;
use docketsim::report::{Saved, headlines};

use crate::cli::{but_for_time, contents, folder, good, printed, run, said};

/// Half of the town's time is enough here.
const SHORT: &str = "--set scenario.end=2019-09-30";
/// More filings are worse.
const RATES: &str = "--vary source.interior.rate=100..220:7";
const TARGETS: &str = "--target pending<1000 --target completions@fy:2019>2350";

fn trials(out: &Path) -> Vec<OptimizeRow> {
    read_csv(&out.join("optimize.csv")).unwrap()
}

/// The share of all targets together for each value that was tried.
fn shares(rows: &[OptimizeRow]) -> BTreeMap<u64, f64> {
    let together = rows
        .iter()
        .filter(|row| row.measure == "targets" && row.trial > 0);
    together
        .map(|row| (row.value_1.unwrap() as u64, row.met.unwrap()))
        .collect()
}

/// The share of replications of a run with a value in which both targets hold, from its files alone.
fn by_hand(home: &Path, rate: u64, n: u64) -> f64 {
    let words = format!("--set source.interior.rate={rate} -n {n} -q -o run");
    good(home, &format!("run town.toml {SHORT} {words}"));
    let rows: Vec<ReplicationRow> = read_csv(&home.join("run/replications.csv")).unwrap();
    let value = |replication: u64, measure: &str, period: &str| {
        let wanted = |row: &&ReplicationRow| {
            row.replication == replication && row.measure == measure && row.period == period
        };
        rows.iter().find(wanted).unwrap().value.unwrap()
    };
    let met = (0..n).filter(|&r| {
        value(r, "pending", "horizon") < 1000.0 && value(r, "completions", "fy:2019") > 2350.0
    });
    met.count() as f64 / n as f64
}

#[test]
fn the_answer_is_that_of_runs_of_every_value_and_can_be_run() {
    let home = folder();
    let words = format!("optimize town.toml {SHORT} {RATES} {TARGETS} -n 20 -q");
    good(home.path(), &format!("{words} -o best"));
    let best = home.path().join("best");
    let saved = Saved::read(&best).unwrap();
    let info = saved.manifest.optimize.clone().unwrap();
    let brute: BTreeMap<u64, f64> = (100..=220)
        .step_by(20)
        .map(|rate| (rate, by_hand(home.path(), rate, 20)))
        .collect();
    // Not an easy case: the targets pull in opposite ways.
    let shares = shares(&saved.optimize);
    for (rate, share) in &shares {
        assert_eq!(brute[rate], *share, "{rate}: {brute:?}");
    }
    let enough: Vec<u64> = brute
        .iter()
        .filter(|(_, share)| **share >= 0.8)
        .map(|(rate, _)| *rate)
        .collect();
    assert!(
        !enough.is_empty() && enough.len() < brute.len(),
        "{brute:?}"
    );
    assert_eq!(info.ended, Ended::Least, "{brute:?}");
    let answer = info.answer.unwrap() as u64;
    let expected = if info.rises {
        enough.first()
    } else {
        enough.last()
    };
    assert_eq!(Some(&answer), expected, "{brute:?}");
    // The value next to it was tried, and is not enough.
    let next = if info.rises { answer - 20 } else { answer + 20 };
    assert!(shares[&next] < 0.8, "{shares:?}");
    assert!(shares.len() as u64 == info.tried && info.complete);
    // The file of the answer gives its numbers.
    let words = "run best/answer.resolved.toml -q -o answer";
    good(home.path(), words);
    let results: Vec<ResultRow> = read_csv(&home.path().join("answer/results.csv")).unwrap();
    let wanted =
        |row: &&ResultRow| row.measure == "pending" && row.court == "all" && row.docket == "all";
    let run = results
        .iter()
        .filter(wanted)
        .find(|row| row.period == "horizon")
        .unwrap();
    let row = saved
        .optimize
        .iter()
        .find(|row| row.verdict == "answer" && row.measure == "pending")
        .unwrap();
    assert_eq!(run.scenario, "town-answer");
    assert_eq!((run.mean, run.ci_low, run.n), (row.mean, row.ci_low, row.n));
    // Its difference is that of the means, over the same replications.
    let stands = saved
        .optimize
        .iter()
        .find(|row| row.trial == 0 && row.measure == "pending")
        .unwrap();
    assert_eq!(stands.verdict, "as-it-stands");
    let diff = row.mean.unwrap() - stands.mean.unwrap();
    assert!((row.diff_mean.unwrap() - diff).abs() < 1e-4);
}

#[test]
fn a_search_is_the_same_bytes_on_any_number_of_threads_and_is_drawn_again_from_its_files() {
    let home = folder();
    let vary = "--vary court.north.posts=2..8 --target pending<1000 --probability 0.6";
    let words = format!("optimize town.toml {SHORT} {vary} -n 10 -q --format csv,json,xlsx");
    good(home.path(), &format!("{words} --threads 1 -o one"));
    let output = good(home.path(), &format!("{words} --threads 2 -o two"));
    let fixed = |out: &str| but_for_time(&home.path().join(out));
    assert!(fixed("one") == fixed("two"));
    for name in [
        "charts/optimize.svg",
        "charts/optimize.png",
        "optimize.json",
        "answer.resolved.toml",
    ] {
        assert!(fixed("one").contains_key(Path::new(name)), "{name}");
    }
    let one = home.path().join("one");
    let before = contents(&one);
    good(home.path(), "report one -q");
    assert!(contents(&one) == before);
    let json: Vec<OptimizeRow> =
        serde_json::from_slice(&before[Path::new("optimize.json")]).unwrap();
    assert_eq!(json, trials(&one));
    let saved = Saved::read(&one).unwrap();
    let crowded = crowded_labels(&saved).into_iter();
    let own: Vec<String> = crowded
        .filter(|what| what.starts_with("optimize"))
        .collect();
    assert!(own.is_empty(), "{own:#?}");
    // The page and the terminal say the same.
    let info = saved.manifest.optimize.as_ref().unwrap();
    assert_eq!((info.ended, info.rises), (Ended::Least, true));
    let told = printed(&output);
    let answer = format!(
        "The smallest value of court.north.posts with which the target is met (pending caseload at \
         the end below 1000 cases) in at least 60 % of replications is {} judges: ",
        info.answer.unwrap()
    );
    assert!(told.contains(&answer), "{told}");
    let page = fs::read_to_string(one.join("report.html")).unwrap();
    let page = page.replace('\u{a0}', " ");
    for words in [
        answer.as_str(),
        "<h2>How much is enough</h2>",
        "<h2>In short: the scenario as it stands</h2>",
        "id=\"fig-optimize\"",
        "Clopper and Pearson 1934",
        "the answer</small>",
        "as it stands</small>",
    ] {
        assert_eq!(page.matches(words).count(), 1, "{words}");
    }
    let chart = fs::read_to_string(one.join("charts/optimize.svg")).unwrap();
    for words in ["n = 10 replications of each value", "asked for: 60 %"] {
        assert!(chart.contains(words), "{words}");
    }
}

#[test]
fn targets_that_are_met_at_once_or_never_and_too_few_replications_are_told() {
    let home = folder();
    let told = |words: &str| {
        let words = format!("optimize town.toml {SHORT} {words} -q -o out --force");
        printed(&good(home.path(), &words))
    };
    let never = told("--vary court.north.posts=2..4 --target pending<1 -n 3");
    assert!(
        never.contains("With no value that was tried the target is met"),
        "{never}"
    );
    assert!(
        never.contains("3 replications are too few to be sure of 80 %"),
        "{never}"
    );
    assert!(!home.path().join("out/answer.resolved.toml").exists());
    let already = told("--vary court.north.posts=2..4 --target pending<100000 -n 20");
    for words in [
        "with court.north.posts = 2, the end of the range",
        "A lower value may do too",
        "The answer is the scenario as it stands.",
    ] {
        assert!(
            already.to_lowercase().contains(&words.to_lowercase()),
            "{words}: {already}"
        );
    }
    assert!(!already.contains("too few"), "{already}");
    assert!(home.path().join("out/answer.resolved.toml").exists());
}

#[test]
fn all_that_is_wrong_with_a_search_is_told_at_once_and_nothing_is_written() {
    let home = folder();
    let before = contents(home.path());
    let wrong = "optimize town.toml --vary court.north.posts=2..4.5 --target pendign<5 \
                 --target pending@fy:2031<5 --target pending@court=nroth<5 \
                 --target completions@month:2019-03@docket=detaind>5 --target pending";
    let output = run(home.path(), wrong);
    assert_eq!(output.status.code(), Some(2));
    let text = said(&output);
    assert_eq!(text.matches("error[").count(), 6, "{text}");
    for words in [
        "only whole numbers need none",
        "did you mean `pending`?",
        "there are fy:2019 to fy:2020",
        "did you mean `north`?",
        "did you mean `detained`?",
        "no `<` and no `>`",
        "docketsim: 6 faults in the input, nothing was run",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let target = "--target pending<5";
    let cases = [
        (
            format!("--vary court.north.psots=2..4 {target}"),
            "did you mean `posts`?",
        ),
        (
            format!("--vary court.north.posts=0..4 {target}"),
            "with court.north.posts = 0, 1\n",
        ),
        (
            format!("--vary court.north.posts=2..1500 {target}"),
            "a key takes from 2 to 1000 values, not 1499",
        ),
        (
            "--vary court.north.posts=2..4 --target cohort_merits_p50@month:2019-03<5".to_owned(),
            "is no measure of the whole system in month:2019-03",
        ),
        (
            format!("--vary court.north.posts=2..4 {target} --probability 80"),
            "give a probability between 0 and 1",
        ),
        (
            "--vary court.north.posts=2..4".to_owned(),
            "--target <MEASURE[@PERIOD]<VALUE>",
        ),
    ];
    for (asked, words) in cases {
        let output = run(home.path(), &format!("optimize town.toml {asked} -n 2"));
        assert_eq!(output.status.code(), Some(2), "{asked}");
        assert!(said(&output).contains(words), "{asked}: {}", said(&output));
    }
    assert!(contents(home.path()) == before);
}

#[test]
fn targets_of_a_court_a_docket_and_a_month_are_those_of_the_results() {
    let home = folder();
    let words = "--vary court.north.posts=2,4 --target pending@court=north@docket=detained<30 \
                 --target pending@month:2019-03@court=south<600 -n 3 -q -o out";
    good(home.path(), &format!("optimize town.toml {SHORT} {words}"));
    let out = home.path().join("out");
    let results: Vec<ResultRow> = read_csv(&out.join("results.csv")).unwrap();
    let rows = trials(&out);
    for (court, docket, period) in [
        ("north", "detained", "horizon"),
        ("south", "all", "month:2019-03"),
    ] {
        let own = rows
            .iter()
            .find(|row| row.trial == 0 && row.court == court && row.period == period)
            .unwrap();
        let place = |row: &&ResultRow| {
            let names = (row.court.as_str(), row.docket.as_str(), row.period.as_str());
            row.measure == "pending" && names == (court, docket, period)
        };
        let result = results.iter().find(place).unwrap();
        assert_eq!((own.docket.as_str(), own.mean), (docket, result.mean));
        assert!(own.mean.is_some());
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_search_keeps_what_was_tried_and_says_that_it_is_not_over() {
    let home = folder();
    let words = "optimize town.toml --vary source.interior.rate=1..999 --target pending<1200 -n 300 \
                 --threads 1 -o out";
    let rest = crate::cli::interrupted(home.path(), words, "source.interior.rate = 1:", 300);
    let out = home.path().join("out");
    let saved = Saved::read(&out).unwrap();
    let info = saved.manifest.optimize.as_ref().unwrap();
    assert!(saved.manifest.interrupted && !info.complete);
    assert_eq!(info.ended, Ended::Unfinished);
    assert!(info.tried >= 1 && info.answer.is_none(), "{}", info.tried);
    assert!(
        saved
            .optimize
            .iter()
            .all(|row| row.n == 300 || row.mean.is_none())
    );
    assert!(rest.contains("The search was stopped after "), "{rest}");
    let told = headlines(&saved).join("\n");
    assert!(
        told.contains("The search was stopped before the largest value")
            || told.contains("The search was stopped before the smallest value"),
        "{told}"
    );
    assert!(!out.join("answer.resolved.toml").exists());
}
