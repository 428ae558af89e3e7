//! Bills and forms as they are written in scenario files.

use crate::scenario::world::{World, world};
use docketsim::court::Levers;
use docketsim::policy::{enact_all, enact_some};
use docketsim::rng::Stream;
use docketsim::scenario::Scenario;
use docketsim::time::Day;

/// A bill of three provisions, one of which starts a year later.
const BILL: &str = r#"
extends = "base.toml"
[scenario]
name = "bill"
[[policy]]
id = "bill"
kind = "bill"
effective = 2019-07-01
probability = 0.4
source = "a bill"
[[policy.policies]]
id = "more"
kind = "judges"
courts = [{ court = "rest", posts = 10 }]
[[policy.policies]]
id = "fewer"
kind = "e-verify"
effective = 2020-07-01
sources = ["interior"]
working = 0.5
coverage = 0.8
effect = { value = 0.5, low = 0.2, high = 0.8 }
[[policy.policies]]
id = "host"
kind = "remain-in-host"
ports = ["port"]
court = "san-diego"
docket = "mpp"
capacity = 100
intake = 5
[[policy]]
id = "second-host"
kind = "remain-in-host"
effective = 2019-01-01
ports = ["port"]
court = "san-diego"
docket = "mpp"
capacity = 70
intake = 5
"#;

fn bill() -> World {
    world("bill.toml").file("bill.toml", BILL)
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn levers(scenario: &Scenario, replication: u64) -> Levers {
    let stream = Stream::new(1, replication);
    enact_all(scenario.levers(), scenario.policies(), stream)
}

#[test]
fn the_provisions_of_a_bill_are_policies_with_its_date_and_probability() {
    let scenario = bill().scenario();
    let ids: Vec<&str> = scenario.policies().iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["more", "fewer", "host", "second-host"]);
    let provisions: Vec<(&str, &str)> = scenario.provisions().collect();
    assert_eq!(
        provisions,
        [("bill", "more"), ("bill", "fewer"), ("bill", "host")]
    );
    let dates: Vec<String> = scenario
        .policies()
        .iter()
        .map(|p| p.effective.to_string())
        .collect();
    assert_eq!(
        dates,
        ["2019-07-01", "2020-07-01", "2019-07-01", "2019-01-01"]
    );
    let sites: Vec<&str> = (scenario.blueprint().sites.iter())
        .map(|site| site.id.as_str())
        .collect();
    assert_eq!(sites, ["host", "second-host"]);
    assert_eq!(scenario.policies_info[0].source.as_deref(), Some("a bill"));
    assert_eq!(scenario.policies_info[1].key, "policy.bill.policies.fewer");
}

#[test]
fn a_bill_comes_about_as_a_whole_or_not_at_all() {
    let scenario = bill().scenario();
    let (then, later) = (day("2019-08-01"), day("2020-08-01"));
    let mut enacted = 0;
    for replication in 0..1000 {
        let levers = levers(&scenario, replication);
        let base = scenario.levers();
        let more = levers.posts[1].at(then) - base.posts[1].at(then);
        let parts = [
            more == 10.0,
            levers.arrivals[0].at(later) == 0.8,
            levers.sites[0].capacity.at(then) == 100.0,
        ];
        assert!(parts.iter().all(|part| *part == parts[0]), "{parts:?}");
        assert_eq!(levers.sites[1].capacity.at(then), 70.0);
        enacted += u32::from(parts[0]);
    }
    // 400 expected, deviation 15.5: 5 of them.
    assert!((322..=478).contains(&enacted), "{enacted}");
}

#[test]
fn any_provision_can_be_taken_out() {
    let scenario = bill().set("policy.bill.probability=1").scenario();
    let stream = Stream::new(1, 0);
    let then = day("2020-08-01");
    let without = |id: &str| {
        enact_some(scenario.levers(), scenario.policies(), stream, |p| {
            p.id != id
        })
    };
    assert_eq!(without("fewer").arrivals[0].at(then), 1.0);
    assert_eq!(without("more").arrivals[0].at(then), 0.8);
    let posts = |levers: &Levers| levers.posts[1].at(then);
    assert_eq!(posts(&without("fewer")) - posts(&without("more")), 10.0);
}

#[test]
fn a_provision_can_be_set_by_its_ids() {
    let scenario = bill()
        .set("policy.bill.probability=1")
        .set("policy.bill.policies.fewer.effect=1")
        .scenario();
    let levers = levers(&scenario, 0);
    assert_eq!(levers.arrivals[0].at(day("2020-08-01")), 0.6);
    let key = "policy.bill.policies.fewer.working";
    assert!(scenario.parameters.iter().any(|p| p.key == key));
}

/// The factor on filings that one policy of `base.toml` comes to.
fn factor(kind: &str, fields: &str) -> f64 {
    let text = format!(
        "extends = \"base.toml\"\n[scenario]\nname = \"one\"\n[[policy]]\nid = \"one\"\nkind = \"{kind}\"\n\
         effective = 2019-07-01\nsources = [\"interior\"]\n{fields}\n"
    );
    let scenario = world("one.toml").file("one.toml", text).scenario();
    let factor = levers(&scenario, 0).arrivals[0].at(day("2020-08-01"));
    (factor * 1e9).round() / 1e9
}

#[test]
fn named_forms_come_to_the_factor_that_their_fields_say() {
    let cases = [
        ("e-verify", "working = 0.4\neffect = 0.5", 0.8),
        (
            "e-verify",
            "working = 0.4\ncoverage = 0.5\neffect = 0.5",
            0.9,
        ),
        ("end-diversity-visa", "", 1.0),
        (
            "end-diversity-visa",
            "direct_effect = -0.01\ndiverted = 0.03",
            1.02,
        ),
        (
            "fear-standard",
            "screened = 0.5\nbefore = 0.8\nafter = 0.6",
            0.875,
        ),
        ("deterrence", "effect = 0.25", 0.75),
        ("deterrence", "effect = 0.25\nramp = 30", 0.75),
    ];
    for (kind, fields, expected) in cases {
        assert_eq!(factor(kind, fields), expected, "{kind} {fields}");
    }
}

#[test]
fn feedback_is_off_unless_it_is_asked_for() {
    let scenario = world("base.toml").scenario();
    assert_eq!(scenario.blueprint().feedback, Default::default());
    let text = "extends = \"base.toml\"\n[scenario]\nname = \"answer\"\n[feedback.arrivals]\nelasticity = 0.2\nreference = 500\n\
        [feedback.absence]\nper_year = 0.1\n[feedback.productivity]\nelasticity = 0.1\nreference = 1000\n";
    let scenario = world("answer.toml").file("answer.toml", text).scenario();
    let feedback = &scenario.blueprint().feedback;
    assert_eq!(feedback.arrivals.as_ref().unwrap().sources.len(), 2);
    assert_eq!(feedback.absence.unwrap().per_year, 0.1);
    assert_eq!(feedback.bench.unwrap().limits, (0.5, 1.0));
    assert!(feedback.withdrawal.is_none());
}
