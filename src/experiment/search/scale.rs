//! A smaller system with the same flow for its size: quick runs to explore with.
//!
//! Counts of cases and people, and minutes of the bench, are scaled; judges, times and shares are
//! not. It is no substitute for the whole: a session that ends with a hearing overruns by the same
//! minutes in a court a tenth as large.

use crate::court::{Blueprint, Deed, Levers};

/// Scales a court system and its levers, policies included, to a share of their size.
pub fn scale(blueprint: &mut Blueprint, levers: &mut Levers, share: f64) {
    let count = |n: u32| (f64::from(n) * share).round() as u32;
    for court in &mut blueprint.courts {
        court.minutes_per_day *= share;
    }
    for source in &mut blueprint.sources {
        source.rate = source
            .rate
            .map_within(blueprint.start, None, |rate| rate * share);
    }
    for opening in &mut blueprint.opening {
        (opening.pending, opening.inactive) = (count(opening.pending), count(opening.inactive));
    }
    if let Some(appeals) = &mut blueprint.appeals {
        appeals.opening = count(appeals.opening);
    }
    let start = blueprint.start;
    levers.decisions = levers.decisions.scaled_from(start, share);
    for reserved in &mut levers.reserved {
        reserved.minutes = reserved.minutes.scaled_from(start, share);
    }
    for site in &mut levers.sites {
        site.capacity = site.capacity.scaled_from(start, share);
        site.intake = site.intake.scaled_from(start, share);
    }
    for act in &mut levers.acts {
        if let Deed::Recalendar { cases, .. } = &mut act.what {
            *cases = count(*cases);
        }
    }
}
