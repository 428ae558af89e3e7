//! The bench of each court: judges, vacancies and the hiring pipeline.
//!
//! A court has *seats*, one for each authorised post. A seat is vacant, in the pipeline or taken
//! by a judge, who joins with a class, is trained, hears with a productivity that rises to 1, and
//! leaves by a constant hazard. When posts or courtrooms are cut, the highest seats go at once.

use super::blueprint::{Court, CourtId, Hiring};
use crate::rng::{Decision, Stream};
use crate::time::{Day, Month};

/// Productivity of a judge who has nothing more to learn [1].
const FULL: f64 = 1.0;

/// What a seat holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seat {
    Vacant,
    Pipeline,
    Taken { hears_from: Day, full_from: Day },
}

/// Something that happens to a seat; `incumbent` counts the judges the seat has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatEvent {
    /// A judge joins.
    Joins,
    /// Training ends.
    Trained,
    /// A judge leaves.
    Leaves,
}

/// A seat event to schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Day on which it happens.
    pub day: Day,
    /// Court.
    pub court: CourtId,
    /// Seat.
    pub seat: u16,
    /// Incumbent: how many judges the seat has had before.
    pub incumbent: u16,
    /// What happens.
    pub what: SeatEvent,
}

/// The bench of one court.
#[derive(Clone, Debug)]
pub struct Bench {
    court: CourtId,
    seats: Vec<(Seat, u16)>,
    /// Productive judges when the bench last changed or was reviewed [judges].
    productive: f64,
}

impl Bench {
    /// The bench at the start: judges on the first seats, fully productive; plans when they leave.
    pub fn opening(
        id: CourtId,
        court: &Court,
        start: Day,
        stream: Stream,
        plan: &mut Vec<Planned>,
    ) -> Self {
        let mut bench = Self {
            court: id,
            seats: Vec::new(),
            productive: f64::from(court.judges),
        };
        for seat in 0..court.judges as u16 {
            bench.seats.push((
                Seat::Taken {
                    hears_from: start,
                    full_from: start,
                },
                0,
            ));
            bench.plan_leaving(&court.hiring, seat, start, stream, plan);
        }
        bench
    }

    /// Judges on the bench, in training or hearing [judges].
    pub fn judges(&self) -> u32 {
        self.seats
            .iter()
            .filter(|(seat, _)| matches!(seat, Seat::Taken { .. }))
            .count() as u32
    }

    /// Productive judges: those who hear, weighted by productivity, as of the last review or change of
    /// the bench [judges].
    pub fn productive(&self) -> f64 {
        self.productive
    }

    /// Takes what judges have learnt up to today into account. Done at the month's review and when the
    /// bench itself changes, so that no lever moves it that does not concern the bench.
    pub fn review(&mut self, hiring: &Hiring, today: Day) {
        self.productive = (self.seats.iter())
            .map(|(seat, _)| productivity(*seat, hiring, today))
            .sum();
    }

    /// Seats in use: judges, and those about to become judges [judges].
    fn in_use(&self) -> usize {
        let seats = self.seats.iter();
        seats.filter(|(seat, _)| *seat != Seat::Vacant).count()
    }

    /// Fits the seats to the posts and starts to hire for vacancies. Where posts are cut those that
    /// are vacant go first.
    pub fn set_posts(
        &mut self,
        posts: usize,
        hiring: &Hiring,
        today: Day,
        stream: Stream,
        plan: &mut Vec<Planned>,
    ) {
        let mut surplus = self.in_use().saturating_sub(posts);
        let before = self.judges();
        for hearing in [false, true] {
            let seats = self.seats.iter_mut().rev();
            let cut = seats.filter(|(seat, _)| match seat {
                Seat::Vacant => false,
                Seat::Pipeline => !hearing,
                Seat::Taken { .. } => hearing,
            });
            for (seat, incumbent) in cut.take(surplus) {
                // Whatever is planned for the seat names its incumbent and so lapses.
                *seat = Seat::Vacant;
                *incumbent += 1;
                surplus -= 1;
            }
        }
        if self.judges() < before {
            self.review(hiring, today);
        }
        if self.seats.len() < posts {
            self.seats.resize(posts, (Seat::Vacant, 0));
        }
        let vacancies = posts.saturating_sub(self.in_use());
        let vacant = |seat: &usize| self.seats[*seat].0 == Seat::Vacant;
        let seats: Vec<usize> = (0..self.seats.len())
            .filter(vacant)
            .take(vacancies)
            .collect();
        for seat in seats {
            self.hire(hiring, seat as u16, today, stream, plan);
        }
    }

    /// Lets a planned event happen, if it still concerns the incumbent; says whether it did.
    pub fn happen(
        &mut self,
        event: Planned,
        posts: usize,
        hiring: &Hiring,
        stream: Stream,
        plan: &mut Vec<Planned>,
    ) -> bool {
        let seat = usize::from(event.seat);
        let (state, incumbent) = self.seats[seat];
        if incumbent != event.incumbent {
            return false;
        }
        match event.what {
            SeatEvent::Joins => self.join(hiring, event.seat, event.day, stream, plan),
            SeatEvent::Trained => {}
            SeatEvent::Leaves => {
                debug_assert!(
                    matches!(state, Seat::Taken { .. }),
                    "only a judge can leave"
                );
                self.seats[seat] = (Seat::Vacant, incumbent + 1);
                if self.in_use() < posts {
                    self.hire(hiring, event.seat, event.day, stream, plan);
                }
            }
        }
        self.review(hiring, event.day);
        true
    }

    fn hire(
        &mut self,
        hiring: &Hiring,
        seat: u16,
        today: Day,
        stream: Stream,
        plan: &mut Vec<Planned>,
    ) {
        let incumbent = self.seats[usize::from(seat)].1;
        self.seats[usize::from(seat)].0 = Seat::Pipeline;
        let u = stream.uniform(Decision::Selection, self.key(seat), u32::from(incumbent));
        let selected = today + hiring.selection.sample_days(u).max(1);
        let day = next_class(selected, hiring.class_interval);
        plan.push(Planned {
            day,
            court: self.court,
            seat,
            incumbent,
            what: SeatEvent::Joins,
        });
    }

    fn join(
        &mut self,
        hiring: &Hiring,
        seat: u16,
        today: Day,
        stream: Stream,
        plan: &mut Vec<Planned>,
    ) {
        let hears_from = today + hiring.training;
        let full_from = hears_from + hiring.learning;
        let (state, incumbent) = &mut self.seats[usize::from(seat)];
        *state = Seat::Taken {
            hears_from,
            full_from,
        };
        let (court, incumbent) = (self.court, *incumbent);
        plan.push(Planned {
            day: hears_from,
            court,
            seat,
            incumbent,
            what: SeatEvent::Trained,
        });
        self.plan_leaving(hiring, seat, today, stream, plan);
    }

    fn plan_leaving(
        &self,
        hiring: &Hiring,
        seat: u16,
        joined: Day,
        stream: Stream,
        plan: &mut Vec<Planned>,
    ) {
        if hiring.departures <= 0.0 {
            return;
        }
        let incumbent = self.seats[usize::from(seat)].1;
        let u = stream.uniform(Decision::JudgeLeaves, self.key(seat), u32::from(incumbent));
        let days = -(1.0 - u).ln() / hiring.departures * 365.25;
        // A century away is beyond every horizon.
        let day = joined + days.min(36_525.0) as i32 + 1;
        let court = self.court;
        plan.push(Planned {
            day,
            court,
            seat,
            incumbent,
            what: SeatEvent::Leaves,
        });
    }

    /// Key of a seat in draws: the same seat has the same luck in every scenario.
    fn key(&self, seat: u16) -> u64 {
        (u64::from(self.court.0) << 16) | u64::from(seat)
    }
}

fn productivity(seat: Seat, hiring: &Hiring, today: Day) -> f64 {
    let Seat::Taken {
        hears_from,
        full_from,
    } = seat
    else {
        return 0.0;
    };
    if today < hears_from {
        return 0.0;
    }
    if today >= full_from {
        return FULL;
    }
    let share = f64::from(today - hears_from) / f64::from(full_from - hears_from);
    hiring.starting_productivity + (FULL - hiring.starting_productivity) * share
}

/// First day of the first class month on or after a day; without classes the day itself.
fn next_class(day: Day, interval: u32) -> Day {
    let Ok(interval @ 1..) = i32::try_from(interval) else {
        return day;
    };
    let month = day.month();
    let earliest = if month.first_day() >= day {
        month.0
    } else {
        month.0 + 1
    };
    Month(
        earliest.div_euclid(interval) * interval
            + if earliest.rem_euclid(interval) == 0 {
                0
            } else {
                interval
            },
    )
    .first_day()
}
