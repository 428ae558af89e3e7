//! Whatever stands in a file, the loader answers with a scenario or with diagnostics.

use docketsim::diagnostic::Code;
use docketsim::policy::enact_all;
use docketsim::rng::Stream;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::world::{World, world};
use crate::support::fixed;

/// Loads and renders; neither may panic, and the program may not contradict itself.
fn survives(world: &World) {
    match world.load() {
        Ok(loaded) => {
            let scenario = loaded.scenario;
            for replication in 0..3 {
                let stream = Stream::new(1, replication);
                let model = scenario.model(stream);
                enact_all(&model.levers, &model.policies, stream);
            }
            let mut again = world.clone();
            again.sets.clear();
            again.path = "again.toml".to_owned();
            again = again.file("again.toml", scenario.resolved_toml());
            assert!(again.scenario() == scenario);
            assert_eq!(again.scenario().content_hash, scenario.content_hash);
        }
        Err(faults) => {
            assert!(!faults.diagnostics.is_empty());
            for diagnostic in &faults.diagnostics {
                assert_ne!(diagnostic.code, Code::Internal, "{faults}");
                assert!(!diagnostic.render(&faults.sources, true).is_empty());
            }
        }
    }
}

fn file() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        4 => Just("base.toml"),
        3 => Just("mpp.toml"),
        3 => Just("kinds.toml"),
        1 => Just("data/eoir_caseload.csv"),
        1 => Just("data/opening_age.csv"),
    ]
}

/// Values that are likely to hurt.
fn value() -> impl Strategy<Value = String> {
    let known = [
        "-1",
        "0",
        "1e308",
        "nan",
        "-inf",
        "99999999999999999999",
        "0.5",
        "\"\"",
        "[]",
        "{}",
        "true",
        "2019-02-28",
        "0001-01-01",
        "9999-12-31",
        "07:32:00",
        "[[1, 2]]",
        "{ value = 3 }",
        "\"judge_minutes\"",
        "{ steps = [] }",
        "{ steps = [{ from = 2018-10-01, value = -3 }] }",
        "{ file = \"x.csv\" }",
        "{ distribution = \"uniform\", low = 3, high = 2 }",
        "{ points = [[1, 2, 3]] }",
        "{ points = [[0.5, 2], [1, 1]] }",
        "{ value = 1, low = 0, high = 2, distribution = \"pert\" }",
        "{ distribution = 3 }",
        "{ value = \"overcrowding\", scale = 0.5 }",
        "{ value = \"overcrowding\", scale = -1, per = \"month\" }",
        "[1, \"a\", 2019-01-01]",
        "{ value = 1, per = \"month\" }",
        "{ file = \"data/eoir_caseload.csv\", at = \"fiscal_year\", column = \"new_cases\" }",
        "9223372036854775807",
        "1e9",
        "36500",
        "65536",
        "\"interior\"",
        "\"call-up\"",
    ];
    prop_oneof![
        4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => any::<f64>().prop_map(|value| format!("{value:e}")),
        1 => any::<String>(),
    ]
}

/// The keys of all numbers of a scenario.
fn keys_of(path: &str) -> Vec<String> {
    let scenario = world(path).scenario();
    let numbers = scenario.parameters.iter();
    numbers.map(|parameter| parameter.key.clone()).collect()
}

fn keys() -> Vec<String> {
    let mut keys = keys_of("mpp.toml");
    let more = [
        "scenario.start",
        "scenario.end",
        "scenario.seed",
        "scenario.fiscal_year_starts",
        "calendar.dates",
        "calendar.sitting_days",
        "session",
        "court",
        "docket.mpp.stage",
        "docket.mpp.waits",
        "source.port.rate",
        "source.port.destinations",
        "opening",
        "policy",
        "policy.more",
        "policy.more.kind",
        "policy.more.effective",
        "actual.series",
        "actual",
        "parameters",
        "judges.productivity",
        "court.rest.posts",
        "appeals",
        "docket.non-detained.stage.master.outcomes",
        "docket.non-detained.stage.1.outcomes.1.shares",
        "policy.mpp-san-ysidro.capacity",
        "policy.mpp-san-ysidro.ready",
        "court.rest.id",
        "docket.mpp.id",
    ];
    keys.extend(more.map(str::to_owned));
    keys
}

/// A key of which one part is missing, doubled, cut short or that of another key.
fn half_right_key() -> impl Strategy<Value = String> {
    let key = || proptest::sample::select(keys());
    (key(), key(), any::<prop::sample::Index>(), 0..6_u8).prop_map(|(key, other, at, how)| {
        let mut parts: Vec<&str> = key.split('.').collect();
        let others: Vec<&str> = other.split('.').collect();
        let (i, stranger) = (at.index(parts.len()), others[at.index(others.len())]);
        match how {
            0 => {
                parts.remove(i);
            }
            1 => parts.insert(i, parts[i]),
            2 => parts[i] = stranger,
            3 => parts.insert(i, stranger),
            4 => parts.push(stranger),
            _ => parts[i] = &parts[i][1..],
        }
        parts.join(".")
    })
}

/// A setting as people mistype it; seldom something else altogether.
fn setting() -> impl Strategy<Value = String> {
    let set = |(key, value)| format!("{key}={value}");
    prop_oneof![
        8 => (half_right_key(), value()).prop_map(set),
        2 => (proptest::sample::select(keys()), value()).prop_map(set),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(fixed(400, 1))]

    #[test]
    fn bytes_changed_anywhere(
        file in file(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4),
    ) {
        let mut world = world(if file == "kinds.toml" { file } else { "mpp.toml" });
        let bytes = world.files.0.get_mut(std::path::Path::new(file)).unwrap();
        for (at, byte, how) in changes {
            // Mostly characters that TOML knows.
            let byte = if byte < 64 { b"=[]{}\"'#.,-_0919 \n:"[usize::from(byte) % 19] } else { byte };
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        survives(&world);
    }

    #[test]
    fn lines_deleted_repeated_or_moved(
        file in file(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_u8), 1..6),
    ) {
        let mut world = world(if file == "kinds.toml" { file } else { "mpp.toml" });
        let bytes = world.files.0.get_mut(std::path::Path::new(file)).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        for (a, b, how) in changes {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            match how {
                0 => drop(lines.remove(a)),
                1 => lines.insert(b, lines[a]),
                _ => lines.swap(a, b),
            }
        }
        *bytes = lines.join("\n").into_bytes();
        survives(&world);
    }

    #[test]
    fn any_value_in_any_place(sets in proptest::collection::vec(
        (proptest::sample::select(keys()), value()), 1..4)) {
        let mut world = world("mpp.toml");
        for (key, value) in sets {
            world = world.set(&format!("{key}={value}"));
        }
        survives(&world);
    }

    #[test]
    fn any_value_in_any_place_of_any_kind(sets in proptest::collection::vec(
        (proptest::sample::select(keys_of("kinds.toml")), value()), 1..4)) {
        let mut world = world("kinds.toml");
        for (key, value) in sets {
            world = world.set(&format!("{key}={value}"));
        }
        survives(&world);
    }

    #[test]
    fn any_setting(set in setting()) {
        survives(&world("mpp.toml").set(&set));
    }
}

#[test]
fn most_settings_get_past_the_syntax() {
    let (settings, mut runner) = (setting(), TestRunner::new(fixed(1, 1)));
    let past = |_: &u32| {
        let set = settings.new_tree(&mut runner).unwrap().current();
        let faults = world("mpp.toml").set(&set).load().err();
        let mut codes = faults
            .into_iter()
            .flat_map(|f| f.diagnostics)
            .map(|d| d.code);
        codes.all(|code| ![Code::SetSyntax, Code::Syntax].contains(&code))
    };
    let past = (0..200).filter(past).count();
    assert!(past > 100, "{past} of 200");
}
