//! Bench time still expected in a case, by backward recursion over the hearings to come.

use docketsim::court::*;
use docketsim::time::Day;

use super::hearing::holding;
use super::world::dockets;

/// Hearings looked ahead.
const HEARINGS: u16 = 2_000;

/// Expected minutes by docket and stage, with the rules of a day.
pub fn expected(b: &Blueprint, day: Day) -> Vec<Vec<f64>> {
    let mut total: Vec<Vec<f64>> = empty(b);
    for represented in [true, false] {
        for applies in [true, false] {
            let ahead = minutes_ahead(b, day, (represented, applies));
            for (d, docket) in b.dockets.iter().enumerate() {
                let p = if represented {
                    docket.represented
                } else {
                    1.0 - docket.represented
                };
                let q = if applies {
                    docket.applies
                } else {
                    1.0 - docket.applies
                };
                for (sum, minutes) in total[d].iter_mut().zip(&ahead[d]) {
                    *sum += p * q * minutes;
                }
            }
        }
    }
    total
}

fn empty(b: &Blueprint) -> Vec<Vec<f64>> {
    let dockets = b.dockets.iter();
    dockets.map(|d| vec![0.0; d.stages.len()]).collect()
}

/// Minutes from the first hearing on: a hearing's own, and those of what follows it.
fn minutes_ahead(b: &Blueprint, day: Day, kind: (bool, bool)) -> Vec<Vec<f64>> {
    let mut later = empty(b);
    for hearing in (1..=HEARINGS).rev() {
        let mut now = empty(b);
        for docket in dockets(b).map(|d| d.index()) {
            for (stage, minutes) in now[docket].iter_mut().enumerate() {
                *minutes = from_here(b, day, (docket, stage), kind, hearing, &later);
            }
        }
        later = now;
    }
    later
}

fn from_here(
    b: &Blueprint,
    day: Day,
    (docket, place): (usize, usize),
    kind: (bool, bool),
    hearing: u16,
    later: &[Vec<f64>],
) -> f64 {
    let stage = &b.dockets[docket].stages[place];
    let absent = if kind.0 {
        stage.absent.represented
    } else {
        stage.absent.unrepresented
    };
    let again = later[docket][place];
    let table = holding(stage, day, kind, hearing);
    let follows = table.outcomes.iter().map(|outcome| {
        outcome.share
            * match outcome.then {
                Then::Continue => again,
                Then::Advance(to) => later[docket][to.index()],
                Then::Transfer { docket, stage, .. } => later[docket.index()][stage.index()],
                Then::Close(_) => 0.0,
            }
    });
    let not_held = f64::from(stage.absent.minutes) + (1.0 - stage.absent.order) * again;
    let held = stage.minutes.mean() + follows.sum::<f64>();
    absent * not_held + (1.0 - absent) * held
}
