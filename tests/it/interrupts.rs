//! Runs that are told to stop: what they keep, and what they say of it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use docketsim::experiment::ComparisonRow;
use docketsim::report::export::read_csv;
use serde_json::Value;

use crate::cli::{contents, folder, good, interrupted, run, said};
use crate::county::{TEXT, past, published};

/// Starts the program, and waits until it begins a stage.
pub fn begun(folder: &Path, words: &str, stage: &str) -> (Child, BufReader<ChildStderr>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docketsim"));
    command.args(words.split_whitespace());
    started(command, folder, stage)
}

fn started(mut command: Command, folder: &Path, stage: &str) -> (Child, BufReader<ChildStderr>) {
    let mut child = command
        .current_dir(folder)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with(stage) {
        line.clear();
        assert_ne!(told.read_line(&mut line).unwrap(), 0, "{stage} never began");
    }
    (child, told)
}

/// Sends a signal, by its name.
pub fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &id])
        .status();
    assert!(sent.unwrap().success());
}

/// Whether a closed terminal is ignored here, and by programs started from here.
fn under_nohup() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & 1 == 1)
}

/// The manifest of a folder of results.
fn manifest(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn an_interrupted_comparison_compares_what_all_have_and_the_whole_takes_its_place() {
    let home = folder();
    let null = fs::read_to_string(home.path().join("null.toml")).unwrap();
    let third = null.replacen("name = \"null\"", "name = \"third\"", 1);
    fs::write(home.path().join("third.toml"), third).unwrap();
    let words = "compare town.toml null.toml third.toml --threads 1 -o out";
    let out = home.path().join("out");
    good(home.path(), &format!("{words} -n 2 -q"));
    let rest = interrupted(
        home.path(),
        &format!("{words} -n 100000"),
        "Simulating town, null, third: 100,000 replications of each, in turn",
        2000,
    );
    assert!(rest.contains("interrupted"), "{rest}");
    let told = manifest(&out);
    assert_eq!(told["interrupted"], true);
    let done = told["replications_done"].as_u64().unwrap();
    assert!((1..100_000).contains(&done), "{done}");
    let compared: Vec<ComparisonRow> = read_csv(&out.join("comparison.csv")).unwrap();
    for name in ["null", "third"] {
        let mut rows = compared.iter().filter(|row| row.scenario == name);
        assert!(rows.any(|row| row.measure == "pending" && row.n == done));
    }
    // Results of another scenario are refused as ever.
    let before = contents(&out);
    let other = run(home.path(), "run null.toml -n 2 -o out");
    assert_eq!(other.status.code(), Some(2), "{}", said(&other));
    assert!(contents(&out) == before);
    good(home.path(), &format!("{words} -n 2 -q"));
    assert_eq!(manifest(&out)["interrupted"], false);
}

#[test]
fn a_request_to_terminate_and_a_closed_terminal_keep_what_was_finished() {
    // Tests that run under `nohup` hand it on: their programs do not hear of a closed terminal.
    let heard = if under_nohup() {
        &["TERM"][..]
    } else {
        &["TERM", "HUP"]
    };
    for name in heard {
        let home = folder();
        let words = "compare town.toml null.toml -n 100000 --threads 1 -o out";
        let (mut child, mut told) = begun(home.path(), words, "Simulating town, null");
        std::thread::sleep(Duration::from_secs(2));
        // The shell and the system both tell of a terminal that is closed: twice in one go, so that
        // a busy machine does not put them apart.
        let id = child.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &id, &id])
            .status();
        assert!(sent.unwrap().success());
        let mut rest = String::new();
        told.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{name}: {rest}");
        assert!(rest.contains("once more to drop it"), "{name}: {rest}");
        assert_eq!(manifest(&home.path().join("out"))["interrupted"], true);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_under_nohup_does_not_hear_that_its_terminal_is_closed() {
    let home = folder();
    let program = env!("CARGO_BIN_EXE_docketsim");
    let line = format!("trap '' HUP; exec '{program}' run town.toml -n 40 --threads 2 -o out");
    let mut shell = Command::new("sh");
    shell.args(["-c", &line]);
    let (mut child, mut told) = started(shell, home.path(), "Simulating town");
    signal(&child, "HUP");
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
    assert_eq!(manifest(&home.path().join("out"))["replications_done"], 40);
}

#[test]
fn who_interrupts_again_and_again_is_heard_and_finds_nothing_half_written() {
    let home = folder();
    let words = "run town.toml -n 1000000 --threads 2 -o out";
    let (mut child, mut told) = begun(home.path(), words, "Simulating town");
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        signal(&child, "INT");
        std::thread::sleep(Duration::from_millis(100));
    };
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert_eq!(code, Some(130), "{rest}");
    assert!(rest.contains("once more to drop it"), "{rest}");
    let left = fs::read_dir(home.path()).unwrap();
    let hidden = left.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with('.')
    });
    assert_eq!(hidden.count(), 0, "{rest}");
}

/// Interrupts a command on the county some time after it begins a stage [ms]; what the program says from there on.
fn county(words: &str, stage: &str, patience: u64) -> (tempfile::TempDir, String) {
    let home = tempfile::tempdir().unwrap();
    let text = format!("{TEXT}\n{}", published(&past(0), "first"));
    fs::write(home.path().join("county.toml"), text).unwrap();
    let rest = interrupted(home.path(), words, stage, patience);
    (home, rest)
}

#[test]
fn an_interrupted_backtest_leaves_out_the_mode_that_was_not_finished() {
    let words = "backtest county.toml --runs 80 -n 1000 --threads 1 -o out";
    let (home, rest) = county(words, "Simulating unconditional forecast", 0);
    let left_out = "before its replications were finished: the unconditional forecast";
    assert!(rest.contains(left_out), "{rest}");
    let out = home.path().join("out");
    let manifest = manifest(&out);
    assert_eq!(manifest["replications_requested"], 1000);
    assert_eq!(manifest["replications_done"], 1000);
    assert!(manifest["warnings"].to_string().contains(left_out));
    for name in ["backtest.csv", "backtest_scores.csv"] {
        let rows = fs::read_to_string(out.join(name)).unwrap();
        assert!(rows.contains(",conditional,") && !rows.contains(",unconditional,"));
    }
}

#[test]
fn an_interrupted_calibration_says_how_many_replications_were_asked_for() {
    let words = "calibrate county.toml --runs 80 -n 100000 --threads 1 -o out";
    let (home, rest) = county(words, "Simulating the accepted vectors", 300);
    let manifest = manifest(&home.path().join("out"));
    assert_eq!(manifest["replications_requested"], 100_000);
    let done = manifest["replications_done"].as_u64().unwrap();
    assert!((1..100_000).contains(&done), "{rest}");
    let words = format!("{done} of 100000 replications were finished");
    assert!(manifest["warnings"].to_string().contains(&words));
}
