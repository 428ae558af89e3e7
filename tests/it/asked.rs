//! What is asked of the commands is done, or refused in words that say why.

use std::fs;
use std::path::Path;
use std::process::Output;

use docketsim::experiment::ResultRow;
use docketsim::report::export::read_csv;

use crate::cli::{docketsim, folder, good, run, said};

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What is said about arguments that are refused.
fn refused(folder: &Path, words: &str) -> String {
    let output = run(folder, words);
    assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
    said(&output)
}

/// A scenario of another name.
fn named(folder: &Path, file: &str, name: &str, more: &str) {
    let text = format!("extends = \"town.toml\"\n{more}\n[scenario]\nname = \"{name}\"\n");
    fs::write(folder.join(file), text).unwrap();
}

#[test]
fn one_replication_has_no_half_intervals() {
    let folder = folder();
    let output = good(folder.path(), "run town.toml -n 1 -q -o out");
    assert!(
        !printed(&output).contains("interval"),
        "{}",
        printed(&output)
    );
    let rows: Vec<ResultRow> = read_csv(&folder.path().join("out/results.csv")).unwrap();
    assert!(rows.iter().any(|row| row.n == 0) && rows.iter().any(|row| row.n == 1));
    for row in rows {
        let both = row.ci_low.is_some() == row.ci_high.is_some();
        let mean = row.mean.is_some() || row.ci_low.is_none();
        assert!(both && mean, "{row:?}");
    }
}

#[test]
fn many_scenarios_have_a_folder_of_a_short_name() {
    let folder = folder();
    let mut words = "compare town.toml".to_owned();
    for i in 0..4 {
        let (file, name) = (
            format!("s{i}.toml"),
            format!("{}-{i}", "very-long".repeat(6)),
        );
        named(folder.path(), &file, &name, "");
        words.push_str(&format!(" {file}"));
    }
    good(folder.path(), &format!("{words} -n 1 -q"));
    assert!(
        folder
            .path()
            .join("out/town-vs-4-scenarios/comparison.csv")
            .is_file()
    );
    named(folder.path(), "long.toml", &"x".repeat(101), "");
    let said = refused(folder.path(), "check long.toml");
    assert!(said.contains("an id has at most 100 letters"), "{said}");
}

#[test]
fn common_options_are_taken_and_those_without_effect_refused() {
    let folder = folder();
    let told = said(&good(folder.path(), "check town.toml -v"));
    assert!(told.contains("town.toml: read town.toml"), "{told}");
    assert_eq!(said(&good(folder.path(), "check town.toml -q")), "");
    good(folder.path(), "run town.toml -n 2 -q -o out");
    let told = said(&good(folder.path(), "report out -v"));
    assert!(told.contains("pending.svg"), "{told}");
    let told = refused(folder.path(), "merge nope nope2 -v");
    assert!(told.contains("nope/") && told.contains("nope2/"), "{told}");
    for option in ["--format json", "--detail full", "--force"] {
        let told = refused(folder.path(), &format!("run town.toml --profile {option}"));
        assert!(told.contains("cannot be used with"), "{told}");
    }
}

#[test]
fn a_folder_that_cannot_be_one_is_a_wrong_argument() {
    let folder = folder();
    for words in ["run town.toml -n 1", "compare town.toml null.toml -n 1"] {
        let told = refused(folder.path(), &format!("{words} -o town.toml/sub"));
        assert!(told.contains("give another directory with -o"), "{told}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", folder.path().join("link")).unwrap();
        let told = refused(folder.path(), "run town.toml -n 1 -o link");
        assert!(told.contains("leads nowhere"), "{told}");
    }
}

#[test]
fn messages_count_quote_and_round_as_people_do() {
    let folder = folder();
    let mut command = docketsim(folder.path());
    let output = command.args(["init", "my courts.toml"]).output().unwrap();
    let told = said(&output);
    assert!(told.contains("docketsim check 'my courts.toml'"), "{told}");
    let words = "run town.toml -n 2 --threads 1 --precision pending=1e-9 -o out";
    let told = said(&good(folder.path(), words));
    assert!(told.contains("was to be 0.0000001 % of the mean"), "{told}");
}

#[test]
fn a_published_figure_beside_nothing_says_so() {
    let folder = folder();
    let figure = "[[actual.value]]\nid = \"cleared\"\nmeasure = \"clearance_date\"\nperiod = \"horizon\"\nvalue = 600\nused = \"held-out\"\nsource = \"a report\"\n";
    named(folder.path(), "figure.toml", "figure", figure);
    let words =
        "validate figure.toml -n 2 --assumptions 0 -q -o out --set scenario.clearance_level=1";
    let told = printed(&good(folder.path(), words));
    assert!(told.contains(", none simulated"), "{told}");
}
