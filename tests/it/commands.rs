//! The commands around a run: explain, init, schema, completions, man, and the options of runs.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use docketsim::scenario::lexicon;
use docketsim::scenario::{KINDS, editor_schema, load};
use serde_json::{Map, Value as Json};

use crate::scenario::world::world;

pub fn docketsim() -> Command {
    let mut command = Command::cargo_bin("docketsim").unwrap();
    command.env("NO_COLOR", "1").env("COLUMNS", "100");
    command
}

pub fn stdout(arguments: &[&str]) -> String {
    let done = docketsim().args(arguments).assert().success();
    String::from_utf8(done.get_output().stdout.clone()).unwrap()
}

fn stderr(arguments: &[&str], code: i32) -> String {
    let done = docketsim().args(arguments).assert().code(code);
    String::from_utf8(done.get_output().stderr.clone()).unwrap()
}

/// A TOML text as JSON, dates as text.
fn json(text: &str) -> Json {
    fn convert(value: toml::Value) -> Json {
        match value {
            toml::Value::String(text) => Json::from(text),
            toml::Value::Integer(number) => Json::from(number),
            toml::Value::Float(number) => Json::from(number),
            toml::Value::Boolean(truth) => Json::from(truth),
            toml::Value::Datetime(date) => Json::from(date.to_string()),
            toml::Value::Array(list) => list.into_iter().map(convert).collect(),
            toml::Value::Table(table) => {
                let pairs = table.into_iter().map(|(key, value)| (key, convert(value)));
                Json::Object(pairs.collect::<Map<_, _>>())
            }
        }
    }
    convert(toml::Value::Table(toml::from_str(text).unwrap()))
}

fn faults(schema: &jsonschema::Validator, text: &str) -> Vec<String> {
    let document = json(text);
    let errors = schema.iter_errors(&document);
    errors
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

#[test]
fn explanations_say_meaning_unit_default_range_and_an_example() {
    let asked = [
        "court.judges",
        "docket.asylum.stage.merits.absent.order",
        "rules.queue",
        "cohort_merits_p50",
        "host_waiting.tijuana",
        "shares-not-one",
        "rate",
        "lognormal",
        "probability_lower",
    ];
    let texts: Vec<String> = asked
        .iter()
        .map(|name| stdout(&["explain", name]))
        .collect();
    insta::assert_snapshot!("explanations", texts.join("\n----\n"));
}

#[test]
fn a_policy_kind_is_explained_with_its_keys() {
    for kind in KINDS {
        let text = stdout(&["explain", kind.name]);
        assert!(
            text.contains(kind.summary.split(' ').next().unwrap()),
            "{text}"
        );
        assert!(
            text.contains("effective") && text.contains("Must be given"),
            "{text}"
        );
        assert!(
            text.contains(&format!("kind = \"{}\"", kind.name)),
            "{text}"
        );
    }
}

#[test]
fn everything_that_is_listed_can_be_explained() {
    let list = stdout(&["explain"]);
    let names = list.lines().filter_map(|line| line.strip_prefix("    "));
    let names = names.filter(|line| !line.starts_with(' '));
    let names: Vec<&str> = names
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 100, "{list}");
    // One process for each would take long: every tenth, and all kinds.
    let kinds = KINDS.iter().map(|kind| kind.name);
    for name in names.iter().copied().step_by(10).chain(kinds) {
        assert!(list.contains(name));
        assert!(stdout(&["explain", name]).contains('('), "{name}");
    }
}

#[test]
fn a_miss_names_the_nearest_and_ends_with_2() {
    let said = stderr(&["explain", "court.juges"], 2);
    assert!(said.contains("`court.judges`"), "{said}");
    let said = stderr(&["explain", "pendin"], 2);
    assert!(said.contains("`pending`"), "{said}");
    let said = stderr(&["explain", "xyzzy"], 2);
    assert!(said.contains("`docketsim explain` alone"), "{said}");
}

#[test]
fn every_example_is_valid_where_it_stands() {
    let schema = jsonschema::validator_for(&editor_schema()).unwrap();
    for entry in lexicon::keys() {
        let text = format!("extends = \"base.toml\"\n{}", entry.example);
        if entry.key == "extends" {
            continue;
        }
        assert_eq!(
            faults(&schema, &text),
            Vec::<String>::new(),
            "{}:\n{text}",
            entry.key
        );
    }
}

#[test]
fn every_scenario_obeys_the_schema_as_written_and_as_resolved() {
    let schema = jsonschema::validator_for(&editor_schema()).unwrap();
    let mut count = 0;
    let own = ["scenarios", "scenarios/policies", "tests/it/scenario/files"];
    for entry in own.iter().flat_map(|folder| fs::read_dir(folder).unwrap()) {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let raw = fs::read_to_string(&path).unwrap();
        assert_eq!(
            faults(&schema, &raw),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
        let scenario = load(&path, &[])
            .unwrap_or_else(|faults| panic!("{faults}"))
            .scenario;
        let resolved = scenario.resolved_toml();
        assert!(!resolved.contains("\nextends"));
        assert_eq!(
            faults(&schema, resolved),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
        count += 1;
    }
    assert!(count >= 6);
}

#[test]
fn the_schema_finds_faults_in_whole_files_and_in_extending_ones() {
    let schema = jsonschema::validator_for(&editor_schema()).unwrap();
    let bad = |text: &str| !faults(&schema, text).is_empty();
    let base = fs::read_to_string("tests/it/scenario/files/base.toml").unwrap();
    assert!(!bad(&base));
    assert!(
        bad(&base.replace("judges = 7", "juges = 7")),
        "an unknown key"
    );
    assert!(
        bad(&base.replace("share = 0.4\n", "share = 1.4\n")),
        "out of range"
    );
    assert!(
        bad(&base.replacen("start = 2018-10-01\n", "", 1)),
        "a missing key"
    );
    let child = "extends = \"base.toml\"\n[scenario]\nname = \"child\"\n";
    assert!(!bad(child));
    assert!(bad("[scenario]\nname = \"child\"\n"), "not whole");
    let policy = "[[policy]]\nid = \"more\"\nkind = \"judges\"\n";
    assert!(bad(&format!("{child}{policy}")), "policies are not merged");
    assert!(!bad(&format!(
        "{child}[[policy]]\nid = \"more\"\nremove = true\n"
    )));
    assert!(
        bad(&format!("{child}[[court]]\njudges = 3\n")),
        "which court?"
    );
    assert!(!bad(&format!(
        "{child}[[court]]\nid = \"rest\"\nremove = true\n"
    )));
    assert!(!bad(&format!(
        "{child}[[court]]\nid = \"rest\"\njudges = {{ source = \"counted\" }}\n"
    )));
}

#[test]
fn the_schema_refuses_what_the_loader_refuses_of_parameters_and_rates() {
    let schema = jsonschema::validator_for(&editor_schema()).unwrap();
    let refused = |(from, to): (&str, &str)| {
        let world = world("base.toml").base(from, to);
        let text = &world.files.0[Path::new("base.toml")];
        let text = std::str::from_utf8(text).unwrap();
        (world.load().is_err(), !faults(&schema, text).is_empty())
    };
    let (parameter, number) = ("overcrowding = 1.3", "{ value = 2400, per = \"month\"");
    let (file, steps) = ("per = \"fiscal-year\", scale", "value = 9 }] }");
    for edit in [
        (parameter, "overcrowding = \"judge_minutes\""),
        (parameter, "overcrowding = { value = \"judge_minutes\" }"),
        (file, "per = \"fiscal-year\", timing = \"end\", scale"),
        (file, "scale"),
        (number, "{ value = { value = 2400 }, per = \"month\""),
        (number, "{ value = 2400, scale = 2, per = \"month\""),
        (
            number,
            "{ value = \"overcrowding\", low = 1, per = \"month\"",
        ),
        (steps, "value = 9 }], per = \"month\" }"),
    ] {
        assert_eq!(refused(edit), (true, true), "{}", edit.1);
    }
    for edit in [
        (parameter, "overcrowding = { value = 1.3, low = 1.2 }"),
        (number, "{ value = \"overcrowding\", per = \"month\""),
        (
            number,
            "{ value = \"overcrowding\", scale = 2, per = \"day\"",
        ),
        (
            number,
            "{ steps = [{ from = 2018-10-01, value = 2 }], per = \"day\"",
        ),
    ] {
        assert_eq!(refused(edit), (false, false), "{}", edit.1);
    }
    let bad = |part: &str| !faults(&schema, &format!("extends = \"base.toml\"\n{part}")).is_empty();
    assert!(bad("[parameters]\nx = \"y\"\n"));
    assert!(!bad("[parameters]\nx = { source = \"counted\" }\n"));
    assert!(bad(
        "[[source]]\nid = \"port\"\nrate = { timing = \"end\" }\n"
    ));
    assert!(!bad(
        "[[source]]\nid = \"port\"\nrate = { column = \"new_cases\" }\n"
    ));
}

#[test]
fn the_schema_command_prints_the_schema() {
    let printed: Json = serde_json::from_str(&stdout(&["schema"])).unwrap();
    assert_eq!(printed, editor_schema());
    jsonschema::meta::validate(&printed).unwrap();
}

#[test]
fn a_new_scenario_passes_check_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["blank", "courts"] {
        let name = format!("my-{kind}");
        let file = folder.path().join(format!("{name}.toml"));
        let file = file.to_str().unwrap();
        stdout(&["init", file, "--kind", kind]);
        assert!(stdout(&["check", file]).contains(": good."));
        let out = folder.path().join(&name);
        stdout(&["run", file, "-n", "2", "-q", "-o", out.to_str().unwrap()]);
        assert!(out.join("report.html").exists());
    }
}

#[test]
fn init_replaces_nothing_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    fs::write(&file, "mine").unwrap();
    let path = file.to_str().unwrap();
    let said = stderr(&["init", path], 2);
    assert!(said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    stdout(&["init", path, "--force"]);
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("name = \"mine\"")
    );
    let nowhere = folder.path().join("no/such/folder/a.toml");
    stderr(&["init", nowhere.to_str().unwrap()], 2);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing is left behind"
    );
}

#[cfg(unix)]
#[test]
fn init_replaces_files_only_and_leaves_links_as_they_are() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo")
        .arg(path("pipe"))
        .status();
    assert!(made.unwrap().success());
    fs::create_dir(path("folder")).unwrap();
    symlink("pipe", path("to-pipe")).unwrap();
    symlink("nothing", path("to-nothing")).unwrap();
    for name in ["pipe", "folder", "to-pipe", "to-nothing"] {
        for force in [&[][..], &["--force"]] {
            let file = path(name);
            let words = [&["init", file.to_str().unwrap()], force].concat();
            let said = stderr(&words, 2);
            assert!(said.contains("give another name"), "{name}: {said}");
            assert!(!said.contains("--force"), "{name}: {said}");
        }
    }
    let kind = fs::symlink_metadata(path("pipe")).unwrap().file_type();
    assert!(kind.is_fifo() && path("to-nothing").is_symlink());
    fs::create_dir(path("elsewhere")).unwrap();
    fs::write(path("elsewhere/mine.toml"), "mine").unwrap();
    symlink("elsewhere/mine.toml", path("link.toml")).unwrap();
    let link = path("link.toml");
    let said = stderr(&["init", link.to_str().unwrap()], 2);
    assert!(said.contains("--force"), "{said}");
    stdout(&["init", link.to_str().unwrap(), "--force"]);
    assert!(link.is_symlink());
    let text = fs::read_to_string(path("elsewhere/mine.toml")).unwrap();
    assert!(text.contains("name = \"link\""), "{text}");
}

#[test]
fn shells_and_manuals_know_every_command() {
    let commands = [
        "check", "run", "compare", "report", "explain", "init", "schema",
    ];
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = stdout(&["completions", shell]);
        assert!(
            commands.iter().all(|command| script.contains(command)),
            "{shell}"
        );
    }
    let page = stdout(&["man"]);
    assert!(page.contains(".TH docketsim 1"), "{page}");
    assert!(commands.iter().all(|command| page.contains(command)));
    assert!(stdout(&["man", "compare"]).contains(".TH docketsim-compare 1"));
    assert!(stderr(&["man", "nonsense"], 2).contains("compare"));
}

#[test]
fn commands_around_a_run_have_help_with_an_example() {
    let mut texts = Vec::new();
    for command in ["explain", "init", "schema", "completions", "man"] {
        let help = stdout(&[command, "--help"]);
        assert!(help.contains("Example"), "{command}");
        texts.push(help);
    }
    insta::assert_snapshot!("help_of_commands", texts.join("\n----\n"));
}

#[test]
fn parquet_needs_a_build_with_it() {
    if cfg!(feature = "parquet") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let base = Path::new("tests/it/scenario/files/base.toml")
        .to_str()
        .unwrap();
    let out = out.to_str().unwrap();
    let said = stderr(&["run", base, "-o", out, "--format", "parquet"], 2);
    assert!(said.contains("--features parquet"), "{said}");
    assert!(!Path::new(out).exists());
}

/// It was added, nothing referred to it, and the run went on with the old value.
#[test]
fn a_setting_of_a_parameter_that_is_not_there_is_a_slip() {
    let base = "tests/it/scenario/files/base.toml";
    let said = stderr(&["check", base, "--set", "parameters.judge_minuts=310"], 2);
    assert!(
        said.contains("there is no parameter `judge_minuts`"),
        "{said}"
    );
    assert!(said.contains("did you mean `judge_minutes`?"), "{said}");
}

#[test]
fn a_setting_of_an_entry_holds_in_the_files_that_have_it() {
    let home = crate::cli::folder();
    let set = "--set policy.more-judges.effective=2018-11-01 --set scenario.end=2018-12-31";
    let words = format!("compare town.toml more-judges.toml -n 2 {set} -o out");
    let said = crate::cli::said(&crate::cli::good(home.path(), &words));
    let left_out = "town.toml has no such entry: --set policy.more-judges.effective=2018-11-01";
    assert!(said.contains(left_out), "{said}");
    assert_eq!(said.matches("no such entry").count(), 1, "{said}");
    let read = |name: &str| fs::read_to_string(home.path().join("out").join(name)).unwrap();
    let resolved = ["town", "more-judges"].map(|name| read(&format!("{name}.resolved.toml")));
    for text in &resolved {
        assert!(text.contains("end = 2018-12-31  # --set"), "{text}");
    }
    assert!(!resolved[0].contains("2018-11-01"), "{}", resolved[0]);
    assert!(
        resolved[1].contains("effective = 2018-11-01"),
        "{}",
        resolved[1]
    );
    // What no file has is told once, with the nearest name of all files.
    for command in ["check", "compare", "validate"] {
        let words = format!(
            "{command} town.toml more-judges.toml --set policy.more-juges.effective=2018-11-01"
        );
        let output = crate::cli::run(home.path(), &words);
        let said = crate::cli::said(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert_eq!(
            said.matches("there is no entry `more-juges`").count(),
            1,
            "{said}"
        );
        assert!(said.contains("did you mean `more-judges`?"), "{said}");
        assert!(!said.contains("the list is empty"), "{said}");
    }
}

#[test]
fn the_word_that_says_the_kind_is_explained() {
    for name in ["policy.closure.kind", "policy.bill.policies.closure.kind"] {
        assert!(stdout(&["explain", name]).starts_with("closure  (policy kind)"));
    }
    for name in ["policy.kind", "policy.my-own.kind"] {
        assert!(stdout(&["explain", name]).starts_with("policy  (scenario key)"));
    }
    let until = stdout(&["explain", "policy.closure.until"]);
    assert!(until.contains("it must be given"), "{until}");
    assert!(!until.contains("it lasts"), "{until}");
}
