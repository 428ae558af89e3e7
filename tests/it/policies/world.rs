//! A court system in which every kind of policy has something to change.

use std::sync::Arc;

use crate::support::*;
use docketsim::court::*;
use docketsim::policy::*;
use docketsim::rng::{Distribution, Stream, Variate};
use docketsim::time::Schedule;

/// Dispositions of [`busy`].
pub const DECIDED: DispositionId = DispositionId(0);
pub const INACTIVE: DispositionId = DispositionId(2);

/// Courts of [`busy`]: the third has no judges.
pub const NEW_COURT: CourtId = CourtId(2);

/// A policy that holds from a day on.
pub fn policy(id: &str, day: i32, change: Arc<dyn Change>) -> Policy {
    Policy::new(id, start() + day, change)
}

/// Runs a system with policies.
pub fn run_with(toy: &Toy, policies: &[Policy], seed: u64) -> Log {
    let levers = enact_all(&toy.levers(), policies, Stream::new(seed, 0));
    run(&toy.blueprint, &levers, seed)
}

/// Three courts, two dockets, two stages, absence, withdrawal, appeals, inactive cases, a site.
pub fn busy() -> Toy {
    let mut toy = Toy::new(6, 300.0, 30, 900).opening(800).arrivals(14.0);
    let b = &mut toy.blueprint;
    b.sessions = vec![session("master", 0.4, false), session("merits", 0.6, true)];
    b.courts.push(court("two", 3, 280.0));
    b.courts.push(court("new", 0, 280.0));
    for court in &mut b.courts {
        court.hiring.departures = 0.2;
        court.hiring.learning = 200;
        court.hiring.starting_productivity = 0.5;
    }
    b.dispositions.push(disposition("inactive"));
    b.dispositions[2].inactive = true;
    b.dockets = vec![docket("main", stages()), docket("host", stages())];
    b.dockets[1].waits = WaitPlace::Host;
    b.dockets[0].appeal = Some(Appeal {
        shares: vec![0.2, 0.0, 0.0],
        delay: always(20.0),
        remand_stage: StageId(1),
    });
    b.dockets[0].returns = vec![Return {
        disposition: INACTIVE,
        share: 0.3,
        delay: always(60.0),
        stage: StageId(0),
    }];
    b.appeals = Some(AppealsBody {
        opening: 50,
        decisions_per_year: Schedule::constant(300.0),
        remand: 0.3,
        opening_remands: vec![destination(1, 1.0)],
    });
    b.opening[0].stages = vec![0.6, 0.4];
    b.opening[0].inactive = 500;
    b.opening[0].recalendar = 0.1;
    b.opening.push(Opening {
        inactive: 300,
        recalendar: 0.0,
        pending: 100,
        court: CourtId(1),
        ..b.opening[0].clone()
    });
    b.sources[0].destinations = vec![destination(0, 0.7), destination(1, 0.3)];
    b.sites.push(Site {
        id: "port".into(),
        name: "Port".into(),
        ports: vec![SourceId(0)],
        court: CourtId(0),
        docket: DocketId(1),
    });
    toy
}

fn destination(court: u16, share: f64) -> Destination {
    Destination {
        court: CourtId(court),
        docket: DocketId(0),
        share,
    }
}

fn stages() -> Vec<Stage> {
    let wait = Variate::new(&Distribution::Exponential { mean: 40.0 });
    let close = Then::Close;
    let mut first = stage(
        "first",
        0,
        15,
        vec![
            (0.3, Then::Continue),
            (0.45, Then::Advance(StageId(1))),
            (0.2, close(DECIDED)),
            (0.05, close(INACTIVE)),
        ],
    );
    first.absent.unrepresented = 0.2;
    first.absent.minutes = 2;
    let rest = vec![(0.4, Then::Continue), (0.6, close(DECIDED))];
    let mut merits = stage("merits", 1, 60, rest);
    for stage in [&mut first, &mut merits] {
        let outcomes = &mut stage.outcomes[0].outcomes;
        outcomes.iter_mut().for_each(|o| o.interval = wait.clone());
    }
    vec![first, merits]
}

/// One policy of every kind, strong enough to be seen.
pub fn every_kind() -> Vec<Arc<dyn Change>> {
    kinds(1.0)
}

/// One policy of every kind, each with the values that change nothing.
pub fn neutral_kinds() -> Vec<Arc<dyn Change>> {
    kinds(0.0)
}

/// A number that is neutral at strength 0.
fn from(neutral: f64, full: f64, strength: f64) -> f64 {
    neutral + (full - neutral) * strength
}

fn kinds(s: f64) -> Vec<Arc<dyn Change>> {
    let arrivals = |multiplier| Arrivals {
        sources: vec![SourceId(0)],
        multiplier: from(1.0, multiplier, s),
        lag: 0,
        ramp: 60,
    };
    let form = |kind, half_life| ArrivalsForm {
        kind,
        arrivals: arrivals(0.6),
        half_life,
    };
    let id = || "policy".to_owned();
    let mut list: Vec<Arc<dyn Change>> = vec![
        Arc::new(arrivals(0.5)),
        Arc::new(form("e-verify", None)),
        Arc::new(form("end-diversity-visa", None)),
        Arc::new(form("fear-standard", None)),
        Arc::new(form("deterrence", Some(90.0))),
        Arc::new(Judges {
            policy: id(),
            courts: vec![PostsAt {
                court: CourtId(1),
                posts: from(0.0, 3.0, s),
                courtrooms: from(0.0, 3.0, s),
            }],
            ramp: 0,
            setup_cost: 0.0,
        }),
        Arc::new(OpenCourt {
            policy: id(),
            court: NEW_COURT,
            posts: from(0.0, 4.0, s),
            courtrooms: from(0.0, 4.0, s),
            lead_time: 60,
            hiring_ahead: 30,
            catchment: vec![Catchment {
                court: CourtId(0),
                share: from(0.0, 0.4, s),
                pending: from(0.0, 0.3, s),
            }],
            setup_cost: 0.0,
            cost_per_year: 0.0,
        }),
        Arc::new(Productivity {
            policy: id(),
            courts: vec![CourtId(0), CourtId(1)],
            multiplier: from(1.0, 1.3, s),
            lag: 0,
            ramp: 0,
            cost_per_year: 0.0,
            setup_cost: 0.0,
        }),
    ];
    list.extend(rules(s));
    list
}

fn rules(s: f64) -> Vec<Arc<dyn Change>> {
    let id = || "policy".to_owned();
    let (main, on) = (DocketId(0), s > 0.0);
    let mut list: Vec<Arc<dyn Change>> = vec![
        Arc::new(ReliefProgram {
            docket: main,
            disposition: DECIDED,
            pending: from(0.0, 0.3, s),
            inactive: from(0.0, 0.5, s),
            arriving: from(0.0, 0.2, s),
            over: 120,
        }),
        Arc::new(AdministrativeClosure {
            docket: main,
            disposition: INACTIVE,
            share: from(0.0, 0.2, s),
            multiplier: from(1.0, 0.5, s),
            ramp: 30,
            cases: Cases::All,
        }),
        Arc::new(Recalendar {
            docket: main,
            stage: StageId(0),
            waves: vec![Wave {
                after: 0,
                cases: from(0.0, 200.0, s),
                over: 90,
            }],
        }),
        Arc::new(Continuance {
            dockets: vec![main],
            multiplier: from(1.0, 0.5, s),
            most: on.then_some(3),
            interval: from(1.0, 0.8, s),
            cases: Cases::All,
        }),
        Arc::new(Priority {
            docket: DocketId(1),
            priority: on.then_some(0),
            newest_first: on,
            dedicated: vec![Dedicated {
                court: CourtId(0),
                session: SessionId(0),
                from: SessionId(0),
                share: from(0.0, 0.2, s),
            }],
            cases: Cases::All,
        }),
        Arc::new(RepresentationOffer {
            policy: id(),
            docket: main,
            share: from(0.0, 0.8, s),
            minutes: from(1.0, 1.2, s),
            cost_per_case: from(0.0, 100.0, s),
            cost_per_year: 0.0,
            ramp: 0,
            cases: Cases::All,
        }),
        Arc::new(Appeals {
            policy: id(),
            decisions: on.then_some(200.0),
            multiplier: from(1.0, 2.0, s),
            added: from(0.0, 50.0, s),
            remand: on.then_some(0.6),
            ramp: 0,
            cost_per_year: 0.0,
        }),
    ];
    list.push(programme(s));
    if on {
        // A closure of no day is no closure: the kind has no neutral value.
        list.push(Arc::new(CourtClosure {
            courts: vec![CourtId(0)],
            docket: None,
            from: start() + 410,
        }));
    }
    list
}

fn programme(s: f64) -> Arc<dyn Change> {
    Arc::new(RemainInHost {
        policy: "policy".into(),
        site: SiteId(0),
        ports: vec![SourceId(0)],
        court: CourtId(0),
        docket: DocketId(1),
        readiness: Readiness::AtOnce,
        capacity: Schedule::constant(from(0.0, 300.0, s)),
        intake: Schedule::constant(from(0.0, 4.0, s)),
        intake_ramp: 0,
        eligible: from(0.0, 0.8, s),
        exempt: 0.0,
        reserved: Vec::new(),
        absence: 1.0,
        withdrawal: from(0.0, 0.1, s),
        deterrence: None,
        cost_per_year: 0.0,
        setup_cost: 0.0,
    })
}
