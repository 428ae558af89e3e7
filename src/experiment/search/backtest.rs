//! Forecasts of years that the fit did not see.
//!
//! Two modes. *Conditional*: new cases, judges, motions and policies of the later years are given as
//! they came; what is forecast is the yearly parameters, by the walk of their fitted years.
//! *Unconditional*: nothing after the last fitted year is known; new cases, returns and judges walk
//! on as well, and no later policy comes.

use super::accepted::Accepted;
use super::forecast::Walk;
use super::problem::{Family, Problem, SearchError};
use crate::court::CountsAs;
use crate::experiment::Desk;
use crate::experiment::layout::{Detail, Layout};
use crate::experiment::parallel::each;
use crate::experiment::runner::{Experiment, Replication, RunError, Watch, layout, record};
use crate::policy::enact_all;
use crate::rng::Stream;
use crate::scenario::{Draws, Model, Scenario, draw_key};
use crate::time::{Day, FiscalYear, Month, Schedule};

/// What is known of the later years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Their new cases, judges, motions and policies.
    Conditional,
    /// Nothing.
    Unconditional,
}

impl Mode {
    /// Both.
    pub const ALL: [Mode; 2] = [Mode::Conditional, Mode::Unconditional];

    /// Id, as in the rows.
    pub fn id(self) -> &'static str {
        match self {
            Mode::Conditional => "conditional",
            Mode::Unconditional => "unconditional",
        }
    }
}

/// A forecaster: the scenario as a mode knows it, and the fitted vectors.
struct Forecaster<'a> {
    problem: &'a Problem<'a>,
    mode: Mode,
    scenario: Scenario,
    draws: Draws,
    layout: Layout,
    seed: u64,
}

/// Runs a scenario on through the years after its fit: in each replication with an accepted vector,
/// and with walks of whatever the mode does not know.
///
/// # Errors
/// A breach of an invariant of the model.
pub fn forecast(
    problem: &Problem<'_>,
    accepted: &Accepted,
    mode: Mode,
    (seed, replications): (u64, u64),
    watch: &Watch,
) -> Result<Experiment, SearchError> {
    let scenario = match mode {
        Mode::Conditional => problem.scenario.clone(),
        Mode::Unconditional => problem.scenario.known_at(problem.cut_day()),
    };
    let forecaster = Forecaster {
        layout: layout(&scenario, Detail::Standard),
        draws: accepted.draws(),
        problem,
        mode,
        scenario,
        seed,
    };
    let done = each(0..replications, |desk, number| {
        if watch.stopped() {
            return None;
        }
        let done = forecaster.replicate(number, desk);
        watch.finished();
        Some(done)
    });
    let replications: Result<Vec<Replication>, RunError> =
        done.into_iter().map_while(|one| one).collect();
    Ok(Experiment {
        layout: forecaster.layout,
        replications: replications?,
        interrupted: watch.stopped(),
        missed: None,
    })
}

impl Forecaster<'_> {
    fn replicate(&self, number: u64, desk: &mut Desk) -> Result<Replication, RunError> {
        let stream = Stream::new(self.seed, number);
        let mut values = self.scenario.drawn(stream);
        let vector = self.draws.pick(stream);
        values.extend(self.draws.values(vector));
        let families = self.problem.families.iter();
        values.extend(families.flat_map(|family| self.walk_on(family, vector, stream)));
        let mut model = self.scenario.model_with(values);
        if self.mode == Mode::Unconditional {
            self.walk_flows(&mut model, stream);
            self.walk_bench(&mut model, stream);
        }
        let levers = enact_all(&model.levers, &model.policies, stream);
        let level = self.scenario.clearance_level;
        let draws = (stream, number);
        record(&model.blueprint, &levers, &self.layout, level, draws, desk)
    }

    /// Values of a family after the last fitted year.
    fn walk_on<'f>(
        &self,
        family: &'f Family,
        vector: usize,
        stream: Stream,
    ) -> Vec<(&'f str, f64)> {
        let cut = self.problem.cut;
        let value = |name: &str| {
            self.draws
                .values(vector)
                .find(|(n, _)| *n == name)
                .map(|(_, v)| v)
        };
        let known = || family.years.iter().filter(|(year, _)| *year <= cut);
        let last_year = known().next_back().map_or(cut, |(year, _)| *year);
        let known: Vec<f64> = known().filter_map(|(_, name)| value(name)).collect();
        let later: Vec<(i32, &'f str)> = (family.years.iter().filter(|(year, _)| *year > cut))
            .map(|(year, name)| (*year, name.as_str()))
            .collect();
        let Some(walk) = Walk::of(&known) else {
            return Vec::new();
        };
        let years = later
            .last()
            .map_or(0, |(year, _)| (year - last_year).max(0) as usize);
        let path = walk.path(years, stream, draw_key(&family.stem));
        let bounded = |(year, name): (i32, &'f str)| {
            let value = path[(year - last_year - 1) as usize];
            let parameter = self.problem.given.uncertain().find(|p| p.name() == name);
            let (low, high) = parameter
                .and_then(|p| p.low.zip(p.high))
                .unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
            (name, value.clamp(low, high))
        };
        later.into_iter().map(bounded).collect()
    }

    fn starts(&self) -> u32 {
        self.scenario.blueprint().fiscal_year_start
    }

    /// Fiscal years that lie in the horizon as a whole, up to the last fitted one.
    fn known_years(&self) -> Vec<FiscalYear> {
        let blueprint = self.scenario.blueprint();
        let first = blueprint.fiscal_year(blueprint.start).year;
        let years = (first..=self.problem.cut).map(|year| FiscalYear { year });
        years
            .filter(|fy| fy.first_day(self.starts()) >= blueprint.start)
            .collect()
    }

    fn later_years(&self) -> Vec<FiscalYear> {
        let blueprint = self.scenario.blueprint();
        let last = blueprint.fiscal_year(blueprint.end).year;
        (self.problem.cut + 1..=last)
            .map(|year| FiscalYear { year })
            .collect()
    }

    /// Filings of the later years; sources of one kind move together.
    fn walk_flows(&self, model: &mut Model, stream: Stream) {
        let starts = self.starts();
        let span = |fy: FiscalYear| (fy.first_day(starts), fy.last_day(starts) + 1);
        for source in &mut model.blueprint.sources {
            let totals = self.known_years().into_iter().map(|fy| {
                let (from, until) = span(fy);
                source.rate.total(from, until)
            });
            let key = match source.counts_as {
                CountsAs::Receipts => draw_key("(receipts)"),
                CountsAs::Returns => draw_key("(returns)"),
            };
            let factors = self.factors(&totals.collect::<Vec<f64>>(), stream, key);
            for (fy, factor) in self.later_years().into_iter().zip(factors) {
                let (from, until) = span(fy);
                source.rate = source
                    .rate
                    .map_within(from, Some(until), |rate| rate * factor);
            }
        }
    }

    /// Posts and courtrooms of the later years, in monthly steps; courts move together.
    fn walk_bench(&self, model: &mut Model, stream: Stream) {
        let starts = self.starts();
        let key = draw_key("(judges)");
        let levers = &mut model.levers;
        for (posts, rooms) in levers.posts.iter_mut().zip(&mut levers.courtrooms) {
            let ends = self
                .known_years()
                .into_iter()
                .map(|fy| posts.at(fy.last_day(starts)));
            let factors = self.factors(&ends.collect::<Vec<f64>>(), stream, key);
            let mut before = 1.0;
            for (fy, factor) in self.later_years().into_iter().zip(factors) {
                let first = fy.first_day(starts).month();
                for month in 0..12 {
                    let share = f64::from(month + 1) / 12.0;
                    let now = before + (factor - before) * share;
                    let from = Month(first.0 + month).first_day();
                    scale_from(posts, from, now);
                    scale_from(rooms, from, now);
                }
                before = factor;
            }
        }
    }

    /// Later values of a series over its last known one.
    fn factors(&self, known: &[f64], stream: Stream, key: u64) -> Vec<f64> {
        let years = self.later_years().len();
        match Walk::of(known).filter(|walk| walk.last > 0.0) {
            Some(walk) => {
                let path = walk.path(years, stream, key);
                path.into_iter().map(|value| value / walk.last).collect()
            }
            None => vec![1.0; years],
        }
    }
}

/// Scales a schedule in the month that begins on a day, to whole numbers of at least one.
fn scale_from(schedule: &mut Schedule<f64>, from: Day, factor: f64) {
    let until = from.month().next().first_day();
    let scaled = |value: f64| {
        if value > 0.0 {
            (value * factor).round().max(1.0)
        } else {
            value
        }
    };
    *schedule = schedule.map_within(from, Some(until), scaled);
}
