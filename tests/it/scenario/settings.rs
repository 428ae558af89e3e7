//! `--set` changes one value by the keys of the file.

use docketsim::scenario::Scenario;
use docketsim::time::Day;

use super::world::world;

fn with(set: &str) -> Scenario {
    world("mpp.toml").set(set).scenario()
}

#[test]
fn entries_of_lists_are_named_by_their_id() {
    assert_eq!(
        with("court.san-diego.judges=6").blueprint().courts[0].judges,
        6
    );
    let planned = with("docket.non-detained.stage.master.planned = 20");
    assert_eq!(planned.blueprint().dockets[0].stages[0].planned, 20);
    let pending = with("opening.rest/non-detained.pending=1234");
    assert_eq!(pending.blueprint().opening[1].pending, 1234);
    let shares = with("session.master.share={ value = 0.4, source = \"x\" }");
    assert_eq!(shares.blueprint().sessions[0].share, 0.4);
}

#[test]
fn entries_without_a_name_are_counted_from_one() {
    let scenario = with("source.interior.weekdays.7=1");
    assert!((scenario.blueprint().sources[0].weekdays[6] - 7.0 / 6.0).abs() < 1e-12);
    let scenario = with("court.san-diego.posts.steps.2.value=12");
    assert_eq!(
        scenario.levers().posts[0].at("2020-01-01".parse::<Day>().unwrap()),
        12.0
    );
}

#[test]
fn a_bare_number_fixes_an_uncertain_one_and_a_part_keeps_its_range() {
    let fixed = with("parameters.judge_minutes=400");
    assert!(
        fixed
            .uncertain()
            .all(|parameter| parameter.name() != "judge_minutes")
    );
    let parameter = fixed
        .parameters
        .iter()
        .find(|p| p.name() == "judge_minutes")
        .unwrap();
    assert_eq!(
        (parameter.value, parameter.unit.as_str()),
        (400.0, "minutes")
    );
    assert_eq!(
        (parameter.file.as_str(), parameter.assumption),
        ("--set", true)
    );
    let moved = with("parameters.judge_minutes.value=310");
    let parameter = moved
        .uncertain()
        .find(|p| p.name() == "judge_minutes")
        .unwrap();
    assert_eq!((parameter.value, parameter.low), (310.0, Some(250.0)));
}

#[test]
fn words_dates_and_lists_are_values() {
    let scenario = with("rules.rebooking=advance");
    assert_eq!(
        scenario.blueprint().rules.rebooking,
        docketsim::court::Rebooking::Advance
    );
    let scenario = with("scenario.end=2020-09-30");
    assert_eq!(scenario.end, "2020-09-30".parse().unwrap());
    assert_eq!(with("scenario.title=Two words").title, "Two words");
    let scenario = with("policy.fewer.sources=[\"interior\", \"port\"]");
    assert_eq!(scenario.policies().len(), 3);
}

#[test]
fn later_settings_build_on_earlier_ones() {
    let world =
        world("mpp.toml").set("policy.mpp-san-ysidro.intake={ value = 10, per = \"month\" }");
    let scenario = world.set("policy.mpp-san-ysidro.intake=20").scenario();
    let text = scenario.resolved_toml();
    assert!(
        text.contains("intake = { per = \"month\", value = 20 }  # --set:2"),
        "{text}"
    );
}
