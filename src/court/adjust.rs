//! Rules about single cases at work: outcomes of hearings, representation, rank, routes, relief.
//!
//! The hot path asks a cached flag of the docket first; nothing here runs while every rule is
//! neutral.

use super::blueprint::{CourtId, Docket, DocketId, OutcomeTable, Then};
use super::case::{Case, Flags};
use super::levers::Levers;
use super::monitor::Monitor;
use super::system::CourtSystem;
use super::tables::DocketToday;
use super::touch::{Affected, Representation};
use crate::rng::{Decision, Stream, Variate};
use crate::time::Day;

/// What follows a hearing: the outcome, the interval and a factor on it.
pub(super) type Follows<'a> = (Then, &'a Variate, f64);

/// Priority class of a case under the levers and ranks of a day.
#[inline]
pub(super) fn class_of(
    today: &[DocketToday],
    levers: &Levers,
    ranks: &[Option<u8>],
    case: &Case,
) -> u8 {
    let now = today[case.docket().index()];
    if !now.ranked {
        return now.class;
    }
    let ranks = levers.ranks.iter().zip(ranks);
    let own = ranks.rev().find_map(|(rank, class)| {
        let covered = rank.docket == case.docket() && rank.reach.covers(case.filed());
        class.filter(|_| covered)
    });
    own.unwrap_or(now.class)
}

/// The outcome of a hearing under the rules of today; `u` is the hearing's own draw.
///
/// A share with a factor is what the factor makes of it; the outcomes without one share what is
/// left. Shares keep their order, so that a rule moves as few cases as it can.
#[inline(never)]
pub(super) fn outcome_under_rules<'a>(
    levers: &Levers,
    day: Day,
    case: &Case,
    table: &'a OutcomeTable,
    u: f64,
) -> Follows<'a> {
    let rules = levers
        .outcomes
        .iter()
        .filter(|rule| rule.docket == case.docket() && rule.reach.covers(case.filed()));
    let factor = |then: Then| {
        let about = rules.clone().filter(|rule| concerns(rule.what, then));
        about.fold(1.0, |factor, rule| {
            let spent = u16::from(case.held()) >= rule.most.at(day);
            factor * if spent { 0.0 } else { rule.factor.at(day) }
        })
    };
    let (mut set, mut free) = (0.0, 0.0);
    for outcome in &table.outcomes {
        match factor(outcome.then) {
            1.0 => free += outcome.share,
            factor => set += outcome.share * factor,
        }
    }
    // Where a rule would leave nothing that can follow, it cannot hold.
    let stands = set + free > 0.0;
    if !stands {
        free = table.outcomes.iter().map(|outcome| outcome.share).sum();
    }
    let closings = rules.clone().filter_map(|rule| match rule.what {
        Affected::Close(disposition) => Some((disposition, rule.added.at(day))),
        Affected::Continue => None,
    });
    // Added shares are independent chances; the outcomes of the table share what they leave.
    let left: f64 = closings.clone().map(|(_, share)| 1.0 - share).product();
    // Shares are no more than all there is, and all where nothing else can follow.
    let (of_set, of_free) = if free > 0.0 {
        (
            left / f64::max(set, 1.0),
            left * (1.0 - set).max(0.0) / free,
        )
    } else {
        (left / set, 0.0)
    };
    let mut sum = 0.0;
    let mut last = 0;
    for (i, outcome) in table.outcomes.iter().enumerate() {
        let share = match factor(outcome.then) {
            factor if stands && factor != 1.0 => outcome.share * factor * of_set,
            _ => outcome.share * of_free,
        };
        sum += share;
        if share > 0.0 {
            last = i;
        }
        if u < sum {
            let stretch = stretch(levers, day, case, outcome.then);
            return (outcome.then, &outcome.interval, stretch);
        }
    }
    let mut before = 1.0;
    for (disposition, share) in closings {
        sum += before * share;
        before *= 1.0 - share;
        if u < sum {
            return (Then::Close(disposition), &table.outcomes[0].interval, 1.0);
        }
    }
    // Rounding at the very top.
    let outcome = &table.outcomes[last];
    (
        outcome.then,
        &outcome.interval,
        stretch(levers, day, case, outcome.then),
    )
}

fn concerns(what: Affected, then: Then) -> bool {
    match what {
        Affected::Continue => then == Then::Continue,
        Affected::Close(disposition) => then == Then::Close(disposition),
    }
}

fn stretch(levers: &Levers, day: Day, case: &Case, then: Then) -> f64 {
    let rules = levers.outcomes.iter().filter(|rule| {
        rule.docket == case.docket() && rule.reach.covers(case.filed()) && concerns(rule.what, then)
    });
    rules.map(|rule| rule.interval.at(day)).product()
}

/// Whether a respondent without a representative of the docket's own gets one, and from which
/// rule; the draw is the one that decides about the docket's own share.
pub(super) fn representative(
    levers: &Levers,
    stream: Stream,
    docket: &Docket,
    day: Day,
    case: &Case,
) -> Option<usize> {
    let u = stream.pair(Decision::Represented, case.key(), 0).0;
    if u < docket.represented {
        return None;
    }
    let mut without = 1.0 - docket.represented;
    levers.representation.iter().position(|rule| {
        if rule.docket == case.docket() && rule.reach.covers(case.filed()) {
            without *= 1.0 - rule.share.at(day);
        }
        u < 1.0 - without
    })
}

/// When the closures that are known, by their place in the levers, let a case be heard again that
/// they keep from being heard on a day.
pub(super) fn shut_until(levers: &Levers, known: &[usize], case: &Case, day: Day) -> Option<Day> {
    let known = known.iter().map(|&i| &levers.closures[i]);
    known
        .filter(|closure| closure.shuts(case.court(), Some(case.docket()), day))
        .map(|closure| closure.until)
        .max()
}

impl<M: Monitor> CourtSystem<'_, M> {
    /// Finds a representative for a respondent who has none, if one is offered.
    #[inline(never)]
    pub(super) fn find_representative(&mut self, day: Day, case: &mut Case) {
        if case.has(Flags::REPRESENTED) {
            return;
        }
        let docket = &self.blueprint.dockets[case.docket().index()];
        if let Some(rule) = representative(self.levers, self.stream, docket, day, case) {
            case.put(Flags::REPRESENTED, true);
            let cost = self.levers.representation[rule].cost;
            self.case_costs += cost * f64::from(case.members());
        }
    }

    /// Minutes of a hearing of a respondent whose representative was found by a rule: those of the
    /// rules that hold today count [minutes].
    #[inline(never)]
    pub(super) fn represented_minutes(&self, day: Day, case: &Case, minutes: u32) -> u32 {
        let docket = &self.blueprint.dockets[case.docket().index()];
        let u = self.stream.pair(Decision::Represented, case.key(), 0).0;
        if !case.has(Flags::REPRESENTED) || u < docket.represented {
            return minutes;
        }
        let rules = self.levers.representation.iter();
        let here = |rule: &&Representation| {
            rule.docket == case.docket() && rule.reach.covers(case.filed())
        };
        let factor: f64 = rules
            .filter(|rule| here(rule) && rule.share.at(day) > 0.0)
            .map(|rule| rule.minutes)
            .product();
        (f64::from(minutes) * factor).round().max(1.0) as u32
    }

    /// Priority class of a case, today.
    #[inline]
    pub(super) fn class(&self, case: &Case) -> u8 {
        class_of(&self.today, self.levers, &self.ranks, case)
    }

    /// The court of a new case, where some of its court's cases go to another.
    pub(super) fn route(&self, day: Day, case: &Case) -> CourtId {
        let u = self.stream.uniform(Decision::Redirect, case.key(), 0);
        let mut sum = 0.0;
        let routes = self.levers.routes.iter();
        let mut from_here = routes.filter(|route| route.from == case.court());
        let taken = from_here.find(|route| {
            sum += route.share.at(day);
            u < sum
        });
        taken.map_or(case.court(), |route| route.to)
    }

    /// Whether a programme keeps a new case from being filed on a docket.
    pub(super) fn kept_from_filing(&self, day: Day, case: &Case, docket: DocketId) -> bool {
        self.levers.relief.iter().any(|relief| {
            relief.docket == docket && {
                let share = relief.arriving.at(day);
                share > 0.0 && self.stream.pair(Decision::Relief, case.key(), relief.tag).0 < share
            }
        })
    }

    /// The programme that is to close a pending case, and on which day: one whose day for it has
    /// passed found it closed, or away.
    #[inline(never)]
    pub(super) fn relief(&self, today: Day, case: &Case) -> Option<(Day, usize)> {
        let levers = self.levers;
        let concerned = levers.relief.iter().enumerate().filter(|(_, relief)| {
            relief.docket == case.docket() && case.filed() < relief.from && relief.open(today)
        });
        let mut found = concerned.filter_map(|(i, relief)| {
            let (u, v) = self.stream.pair(Decision::Relief, case.key(), relief.tag);
            let day = relief.day(v);
            (u < relief.pending && day >= today && relief.open(day)).then_some((day, i))
        });
        found.next()
    }

    /// Whether a programme closed an inactive case for good before it could come back: one whose
    /// return was known already when the programme began. Of the others it took its share then,
    /// and those that became inactive later are none of its concern.
    pub(super) fn relieved_inactive(&self, today: Day, case: &Case) -> bool {
        self.levers.relief.iter().any(|relief| {
            let (u, v) = self.stream.pair(Decision::Relief, case.key(), relief.tag);
            let day = relief.day(v);
            let start = self.blueprint.start;
            let done = day >= start && day <= today && relief.open(day);
            let known = relief.docket == case.docket() && case.ready() < relief.from.max(start);
            done && known && u < relief.inactive
        })
    }

    /// Whether a closure known today keeps a docket of a court from being heard on a day.
    pub(super) fn docket_shut(&self, case: &Case, day: Day) -> Option<Day> {
        shut_until(self.levers, &self.shut, case, day)
    }

    /// Whether a court does not sit at all on a day.
    pub(super) fn court_shut(&self, court: CourtId, day: Day) -> bool {
        let closures = self.levers.closures.iter();
        closures
            .filter(|closure| closure.known <= day)
            .any(|closure| closure.docket.is_none() && closure.shuts(court, None, day))
    }
}
