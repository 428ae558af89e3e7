//! `remain-in-host`: respondents from some ports wait for their hearings in a host country.
//!
//! A site opens at the later of its effective date and the day the host is ready. From then on it
//! takes in those eligible, up to its daily intake and its capacity in people; who does not fit
//! takes the ordinary path and is counted as refused.

use super::{Change, Luck, Window, add_within, charge, ramp, scale_within, set_within};
use crate::court::{CourtId, DocketId, Levers, Reservation, SessionId, SiteId, SourceId};
use crate::rng::{Decision, Variate};
use crate::time::{Day, Schedule};

/// The programme at one site.
#[derive(Clone, Debug)]
pub struct RemainInHost {
    /// Policy id, for its costs.
    pub policy: String,
    /// The site, which names its ports, court and docket.
    pub site: SiteId,
    /// The ports, for deterrence.
    pub ports: Vec<SourceId>,
    /// The hearing court, for reserved bench time.
    pub court: CourtId,
    /// The docket, for reserved bench time.
    pub docket: DocketId,
    /// When the host is ready.
    pub readiness: Readiness,
    /// People who can be hosted at a time [people].
    pub capacity: Schedule<f64>,
    /// Daily intake when fully in force [people per day].
    pub intake: Schedule<f64>,
    /// From opening to the full intake, in monthly steps [days].
    pub intake_ramp: i32,
    /// Share of arrivals at the ports that the programme is meant for [0-1].
    pub eligible: f64,
    /// Share of those who are exempt [0-1].
    pub exempt: f64,
    /// Bench time set aside from opening on.
    pub reserved: Vec<ReservedTime>,
    /// Factor on the share absent while waiting [1].
    pub absence: f64,
    /// Hazard of withdrawing while waiting, added to the docket's [per year].
    pub withdrawal: f64,
    /// Effect on arrivals at the ports.
    pub deterrence: Option<Deterrence>,
    /// Running cost from opening on [currency per year].
    pub cost_per_year: f64,
    /// Paid once on opening [currency].
    pub setup_cost: f64,
}

/// When the host is ready to receive people and protect them.
#[derive(Clone, Debug)]
pub enum Readiness {
    /// On the effective date.
    AtOnce,
    /// This long after a date, drawn once for each replication.
    After {
        /// The date.
        date: Day,
        /// Delay [days].
        delay: Variate,
    },
    /// On the first day on which the host's capacity reaches this many people.
    Capacity(f64),
}

/// Bench time set aside for the programme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReservedTime {
    /// Session kind of the hearings it is for.
    pub session: SessionId,
    /// Session kind it is taken from.
    pub from: SessionId,
    /// Bench time of fully productive judges on a court day [minutes].
    pub minutes: f64,
}

/// Effect of the programme on arrivals at its ports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deterrence {
    /// Factor on the filing rate [1].
    pub multiplier: f64,
    /// From opening to the effect [days].
    pub lag: i32,
}

impl RemainInHost {
    /// The day the site opens: the later of announced and ready; `None`: not within the schedule.
    pub fn opening(&self, announced: Day, luck: &Luck) -> Option<Day> {
        let ready = match &self.readiness {
            Readiness::AtOnce => announced,
            Readiness::After { date, delay } => {
                *date + delay.sample_days(luck.uniform(Decision::Readiness))
            }
            Readiness::Capacity(people) => {
                if self.capacity.at(announced) >= *people {
                    announced
                } else {
                    let later = self.capacity.steps().iter();
                    later
                        .filter(|(day, _)| *day > announced)
                        .find(|(_, c)| c >= people)?
                        .0
                }
            }
        };
        Some(announced.max(ready))
    }

    fn open_site(&self, window: Window, levers: &mut Levers) {
        let site = &mut levers.sites[self.site.index()];
        let within = |schedule: &mut Schedule<f64>, values: &Schedule<f64>| {
            set_within(schedule, window, values.at(window.from));
            for &(day, value) in values.steps() {
                if let Some(rest) = window.starting(day).filter(|rest| rest.from == day) {
                    set_within(schedule, rest, value);
                }
            }
        };
        within(&mut site.capacity, &self.capacity);
        within(&mut site.intake, &self.intake);
        ramp(window, self.intake_ramp, |part, share| {
            scale_within(&mut site.intake, part, share)
        });
        set_within(&mut site.eligible, window, self.eligible);
        set_within(&mut site.exempt, window, self.exempt);
        set_within(&mut site.absence, window, self.absence);
        set_within(&mut site.withdrawal, window, self.withdrawal);
    }

    fn reserve(&self, window: Window, levers: &mut Levers) {
        for time in &self.reserved {
            let same = |r: &&mut Reservation| {
                (r.court, r.docket) == (self.court, self.docket)
                    && (r.session, r.from) == (time.session, time.from)
            };
            if let Some(reservation) = levers.reserved.iter_mut().find(same) {
                add_within(&mut reservation.minutes, window, time.minutes);
            } else {
                let mut minutes = Schedule::constant(0.0);
                add_within(&mut minutes, window, time.minutes);
                let (court, docket) = (self.court, self.docket);
                let ReservedTime { session, from, .. } = *time;
                let share = Schedule::constant(0.0);
                levers.reserved.push(Reservation {
                    court,
                    docket,
                    session,
                    from,
                    share,
                    minutes,
                });
            }
        }
    }
}

impl Change for RemainInHost {
    fn kind(&self) -> &'static str {
        "remain-in-host"
    }

    fn enact(&self, window: Window, luck: &Luck, levers: &mut Levers) {
        let opening = self.opening(window.from, luck);
        let Some(window) = opening.and_then(|day| window.starting(day)) else {
            return;
        };
        self.open_site(window, levers);
        self.reserve(window, levers);
        if let Some(deterrence) = self.deterrence
            && let Some(later) = window.starting(window.from + deterrence.lag)
        {
            for port in &self.ports {
                scale_within(
                    &mut levers.arrivals[port.index()],
                    later,
                    deterrence.multiplier,
                );
            }
        }
        let (per_year, once) = (self.cost_per_year, self.setup_cost);
        charge(&self.policy, window, per_year, once, levers);
    }
}
