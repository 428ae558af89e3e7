//! Two logs side by side: equal, or the first difference in words.
//!
//! The order of lines is the ordering contract's (day, phase, order of scheduling; within a session
//! the order of calling), and is compared as it stands. The contract leaves free in which order the
//! cases that are pending at the end are told: those lines are put in the order of the cases' keys.
//! It leaves free too in which order courts take turns that nothing connects but the appeals body:
//! then the order is compared court by court. Pending appeals are told when the horizon is over.

use std::fmt::Write;

use docketsim::court::{Blueprint, CourtId, Levers, independent};

use super::log::{Besides, Line, Stocks, What, Who};

/// Relative difference up to which two floating numbers of a month are equal.
const TOLERANCE: f64 = 1e-9;

/// Lines of history told of a case on either side.
const HISTORY: usize = 40;

/// What the first difference is; `None` when there is none.
pub fn difference(
    blueprint: &Blueprint,
    levers: &Levers,
    fast: &[Line],
    slow: &[Line],
) -> Option<String> {
    let apart = independent(blueprint, levers);
    let (fast, slow) = (canonical(fast, apart), canonical(slow, apart));
    let at = (0..fast.len().max(slow.len())).find(|&i| match (fast.get(i), slow.get(i)) {
        (Some(a), Some(b)) => !equal(a, b),
        _ => true,
    })?;
    let teller = Teller { blueprint };
    let mut text = format!("line {at} of {} and {}:\n", fast.len(), slow.len());
    for (name, log) in [("fast", &fast), ("reference", &slow)] {
        let told = log.get(at).map_or("nothing".to_owned(), |l| teller.line(l));
        writeln!(text, "{name:>9}: {told}").unwrap();
    }
    let mut told: Vec<(u8, u32)> = Vec::new();
    for who in [&fast, &slow]
        .iter()
        .filter_map(|log| log.get(at).and_then(|line| line.who))
    {
        if told.contains(&who.key()) {
            continue;
        }
        told.push(who.key());
        for (name, log) in [("fast", &fast), ("reference", &slow)] {
            let history = teller.history(log, who);
            writeln!(text, "case {:?} in the {name} model:\n{history}", who.key()).unwrap();
        }
    }
    Some(text)
}

/// The log with appeals and then the cases that are pending at the end last, these in the order of
/// their keys; court by court, where these are independent.
fn canonical(log: &[Line], apart: bool) -> Vec<Line> {
    let of_end = |line: &Line| match line.what {
        What::StillPending => 2,
        What::Appeals(..) => 1,
        _ => 0,
    };
    let part = |n: i32| log.iter().filter(move |line| of_end(line) == n).cloned();
    let mut lines: Vec<Line> = part(0).collect();
    if apart {
        lines.sort_by_key(court);
    }
    lines.extend(part(1));
    let mut rest: Vec<Line> = part(2).collect();
    rest.sort_by_key(|line| line.who.map(|who| who.key()));
    lines.append(&mut rest);
    lines
}

/// The court of a line; the first one for what belongs to none.
fn court(line: &Line) -> CourtId {
    let of_case = line.who.and_then(|who| who.place);
    match &line.what {
        What::Sat { court, .. } => *court,
        What::Month(stocks) => stocks.court,
        _ => of_case.map_or(CourtId(0), |(court, ..)| court),
    }
}

fn equal(a: &Line, b: &Line) -> bool {
    match (&a.what, &b.what) {
        (What::Month(x), What::Month(y)) => a.day == b.day && same_stocks(x, y),
        (What::Besides(x), What::Besides(y)) => a.day == b.day && same_besides(x, y),
        (What::Appeals(..), What::Appeals(..)) => a.what == b.what,
        _ => a == b,
    }
}

fn same_stocks(a: &Stocks, b: &Stocks) -> bool {
    let counts = |s: &Stocks| {
        let lists = (s.inactive.clone(), s.next_merits.clone());
        (s.court, s.judges, lists)
    };
    counts(a) == counts(b)
        && close(&a.pending_hours, &b.pending_hours)
        && close(&[a.cost], &[b.cost])
}

fn same_besides(a: &Besides, b: &Besides) -> bool {
    a.host_waiting == b.host_waiting
        && close(&a.host_capacity, &b.host_capacity)
        && close(&[a.policy_cost], &[b.policy_cost])
}

fn close(a: &[f64], b: &[f64]) -> bool {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= TOLERANCE * a.abs().max(b.abs());
    a.len() == b.len() && a.iter().zip(b).all(near)
}

/// Puts lines into words, with the names of the scenario.
struct Teller<'a> {
    blueprint: &'a Blueprint,
}

impl Teller<'_> {
    fn line(&self, line: &Line) -> String {
        let who = line.who.map_or(String::new(), |who| self.who(who));
        format!("{} {} {who}", line.day, self.what(&line.what))
    }

    fn who(&self, who: Who) -> String {
        let b = self.blueprint;
        let place = who.place.map_or("nowhere".to_owned(), |(c, d, s)| {
            let docket = &b.dockets[d.index()];
            let stage = &docket.stages[s.index()].id;
            format!("{}/{}/{stage}", b.courts[c.index()].id, docket.id)
        });
        format!(
            "case {:?} at {place}, filed {}, {} members, called {}, held {}, represented {}, applies {}, heard {}, merits {}, returned {}",
            who.key(),
            who.filed,
            who.members,
            who.called,
            who.held,
            who.represented,
            who.applies,
            who.heard,
            who.merits,
            who.returned
        )
    }

    fn what(&self, what: &What) -> String {
        let b = self.blueprint;
        match what {
            What::Sat {
                court,
                session,
                used,
                available,
            } => format!(
                "{} sat ({}): {used} of {available} minutes",
                b.courts[court.index()].id,
                b.sessions[session.index()].id
            ),
            other => format!("{other:?}"),
        }
    }

    fn history(&self, log: &[Line], who: Who) -> String {
        let lines = log
            .iter()
            .filter(|line| line.who.is_some_and(|w| w.key() == who.key()));
        let told: Vec<String> = lines
            .take(HISTORY)
            .map(|line| format!("    {}", self.line(line)))
            .collect();
        if told.is_empty() {
            return "    nothing".to_owned();
        }
        told.join("\n")
    }
}
