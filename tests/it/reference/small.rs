//! The scenarios that ship, small: opening docket, filings, posts, places and decisions times one
//! share, over a horizon that still covers what the policies start.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use docketsim::court::{Blueprint, Deed, Discipline, Exit, Levers, Queue, Rebooking, Rules};
use docketsim::policy::enact_all;
use docketsim::rng::Stream;
use docketsim::scenario::{Scenario, load};
use docketsim::time::{Day, Schedule};

use super::log::What;
use super::{assert_equal, fast_log};

/// Scenario files, the share of each that is simulated, and the last day.
const SMALL: &[(&str, f64, (i32, u32, u32))] = &[
    ("us-immigration-2019.toml", 0.008, (2020, 3, 31)),
    ("mpp-san-ysidro.toml", 0.008, (2019, 12, 31)),
    ("mpp-calexico.toml", 0.008, (2019, 12, 31)),
    ("mpp-border.toml", 0.008, (2020, 6, 30)),
    ("more-judges.toml", 0.008, (2020, 9, 30)),
    ("more-courts.toml", 0.008, (2021, 6, 30)),
    ("goodlatte-bill.toml", 0.008, (2020, 9, 30)),
    ("crown-court.toml", 0.02, (2021, 6, 30)),
    ("us-immigration-national.toml", 0.005, (2025, 9, 30)),
    (
        "us-immigration-national-uncertain.toml",
        0.005,
        (2025, 12, 31),
    ),
    ("crs-r47637.toml", 0.01, (2024, 6, 30)),
    ("crs-r47637-300.toml", 0.01, (2024, 6, 30)),
    ("crs-r47637-700.toml", 0.01, (2024, 6, 30)),
    ("crs-r47637-uncertain.toml", 0.01, (2024, 6, 30)),
    ("us-immigration-history.toml", 0.02, (2009, 9, 30)),
    ("us-immigration-history-2025.toml", 0.02, (2016, 9, 30)),
    ("policies/administrative-closure.toml", 0.12, (2022, 9, 30)),
    ("policies/appeals.toml", 0.25, (2020, 9, 30)),
    ("policies/arrivals.toml", 0.25, (2020, 6, 30)),
    ("policies/base.toml", 0.25, (2019, 12, 31)),
    ("policies/bill.toml", 0.15, (2021, 6, 30)),
    ("policies/closure.toml", 0.25, (2020, 9, 30)),
    ("policies/continuance.toml", 0.25, (2020, 6, 30)),
    ("policies/deterrence.toml", 0.25, (2020, 6, 30)),
    ("policies/e-verify.toml", 0.25, (2020, 9, 30)),
    ("policies/end-diversity-visa.toml", 0.25, (2020, 12, 31)),
    ("policies/fear-standard.toml", 0.25, (2020, 3, 31)),
    ("policies/feedback-absence.toml", 0.25, (2019, 12, 31)),
    ("policies/feedback-arrivals.toml", 0.25, (2019, 12, 31)),
    ("policies/feedback-productivity.toml", 0.25, (2019, 12, 31)),
    ("policies/feedback-withdrawal.toml", 0.25, (2019, 12, 31)),
    ("policies/judges.toml", 0.25, (2020, 12, 31)),
    ("policies/open-court.toml", 0.25, (2021, 6, 30)),
    ("policies/priority.toml", 0.25, (2020, 3, 31)),
    ("policies/productivity.toml", 0.25, (2020, 6, 30)),
    ("policies/recalendar.toml", 0.15, (2021, 6, 30)),
    ("policies/relief-program.toml", 0.25, (2020, 12, 31)),
    ("policies/remain-in-host.toml", 0.25, (2019, 12, 31)),
    ("policies/representation.toml", 0.25, (2020, 9, 30)),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

#[test]
fn every_scenario_that_ships_is_on_the_list() {
    let mut found: Vec<String> = Vec::new();
    for (folder, prefix) in [(folder(), ""), (folder().join("policies"), "policies/")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".toml") {
                found.push(format!("{prefix}{name}"));
            }
        }
    }
    found.sort();
    let mut listed: Vec<String> = SMALL.iter().map(|(file, ..)| file.to_string()).collect();
    listed.sort();
    assert_eq!(found, listed);
}

/// A court system, its levers and the stream of a replication.
pub struct Small {
    pub blueprint: Blueprint,
    pub levers: Levers,
    pub stream: Stream,
}

/// A scenario of the list, small.
pub fn small(name: &str) -> Small {
    let listed = |entry: &&(&str, f64, (i32, u32, u32))| entry.0 == name;
    let (file, share, (y, m, d)) = *SMALL.iter().find(listed).unwrap();
    let loaded = load(&folder().join(file), &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let stream = enacting(&loaded.scenario);
    let model = loaded.scenario.model(stream);
    let mut levers = enact_all(&model.levers, &model.policies, stream);
    let mut blueprint = model.blueprint.clone();
    blueprint.end = Day::from_ymd(y, m, d).unwrap();
    shrink(&mut blueprint, &mut levers, share);
    Small {
        blueprint,
        levers,
        stream,
    }
}

fn compare(chosen: impl Fn(&str) -> bool, change: impl Fn(&mut Rules)) {
    for (file, ..) in SMALL.iter().filter(|(file, ..)| chosen(file)) {
        let mut system = small(file);
        change(&mut system.blueprint.rules);
        assert_equal(file, &system.blueprint, &system.levers, system.stream);
    }
}

/// The stream of the first replication in which every policy comes about.
fn enacting(scenario: &Scenario) -> Stream {
    let mut streams = (0..100).map(|number| Stream::new(scenario.seed, number));
    let all = |stream: &Stream| {
        let model = scenario.model(*stream);
        model
            .policies
            .iter()
            .all(|policy| policy.comes_about(*stream))
    };
    streams.find(all).unwrap()
}

/// A share of everything that is counted; a court that has judges or rooms keeps at least one.
fn shrink(b: &mut Blueprint, levers: &mut Levers, share: f64) {
    let part = |n: u32| (f64::from(n) * share).round() as u32;
    let whole = |schedule: &Schedule<f64>| mapped(schedule, |n| (n * share).ceil());
    let scaled = |schedule: &Schedule<f64>| mapped(schedule, |n| n * share);
    for reserved in &mut levers.reserved {
        let judges = f64::from(b.courts[reserved.court.index()].judges);
        let left = (judges * share).ceil() / judges;
        reserved.minutes = mapped(&reserved.minutes, |minutes| minutes * left);
    }
    for court in &mut b.courts {
        court.judges = (f64::from(court.judges) * share).ceil() as u32;
    }
    for opening in &mut b.opening {
        opening.pending = part(opening.pending);
        opening.inactive = part(opening.inactive);
    }
    b.sources.iter_mut().for_each(|s| s.rate = scaled(&s.rate));
    if let Some(body) = &mut b.appeals {
        body.opening = part(body.opening);
        body.decisions_per_year = scaled(&body.decisions_per_year);
    }
    levers.decisions = scaled(&levers.decisions);
    for lever in levers.posts.iter_mut().chain(&mut levers.courtrooms) {
        *lever = whole(lever);
    }
    for site in &mut levers.sites {
        site.capacity = scaled(&site.capacity);
        site.intake = scaled(&site.intake);
    }
    for act in &mut levers.acts {
        if let Deed::Recalendar { cases, .. } = &mut act.what {
            *cases = part(*cases);
        }
    }
}

fn mapped(schedule: &Schedule<f64>, f: impl Fn(f64) -> f64) -> Schedule<f64> {
    let steps = schedule.steps().iter().map(|&(day, value)| (day, f(value)));
    Schedule::from_steps(f(schedule.initial()), steps.collect())
}

#[test]
fn the_national_scenarios_are_equal_event_by_event() {
    compare(|file| !file.starts_with("policies/"), |_| {});
}

#[test]
fn the_scenarios_of_single_policies_are_equal_event_by_event() {
    compare(|file| file.starts_with("policies/"), |_| {});
}

/// Policies that touch cases where they are, in the book or in a queue.
const TOUCHING: [&str; 7] = [
    "policies/closure.toml",
    "policies/feedback-arrivals.toml",
    "policies/feedback-withdrawal.toml",
    "policies/open-court.toml",
    "policies/priority.toml",
    "policies/relief-program.toml",
    "policies/remain-in-host.toml",
];

#[test]
fn the_call_up_rule_is_equal_event_by_event_under_every_discipline() {
    for discipline in [
        Discipline::FirstFiled,
        Discipline::FirstReady,
        Discipline::LastFiled,
        Discipline::ShortestWork,
    ] {
        let rule = |rules: &mut Rules| rules.queue = Queue::CallUp(discipline);
        compare(|file| TOUCHING.contains(&file), rule);
    }
}

#[test]
fn bringing_forward_is_equal_event_by_event() {
    let rule = |rules: &mut Rules| rules.rebooking = Rebooking::Advance;
    compare(
        |file| TOUCHING.contains(&file) || file == "more-judges.toml",
        rule,
    );
}

#[test]
fn what_can_happen_happens_in_the_scenarios_compared() {
    let mut happened: BTreeSet<String> = BTreeSet::new();
    for (file, ..) in SMALL {
        let Small {
            blueprint,
            levers,
            stream,
        } = small(file);
        let lines = fast_log(&blueprint, &levers, stream).unwrap();
        let hearings = lines.iter().filter(|l| matches!(l.what, What::Held { .. }));
        let hearings = hearings.count();
        assert!((2_000..=60_000).contains(&hearings), "{file}: {hearings}");
        happened.extend(lines.iter().map(|line| kind(&line.what)));
    }
    let all = [
        "Absent",
        "Appeals",
        "Besides",
        "Bumped",
        "Closure",
        "Completion",
        "Continued",
        "Held",
        "InsufficientTime",
        "LeftSite",
        "Month",
        "Opening",
        "Receipt",
        "Refused",
        "Return",
        "Sat",
        "StillPending",
        "Taken",
        "TransferIn",
        "TransferOut",
    ];
    assert_eq!(happened.into_iter().collect::<Vec<_>>(), all);
}

/// What happened, without its particulars.
fn kind(what: &What) -> String {
    let (text, name) = match what {
        What::Entered(entry) => (format!("{entry:?}"), ""),
        What::Left(Exit::Completion(_)) => (String::new(), "Completion"),
        What::Left(exit) => (format!("{exit:?}"), ""),
        What::Adjourned { reason, .. } => (format!("{reason:?}"), ""),
        What::Held { .. } => (String::new(), "Held"),
        What::Taken(_) => (String::new(), "Taken"),
        What::Refused(_) => (String::new(), "Refused"),
        What::LeftSite { .. } => (String::new(), "LeftSite"),
        What::StillPending => (String::new(), "StillPending"),
        What::Sat { .. } => (String::new(), "Sat"),
        What::Month(_) => (String::new(), "Month"),
        What::Besides(_) => (String::new(), "Besides"),
        What::Appeals(..) => (String::new(), "Appeals"),
    };
    text + name
}
