//! The best split of a total: what is chosen, its files, and what is said of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docketsim::experiment::ResultRow;
use docketsim::experiment::optimize::OptimizeRow;
use docketsim::report::chart::crowded_labels;
use docketsim::report::export::read_csv;
use docketsim::report::manifest::Chosen;
use docketsim::report::{Saved, headlines};

use crate::cli::{but_for_time, contents, folder, good, printed, run, said};

/// Five splits of seven posts, in half of the town's time.
const SPLIT: &str = "--set scenario.end=2019-09-30 --split court.north.posts=2..6 \
    --split court.south.posts=1..5 --total 7 --step 1";

fn of_pending(rows: &[OptimizeRow]) -> Vec<&OptimizeRow> {
    let whole = |row: &&OptimizeRow| row.measure == "pending" && row.period == "horizon";
    rows.iter().filter(whole).collect()
}

#[test]
fn the_best_split_is_that_of_runs_of_every_split_and_can_be_run() {
    let home = folder();
    let words = format!("optimize town.toml {SPLIT} --minimise pending --difference 60 -n 60 -q");
    let output = good(home.path(), &format!("{words} -o best"));
    let saved = Saved::read(&home.path().join("best")).unwrap();
    let info = saved.manifest.split.clone().unwrap();
    let rows = of_pending(&saved.optimize);
    let splits: Vec<(u64, f64, f64)> = rows
        .iter()
        .map(|row| (row.trial, row.value_1.unwrap(), row.value_2.unwrap()))
        .collect();
    assert_eq!(
        splits,
        [
            (0, 2.0, 1.0),
            (1, 2.0, 5.0),
            (2, 3.0, 4.0),
            (3, 4.0, 3.0),
            (4, 5.0, 2.0),
            (5, 6.0, 1.0)
        ]
    );
    // Every split in all replications, by `run`.
    let mut means: BTreeMap<u64, f64> = BTreeMap::new();
    for (trial, north, south) in &splits[1..] {
        let set = format!("--set court.north.posts={north} --set court.south.posts={south}");
        let end = "--set scenario.end=2019-09-30 -n 60 -q -o run";
        good(home.path(), &format!("run town.toml {set} {end}"));
        let results: Vec<ResultRow> = read_csv(&home.path().join("run/results.csv")).unwrap();
        let pending = |row: &&ResultRow| {
            let names = (row.court.as_str(), row.docket.as_str(), row.period.as_str());
            row.measure == "pending" && names == ("all", "all", "horizon")
        };
        means.insert(*trial, results.iter().find(pending).unwrap().mean.unwrap());
    }
    let lowest = means.values().copied().fold(f64::INFINITY, f64::min);
    let best = info.best.unwrap();
    assert_eq!(info.chosen, Chosen::Best, "{means:?}");
    assert!(means[&best] - lowest < 60.0, "{best}: {means:?}");
    // What went early went for a reason, and has fewer replications.
    let answer = rows.iter().find(|row| row.verdict == "answer").unwrap();
    assert_eq!((answer.trial, answer.n), (best, info.done));
    assert_eq!(answer.best_diff_mean, Some(0.0));
    for row in &rows[1..] {
        assert!(row.n >= 10 && row.n <= info.done, "{row:?}");
        if row.trial != best {
            assert_eq!(row.verdict, "eliminated");
            assert!(row.best_diff_mean.unwrap() > 0.0, "{row:?}");
        }
    }
    // With six posts in the north and one in the south it is never better.
    assert_eq!((rows[5].n, rows[5].probability_better), (10, Some(0.0)));
    // The file of the answer gives its numbers.
    let n = answer.n;
    let words = format!("run best/answer.resolved.toml -n {n} -q -o answer");
    good(home.path(), &words);
    let results: Vec<ResultRow> = read_csv(&home.path().join("answer/results.csv")).unwrap();
    let own = |row: &&ResultRow| {
        let names = (row.court.as_str(), row.docket.as_str(), row.period.as_str());
        row.measure == "pending" && names == ("all", "all", "horizon")
    };
    let own = results.iter().find(own).unwrap();
    assert_eq!((own.mean, own.ci_low), (answer.mean, answer.ci_low));
    let told = printed(&output);
    let (north, south) = (answer.value_1.unwrap(), answer.value_2.unwrap());
    for words in [
        format!(
            "Of 5 splits of 7 pending caseload at the end is lowest with court.north.posts = {north}, \
             court.south.posts = {south}: "
        ),
        "is chosen with a probability of at least 95 %".to_owned(),
        "cannot be told from it".to_owned(),
        "The best split is the most even one.".to_owned(),
        "The scenario as it stands, court.north.posts = 2, court.south.posts = 1,".to_owned(),
    ] {
        assert!(told.contains(&words), "{words}: {told}");
    }
}

#[test]
fn a_choice_is_the_same_bytes_on_any_number_of_threads_and_is_drawn_again_from_its_files() {
    let home = folder();
    let aim = "--maximise completions@fy:2019 --difference 1";
    let words = format!("optimize town.toml {SPLIT} {aim} -n 14 -q --format csv,json,xlsx");
    good(home.path(), &format!("{words} --threads 1 -o one"));
    let output = good(home.path(), &format!("{words} --threads 2 -o two"));
    let fixed = |out: &str| but_for_time(&home.path().join(out));
    assert!(fixed("one") == fixed("two"));
    let one = home.path().join("one");
    let before = contents(&one);
    assert!(before.contains_key(Path::new("charts/split.png")));
    good(home.path(), "report one -q");
    assert!(contents(&one) == before);
    let saved = Saved::read(&one).unwrap();
    let crowded = crowded_labels(&saved).into_iter();
    let own: Vec<String> = crowded.filter(|what| what.starts_with("split")).collect();
    assert!(own.is_empty(), "{own:#?}");
    // So small a difference is not decided in 14 replications.
    let info = saved.manifest.split.as_ref().unwrap();
    assert_eq!((info.chosen, info.done), (Chosen::Several, 14));
    let told = printed(&output);
    assert!(told.contains("is highest with"), "{told}");
    assert!(
        told.contains("After 14 replications, all that were asked for,"),
        "{told}"
    );
    let page = fs::read_to_string(one.join("report.html")).unwrap();
    for words in [
        "<h2>The best split</h2>",
        "id=\"fig-split\"",
        "Kim and Nelson 2001",
        "the best</small>",
    ] {
        assert_eq!(page.matches(words).count(), 1, "{words}");
    }
}

#[test]
fn all_that_is_wrong_with_a_split_is_told_and_nothing_is_written() {
    let home = folder();
    let before = contents(home.path());
    let north = "--split court.north.posts=2..6";
    let both = format!("{north} --split court.south.posts=1..5");
    let cases = [
        (
            format!("{both} --total 70 --step 1 --minimise pending"),
            "the lower ends add up to 3, and the most is 11",
        ),
        (
            format!("{both} --total 11 --step 1 --minimise pending"),
            "there is only one split of 11",
        ),
        (
            format!("{north} --total 5 --step 1 --minimise pending"),
            "give --split once for each",
        ),
        (
            format!("{both} --total 7 --step 1 --minimise pendign@fy:2019"),
            "did you mean `pending`?",
        ),
        (
            "--split court.north.posts=2..900 --split court.south.posts=1..900 --total 700 --step 1 \
             --minimise pending"
                .to_owned(),
            "with --step ",
        ),
        (
            format!("{north} --split court.south.psots=1..5 --total 7 --step 1 --minimise pending"),
            "did you mean `posts`?",
        ),
        (
            "--split court.north.posts=0..4 --split court.south.posts=1..5 --total 6 --step 1 --minimise \
             pending"
                .to_owned(),
            "--split:1:19",
        ),
        (
            format!("{both} --total 7 --step 0 --minimise pending"),
            "give a number above 0",
        ),
        (format!("{both} --total 7 --step 1"), "--minimise"),
        (
            format!("{both} --total 7 --step 1 --minimise pending --target pending<5"),
            "cannot be used with",
        ),
    ];
    for (asked, words) in cases {
        let output = run(home.path(), &format!("optimize town.toml {asked} -n 2"));
        assert_eq!(output.status.code(), Some(2), "{asked}");
        assert!(said(&output).contains(words), "{asked}: {}", said(&output));
        assert!(!said(&output).contains("--vary:"), "{}", said(&output));
    }
    assert!(contents(home.path()) == before);
}

#[cfg(unix)]
#[test]
fn an_interrupted_choice_keeps_what_was_run_and_says_that_it_is_not_over() {
    let home = folder();
    let split = "--split court.north.posts=2..6 --split court.south.posts=1..5 --total 7 --step 1";
    let words = format!(
        "optimize town.toml {split} --minimise pending --difference 0.0001 -n 2000 --threads 1 -o out"
    );
    // The scenario as it stands alone takes seconds: it is stopped there.
    let rest = crate::cli::interrupted(home.path(), &words, "Simulating town", 500);
    let saved = Saved::read(&home.path().join("out")).unwrap();
    let info = saved.manifest.split.as_ref().unwrap();
    assert!(saved.manifest.interrupted && info.best.is_none());
    assert_eq!((info.chosen, info.done), (Chosen::Unfinished, 0));
    assert!(saved.optimize.is_empty());
    assert!(
        rest.contains("The choice was stopped after 0 replications"),
        "{rest}"
    );
    let told = headlines(&saved).join("\n");
    assert!(told.contains("No split was run to the end"), "{told}");
}
