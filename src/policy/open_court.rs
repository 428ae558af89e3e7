//! `open-court`: a court of the scenario that had no bench until now.

use super::{Change, Luck, Window, add_within, charge, set_within};
use crate::court::{Act, CourtId, Deed, Levers, Route};
use crate::time::{Day, Schedule};

/// Opens a court and sends it cases of others.
#[derive(Clone, Debug)]
pub struct OpenCourt {
    /// Policy id, for its costs.
    pub policy: String,
    /// The court.
    pub court: CourtId,
    /// Authorised posts [judges].
    pub posts: f64,
    /// Courtrooms [courtrooms].
    pub courtrooms: f64,
    /// From the effective date to the first session [days].
    pub lead_time: i32,
    /// Posts may be filled this long before the first session [days].
    pub hiring_ahead: i32,
    /// Courts from which it takes cases.
    pub catchment: Vec<Catchment>,
    /// Paid once on the effective date [currency].
    pub setup_cost: f64,
    /// Running cost from the first session on, besides judges [currency per year].
    pub cost_per_year: f64,
}

/// What a new court takes from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Catchment {
    /// The other court.
    pub court: CourtId,
    /// Share of its new cases [0-1].
    pub share: f64,
    /// Share of its pending cases, on the first day [0-1].
    pub pending: f64,
}

impl OpenCourt {
    fn staff(&self, window: Window, levers: &mut Levers) {
        let ahead = window.from + (self.lead_time - self.hiring_ahead).max(0);
        if let Some(bench) = window.starting(ahead) {
            let court = self.court.index();
            add_within(&mut levers.posts[court], bench, self.posts);
            add_within(&mut levers.courtrooms[court], bench, self.courtrooms);
        }
    }

    fn take_cases(&self, open: Window, luck: &Luck, levers: &mut Levers) {
        for from in &self.catchment {
            let mut share = Schedule::constant(0.0);
            set_within(&mut share, open, from.share);
            levers.routes.push(Route {
                from: from.court,
                to: self.court,
                share,
            });
            if from.pending > 0.0 {
                self.take_pending(*from, open.from, luck, levers);
            }
        }
    }

    /// Courts that open on one day take their shares of what was there the day before.
    fn take_pending(&self, taken: Catchment, day: Day, luck: &Luck, levers: &mut Levers) {
        let on_the_day = levers.acts.iter_mut().filter(|act| act.day == day);
        let mut others = on_the_day.filter_map(|act| match &mut act.what {
            Deed::Move {
                from,
                to,
                closes: false,
                ..
            } if *from == taken.court => Some(to),
            _ => None,
        });
        if let Some(others) = others.next() {
            others.push((self.court, taken.pending));
            return;
        }
        levers.acts.push(Act {
            day,
            what: Deed::Move {
                from: taken.court,
                to: vec![(self.court, taken.pending)],
                tag: luck.tag(),
                closes: false,
            },
        });
    }

    /// When the court closes again, its cases go back to the courts of its catchment.
    fn give_back(&self, open: Window, luck: &Luck, levers: &mut Levers) {
        let Some(day) = open.until else { return };
        let sum = |part: fn(&Catchment) -> f64| self.catchment.iter().map(part).sum::<f64>();
        // By the shares of new cases that came from each, or else of the pending ones, or else evenly.
        let parts: [fn(&Catchment) -> f64; 3] = [|from| from.share, |from| from.pending, |_| 1.0];
        if let Some(part) = parts.into_iter().find(|&part| sum(part) > 0.0) {
            let whole = sum(part);
            let to = self.catchment.iter();
            let to = to.map(|from| (from.court, part(from) / whole));
            levers.acts.push(Act {
                day,
                what: Deed::Move {
                    from: self.court,
                    to: to.collect(),
                    tag: luck.tag(),
                    closes: true,
                },
            });
        }
    }
}

impl Change for OpenCourt {
    fn kind(&self) -> &'static str {
        "open-court"
    }

    fn enact(&self, window: Window, luck: &Luck, levers: &mut Levers) {
        self.staff(window, levers);
        charge(&self.policy, window, 0.0, self.setup_cost, levers);
        if let Some(open) = window.starting(window.from + self.lead_time) {
            self.take_cases(open, luck, levers);
            self.give_back(open, luck, levers);
            charge(&self.policy, open, self.cost_per_year, 0.0, levers);
        }
    }
}
