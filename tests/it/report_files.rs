//! The report layer: rows to files and back, and the output directory that is all or nothing.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docketsim::experiment::optimize::OptimizeRow;
use docketsim::experiment::sensitivity::SensitivityRow;
use docketsim::experiment::{
    AssumptionRow, ComparisonRow, PublishedRow, ReplicationRow, ResultRow, SweepRow,
};
use docketsim::report::export::{number, read_csv, to_csv, to_json};
use docketsim::report::manifest::{Manifest, RunKind, ScenarioInfo};
use docketsim::report::{
    OutputDir, OutputError, Overwrite, ReportError, Rows, Saved, certain_files, check_free,
    preflight, publish, redraw,
};

use crate::report_data;

fn open(target: &Path, saved: &Saved, overwrite: Overwrite) -> Result<OutputDir, OutputError> {
    OutputDir::create(target, &saved.manifest.scenario_names(), overwrite)
}

/// Results with few rows, so that a test writes them quickly.
fn small(name: &str) -> Saved {
    let scenario = ScenarioInfo {
        name: name.to_owned(),
        start: "2018-10-01".to_owned(),
        end: "2019-09-30".to_owned(),
        fiscal_year_start: 10,
        ..ScenarioInfo::default()
    };
    let row = ResultRow {
        scenario: name.to_owned(),
        measure: "judges".to_owned(),
        unit: "judges".to_owned(),
        court: "all".to_owned(),
        docket: "all".to_owned(),
        period: "fy:2019".to_owned(),
        period_start: "2018-10-01".to_owned(),
        mean: Some(400.0 + 1.0 / 3.0),
        ci_low: None,
        ci_high: None,
        p05: Some(390.0),
        p25: None,
        p50: None,
        p75: None,
        p95: Some(1e7 / 7.0),
        n: 2,
    };
    let manifest = Manifest {
        scenarios: vec![scenario],
        ..Manifest::default()
    };
    Saved::new(manifest, vec![row], Vec::new(), Vec::new())
}

fn write(target: &Path, saved: &Saved, overwrite: Overwrite) -> Result<Vec<PathBuf>, ReportError> {
    publish(
        open(target, saved, overwrite)?,
        saved.clone(),
        Rows::Csv,
        &[],
    )
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// Names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let name = |e: fs::DirEntry| e.file_name().to_string_lossy().into_owned();
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| name(e.unwrap()))
        .collect();
    found.sort();
    found
}

#[test]
fn csv_headers_are_a_contract() {
    let header = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let all = [
        header(to_csv::<ResultRow>(&[]).unwrap()),
        header(to_csv::<ComparisonRow>(&[]).unwrap()),
        header(to_csv::<ReplicationRow>(&[]).unwrap()),
        header(to_csv::<PublishedRow>(&[]).unwrap()),
        header(to_csv::<AssumptionRow>(&[]).unwrap()),
        header(to_csv::<SweepRow>(&[]).unwrap()),
        header(to_csv::<SensitivityRow>(&[]).unwrap()),
        header(to_csv::<OptimizeRow>(&[]).unwrap()),
    ];
    insta::assert_snapshot!("csv_headers", all.join(""));
}

#[test]
fn numbers_are_short_and_have_no_noise() {
    let cases = [
        (0.1 + 0.2, "0.3"),
        (1.0 / 3.0, "0.333333333"),
        (1_234_567.0, "1234567"),
        (123_456_789_012.3, "123456789000"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
    ];
    for (value, words) in cases {
        assert_eq!(number(Some(value)), words);
    }
    assert_eq!(number(None), "");
    assert_eq!(number(Some(f64::NAN)), "");
    assert_eq!(number(Some(f64::INFINITY)), "");
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let mut saved = report_data::compare();
    publish(
        open(&target, &saved, Overwrite::SameScenario).unwrap(),
        saved.clone(),
        Rows::CsvAndJson,
        &[],
    )
    .unwrap();
    let read = Saved::read(&target).unwrap();
    saved.manifest.files.clone_from(&read.manifest.files);
    // Where the files of scenarios are is noted as the results take their place.
    let both = saved
        .manifest
        .scenarios
        .iter_mut()
        .zip(&read.manifest.scenarios);
    both.for_each(|(own, read)| own.origin.clone_from(&read.origin));
    assert_eq!(read, saved);
    let json: Vec<ResultRow> =
        serde_json::from_slice(&fs::read(target.join("results.json")).unwrap()).unwrap();
    assert_eq!(json, saved.results);
    let listed: Vec<PathBuf> = read
        .manifest
        .files
        .iter()
        .map(|name| target.join(name))
        .collect();
    let mut found: Vec<PathBuf> = contents(&target).into_keys().collect();
    found.sort();
    let mut listed = listed;
    listed.sort();
    assert_eq!(found, listed, "the manifest lists every file");
}

#[test]
fn redrawing_from_saved_files_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let saved = report_data::run();
    let extra = [("scenario.resolved.toml".to_owned(), b"a = 1\n".to_vec())];
    publish(
        open(&target, &saved, Overwrite::SameScenario).unwrap(),
        saved,
        Rows::Csv,
        &extra,
    )
    .unwrap();
    let before = contents(&target);
    fs::remove_file(target.join("report.html")).unwrap();
    fs::remove_file(target.join("charts/pending.png")).unwrap();
    let drawn = redraw(&target).unwrap();
    assert!(drawn.contains(&target.join("report.html")));
    assert!(drawn.contains(&target.join("charts/pending.png")));
    assert!(!drawn.contains(&target.join("results.csv")));
    assert!(contents(&target) == before);
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn an_unfinished_directory_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let saved = small("a");
    let mut out = open(&folder.path().join("out"), &saved, Overwrite::SameScenario).unwrap();
    out.write("charts/x.svg", b"x").unwrap();
    drop(out);
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn missing_parents_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("a/b/out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    assert!(target.join("manifest.json").is_file());
}

#[test]
fn results_of_the_same_scenario_are_replaced_and_foreign_files_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    fs::create_dir(target.join("mine")).unwrap();
    fs::write(target.join("mine/notes.txt"), "keep").unwrap();
    let mut again = small("a");
    again.manifest.seed = 7;
    write(&target, &again, Overwrite::SameScenario).unwrap();
    assert_eq!(Saved::read(&target).unwrap().manifest.seed, 7);
    assert_eq!(
        fs::read_to_string(target.join("mine/notes.txt")).unwrap(),
        "keep"
    );
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn results_of_another_scenario_are_replaced_only_with_force() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("first"), Overwrite::SameScenario).unwrap();
    let before = contents(&target);
    let error = write(&target, &small("second"), Overwrite::SameScenario)
        .unwrap_err()
        .to_string();
    for part in ["out", "`first`", "`second`", "--force", "-o"] {
        assert!(error.contains(part), "{error}");
    }
    assert!(contents(&target) == before);
    write(&target, &small("second"), Overwrite::Force).unwrap();
    assert_eq!(
        Saved::read(&target).unwrap().manifest.scenario_names(),
        ["second"]
    );
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn a_folder_of_someone_else_is_left_alone_and_with_force_nothing_in_it_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    fs::create_dir(&target).unwrap();
    preflight(&target, &["a"], Overwrite::SameScenario).expect("an empty folder is free");
    fs::write(target.join("thesis.txt"), "years of work").unwrap();
    fs::write(target.join("report.html"), "mine").unwrap();
    let error = preflight(&target, &["a"], Overwrite::SameScenario)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("not empty") && error.contains("--force"),
        "{error}"
    );
    write(&target, &small("a"), Overwrite::Force).unwrap();
    assert_eq!(
        fs::read_to_string(target.join("thesis.txt")).unwrap(),
        "years of work"
    );
    assert_eq!(
        fs::read_to_string(target.join("report.html.old1")).unwrap(),
        "mine"
    );
    assert!(
        fs::read_to_string(target.join("report.html"))
            .unwrap()
            .contains("<!DOCTYPE html>")
    );
}

#[test]
fn a_foreign_file_in_the_way_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    fs::write(target.join("results.json"), "mine").unwrap();
    let saved = small("a");
    let out = open(&target, &saved, Overwrite::SameScenario).unwrap();
    let error = publish(out, saved, Rows::CsvAndJson, &[])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("results.json") && error.contains("--force"),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(target.join("results.json")).unwrap(),
        "mine"
    );
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn what_fails_at_the_last_step_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    // A folder of the user where a file of ours will be: it can be seen only when all is in place.
    fs::create_dir(target.join("extra")).unwrap();
    fs::write(target.join("extra/notes.txt"), "keep").unwrap();
    let before = contents(&target);
    let saved = small("a");
    let out = open(&target, &saved, Overwrite::SameScenario).unwrap();
    let extra = [("extra".to_owned(), b"x".to_vec())];
    publish(out, saved, Rows::Csv, &extra).unwrap_err();
    assert!(contents(&target) == before);
    assert_eq!(names(folder.path()), ["out"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_directory_stays_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("disk"), folder.path().join("out"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    for _ in 0..2 {
        write(&link, &small("a"), Overwrite::SameScenario).unwrap();
    }
    assert!(link.is_symlink() && real.join("manifest.json").is_file());
}

#[test]
fn a_path_without_a_name_is_refused() {
    for path in [".", "/", ".."] {
        let error = preflight(Path::new(path), &["a"], Overwrite::Force)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("no name of its own") && error.contains("-o"),
            "{error}"
        );
    }
}

#[test]
fn a_file_where_the_directory_should_be_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    fs::write(&file, "a file").unwrap();
    for target in [file.clone(), file.join("below"), file.join("far/below")] {
        let error = write(&target, &small("a"), Overwrite::Force)
            .unwrap_err()
            .to_string();
        assert!(error.contains("out"), "{error}");
        assert!(error.contains("-o"), "{error}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "a file");
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn a_spoilt_file_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    let path = target.join("results.csv");
    let text = fs::read_to_string(&path)
        .unwrap()
        .replace("fy:2019,2018-10-01,400", "fy:2019,2018-10-01,many");
    fs::write(&path, text).unwrap();
    let error = read_csv::<ResultRow>(&path).unwrap_err().to_string();
    assert!(
        error.contains("results.csv") && error.contains("line: 2"),
        "{error}"
    );
    let error = redraw(&folder.path().join("none")).unwrap_err().to_string();
    assert!(
        error.contains("manifest.json") && error.contains("`run`"),
        "{error}"
    );
}

#[test]
fn results_without_rows_or_with_other_columns_are_not_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    let path = target.join("results.csv");
    let text = fs::read_to_string(&path).unwrap();
    let header = text.lines().next().unwrap();
    for (spoilt, reason) in [
        (String::new(), "its columns are not scenario,measure"),
        (format!("{header}\n"), "it has no row"),
        (
            text.replacen(",mean,", ",average,", 1),
            "its columns are not scenario,measure",
        ),
        (
            text.lines().map(|line| format!("{line},x\n")).collect(),
            "its columns are not scenario,measure",
        ),
    ] {
        fs::write(&path, spoilt).unwrap();
        let before = contents(&target);
        let error = redraw(&target).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
        assert!(contents(&target) == before);
    }
    // A spreadsheet may have moved the columns.
    let moved: String = text
        .lines()
        .map(|line| {
            let (first, rest) = line.split_once(',').unwrap();
            format!("{rest},{first}\n")
        })
        .collect();
    fs::write(&path, moved).unwrap();
    redraw(&target).unwrap();
}

#[test]
fn equal_rows_give_equal_bytes() {
    let (a, b) = (report_data::run(), report_data::run());
    assert_eq!(to_csv(&a.results).unwrap(), to_csv(&b.results).unwrap());
    assert_eq!(to_json(&a.results).unwrap(), to_json(&b.results).unwrap());
}

#[test]
fn what_is_in_the_way_of_a_file_is_found_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let mut files = certain_files(RunKind::Run, Rows::CsvAndJson);
    files.push("charts/pending.svg".to_owned());
    let free = |overwrite| check_free(&target, &files, overwrite);
    free(Overwrite::SameScenario).expect("where nothing is nothing is in the way");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    free(Overwrite::SameScenario).expect("our own files are replaced");
    let refused = |name: &str| {
        let error = free(Overwrite::SameScenario).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("--force"), "{error}");
        free(Overwrite::Force).expect("it is set aside");
    };
    fs::write(target.join("results.json"), "mine").unwrap();
    refused("results.json");
    fs::remove_file(target.join("results.json")).unwrap();
    fs::remove_file(target.join("results.csv")).unwrap();
    fs::create_dir(target.join("results.csv")).unwrap();
    refused("results.csv");
    fs::remove_dir(target.join("results.csv")).unwrap();
    if target.join("charts").exists() {
        fs::remove_dir_all(target.join("charts")).unwrap();
    }
    fs::write(target.join("charts"), "mine").unwrap();
    refused("charts");
}

#[test]
fn a_folder_named_like_a_file_of_ours_is_set_aside_with_force() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    fs::create_dir_all(target.join("results.json/deep")).unwrap();
    fs::write(target.join("results.json/deep/notes.txt"), "keep").unwrap();
    let saved = small("a");
    let out = open(&target, &saved, Overwrite::Force).unwrap();
    publish(out, saved, Rows::CsvAndJson, &[]).unwrap();
    let kept = target.join("results.json.old1/deep/notes.txt");
    assert_eq!(fs::read_to_string(kept).unwrap(), "keep");
    assert!(target.join("results.json").is_file());
}

#[test]
fn finished_results_that_cannot_take_their_place_are_kept_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    write(&target, &small("a"), Overwrite::SameScenario).unwrap();
    fs::write(target.join("extra"), "mine").unwrap();
    let before = contents(&target);
    for i in 1..=2 {
        let saved = small("a");
        let out = open(&target, &saved, Overwrite::SameScenario).unwrap();
        let extra = [("extra".to_owned(), b"x".to_vec())];
        let error = publish(out.worth_keeping(), saved, Rows::Csv, &extra).unwrap_err();
        let kept = folder.path().join(format!("out.new{i}"));
        let words = format!("kept in {}", kept.display());
        assert!(error.to_string().contains(&words), "{error}");
        assert_eq!(fs::read(kept.join("extra")).unwrap(), b"x");
        assert_eq!(Saved::read(&kept).unwrap().manifest.scenario_names(), ["a"]);
    }
    assert!(contents(&target) == before);
    assert_eq!(names(folder.path()), ["out", "out.new1", "out.new2"]);
}
