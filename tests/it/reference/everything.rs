//! Every lever in use, each switched on by a bit and sized by numbers between 0 and 1.

use docketsim::court::*;
use docketsim::rng::{Cumulative, Distribution, Variate};
use docketsim::time::{Day, Schedule};

use crate::support::*;

/// Features that can be switched on.
pub const FEATURES: usize = 17;

/// Sizes and days of the features of one system.
pub struct Sizes<'a> {
    pub on: u32,
    /// Numbers in (0, 1).
    pub numbers: &'a [f64],
}

impl Sizes<'_> {
    fn share(&self, i: usize) -> f64 {
        self.numbers[i % self.numbers.len()]
    }

    /// A day of the horizon, or some time after it.
    fn day(&self, b: &Blueprint, i: usize) -> Day {
        b.start + (self.share(i) * 1.1 * f64::from(b.end - b.start + 1)) as i32
    }

    fn whole(&self, i: usize, most: f64) -> i32 {
        (self.share(i) * most) as i32
    }

    fn within(&self, b: &Blueprint, i: usize, value: f64) -> Schedule<f64> {
        let (from, length) = (self.day(b, i), self.whole(i + 1, 200.0));
        Schedule::constant(0.0).map_within(from, Some(from + length), |_| value)
    }

    fn reach(&self, b: &Blueprint, i: usize) -> Reach {
        let cases = [Cases::All, Cases::New, Cases::Pending][self.whole(i, 3.0) as usize];
        let since = self.day(b, i + 1);
        Reach { cases, since }
    }
}

/// Switches features on.
pub fn enrich(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    let features: [fn(&mut Blueprint, &mut Levers, &Sizes); FEATURES] = [
        transfer,
        tables,
        site,
        relief,
        closure,
        docket_closure,
        rank,
        route_and_move,
        representation,
        outcome_rules,
        newest_first,
        recalendar,
        feedback_of_people,
        feedback_of_courts,
        sources,
        returns,
        reservations,
    ];
    for (i, feature) in features.into_iter().enumerate() {
        if sizes.on & 1 << i != 0 {
            feature(b, levers, sizes);
        }
    }
    levers.costs.push(CostStream {
        policy: "policy".into(),
        per_day: sizes.within(b, 0, 1_000.0),
        once: Some((sizes.day(b, 1), 10_000.0)),
    });
}

fn last_docket(b: &Blueprint) -> DocketId {
    DocketId(b.dockets.len() as u8 - 1)
}

fn last_court(b: &Blueprint) -> CourtId {
    CourtId(b.courts.len() as u16 - 1)
}

/// Continuing cases of the last docket go to the first one, at another court or the same.
fn transfer(b: &mut Blueprint, _: &mut Levers, sizes: &Sizes) {
    let court = (sizes.share(2) < 0.5).then(|| last_court(b));
    let last = b.dockets.len() - 1;
    let outcomes = &mut b.dockets[last].stages[1].outcomes[0].outcomes;
    outcomes[1].then = Then::Transfer {
        court,
        docket: DocketId(0),
        stage: StageId(1),
    };
}

/// Outcome tables with conditions.
fn tables(b: &mut Blueprint, _: &mut Levers, sizes: &Sizes) {
    let from = sizes.day(b, 3);
    b.dockets[0].applies = sizes.share(4);
    for stage in &mut b.dockets[0].stages {
        let mut table = stage.outcomes[0].clone();
        table.from = (sizes.share(5) < 0.5).then_some(from);
        table.represented = (sizes.share(6) < 0.5).then_some(true);
        table.applies = (sizes.share(7) < 0.5).then_some(false);
        table.from_hearing = sizes.whole(8, 4.0) as u16;
        let shares: Vec<f64> = (0..table.outcomes.len())
            .map(|i| 0.1 + sizes.share(9 + i))
            .collect();
        let sum: f64 = shares.iter().sum();
        for (outcome, share) in table.outcomes.iter_mut().zip(&shares) {
            outcome.share = share / sum;
        }
        table.shares = Cumulative::new(&shares).unwrap();
        stage.outcomes.push(table);
    }
}

fn site(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    b.sites.push(Site {
        id: "port".into(),
        name: "Port".into(),
        ports: vec![SourceId(0)],
        court: CourtId(0),
        docket: last_docket(b),
    });
    let capacity = Schedule::constant(100.0 * sizes.share(2));
    levers.sites.push(SiteLevers {
        capacity: capacity.scaled_from(sizes.day(b, 3), sizes.share(4)),
        intake: sizes.within(b, 5, 6.0 * sizes.share(6)),
        eligible: Schedule::constant(sizes.share(7)),
        exempt: Schedule::constant(sizes.share(8) / 2.0),
        absence: sizes
            .within(b, 9, 1.0)
            .map_within(b.start, None, |on| 1.0 + on),
        withdrawal: sizes.within(b, 11, 2.0 * sizes.share(13)),
    });
}

fn relief(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    let from = sizes.day(b, 4) - 60;
    let what = Deed::Relieve(levers.relief.len());
    levers.acts.push(Act { day: from, what });
    levers.relief.push(Relief {
        docket: DocketId(0),
        disposition: DispositionId(0),
        pending: sizes.share(5),
        inactive: sizes.share(6),
        arriving: sizes.within(b, 7, sizes.share(8)),
        from,
        until: (sizes.share(9) < 0.5).then(|| from + sizes.whole(10, 200.0)),
        over: sizes.whole(11, 150.0),
        tag: 7,
    });
}

fn shut(b: &Blueprint, levers: &mut Levers, sizes: &Sizes, docket: Option<DocketId>, i: usize) {
    let known = sizes.day(b, i) - 10;
    let from = known + sizes.whole(i + 1, 30.0);
    let what = Deed::CallOff(levers.closures.len());
    levers.acts.push(Act { day: known, what });
    levers.closures.push(Closure {
        courts: vec![CourtId(0)],
        docket,
        known,
        from,
        until: from + 1 + sizes.whole(i + 2, 90.0),
    });
}

fn closure(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    shut(b, levers, sizes, None, 5);
    shut(b, levers, sizes, None, 9);
}

fn docket_closure(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    shut(b, levers, sizes, Some(DocketId(0)), 6);
    shut(b, levers, sizes, Some(last_docket(b)), 10);
}

fn rank(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    let (from, docket) = (sizes.day(b, 7), last_docket(b));
    let until = from + sizes.whole(8, 200.0);
    levers.ranks.push(Rank {
        docket,
        rank: Schedule::constant(None).map_within(from, Some(until), |_| Some(0)),
        reach: sizes.reach(b, 9),
    });
    for day in [from, until] {
        let what = Deed::Rerank(docket);
        levers.acts.push(Act { day, what });
    }
}

fn route_and_move(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    let (from, to) = (last_court(b), CourtId(0));
    if from == to {
        return;
    }
    levers.routes.push(Route {
        from,
        to,
        share: sizes.within(b, 8, sizes.share(9)),
    });
    levers.acts.push(Act {
        day: sizes.day(b, 10) - 30,
        what: Deed::Move {
            from,
            to: vec![(to, sizes.share(11))],
            tag: 3,
            closes: false,
        },
    });
    // Later the other court closes: all of its cases go, and those who come back to it.
    levers.acts.push(Act {
        day: sizes.day(b, 12) - 30,
        what: Deed::Move {
            from: to,
            to: vec![(from, 1.0)],
            tag: 4,
            closes: true,
        },
    });
}

fn representation(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    for i in [9, 11] {
        levers.representation.push(Representation {
            docket: DocketId(0),
            share: sizes.within(b, i, sizes.share(i + 1)),
            minutes: 0.5 + sizes.share(i + 2),
            cost: 100.0,
            reach: sizes.reach(b, i + 3),
        });
    }
}

fn outcome_rules(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    let about = [
        Affected::Continue,
        Affected::Close(DispositionId(0)),
        Affected::Close(DispositionId(1)),
    ];
    for (i, what) in about.into_iter().enumerate() {
        let mut rule = OutcomeRule::neutral(DocketId(0), what, sizes.reach(b, 10 + i));
        let from = sizes.day(b, 11 + i);
        rule.factor = rule.factor.scaled_from(from, 2.0 * sizes.share(12 + i));
        rule.interval = rule.interval.scaled_from(from, 2.0 * sizes.share(13 + i));
        match what {
            Affected::Continue => rule.most = rule.most.set_from(from, 3),
            Affected::Close(_) => rule.added = sizes.within(b, 14 + i, sizes.share(15 + i)),
        }
        levers.outcomes.push(rule);
    }
}

fn newest_first(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    levers.newest_first = levers.newest_first.set_from(sizes.day(b, 11), true);
}

fn recalendar(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    levers.acts.push(Act {
        day: sizes.day(b, 12) - 60,
        what: Deed::Recalendar {
            docket: DocketId(0),
            stage: StageId(0),
            cases: sizes.whole(13, 400.0) as u32,
            over: sizes.whole(14, 200.0),
            tag: 300,
        },
    });
}

fn feedback_of_people(b: &mut Blueprint, _: &mut Levers, sizes: &Sizes) {
    let growth = |i: usize| Growth {
        per_year: 4.0 * sizes.share(i) - 1.0,
        reference: 300.0 * sizes.share(i + 1),
        limits: (0.2, 3.0),
    };
    b.feedback.absence = Some(growth(13));
    b.feedback.withdrawal = Some(growth(15));
}

fn feedback_of_courts(b: &mut Blueprint, _: &mut Levers, sizes: &Sizes) {
    b.feedback.arrivals = Some(WaitResponse {
        sources: vec![SourceId(0)],
        elasticity: sizes.share(14) - 0.5,
        reference: 100.0,
        lag: sizes.whole(15, 60.0),
        limits: (0.5, 2.0),
    });
    b.feedback.bench = Some(LoadResponse {
        elasticity: sizes.share(16) - 0.3,
        reference: 100.0,
        limits: (0.5, 2.0),
    });
}

/// A second source, of old cases in groups on weekdays, to every court and docket.
fn sources(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    let mut more = source("returns", 3.0 * sizes.share(15));
    more.counts_as = CountsAs::Returns;
    more.group_sizes = vec![0.5, 0.3, 0.2];
    more.weekdays = [1.4, 1.4, 1.4, 1.4, 1.4, 0.0, 0.0];
    let to = |court, docket| Destination {
        court,
        docket,
        share: 0.5,
    };
    more.destinations = vec![
        to(CourtId(0), DocketId(0)),
        to(last_court(b), last_docket(b)),
    ];
    b.sources.push(more);
    let lever = Schedule::constant(1.0).scaled_from(sizes.day(b, 16), 2.0 * sizes.share(17));
    levers.arrivals.push(lever);
    levers.arrivals[0] = levers.arrivals[0].scaled_from(sizes.day(b, 17), 1.7);
}

/// Closed cases come back, part of them to one stage and part to another.
fn returns(b: &mut Blueprint, _: &mut Levers, sizes: &Sizes) {
    for (i, docket) in b.dockets.iter_mut().enumerate() {
        for stage in [0, 1] {
            let most = f64::from(sizes.whole(i + stage, 200.0));
            docket.returns.push(Return {
                disposition: DispositionId(0),
                share: 0.5 * sizes.share(i + stage + 2),
                delay: Variate::new(&Distribution::Uniform {
                    low: 0.0,
                    high: most + 1.0,
                }),
                stage: StageId(stage as u8),
            });
        }
    }
}

/// Bench time for the hearings of one docket, out of every session kind.
fn reservations(b: &mut Blueprint, levers: &mut Levers, sizes: &Sizes) {
    let (docket, session) = (last_docket(b), b.dockets[0].stages[0].session);
    for from in 0..b.sessions.len() {
        levers.reserved.push(Reservation {
            court: CourtId(0),
            docket,
            session,
            from: SessionId(from as u8),
            share: sizes.within(b, from, 0.7 * sizes.share(from + 2)),
            minutes: sizes.within(b, from + 3, 90.0 * sizes.share(from + 5)),
        });
    }
}
