//! The command as people run it: exit codes, files, what is said and what is not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use docketsim::experiment::{ComparisonRow, ReplicationRow, ResultRow};
use docketsim::report::export::read_csv;
use tempfile::TempDir;

use crate::town::{file, root};

/// The program, in a folder of its own.
pub fn docketsim(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docketsim"));
    // Help is as wide as the terminal: here 100 columns.
    command
        .current_dir(folder)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1");
    command
}

/// A folder to run in, with the small scenarios of the tests.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "town.toml",
        "more-judges.toml",
        "null.toml",
        "published.toml",
    ] {
        fs::copy(file(name), folder.path().join(name)).unwrap();
    }
    folder
}

/// Runs with words as arguments.
pub fn run(folder: &Path, words: &str) -> Output {
    docketsim(folder)
        .args(words.split_whitespace())
        .output()
        .unwrap()
}

/// Runs and expects success.
pub fn good(folder: &Path, words: &str) -> Output {
    let output = run(folder, words);
    assert_eq!(output.status.code(), Some(0), "{words}: {}", said(&output));
    output
}

pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Every file below a folder with its bytes, by relative path.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn walk(root: &Path, at: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_path_buf();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// The same without those files that tell of time and threads.
pub fn but_for_time(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = contents(folder);
    for name in ["manifest.json", "report.html", "results.xlsx"] {
        files.remove(Path::new(name));
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_run_writes_what_is_promised_and_names_it() {
    let home = folder();
    let output = good(home.path(), "run town.toml -n 3");
    // Results on stdout, all else on stderr.
    assert!(
        printed(&output).starts_with("town:\n"),
        "{}",
        printed(&output)
    );
    assert!(said(&output).contains("Simulating town: 3 replications, seed 20190312"));
    let out = home.path().join("out/town");
    let files = contents(&out);
    for name in files.keys().filter(|name| !name.starts_with("charts")) {
        let line = format!("wrote {}\n", Path::new("out/town").join(name).display());
        assert!(said(&output).contains(&line), "{line}");
    }
    // Charts are many: they are counted, and named on demand.
    let pictures = files
        .keys()
        .filter(|name| name.starts_with("charts"))
        .count();
    let line = format!("wrote out/town/charts/: {pictures} pictures\n");
    assert!(said(&output).contains(&line), "{}", said(&output));
    let output = good(home.path(), "run town.toml -n 3 -v");
    for name in files.keys() {
        let line = format!("wrote {}\n", Path::new("out/town").join(name).display());
        assert!(said(&output).contains(&line), "{line}");
    }
    let plain: Vec<&str> = files
        .keys()
        .filter_map(|name| name.to_str())
        .filter(|name| !name.starts_with("charts"))
        .collect();
    let promised = [
        "assumptions.csv",
        "manifest.json",
        "replications.csv",
        "report.html",
        "results.csv",
        "scenario.resolved.toml",
    ];
    assert_eq!(plain, promised);
    let charts = names(&out.join("charts"));
    assert!(charts.contains(&"pending.svg".to_owned()), "{charts:?}");
    let svg = charts.iter().filter(|name| name.ends_with(".svg")).count();
    assert_eq!(charts.len(), 2 * svg, "each chart in both forms");
    assert_eq!(
        names(home.path()),
        [
            "more-judges.toml",
            "null.toml",
            "out",
            "published.toml",
            "town.toml"
        ]
    );
}

#[test]
fn file_headers_are_a_contract() {
    let home = folder();
    good(
        home.path(),
        "compare town.toml more-judges.toml -n 3 -q -o both",
    );
    let header = |name: &str| {
        let text = fs::read_to_string(home.path().join("both").join(name)).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(
        header("results.csv"),
        "scenario,measure,unit,court,docket,period,period_start,mean,ci_low,ci_high,p05,p25,p50,p75,p95,n"
    );
    assert_eq!(
        header("comparison.csv"),
        "scenario,baseline,measure,unit,court,docket,period,diff_mean,ci_low,ci_high,diff_pct,probability_lower,n,variance_ratio"
    );
    assert_eq!(
        header("replications.csv"),
        "scenario,replication,measure,unit,period,value"
    );
    assert_eq!(
        header("assumptions.csv"),
        "scenario,id,statement,value,values,unit,low,high,source,file,line,measure,base,at_low,at_low_ci_low,at_low_ci_high,at_high,at_high_ci_low,at_high_ci_high,n,remark"
    );
    for name in ["town.resolved.toml", "more-judges.resolved.toml"] {
        assert!(home.path().join("both").join(name).is_file());
    }
    let rows: Vec<ComparisonRow> = read_csv(&home.path().join("both/comparison.csv")).unwrap();
    let judges = rows
        .iter()
        .find(|row| row.measure == "judges" && row.court == "north" && row.period == "horizon");
    assert!(judges.unwrap().diff_mean.unwrap() > 0.5);
    assert!(
        rows.iter()
            .all(|row| row.baseline == "town" && row.scenario == "more-judges")
    );
}

#[test]
fn threads_and_repetition_change_no_byte_of_the_results() {
    let home = folder();
    for (threads, out) in [(1, "one"), (8, "eight"), (8, "again")] {
        good(
            home.path(),
            &format!("run town.toml -n 16 --threads {threads} -q -o {out}"),
        );
    }
    good(home.path(), "run town.toml -n 16 --seed 2 -q -o other");
    for name in ["results.csv", "replications.csv"] {
        let bytes = |out: &str| fs::read(home.path().join(out).join(name)).unwrap();
        assert!(bytes("one") == bytes("eight"), "{name}");
        assert!(bytes("eight") == bytes("again"), "{name}");
        assert!(bytes("one") != bytes("other"), "{name}");
    }
}

#[test]
fn the_resolved_scenario_run_again_gives_the_same_results() {
    let home = folder();
    let set = "--set court.south.judges=2 --set court.south.posts=2 --set policy.more-judges.effective=2019-05-01";
    good(
        home.path(),
        &format!("run more-judges.toml -n 3 {set} -q -o first"),
    );
    fs::remove_file(home.path().join("town.toml")).unwrap();
    good(
        home.path(),
        "run first/scenario.resolved.toml -n 3 -q -o second",
    );
    let bytes = |out: &str| fs::read(home.path().join(out).join("results.csv")).unwrap();
    assert!(bytes("first") == bytes("second"));
}

#[test]
fn full_detail_writes_the_months_of_every_court_and_docket() {
    let home = folder();
    good(home.path(), "run town.toml -n 2 --detail full -q -o full");
    good(home.path(), "run town.toml -n 2 -q -o standard");
    let pairs = |out: &str| {
        let rows: Vec<ResultRow> = read_csv(&home.path().join(out).join("results.csv")).unwrap();
        let pair = |row: &&ResultRow| {
            row.court == "north" && row.docket == "detained" && row.period == "month:2019-03"
        };
        rows.iter().filter(pair).count()
    };
    assert_eq!(pairs("standard"), 0);
    assert!(pairs("full") > 20);
}

#[test]
fn json_holds_the_rows_of_the_csv_files() {
    let home = folder();
    good(home.path(), "run town.toml -n 2 --format json -q -o out");
    let out = home.path().join("out");
    let bytes = fs::read(out.join("results.json")).unwrap();
    let json: Vec<ResultRow> = serde_json::from_slice(&bytes).unwrap();
    let csv: Vec<ResultRow> = read_csv(&out.join("results.csv")).unwrap();
    assert!(json == csv && json.len() > 1000);
    let bytes = fs::read(out.join("replications.json")).unwrap();
    let json: Vec<ReplicationRow> = serde_json::from_slice(&bytes).unwrap();
    assert!(json == read_csv(&out.join("replications.csv")).unwrap());
}

#[test]
fn quiet_says_nothing_and_prints_the_answer() {
    let home = folder();
    let output = good(home.path(), "run town.toml -n 2 -q");
    assert_eq!(said(&output), "");
    assert!(printed(&output).contains("cases are pending"));
    let output = good(home.path(), "report out/town -q");
    assert_eq!(
        (said(&output), printed(&output)),
        (String::new(), String::new())
    );
    let output = good(home.path(), "run town.toml -n 2 -v");
    assert!(
        said(&output).contains("million a second"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_profile_says_what_a_run_costs_and_writes_nothing() {
    let home = folder();
    let before = contents(home.path());
    let output = good(home.path(), "run town.toml --profile -n 2 --threads 2");
    let printed = printed(&output);
    let figure = |name: &str| -> Vec<&str> {
        let line = printed.lines().find_map(|line| line.strip_prefix(name));
        let line = line.unwrap_or_else(|| panic!("no {name}:\n{printed}"));
        line.split_whitespace().collect()
    };
    assert_eq!(figure("threads"), ["1", "2"]);
    assert_eq!(figure("replications"), ["2", "4"]);
    for name in [
        "seconds a replication",
        "ns per hearing and thread",
        "hearings per second",
    ] {
        let positive = |text: &&str| text.parse::<f64>().is_ok_and(|value| value > 0.0);
        assert!(figure(name).iter().all(positive), "{name}:\n{printed}");
    }
    for name in ["processor ns per hearing", "peak memory so far [MB]"] {
        let known = |text: &&str| *text == "unknown" || text.parse::<f64>().is_ok();
        assert!(figure(name).iter().all(known), "{name}:\n{printed}");
    }
    assert_eq!(figure("speed-up over one thread").len(), 1);
    assert_eq!(figure("parallel efficiency").last(), Some(&"%"));
    let alone = figure("  by processor time alone");
    assert!(matches!(alone[..], ["unknown"] | [_, "%"]), "{printed}");
    // The first two replications are those of a run.
    let plain = good(home.path(), "run town.toml -n 2 -q -o out");
    let manifest = fs::read_to_string(home.path().join("out/manifest.json")).unwrap();
    let events = format!("\"events\": {},", figure("events")[0]);
    assert!(manifest.contains(&events), "{events}{}", said(&plain));
    fs::remove_dir_all(home.path().join("out")).unwrap();
    assert!(contents(home.path()) == before);
    for other in ["--event-log 3", "--shard 1/2", "--assumptions", "-o out"] {
        let output = run(home.path(), &format!("run town.toml --profile {other}"));
        assert_eq!(output.status.code(), Some(2), "{other}");
    }
}

#[test]
fn report_draws_the_same_pictures_from_the_saved_rows() {
    let home = folder();
    good(
        home.path(),
        "compare town.toml more-judges.toml -n 3 -q -o both",
    );
    let before = contents(&home.path().join("both"));
    fs::remove_file(home.path().join("both/report.html")).unwrap();
    fs::remove_dir_all(home.path().join("both/charts")).unwrap();
    let output = good(home.path(), "report both");
    assert!(said(&output).contains("wrote both"));
    let after = contents(&home.path().join("both"));
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &before {
        assert!(after[name] == *bytes, "{}", name.display());
    }
}

#[test]
fn a_run_to_a_precision_reports_how_many_replications_it_took() {
    let home = folder();
    good(
        home.path(),
        "run town.toml --precision completions=0.02 -q -o out",
    );
    let rows: Vec<ResultRow> = read_csv(&home.path().join("out/results.csv")).unwrap();
    let row = rows
        .iter()
        .find(|row| row.measure == "completions" && row.period == "horizon" && row.court == "all");
    let row = row.unwrap();
    let half = 0.5 * (row.ci_high.unwrap() - row.ci_low.unwrap());
    assert!(half <= 0.02 * row.mean.unwrap());
    assert!(row.n % 20 == 0 && row.n < 400, "{}", row.n);
    let output = run(
        home.path(),
        "run town.toml --precision pendng=0.02 -q -o none",
    );
    assert_eq!(output.status.code(), Some(2));
    let message =
        "`pendng` is no measure of the whole system over the horizon; did you mean `pending`?";
    assert!(said(&output).contains(message), "{}", said(&output));
    assert!(!home.path().join("none").exists());
}

#[test]
fn a_precision_that_is_not_reached_is_said_and_stays_in_the_manifest() {
    let home = folder();
    let command = "run town.toml --precision completions=0.00001 -n 20 -o out";
    let output = good(home.path(), command);
    let words = "the precision asked for was not reached";
    assert!(said(&output).contains(words), "{}", said(&output));
    let manifest = fs::read_to_string(home.path().join("out/manifest.json")).unwrap();
    assert!(manifest.contains(words));
}

#[test]
fn the_resolved_scenario_gives_the_results_of_a_run_with_a_seed_and_a_number() {
    let home = folder();
    good(home.path(), "run town.toml -n 3 --seed 9 -q -o out");
    good(home.path(), "run out/scenario.resolved.toml -q -o again");
    let rows = |folder: &str| fs::read(home.path().join(folder).join("results.csv")).unwrap();
    assert!(rows("out") == rows("again"));
}

#[test]
fn a_court_may_lose_more_posts_than_it_has() {
    let home = folder();
    let cut = "extends = \"town.toml\"\n[scenario]\nname = \"cut\"\n[[policy]]\nid = \"cut\"\n\
        kind = \"judges\"\neffective = 2019-03-01\ncourts = [{ court = \"north\", posts = -99 }]\n";
    fs::write(home.path().join("cut.toml"), cut).unwrap();
    let output = good(home.path(), "run cut.toml -n 2 -q -o out");
    assert!(said(&output).contains("this cuts 97 posts more than court `north` has on 2019-03-01"));
}

#[test]
fn a_comparison_of_unlike_times_or_currencies_is_warned_of() {
    let home = folder();
    let text = "extends = \"town.toml\"\n[scenario]\nname = \"later\"\nend = 2019-12-31\n\
        currency = \"EUR\"\n";
    fs::write(home.path().join("later.toml"), text).unwrap();
    let output = good(home.path(), "compare town.toml later.toml -n 2 -o both");
    let manifest = fs::read_to_string(home.path().join("both/manifest.json")).unwrap();
    for words in [
        "only months and fiscal years of the same days in both are compared",
        "their costs are not compared",
    ] {
        assert!(said(&output).contains(words), "{}", said(&output));
        assert!(manifest.contains(words));
    }
    let alike = good(
        home.path(),
        "compare town.toml more-judges.toml -n 2 -o alike",
    );
    assert!(!said(&alike).contains("compared"));
}

#[test]
fn a_comparison_answers_with_the_differences() {
    let home = folder();
    let output = good(
        home.path(),
        "compare town.toml more-judges.toml -n 3 -q -o both",
    );
    let printed = printed(&output);
    let (baseline, other) = printed.split_once("more-judges:\n").unwrap();
    assert!(baseline.starts_with("town:\n"), "{baseline}");
    assert!(!baseline.contains("than in the baseline"), "{baseline}");
    for part in [
        "cases are pending than in the baseline (95 % interval of the mean difference: ",
        "Pending at the end: ",
        " against the baseline (95 % interval ",
        "Cost over the whole horizon: ",
    ] {
        assert!(other.contains(part), "{part}: {other}");
    }
}

#[test]
fn folders_that_cannot_be_written_are_named_without_temporary_names() {
    let home = folder();
    for words in [
        "init no/such/new.toml",
        "run town.toml -n 1 -q -o /proc/none",
    ] {
        let output = run(home.path(), words);
        let said = said(&output);
        assert!(!output.status.success(), "{words}");
        assert!(
            !said.contains(".tmp") && !said.contains(".docketsim-"),
            "{said}"
        );
        assert!(
            said.contains("no such folder") || said.contains("cannot write /proc/none"),
            "{said}"
        );
    }
}

#[test]
fn bad_arguments_and_bad_input_end_with_2_and_write_nothing() {
    let home = folder();
    fs::write(
        home.path().join("bad.toml"),
        "extends = \"town.toml\"\n[scenaro]\nx = 1\n",
    )
    .unwrap();
    fs::write(home.path().join("empty.toml"), "").unwrap();
    fs::write(home.path().join("a-file"), "mine").unwrap();
    let before = contents(home.path());
    for (words, part) in [
        ("run", "FILE"),
        ("walk town.toml", "walk"),
        ("run town.toml -n 0", "0"),
        ("run town.toml -n many", "many"),
        ("run town.toml --threads 0", "0"),
        ("run town.toml --seed -1", "-1"),
        (
            "run town.toml --seed 9223372036854775808",
            "is not in 0..=9223372036854775807",
        ),
        (
            "backtest town.toml --seed 9223372036854775808",
            "is not in 0..=9223372036854775807",
        ),
        ("run town.toml --precision pending", "pending=0.01"),
        ("run town.toml --precision pending=2", "between 0 and 1"),
        ("run town.toml --format pdf", "pdf"),
        ("run town.toml -q -v", "--verbose"),
        ("run none.toml", "none.toml"),
        ("run empty.toml", "empty.toml"),
        ("run bad.toml", "scenario"),
        ("check town.toml bad.toml", "bad.toml:2:2"),
        ("compare town.toml", "FILE"),
        (
            "compare town.toml town.toml",
            "two of the scenarios are named `town`",
        ),
        (
            "validate published.toml published.toml",
            "two of the scenarios are named `published`",
        ),
        ("compare town.toml bad.toml", "nothing was run"),
        ("run town.toml --set court.south.judgs=2", "judges"),
        ("run town.toml --set court.south.judges=-2", "--set"),
        ("run town.toml -o a-file", "a-file is a file"),
        ("run town.toml -o .", "no name of its own"),
        ("run town.toml --draws .", "`.` is a directory"),
        ("backtest town.toml --fit-until 2010", "has no [history]"),
        (
            "man walk",
            "check, run, compare, sweep, sensitivity, optimize, calibrate",
        ),
        ("report nothere", "cannot read nothere/manifest.json"),
        ("merge nothere", "cannot read nothere/manifest.json"),
    ] {
        let output = run(home.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
        assert!(said(&output).contains(part), "{words}: {}", said(&output));
        assert_eq!(printed(&output), "", "{words}");
        assert!(!said(&output).contains("panicked"), "{}", said(&output));
    }
    assert!(contents(home.path()) == before, "nothing is written");
}

#[test]
fn faults_of_all_files_are_told_in_one_go() {
    let home = folder();
    fs::write(
        home.path().join("a.toml"),
        "extends = \"town.toml\"\n[scenaro]\n",
    )
    .unwrap();
    fs::write(home.path().join("b.toml"), "extends = \"city.toml\"\n").unwrap();
    let output = run(home.path(), "check a.toml b.toml");
    for part in ["scenaro", "city.toml", "a.toml:2", "b.toml:1"] {
        assert!(said(&output).contains(part), "{part}: {}", said(&output));
    }
    let output = good(home.path(), "check town.toml more-judges.toml null.toml");
    assert_eq!(printed(&output).lines().count(), 3);
}

#[test]
fn every_reference_scenario_passes_the_check() {
    let mut files: Vec<PathBuf> = names(&root().join("scenarios"))
        .into_iter()
        .filter(|name| name.ends_with(".toml"))
        .map(|name| root().join("scenarios").join(name))
        .collect();
    files.sort();
    assert!(files.len() >= 4);
    let output = docketsim(root())
        .arg("check")
        .args(&files)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(printed(&output).matches(": good.").count(), files.len());
    assert_eq!(said(&output), "", "no warnings");
}

#[test]
fn results_of_another_scenario_are_refused_before_the_run() {
    let home = folder();
    good(home.path(), "run town.toml -n 2 -q -o out");
    let before = contents(home.path());
    let output = run(home.path(), "run more-judges.toml -n 2 -o out");
    assert_eq!(output.status.code(), Some(2));
    for part in ["`town`", "`more-judges`", "--force"] {
        assert!(said(&output).contains(part), "{}", said(&output));
    }
    assert!(!said(&output).contains("Simulating"), "{}", said(&output));
    assert!(contents(home.path()) == before);
    good(home.path(), "run town.toml -n 3 -q -o out");
    good(home.path(), "run more-judges.toml -n 2 -q -o out --force");
    let rows: Vec<ResultRow> = read_csv(&home.path().join("out/results.csv")).unwrap();
    assert!(rows.iter().all(|row| row.scenario == "more-judges"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told_before_the_run() {
    // Nobody can make a file there, whatever the rights.
    let home = folder();
    let before = contents(home.path());
    for target in ["/proc/docketsim/out", "/dev/null/out", "town.toml/below"] {
        let output = run(home.path(), &format!("run town.toml -n 2 -o {target}"));
        let code = output.status.code().unwrap();
        assert!(code == 1 || code == 2, "{target}: {}", said(&output));
        let first = target.split("/out").next().unwrap();
        let first = first.split("/docketsim").next().unwrap();
        assert!(said(&output).contains(first), "{}", said(&output));
        assert!(!said(&output).contains("panicked"), "{}", said(&output));
        assert!(!said(&output).contains("Simulating"), "{}", said(&output));
    }
    assert!(contents(home.path()) == before);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_printed_is_an_error_and_a_reader_who_leaves_is_none() {
    use std::process::Stdio;
    let Ok(full) = fs::File::create("/dev/full") else {
        return;
    };
    let folder = folder();
    let done = |words: &str, to: Stdio| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_docketsim"));
        command.current_dir(folder.path()).stdout(to);
        let output = command.args(words.split_whitespace()).output().unwrap();
        (output.status.code(), said(&output))
    };
    for words in [
        "schema",
        "check town.toml",
        "explain",
        "explain court.judges",
        "completions bash",
        "man",
        "--help",
        "--version",
        "run --help",
        "run town.toml -n 2 -q -o full",
    ] {
        let (code, told) = done(words, full.try_clone().unwrap().into());
        assert_eq!(code, Some(1), "{words}");
        assert!(told.contains("cannot write to standard output"), "{told}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (code, told) = done(words, writer.into());
        assert_eq!((code, told.as_str()), (Some(0), ""), "{words}");
    }
    // The results of a run are kept all the same.
    assert!(folder.path().join("full/results.csv").exists());
}

#[test]
fn a_full_disk_is_a_clear_error_and_leaves_what_was_there() {
    let home = folder();
    good(home.path(), "run town.toml -n 2 -q -o out");
    let before = contents(home.path());
    // No file may be longer than 64 blocks: what a full disk is like, without filling one.
    let program = env!("CARGO_BIN_EXE_docketsim");
    let line = format!("trap '' XFSZ; ulimit -f 64; exec '{program}' run town.toml -n 3 -o out");
    let output = Command::new("sh")
        .args(["-c", &line])
        .current_dir(home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("cannot write out"),
        "{}",
        said(&output)
    );
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
    assert!(
        contents(home.path()) == before,
        "nothing is left half-written"
    );
}

/// Interrupts the program some time after it begins a stage [ms]; what it says from there on.
#[cfg(unix)]
pub fn interrupted(folder: &Path, words: &str, stage: &str, patience: u64) -> String {
    let (mut child, mut told) = crate::interrupts::begun(folder, words, stage);
    std::thread::sleep(std::time::Duration::from_millis(patience));
    crate::interrupts::signal(&child, "INT");
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut told, &mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    rest
}

#[cfg(unix)]
#[test]
fn an_attribution_that_is_interrupted_says_so() {
    let home = folder();
    let reform = "extends = \"more-judges.toml\"\n[scenario]\nname = \"reform\"\n\n[[policy]]\n\
                  id = \"fewer\"\nkind = \"arrivals\"\neffective = 2019-01-01\n\
                  sources = [\"interior\"]\nmultiplier = 0.9\n";
    fs::write(home.path().join("reform.toml"), reform).unwrap();
    let words = "compare town.toml reform.toml --attribute -n 300 --threads 1 -o out";
    let rest = interrupted(home.path(), words, "Taking reform apart", 0);
    assert!(rest.contains("apart"), "{rest}");
    let manifest = fs::read(home.path().join("out/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["interrupted"], true);
    assert!(manifest["warnings"].to_string().contains("taken apart"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_reports_the_replications_it_finished() {
    let home = folder();
    // The longer it is left alone, the more is finished: however slow the machine, it comes to a
    // report in the end, and it can never come to the end of a million replications.
    for patience in 0..12 {
        let words = "run town.toml -n 1000000 --threads 2 -o out";
        let stage = "Simulating town: 1,000,000 replications";
        let rest = interrupted(home.path(), words, stage, 200 << patience);
        if rest.contains("before the first replication was finished") {
            assert!(!home.path().join("out").exists());
            continue;
        }
        assert!(
            rest.contains("interrupted: the results are those of the"),
            "{rest}"
        );
        break;
    }
    let out = home.path().join("out");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let done = manifest["replications_done"].as_u64().unwrap();
    assert_eq!(manifest["interrupted"], true);
    assert!((1..1_000_000).contains(&done), "{done}");
    let rows: Vec<ResultRow> = read_csv(&out.join("results.csv")).unwrap();
    let pending = rows
        .iter()
        .find(|row| row.measure == "pending" && row.period == "horizon");
    assert_eq!(pending.unwrap().n, done);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("The run was interrupted"));
}

#[test]
fn help_of_every_command() {
    let home = folder();
    let help = |words: &str| printed(&good(home.path(), words));
    let commands = help("--help");
    insta::assert_snapshot!("help", commands);
    let list = commands.split("Commands:\n").nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap();
    let named = list.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split_whitespace().next()?;
        (!line.starts_with("   ")).then_some(name)
    });
    for command in named.filter(|name| *name != "help") {
        let text = help(&format!("{command} --help"));
        assert!(text.contains("Example"), "{command} has an example");
        insta::assert_snapshot!(format!("help_{command}"), text);
    }
    assert!(help("--version").starts_with("docketsim 0."));
}

#[test]
fn a_comparison_to_a_precision_is_of_one_number_of_replications() {
    let home = folder();
    // Scenarios reach the precision at unlike numbers when they are run alone.
    let alone = ["town", "more-judges"].map(|name| {
        let words = format!("run {name}.toml --precision pending=0.12 -q -o {name}");
        good(home.path(), &words);
        most(&home.path().join(name).join("results.csv"))
    });
    assert_ne!(alone[0], alone[1]);
    let words = "compare town.toml more-judges.toml --precision pending=0.12 -q -o both";
    good(home.path(), words);
    let both = home.path().join("both");
    let n = alone[0].max(alone[1]);
    let rows: Vec<ResultRow> = read_csv(&both.join("results.csv")).unwrap();
    let pending = rows
        .iter()
        .filter(|row| row.measure == "pending" && row.period == "horizon");
    assert!(pending.clone().count() > 2);
    assert!(pending.clone().all(|row| row.n == n));
    let differences: Vec<ComparisonRow> = read_csv(&both.join("comparison.csv")).unwrap();
    let pending = differences.iter().filter(|row| row.measure == "pending");
    assert!(pending.clone().all(|row| row.n == n));
    for name in ["town", "more-judges"] {
        let resolved = fs::read_to_string(both.join(format!("{name}.resolved.toml"))).unwrap();
        assert!(resolved.contains(&format!("replications = {n}  # as run")));
    }
    let page = fs::read_to_string(both.join("report.html")).unwrap();
    assert!(page.contains(&format!("n = {n} replications")));
}

/// The largest number of replications in a file of results.
fn most(results: &Path) -> u64 {
    let rows: Vec<ResultRow> = read_csv(results).unwrap();
    rows.iter().map(|row| row.n).max().unwrap()
}

/// Places across a picture at which the lines of a width begin, end and bend.
fn places(svg: &str, width: &str) -> Vec<f64> {
    let lines = svg.split("<polyline").skip(1);
    let own = lines.filter(|line| line.contains(&format!("stroke-width=\"{width}\"")));
    let points = own.filter_map(|line| line.split("points=\"").nth(1)?.split('"').next());
    points
        .flat_map(str::split_whitespace)
        .filter_map(|point| point.split(',').next()?.parse().ok())
        .collect()
}

#[test]
fn lines_of_unlike_horizons_stay_within_the_axes() {
    let home = folder();
    let text = "extends = \"town.toml\"\n[scenario]\nname = \"later\"\nstart = 2018-12-01\n\
        end = 2021-06-30\nfiscal_year_starts = 1\n";
    fs::write(home.path().join("later.toml"), text).unwrap();
    let output = good(home.path(), "compare town.toml later.toml -n 2 -o both");
    let warned = "Fiscal years of later start in Jan, those of town in Oct";
    assert!(said(&output).contains(warned), "{}", said(&output));
    let chart = home.path().join("both/charts/compare-pending.svg");
    let svg = fs::read_to_string(chart).unwrap();
    let end = |width| places(&svg, width).into_iter().fold(0.0, f64::max);
    let (grid, lines) = (end("4"), end("10"));
    // The key of the last label is drawn as a line, too: it is all that stands beyond the grid.
    let beyond = places(&svg, "10").into_iter().filter(|x| *x > grid).count();
    assert!(grid > 1000.0 && lines > grid && beyond < 9, "{beyond}");
}

#[test]
fn a_chart_of_a_single_month_has_a_dot_and_no_arithmetic() {
    let home = folder();
    let words = "run town.toml -n 3 --set scenario.end=2018-10-20 -o out";
    let output = good(home.path(), words);
    let chart = |name: &str| {
        fs::read_to_string(home.path().join(format!("out/charts/{name}.svg"))).unwrap()
    };
    for name in ["pending", "courts", "age"] {
        assert!(chart(name).contains("<circle"), "{name}");
    }
    assert!(!printed(&output).contains("Annual arithmetic"));
}

#[test]
fn where_nobody_files_nobody_is_said_to_wait() {
    let home = folder();
    let text = fs::read_to_string(home.path().join("town.toml")).unwrap();
    let none = text
        .replace("rate = { value = 220", "rate = { value = 0")
        .replace("rate = { value = 30", "rate = { value = 0");
    fs::write(home.path().join("none.toml"), none).unwrap();
    let output = good(home.path(), "run none.toml -n 3 -q -o out");
    let (printed, page) = (
        printed(&output),
        fs::read_to_string(home.path().join("out/report.html")).unwrap(),
    );
    assert!(printed.contains("0 cases come in"), "{printed}");
    for nonsense in ["who file in", "by year of filing above", ">not reached"] {
        assert!(!printed.contains(nonsense), "{printed}");
        assert!(!page.contains(nonsense), "{nonsense}");
    }
}
