//! The README: every command in it runs.

use std::fs;
use std::path::Path;

use crate::cli::docketsim;
use crate::town::root;

const README: &str = include_str!("../../README.md");

/// What stands before the arguments of the program.
const PROGRAM: &str = "cargo run --release -- ";

/// Commands in the `sh` blocks of a text; a line that ends in `\` goes on.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for block in text.split("```sh\n").skip(1) {
        let block = block.split("```").next().unwrap().replace("\\\n", " ");
        let lines = block.lines().map(str::trim);
        found.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
    }
    found
}

/// The arguments of a command as the test runs it: with one replication, and few points.
fn shortened(arguments: &str) -> Vec<String> {
    // Quotes are for a shell.
    let words = arguments.split_whitespace();
    let mut words: Vec<String> = words.map(|word| word.replace('\'', "")).collect();
    let several = words
        .iter()
        .position(|word| word == "-n" || word == "--replications");
    if let Some(at) = several {
        "1".clone_into(&mut words[at + 1]);
    } else if matches!(
        words[0].as_str(),
        "run" | "compare" | "validate" | "sensitivity"
    ) {
        words.extend(["-n".to_owned(), "1".to_owned()]);
    }
    if words[0] == "sensitivity" {
        words.extend("--trajectories 2 --samples 8".split(' ').map(str::to_owned));
    }
    if words[0] == "validate" {
        words.extend(["--assumptions".to_owned(), "0".to_owned()]);
        if !words.iter().any(|word| word.starts_with("scenarios/")) {
            // Two whole fits to the past take minutes: which files are chosen without being named,
            // and what a fit in `validate` gives, is tested on a small court.
            words.push("scenarios/crs-r47637-300.toml".to_owned());
        }
    }
    words
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn every_command_of_the_readme_runs() {
    let home = tempfile::tempdir().unwrap();
    copy(&root().join("scenarios"), &home.path().join("scenarios"));
    let commands = commands(README);
    for promised in [
        "cargo test",
        "cargo run --release -- run scenarios/mpp-calexico.toml",
    ] {
        assert!(commands.iter().any(|c| c == promised), "{promised}");
    }
    for command in &commands {
        if command == "cargo test" {
            continue;
        }
        let arguments = command.strip_prefix(PROGRAM);
        let arguments = arguments.unwrap_or_else(|| panic!("`{command}` is of no known form"));
        let output = docketsim(home.path())
            .args(shortened(arguments))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}: {said}");
    }
    assert!(home.path().join("out/mpp-calexico/report.html").is_file());
}

#[test]
fn files_that_the_readme_names_exist() {
    // Links and pictures, `[text](path)`, that lead nowhere else.
    let links = README.split("](").skip(1);
    let paths = links.filter_map(|rest| rest.split(')').next());
    let mut seen = 0;
    for path in paths.filter(|path| !path.contains("://") && !path.starts_with('#')) {
        assert!(root().join(path).exists(), "{path}");
        seen += 1;
    }
    assert!(seen >= 3, "{seen}");
    let picture = fs::metadata(root().join("docs/story.png")).unwrap();
    assert!(
        picture.len() < 300_000,
        "the picture has {} bytes",
        picture.len()
    );
}
