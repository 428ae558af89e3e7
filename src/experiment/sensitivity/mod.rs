//! Which uncertain number moves a measure most: one at a time, screened, and by parts of the variance.
//!
//! Every point runs the same replications under the same keyed draws, so that chance largely cancels
//! between points; what is analysed at a point is the mean of its replications.

mod bootstrap;
mod chance;
mod factor;
mod morris;
mod row;
mod rows;
mod sobol;

pub use bootstrap::{MOST as MOST_SAMPLES, RESAMPLES};
pub use factor::{Factor, factors};
pub use morris::{Effects, LEVELS, effects, trajectories};
pub use row::SensitivityRow;
pub use sobol::{Indices, MOST_FACTORS, design as saltelli, indices};

use super::points::{Answers, Asked, Point};
use super::{Measure, Plan, RunError, Watch};
use crate::rng::Stream;
use crate::scenario::Scenario;
use crate::stats::Tally;

/// What is to be found out, and at how many points.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Measures of the whole system over the horizon.
    pub measures: Vec<String>,
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Samples of the Sobol indices: a power of two.
    pub samples: usize,
    /// Factors whose Sobol indices are wanted: those that screening ranks first.
    pub top: usize,
}

/// A way to look at the factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Each at its low and its high end, all others at their central values.
    Tornado,
    /// Screening after Morris.
    Morris,
    /// Sobol indices.
    Sobol,
}

impl View {
    /// All views, in the order in which they are run: screening chooses for what comes after it.
    pub const ALL: [View; 3] = [View::Tornado, View::Morris, View::Sobol];

    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            View::Tornado => "tornado",
            View::Morris => "morris",
            View::Sobol => "sobol",
        }
    }
}

/// A view that was run to its end.
#[derive(Debug)]
struct Stage {
    view: View,
    /// The factors that it moves.
    moved: Vec<usize>,
    /// Its points in the unit cube of these factors; none for the tornado.
    cube: Vec<Vec<f64>>,
    /// The values of all factors at its points.
    values: Vec<Vec<f64>>,
    answers: Answers,
}

/// A study of a scenario, and what it has found so far.
#[derive(Debug)]
pub struct Findings<'s> {
    scenario: &'s Scenario,
    study: Study,
    plan: Plan,
    factors: Vec<Factor<'s>>,
    asked: Asked<'s>,
    stages: Vec<Stage>,
}

impl<'s> Findings<'s> {
    /// A study of which nothing is done yet.
    ///
    /// # Errors
    /// A measure that the whole system does not have.
    pub fn new(scenario: &'s Scenario, study: Study, plan: &Plan) -> Result<Self, RunError> {
        let ids: Vec<&str> = study.measures.iter().map(String::as_str).collect();
        Ok(Findings {
            scenario,
            asked: Asked::new(scenario, &ids)?,
            factors: factors(scenario),
            study,
            plan: plan.clone(),
            stages: Vec::new(),
        })
    }

    /// How many factors there are.
    pub fn factors(&self) -> usize {
        self.factors.len()
    }

    /// The measures, in the order in which they were asked for.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        self.asked.measures()
    }

    /// How many factors have their Sobol indices wanted.
    pub fn top(&self) -> usize {
        self.study.top.min(self.factors.len())
    }

    /// Points of a view.
    pub fn points(&self, view: View) -> u64 {
        let (k, top) = (self.factors.len(), self.top());
        let points = match view {
            View::Tornado => 1 + 2 * k,
            View::Morris => self.study.trajectories * (k + 1),
            View::Sobol if top == 0 => 0,
            View::Sobol => self.study.samples * (top + 2),
        };
        points as u64
    }

    /// Points of a view as far as it is known which factors it will move: for the Sobol indices those
    /// that do anything in the screening.
    pub fn next_points(&self, view: View) -> u64 {
        match (view, self.stage(View::Morris).is_some()) {
            (View::Sobol, true) => match self.chosen().len() {
                0 => 0,
                chosen => (self.study.samples * (chosen + 2)) as u64,
            },
            _ => self.points(view),
        }
    }

    /// Whether a view was run to its end.
    pub fn has(&self, view: View) -> bool {
        self.stage(view).is_some()
    }

    fn stage(&self, view: View) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.view == view)
    }

    /// Runs a view: it counts only if the run was not stopped before its end.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn run(&mut self, view: View, watch: &Watch) -> Result<(), RunError> {
        let stream = Stream::new(self.plan.seed, 0);
        let all = || (0..self.factors.len()).collect::<Vec<_>>();
        let (moved, cube) = match view {
            View::Tornado => (all(), Vec::new()),
            View::Morris => (
                all(),
                trajectories(self.study.trajectories, self.factors.len(), stream),
            ),
            View::Sobol => {
                let chosen = self.chosen();
                if chosen.is_empty() {
                    return Ok(());
                }
                let cube = saltelli(self.study.samples, chosen.len(), stream);
                (chosen, cube)
            }
        };
        let values = match view {
            View::Tornado => self.ends(),
            View::Morris | View::Sobol => self.placed(&moved, &cube),
        };
        let points: Vec<Point> = values.iter().map(|values| self.point(values)).collect();
        let answers = self.asked.run(&points, &self.plan, watch)?;
        if answers.whole() {
            self.stages.push(Stage {
                view,
                moved,
                cube,
                values,
                answers,
            });
        }
        Ok(())
    }

    fn central(&self) -> Vec<f64> {
        self.factors.iter().map(|f| f.number.value).collect()
    }

    fn point(&self, values: &[f64]) -> Point<'s> {
        let names = self.factors.iter().map(Factor::name);
        names.zip(values.iter().copied()).collect()
    }

    /// All at their central values, then each at its low and its high end.
    fn ends(&self) -> Vec<Vec<f64>> {
        let mut points = vec![self.central()];
        for (i, factor) in self.factors.iter().enumerate() {
            for end in [factor.low(), factor.high()] {
                let mut point = self.central();
                point[i] = end;
                points.push(point);
            }
        }
        points
    }

    /// Values of all factors where some are moved to points of the unit cube.
    fn placed(&self, moved: &[usize], cube: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let place = |point: &Vec<f64>| {
            let mut values = self.central();
            for (&factor, &p) in moved.iter().zip(point) {
                values[factor] = self.factors[factor].at(p);
            }
            values
        };
        cube.iter().map(place).collect()
    }

    /// The factors with the largest mean absolute effect on any measure, relative to the largest on
    /// this measure, in the order of the file.
    fn chosen(&self) -> Vec<usize> {
        let mut reach = vec![0.0_f64; self.factors.len()];
        for measure in 0..self.study.measures.len() {
            let effects = self.effects(measure).unwrap_or_default();
            let most = effects.iter().map(|e| e.mu_star).fold(0.0, f64::max);
            for (reach, effects) in reach.iter_mut().zip(&effects) {
                let relative = effects.mu_star / most;
                *reach = reach.max(if most > 0.0 { relative } else { 0.0 });
            }
        }
        let mut order: Vec<usize> = (0..reach.len()).filter(|&i| reach[i] > 0.0).collect();
        order.sort_by(|&a, &b| reach[b].total_cmp(&reach[a]).then(a.cmp(&b)));
        order.truncate(self.top());
        order.sort_unstable();
        order
    }

    /// Means over replications at the points of a stage, where all of them have a value.
    fn means(stage: &Stage, measure: usize) -> Option<Vec<f64>> {
        let mean = |point| {
            let values = stage.answers.all_at(point, measure)?;
            values.into_iter().collect::<Tally>().mean()
        };
        (0..stage.answers.points()).map(mean).collect()
    }

    /// What screening says of each factor.
    fn effects(&self, measure: usize) -> Option<Vec<Effects>> {
        let stage = self.stage(View::Morris)?;
        let means = Self::means(stage, measure)?;
        Some(effects(&stage.cube, &means, Stream::new(self.plan.seed, 0)))
    }

    /// The Sobol indices of the factors that have some.
    fn indices(&self, measure: usize) -> Option<Vec<(usize, Indices)>> {
        let stage = self.stage(View::Sobol)?;
        let means = Self::means(stage, measure)?;
        let stream = Stream::new(self.plan.seed, 0);
        let found = indices(stage.moved.len(), &means, stream)?;
        Some(stage.moved.iter().copied().zip(found).collect())
    }

    /// Share of the variance of single replications that is chance, where only the factors with Sobol
    /// indices vary beside it; `None` where it cannot be told [0-1].
    pub fn chance(&self, measure: usize) -> Option<f64> {
        let stage = self.stage(View::Sobol)?;
        let draws = (0..stage.answers.points()).filter(|&p| sobol::is_draw(p, stage.moved.len()));
        let values: Option<Vec<Vec<f64>>> =
            draws.map(|p| stage.answers.all_at(p, measure)).collect();
        chance::share(&values?)
    }

    /// Keys of the factors that have Sobol indices.
    pub fn varied(&self) -> Vec<String> {
        let moved = self.stage(View::Sobol).map(|stage| &stage.moved[..]);
        let keys = moved.unwrap_or_default().iter();
        keys.map(|&i| self.factors[i].number.key.clone()).collect()
    }

    /// Views of which a measure is left out, as it has no value in so many of their runs.
    pub fn lacking(&self, measure: usize) -> Vec<(View, usize)> {
        let of = |stage: &Stage| {
            let points = 0..stage.answers.points();
            let none = points.flat_map(|p| stage.answers.at(p, measure));
            (stage.view, none.filter(Option::is_none).count())
        };
        let found = self.stages.iter().map(of);
        found.filter(|(_, none)| *none > 0).collect()
    }

    /// Header and rows of `sensitivity_points.csv`: every point of every view in the order of its design,
    /// with the values of all factors and the mean of each measure over the replications that have it.
    pub fn table(&self) -> (Vec<String>, Vec<PointRow>) {
        let keys = self.factors.iter().map(|f| f.number.key.clone());
        let measures = self.study.measures.iter().cloned();
        let header = keys.chain(measures).collect();
        let row = |stage: &Stage, point: usize| {
            let mean = |measure: usize| {
                let values = stage.answers.at(point, measure).into_iter().flatten();
                values.collect::<Tally>().mean()
            };
            let values = stage.values[point].iter().copied().map(Some);
            PointRow {
                view: stage.view,
                point: point as u64,
                values: values
                    .chain((0..self.study.measures.len()).map(mean))
                    .collect(),
            }
        };
        let rows = self.stages.iter();
        let rows = rows.flat_map(|stage| (0..stage.answers.points()).map(move |p| row(stage, p)));
        (header, rows.collect())
    }
}

/// A point of a view.
#[derive(Clone, Debug, PartialEq)]
pub struct PointRow {
    /// The view.
    pub view: View,
    /// Its place in the design, from 0.
    pub point: u64,
    /// Values of all factors, then means of the measures.
    pub values: Vec<Option<f64>>,
}
