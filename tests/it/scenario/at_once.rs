//! All faults in one go: one that keeps a part from being read hides no other, and invents none.

use docketsim::diagnostic::Code;

use super::world::{World, world};

/// Code and line of every fault and warning, in the order in which they are told.
fn told(world: &World) -> Vec<(Code, usize)> {
    let diagnostics = match world.load() {
        Ok(loaded) => loaded.warnings,
        Err(faults) => faults.diagnostics,
    };
    let place = |line: Option<usize>| line.unwrap_or(0);
    let diagnostics = diagnostics.iter();
    diagnostics
        .map(|fault| (fault.code, place(fault.labels.first().map(|l| l.line))))
        .collect()
}

/// The codes alone.
fn codes(world: &World) -> Vec<Code> {
    told(world).into_iter().map(|(code, _)| code).collect()
}

/// The messages, with help.
fn messages(world: &World) -> Vec<String> {
    let faults = world.load().unwrap_err();
    let diagnostics = faults.diagnostics.into_iter();
    diagnostics
        .map(|fault| format!("{}; {}", fault.message, fault.help.unwrap_or_default()))
        .collect()
}

#[test]
fn a_value_that_cannot_be_read_hides_no_other_fault() {
    let spoilt = world("base.toml")
        .base("end = 2021-09-30", "end = 2021-02-30")
        .base("seed = 20190312", "seed = 1\nseed = 2")
        .base("minimum_notice = 10", "minimum_notise = 10")
        .base("pending = 60000", "pending = -5");
    let found = codes(&spoilt);
    let expected = [
        Code::Syntax,
        Code::Syntax,
        Code::UnknownKey,
        Code::OutOfRange,
    ];
    assert_eq!(found, expected);
}

#[test]
fn nothing_false_follows_from_a_value_that_cannot_be_read() {
    // Keys that must be given, ids that others name, words that decide what else may stand there.
    for (sound, broken) in [
        ("end = 2021-09-30", "end = 2021-02-30"),
        ("start = 2018-10-01", "start = "),
        ("id = \"rest\"", "id = \"rest"),
        ("id = \"individual\"\nname", "id = individual\nname"),
        (
            "minutes_per_day = \"judge_minutes\"",
            "minutes_per_day = \"judge_minutes",
        ),
        ("value = 300\n", "value = 300 minutes\n"),
        ("\"gamma\", mean = 170", "gamma, mean = 170"),
        (
            "then = \"advance\", to = \"individual\", share = 0.3",
            "then = advance, to = \"individual\", share = 0.3",
        ),
        (
            "file = \"data/opening_age.csv\"",
            "file = data/opening_age.csv",
        ),
        ("judges = 380", "judges == 380"),
        ("judges = 380", "judges = 99999999999999999999"),
        ("per = \"month\"", "per = month"),
        (
            "sitting_days = [\"mon\", \"tue\"",
            "sitting_days = [\"mon\",, \"tue\"",
        ),
        ("overcrowding = 1.3", "overcrowding = 1,3"),
        ("stage = \"master\"\n", "stage = \"master\n"),
    ] {
        let found = codes(&world("base.toml").base(sound, broken));
        let real = [Code::Syntax, Code::LimitExceeded];
        assert!(
            found.iter().all(|code| real.contains(code)),
            "{broken}: {found:?}"
        );
        assert!(!found.is_empty(), "{broken}");
    }
}

#[test]
fn what_is_missing_after_a_slip_that_ends_the_reading_is_not_told() {
    for (sound, broken) in [
        ("seed = 20190312", "seed 20190312"),
        ("[appeals]", "[appeals"),
        (
            "[[docket.stage]]\nid = \"only\"",
            "[[docket.stage\nid = \"only\"",
        ),
        (
            "sitting_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]",
            "sitting_days = [\"mon\", \"tue\"",
        ),
        ("name = \"Removal order\"", "name = \"\"\"Removal order"),
    ] {
        let spoilt = world("base.toml").base(sound, broken);
        let spoilt = spoilt.base("title = \"A small", "titel = \"A small");
        let found = codes(&spoilt);
        let known = |code: &Code| [Code::Syntax, Code::UnknownKey].contains(code);
        assert!(found.iter().all(known), "{broken}: {found:?}");
        assert!(found.contains(&Code::UnknownKey), "{broken}: {found:?}");
    }
}

#[test]
fn a_fault_of_an_extended_file_hides_none_of_the_file_itself() {
    let child = |world: World| world.edit("mpp.toml", "intake_ramp", "intake_rmap");
    let slip = child(world("mpp.toml").base("seed = 20190312", "seed 20190312"));
    assert_eq!(codes(&slip), [Code::UnknownKey, Code::Syntax]);
    let date = child(world("mpp.toml").base("end = 2021-09-30", "end = 2021-02-30"));
    assert_eq!(codes(&date), [Code::UnknownKey, Code::Syntax]);
    let missing = child(world("mpp.toml").edit("mpp.toml", "\"base.toml\"", "\"bsae.toml\""));
    assert_eq!(codes(&missing), [Code::FileNotFound, Code::UnknownKey]);
}

#[test]
fn every_date_that_stands_twice_in_a_csv_file_is_told() {
    let rows =
        "2021-04,2017,FY,1,1\n2021-04,2017,FY,2,2\n2021-04,2018,FY,1,1\n2021-04,2018,FY,2,2\n";
    let text = format!("vintage,fiscal_year,period,pending_end,new_cases\n{rows}");
    let found = told(&world("base.toml").file("data/eoir_caseload.csv", text));
    let twice = |line: usize| (Code::CsvDuplicate, line);
    for line in [3, 5] {
        assert!(found.contains(&twice(line)), "{line}: {found:?}");
    }
}

#[test]
fn a_faulty_cell_of_drawn_vectors_hides_no_vector_out_of_range() {
    let spoilt = world("base.toml")
        .file(
            "draws.csv",
            "weight,judge_minutes\n1,300\n1,three\n1,9000\n",
        )
        .append("base.toml", "[draws]\nfile = \"draws.csv\"\n");
    assert_eq!(
        told(&spoilt),
        [(Code::CsvCell, 3), (Code::DrawsMalformed, 4)]
    );
}

#[test]
fn two_columns_of_one_name_cannot_be_told_apart() {
    let spoilt = world("base.toml").edit("data/opening_age.csv", "days,share", "share,share");
    let spoilt = spoilt.base("column = \"days\"", "column = \"share\"");
    assert!(codes(&spoilt).contains(&Code::CsvColumn));
    let draws = world("base.toml")
        .file(
            "draws.csv",
            "weight,judge_minutes,judge_minutes\n1,300,310\n",
        )
        .append("base.toml", "[draws]\nfile = \"draws.csv\"\n");
    assert!(codes(&draws).contains(&Code::CsvColumn));
}

#[test]
fn a_number_of_hundreds_of_digits_is_not_written_out() {
    let spoilt = world("base.toml").edit("data/opening_age.csv", "365,0.4", "1e300,0.4");
    let spoilt = spoilt.base("judges = 380", "judges = 1e300");
    let all = messages(&spoilt).join("\n");
    assert!(all.contains("1e300"), "{all}");
    assert!(!all.contains("00000000000000000000"), "{all}");
}

#[test]
fn an_unknown_word_for_what_follows_is_one_fault() {
    let spoilt = world("base.toml").base(
        "then = \"advance\", to = \"individual\", share = 0.3",
        "then = \"advnce\", to = \"individual\", share = 0.3",
    );
    assert_eq!(codes(&spoilt), [Code::UnknownValue]);
}

#[test]
fn a_file_that_does_not_exist_is_told_with_the_one_that_may_be_meant() {
    for spoilt in [
        world("mpp.toml").edit("mpp.toml", "\"base.toml\"", "\"base.tml\""),
        world("base.tml"),
        world("base.toml").base("\"data/opening_age.csv\"", "\"data/opening_ages.csv\""),
    ] {
        let said = messages(&spoilt);
        assert!(said[0].contains("did you mean `"), "{said:?}");
    }
    let empty = world("mpp.toml").edit("mpp.toml", "\"base.toml\"", "\"\"");
    let said = messages(&empty);
    assert!(said[0].starts_with("`extends` names no file"), "{said:?}");
}

#[test]
fn what_is_written_beside_remove_is_checked() {
    let child = |fields: &str| {
        let text = format!("extends = \"mpp.toml\"\n[[policy]]\n{fields}\n");
        world("child.toml").file("child.toml", text)
    };
    let misspelt = messages(&child("id = \"moer\"\nremove = true"));
    assert!(
        misspelt[0].ends_with("did you mean `more`?"),
        "{misspelt:?}"
    );
    let unknown = child("id = \"more\"\nremove = true\nefective = 2019-01-01");
    assert_eq!(codes(&unknown), [Code::UnknownKey]);
    assert!(
        child("id = \"more\"\nkind = \"judges\"\nremove = true")
            .load()
            .is_ok()
    );
    let number = messages(&child("id = \"more\"\nkind = \"judges\"\nremove = 1"));
    assert!(
        number[0].starts_with("`remove` must be true or false"),
        "{number:?}"
    );
}

#[test]
fn faults_of_a_setting_stand_where_they_are() {
    let place = |set: &str| {
        let faults = world("base.toml").set("scenario.title=ok").set(set).load();
        let faults = faults.unwrap_err().diagnostics;
        let first = |fault: &docketsim::diagnostic::Diagnostic| {
            (fault.code, fault.labels[0].line, fault.labels[0].column)
        };
        faults.iter().map(first).collect::<Vec<_>>()
    };
    let large = "99999999999999999999";
    let limit = |column| (Code::LimitExceeded, 2, column);
    assert_eq!(place(&format!("calendar.dates=[{large}]")), [limit(17)]);
    let table = format!("court.rest.judges={{ value = {large} }}");
    assert_eq!(place(&table), [limit(29)]);
    assert_eq!(place(&format!("scenario.seed={large}")), [limit(15)]);
    let two = place(&format!("calendar.dates=[{large}, {large}]"));
    assert_eq!(two, [limit(17), limit(39)]);
    assert_eq!(place("scenario.end=2025-02-30"), [(Code::Syntax, 2, 14)]);
    assert_eq!(
        place("policy.x.effective=2026-01-01"),
        [(Code::UnknownName, 2, 8)]
    );
}

#[test]
fn bare_words_that_start_with_a_figure_are_text_where_text_is_wanted() {
    let scenario = world("base.toml")
        .set("scenario.title=100 more judges")
        .scenario();
    assert_eq!(scenario.title, "100 more judges");
}
