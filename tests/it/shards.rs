//! Parts of an experiment, joined: the same bytes as the whole.

use std::path::Path;

use docketsim::experiment::{Detail, Shelf, layout, read_panels, write_panels};

use crate::cli::{contents, folder, good, run, said};
use crate::town;

/// Files that hold what came out; the others say how and when it was run.
fn outcome(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = contents(folder).into_iter();
    let named = files.map(|(name, bytes)| (name.display().to_string(), bytes));
    let told = |name: &str| name == "manifest.json" || name == "report.html";
    named.filter(|(name, _)| !told(name)).collect()
}

fn same(whole: &[(String, Vec<u8>)], joined: &[(String, Vec<u8>)]) {
    let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(whole), names(joined));
    for (one, other) in whole.iter().zip(joined) {
        assert!(one == other, "{} differs", one.0);
    }
}

#[test]
fn the_parts_of_a_run_joined_in_any_order_give_the_bytes_of_the_whole() {
    let folder = folder();
    good(folder.path(), "run town.toml -n 5 -q -o whole");
    for part in 1..=3 {
        let words = format!("run town.toml -n 5 -q --shard {part}/3 -o part-{part}");
        good(folder.path(), &words);
    }
    good(folder.path(), "merge part-3 part-1 part-2 -q -o joined");
    let (whole, joined) = (
        outcome(&folder.path().join("whole")),
        outcome(&folder.path().join("joined")),
    );
    assert!(whole.len() > 10);
    same(&whole, &joined);
}

#[test]
fn the_parts_of_a_comparison_joined_give_the_bytes_of_the_whole() {
    let folder = folder();
    let compare = "compare town.toml more-judges.toml -n 4 -q --detail full --seed 9";
    good(folder.path(), &format!("{compare} -o whole"));
    for part in 1..=2 {
        good(
            folder.path(),
            &format!("{compare} --shard {part}/2 -o part-{part}"),
        );
    }
    good(folder.path(), "merge part-1 part-2 -q -o joined");
    let (whole, joined) = (
        outcome(&folder.path().join("whole")),
        outcome(&folder.path().join("joined")),
    );
    assert!(whole.iter().any(|(name, _)| name == "comparison.csv"));
    same(&whole, &joined);
}

#[test]
fn parts_that_do_not_fit_are_refused_with_every_reason_and_nothing_is_written() {
    let folder = folder();
    let part = |words: &str| good(folder.path(), &format!("run town.toml -q {words}"));
    part("-n 4 --shard 1/2 -o one");
    part("-n 4 --shard 2/2 -o two");
    part("-n 4 -o plain");
    part("-n 4 --seed 8 --shard 2/2 -o seed");
    part("-n 6 --shard 2/2 -o more");
    let refused = |words: &str, reasons: &[&str]| {
        let output = run(folder.path(), &format!("merge {words} -o joined"));
        assert_eq!(output.status.code(), Some(2), "{words}");
        for reason in reasons {
            assert!(said(&output).contains(reason), "{words}: {}", said(&output));
        }
        assert!(!folder.path().join("joined").exists());
    };
    refused("one", &["parts are missing: 2/2"]);
    refused(
        "one one plain",
        &[
            "one and one are the same part, 1/2",
            "plain is no part of an experiment",
        ],
    );
    refused("one seed", &["seed: the seed differs from one"]);
    refused(
        "one more",
        &["more: the number of replications differs from one"],
    );
    let panels = folder.path().join("two/town.panels");
    let bytes = std::fs::read(&panels).unwrap();
    std::fs::write(&panels, &bytes[..bytes.len() - 3]).unwrap();
    refused("one two", &["two/town.panels: the file ends too early"]);
    // Every reason says by whom it is told.
    let output = run(folder.path(), "merge one one plain -o joined");
    let said = said(&output);
    let reasons: Vec<&str> = said.lines().collect();
    assert_eq!(reasons.len(), 2, "{said}");
    assert!(
        reasons.iter().all(|line| line.starts_with("docketsim: ")),
        "{said}"
    );
}

#[test]
fn damaged_panels_and_an_unknown_detail_are_refused() {
    let folder = folder();
    for part in 1..=2 {
        let words = format!("run town.toml -n 4 -q --shard {part}/2 -o part-{part}");
        good(folder.path(), &words);
    }
    let refused = |reason: &str| {
        let output = run(folder.path(), "merge part-1 part-2 -o joined");
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(reason), "{}", said(&output));
        assert!(!folder.path().join("joined").exists());
    };
    let panels = folder.path().join("part-2/town.panels");
    let sound = std::fs::read(&panels).unwrap();
    let mut damaged = sound.clone();
    let end = damaged.len();
    damaged[end - 800..end - 792].copy_from_slice(&1234.5_f64.to_le_bytes());
    std::fs::write(&panels, damaged).unwrap();
    refused("part-2/town.panels: it was changed or damaged after the run: run this part again");
    std::fs::write(&panels, sound).unwrap();
    for part in ["part-1", "part-2"] {
        let manifest = folder.path().join(part).join("manifest.json");
        let text = std::fs::read_to_string(&manifest).unwrap();
        let other = text.replace("\"detail\": \"standard\"", "\"detail\": \"finest\"");
        assert_ne!(text, other);
        std::fs::write(&manifest, other).unwrap();
    }
    refused("unknown variant `finest`");
}

#[test]
fn parts_that_do_not_hold_what_they_say_are_refused() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    for part in 1..=2 {
        let words = format!("run published.toml -n 4 -q --seed 9 --shard {part}/2 -o part-{part}");
        good(folder.path(), &words);
    }
    let refused = |words: &str, reason: &str| {
        let output = run(folder.path(), &format!("merge {words} -o joined"));
        assert_eq!(output.status.code(), Some(2), "{words}: {}", said(&output));
        assert!(said(&output).contains(reason), "{}", said(&output));
        assert!(!path("joined").exists());
    };
    let panels = path("part-2/published.panels");
    let own = std::fs::read(&panels).unwrap();
    let wrong = "part-2/published.panels: it does not hold the replications of this part";
    std::fs::copy(path("part-1/published.panels"), &panels).unwrap();
    refused("part-1 part-2", wrong);
    // The last record is cut off as a whole.
    let record = (own.len() - 27) / 2;
    std::fs::write(&panels, &own[..own.len() - record]).unwrap();
    refused("part-1 part-2", wrong);
    std::fs::write(&panels, &own).unwrap();
    let resolved = path("part-1/scenario.resolved.toml");
    let text = std::fs::read_to_string(&resolved).unwrap();
    let edited = text.replacen("productivity", "# productivity", 1);
    std::fs::write(&resolved, edited + "# edited\n").unwrap();
    refused(
        "part-1 part-2",
        "scenario.resolved.toml was changed after the run",
    );
    std::fs::write(&resolved, text).unwrap();
    good(
        folder.path(),
        "validate published.toml -n 4 -q --seed 9 --shard 2/2 -o other",
    );
    refused("part-1 other", "other: the command differs from part-1");
    let manifest = path("part-1/manifest.json");
    let told = std::fs::read_to_string(&manifest).unwrap();
    for (index, of) in [(1, 1_000_000_000_000_000_000_u64), (0, 2), (3, 2)] {
        let mut wrong: serde_json::Value = serde_json::from_str(&told).unwrap();
        wrong["shard"] = serde_json::json!({ "index": index, "of": of });
        std::fs::write(&manifest, wrong.to_string()).unwrap();
        let reason = format!("part-1: there is no part {index}/{of}");
        refused("part-1 part-2", &reason);
    }
    std::fs::write(&manifest, told).unwrap();
    good(folder.path(), "merge part-1 part-2 -q -o joined");
}

#[test]
fn a_part_needs_a_number_within_the_parts() {
    let folder = folder();
    for wrong in ["0/2", "3/2", "1", "a/b", "1/0"] {
        let output = run(folder.path(), &format!("run town.toml --shard {wrong}"));
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn more_parts_than_replications_are_refused_before_the_run() {
    let folder = folder();
    // The first parts would have replications, but could never be joined.
    for part in [2, 5] {
        let words = format!("run town.toml -n 3 --shard {part}/8 -o part");
        let output = run(folder.path(), &words);
        assert_eq!(output.status.code(), Some(2), "{part}");
        assert!(said(&output).contains("at most 3 parts"), "{output:?}");
    }
    assert!(!folder.path().join("part").exists());
}

#[test]
fn the_whole_never_replaces_one_of_its_parts() {
    let folder = folder();
    for part in 1..=2 {
        let words = format!("run town.toml -n 2 -q --shard {part}/2 -o part-{part}");
        good(folder.path(), &words);
    }
    let before = contents(folder.path());
    for target in ["part-2", "./part-1/", "part-2 --force"] {
        let output = run(folder.path(), &format!("merge part-1 part-2 -o {target}"));
        assert_eq!(output.status.code(), Some(2), "{target}");
        assert!(said(&output).contains("is one of the parts"), "{output:?}");
    }
    assert!(contents(folder.path()) == before);
    // A folder of the same results is replaced, as `run` does.
    good(folder.path(), "merge part-1 part-2 -q -o whole");
    good(folder.path(), "merge part-1 part-2 -q -o whole");
}

#[test]
fn panels_survive_the_way_through_a_file_to_the_bit() {
    let scenario = town::scenario("town.toml", &[]);
    let experiment = town::run(&scenario, &town::plan(3, 2));
    let mut bytes = Vec::new();
    write_panels(&experiment, &mut bytes).unwrap();
    let layout = layout(&scenario, Detail::Standard);
    let read = |bytes: &[u8]| read_panels(bytes, &layout, &Shelf::with_room(0));
    let back = read(&bytes).unwrap();
    let bits = |replications: &[docketsim::experiment::Replication]| -> Vec<u64> {
        let panels = replications.iter().flat_map(|r| r.panel.all().into_owned());
        panels.map(|x| x.to_bits()).collect()
    };
    assert_eq!(bits(&back), bits(&experiment.replications));
    assert_eq!(
        read(b"something else").unwrap_err(),
        "this is no file of panels"
    );
    let cut = &bytes[..bytes.len() - 1];
    assert_eq!(read(cut).unwrap_err(), "the file ends too early");
    bytes[20] ^= 1;
    assert!(read(&bytes).unwrap_err().contains("another scenario"));
}

#[test]
fn the_whole_is_warned_of_as_the_whole() {
    let folder = folder();
    let warnings = |words: &str, out: &str| -> Vec<String> {
        good(folder.path(), &format!("{words} -q -o {out}"));
        let manifest = std::fs::read(folder.path().join(out).join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        serde_json::from_value(manifest["warnings"].clone()).unwrap()
    };
    let run = "compare town.toml more-judges.toml --set scenario.end=2019-07-31 -n 11";
    let few = |warnings: &[String]| warnings.iter().any(|w| w.starts_with("Only "));
    for part in 1..=2 {
        let own = warnings(&format!("{run} --shard {part}/2"), &format!("part-{part}"));
        assert!(few(&own));
    }
    let whole = warnings(run, "whole");
    assert!(!few(&whole) && !whole.is_empty());
    assert_eq!(warnings("merge part-1 part-2", "joined"), whole);
    let one = warnings("run town.toml -n 1 --set scenario.end=2018-10-31", "one");
    assert!(one[0].starts_with("Only 1 replication: "), "{}", one[0]);
}
