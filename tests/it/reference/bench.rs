//! Judges: seats, vacancies, the hiring pipeline, and what a bench is worth on a day.

use docketsim::court::{CourtId, Hiring};
use docketsim::rng::Decision;
use docketsim::time::{Day, Month};

use super::Slip;
use super::agenda::{Change, Event, Phase};
use super::world::{World, courts};

/// Who holds a seat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holder {
    Nobody,
    /// Somebody is being selected, or waits for a class.
    InPipeline,
    Judge {
        hears_from: Day,
        full_from: Day,
    },
}

/// A seat; `incumbent` counts those who had it before.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    pub holder: Holder,
    pub incumbent: u32,
}

/// The seats of a court, and the judge days of the month.
#[derive(Clone, Debug)]
pub struct Bench {
    pub seats: Vec<Seat>,
    pub judge_days: f64,
    counted_to: Day,
    /// What the bench was worth when it last changed or a month began.
    worth: f64,
}

impl Bench {
    pub fn judges(&self) -> u32 {
        let judges = self.seats.iter().filter(|seat| seat.is_judge());
        judges.count() as u32
    }

    fn in_use(&self) -> usize {
        in_use(&self.seats)
    }

    /// Judges who hear, each weighted by what is learnt.
    fn productive(&self, hiring: &Hiring, today: Day) -> f64 {
        self.seats
            .iter()
            .map(|seat| seat.productivity(hiring, today))
            .sum()
    }
}

/// Seats of judges, and of those about to become judges.
fn in_use(seats: &[Seat]) -> usize {
    let used = seats.iter().filter(|seat| seat.holder != Holder::Nobody);
    used.count()
}

impl Seat {
    fn is_judge(&self) -> bool {
        matches!(self.holder, Holder::Judge { .. })
    }

    fn productivity(&self, hiring: &Hiring, today: Day) -> f64 {
        match self.holder {
            Holder::Judge {
                hears_from,
                full_from,
            } if today >= hears_from => {
                if today >= full_from {
                    return 1.0;
                }
                let learnt = f64::from(today - hears_from) / f64::from(full_from - hears_from);
                hiring.starting_productivity + (1.0 - hiring.starting_productivity) * learnt
            }
            _ => 0.0,
        }
    }
}

/// First day of the first class on or after a day: every so many months, counted from January.
fn next_class(day: Day, every: u32) -> Day {
    if every == 0 {
        return day;
    }
    let months = (day.month().0..).map(Month);
    let class = |m: &Month| m.0.rem_euclid(every as i32) == 0 && m.first_day() >= day;
    months
        .into_iter()
        .find(class)
        .expect("classes never end")
        .first_day()
}

impl World<'_> {
    /// The judges of the start: on the first seats, fully productive.
    pub fn open_benches(&mut self) {
        let start = self.blueprint.start;
        for court in courts(self.blueprint) {
            let judge = Seat {
                holder: Holder::Judge {
                    hears_from: start,
                    full_from: start,
                },
                incumbent: 0,
            };
            let judges = self.blueprint.courts[court.index()].judges as usize;
            self.benches.push(Bench {
                seats: vec![judge; judges],
                judge_days: 0.0,
                counted_to: start,
                worth: judges as f64,
            });
            for seat in 0..judges {
                self.plan_leaving(court, seat);
            }
        }
    }

    fn hiring(&self, court: CourtId) -> &Hiring {
        &self.blueprint.courts[court.index()].hiring
    }

    /// Posts that may be filled: authorised, and no more than the courtrooms serve.
    fn posts(&self, court: CourtId) -> usize {
        let c = court.index();
        let rooms = self.levers.courtrooms[c].at(self.today);
        let served = rooms * self.blueprint.courts[c].judges_per_courtroom;
        let posts = self.levers.posts[c].at(self.today).min(served);
        (posts + 1e-9).floor().max(0.0) as usize
    }

    /// Seats follow posts: those above go at once, vacant ones are filled.
    pub fn fit_seats(&mut self, court: CourtId) {
        self.count_judge_days(court, self.today);
        let posts = self.posts(court);
        let seats = &mut self.benches[court.index()].seats;
        // Of posts that are cut the vacant ones go first, then the newest.
        let judges = seats.iter().filter(|seat| seat.is_judge()).count();
        while in_use(seats) > posts {
            let last = |judge: bool| {
                seats.iter().rposition(|s| match s.holder {
                    Holder::Nobody => false,
                    Holder::InPipeline => !judge,
                    Holder::Judge { .. } => judge,
                })
            };
            let last = last(false).or(last(true)).unwrap();
            seats[last].holder = Holder::Nobody;
            seats[last].incumbent += 1;
        }
        let fewer = seats.iter().filter(|seat| seat.is_judge()).count() < judges;
        while seats.len() < posts {
            let holder = Holder::Nobody;
            seats.push(Seat {
                holder,
                incumbent: 0,
            });
        }
        if fewer {
            self.look_at_bench(court);
        }
        let mut seat = 0;
        while self.benches[court.index()].in_use() < posts {
            if self.benches[court.index()].seats[seat].holder == Holder::Nobody {
                self.hire(court, seat);
            }
            seat += 1;
        }
    }

    /// Key of the draws of a seat.
    fn seat_key(court: CourtId, seat: usize) -> u64 {
        u64::from(court.0) * 65_536 + seat as u64
    }

    fn plan(&mut self, day: Day, court: CourtId, seat: usize, change: Change) {
        let incumbent = self.benches[court.index()].seats[seat].incumbent;
        let event = Event::Seat {
            court,
            seat,
            incumbent,
            change,
        };
        self.agenda.add(day, Phase::Bench, event);
    }

    fn hire(&mut self, court: CourtId, seat: usize) {
        let place = &mut self.benches[court.index()].seats[seat];
        place.holder = Holder::InPipeline;
        let incumbent = place.incumbent;
        let key = Self::seat_key(court, seat);
        let u = self.stream.uniform(Decision::Selection, key, incumbent);
        let selection = self.hiring(court).selection.sample_days(u).max(1);
        let class = next_class(self.today + selection, self.hiring(court).class_interval);
        self.plan(class, court, seat, Change::Joins);
    }

    fn plan_leaving(&mut self, court: CourtId, seat: usize) {
        let hazard = self.hiring(court).departures;
        if hazard > 0.0 {
            let incumbent = self.benches[court.index()].seats[seat].incumbent;
            let key = Self::seat_key(court, seat);
            let u = self.stream.uniform(Decision::JudgeLeaves, key, incumbent);
            let days = (-(1.0 - u).ln() / hazard * 365.25).min(36_525.0) as i32;
            self.plan(self.today + days + 1, court, seat, Change::Leaves);
        }
    }

    /// Something planned for a seat happens, if it still has the same incumbent.
    pub fn seat_changes(&mut self, court: CourtId, seat: usize, incumbent: u32, change: Change) {
        self.count_judge_days(court, self.today);
        if self.benches[court.index()].seats[seat].incumbent != incumbent {
            return;
        }
        match change {
            Change::Joins => {
                let hears_from = self.today + self.hiring(court).training;
                let full_from = hears_from + self.hiring(court).learning;
                self.benches[court.index()].seats[seat].holder = Holder::Judge {
                    hears_from,
                    full_from,
                };
                self.plan(hears_from, court, seat, Change::EndsTraining);
                self.plan_leaving(court, seat);
            }
            Change::EndsTraining => {}
            Change::Leaves => {
                let place = &mut self.benches[court.index()].seats[seat];
                place.holder = Holder::Nobody;
                place.incumbent += 1;
                if self.benches[court.index()].in_use() < self.posts(court) {
                    self.hire(court, seat);
                }
            }
        }
        self.look_at_bench(court);
        self.plan_capacity(court);
    }

    /// Judge days are counted up to a day, not included, before the bench changes.
    pub fn count_judge_days(&mut self, court: CourtId, to: Day) {
        let bench = &mut self.benches[court.index()];
        bench.judge_days += f64::from(bench.judges()) * f64::from(to - bench.counted_to);
        bench.counted_to = to;
    }

    /// What judges have learnt counts from now on.
    pub fn look_at_bench(&mut self, court: CourtId) {
        let mut hiring = self.hiring(court).clone();
        if self.slip == Some(Slip::LearnsAtOnce) {
            hiring.starting_productivity = 1.0;
        }
        let bench = &self.benches[court.index()];
        self.benches[court.index()].worth = bench.productive(&hiring, self.today);
    }

    /// Bench time of a court on a court day [minutes].
    pub fn bench_minutes(&self, court: CourtId) -> f64 {
        let c = court.index();
        let minutes = self.benches[c].worth * self.blueprint.courts[c].minutes_per_day;
        minutes * self.levers.productivity[c].at(self.today) * self.bench_answers[c]
    }
}
