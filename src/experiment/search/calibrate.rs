//! History matching (Craig and others 1997; Vernon, Goldstein and Bower 2010) with weights.
//!
//! Parameters are moved to a space in which the prior is standard normal. A first wave of runs fills
//! it as a Latin hypercube. Planes are laid through the logarithms of simulated over published
//! values, and with the errors (tolerance, noise between replications, what the planes leave open)
//! give a normal distribution of vectors that are not ruled out; the next wave fills that. All runs
//! share their random numbers. A run is accepted where no target is more than three standard
//! deviations off. Its weight is prior times likelihood over the mixture of the waves' densities
//! (Owen and Zhou 2000), so that the set stands for the posterior however the waves fell. The waves
//! before the last two only say where to look, and may do so on a smaller system.

use rayon::prelude::*;

use super::accepted::Accepted;
use super::design::latin_hypercube;
use super::linear::{Normal, planes};
use super::problem::{Problem, SearchError, Target};
use crate::court::Workspace;
use crate::experiment::layout::{Detail, Layout};
use super::scale::scale;
use crate::experiment::runner::{RunError, Watch, layout, record};
use crate::policy::enact_all;
use crate::rng::Stream;
use crate::scenario::Scenario;
use crate::special::{normal_cdf, normal_quantile};
use crate::stats::Tally;

/// Waves that explore, on a smaller system where the scenario allows it.
pub const EXPLORING: usize = 5;
/// Waves of which runs are accepted.
pub const ACCEPTING: usize = 2;
const WAVES: usize = EXPLORING + ACCEPTING;
/// Replications of one vector, from which the noise between replications is told.
const REPEATS: u64 = 10;
/// How much wider than the posterior waves are drawn: their tails must hold its own.
const WIDENED: [f64; WAVES] = [1.0, 2.0, 2.0, 1.6, 1.6, 1.5, 1.3];
/// Largest distance at which a run is accepted [standard deviations].
pub const IMPLAUSIBLE: f64 = 3.0;
/// Below this a count enters a logarithm as this.
const LEAST: f64 = 0.5;

/// How a fit is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FitPlan {
    /// Seed of the design and of all runs.
    pub seed: u64,
    /// Runs that may be accepted; as many explore.
    pub runs: usize,
}

impl FitPlan {
    /// Runs of a wave.
    fn wave(&self, wave: usize) -> usize {
        self.runs / if wave < EXPLORING { EXPLORING } else { ACCEPTING }
    }

    /// All runs: those that explore, those that may be accepted, those that tell the noise.
    pub fn total(&self) -> u64 {
        (0..WAVES).map(|wave| self.wave(wave) as u64).sum::<u64>() + REPEATS
    }
}

/// A run of the fit.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Place in the space of the standard normal prior.
    pub place: Vec<f64>,
    /// Values of the parameters.
    pub values: Vec<f64>,
    /// Logarithm of simulated over published, target by target and year by year.
    pub outputs: Vec<f64>,
}

/// The scenario up to the last fitted year, and what is compared.
struct Fitter<'a> {
    problem: &'a Problem<'a>,
    scenario: Scenario,
    layout: Layout,
    known: Vec<(&'a Target, i32, f64)>,
    plan: FitPlan,
    watch: &'a Watch,
}

/// Fits the parameters of a problem to the years up to its last fitted one.
///
/// # Errors
/// Too few runs, nothing accepted, a run that was stopped or failed.
pub fn calibrate(
    problem: &Problem<'_>,
    plan: FitPlan,
    watch: &Watch,
) -> Result<Accepted, SearchError> {
    let dimensions = problem.parameters.len();
    let least = (dimensions + 2) * 2 * EXPLORING;
    if plan.runs < least {
        return Err(SearchError::TooFewRuns { least });
    }
    // What came after the last fitted year is not there: nothing can leak into the fit.
    let day = problem.cut_day();
    let scenario = problem.scenario.known_at(day).ending(day);
    let fitter = Fitter {
        layout: layout(&scenario, Detail::Standard),
        known: problem.known(),
        scenario,
        problem,
        plan,
        watch,
    };
    fitter.fit()
}

impl Fitter<'_> {
    fn fit(&self) -> Result<Accepted, SearchError> {
        let mut normal = Normal::standard(self.problem.parameters.len());
        let mut noise = vec![0.0; self.known.len()];
        let (mut runs, mut waves, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for (wave, widened) in WIDENED.into_iter().enumerate() {
            if wave > 0 {
                normal = self.not_ruled_out(&last, &noise, widened)?;
            }
            last = self.wave(wave, &normal)?;
            if wave == EXPLORING {
                noise = self.noise(&normal.mean)?;
            }
            if wave >= EXPLORING {
                runs.extend(last.clone());
                waves.push(normal.clone());
            }
        }
        let tolerances = self.tolerances();
        let variances: Vec<f64> = tolerances.zip(&noise).map(|(t, n)| t * t + n).collect();
        Accepted::new(self.problem, &self.known, &runs, &waves, &variances)
    }

    fn tolerances(&self) -> impl Iterator<Item = f64> + '_ {
        self.known.iter().map(|(target, ..)| target.tolerance)
    }

    /// The distribution of vectors that the last runs do not rule out.
    fn not_ruled_out(
        &self,
        runs: &[Run],
        noise: &[f64],
        widened: f64,
    ) -> Result<Normal, SearchError> {
        let places: Vec<Vec<f64>> = runs.iter().map(|run| run.place.clone()).collect();
        let outputs: Vec<Vec<f64>> = runs.iter().map(|run| run.outputs.clone()).collect();
        let least = self.plan.runs * 2;
        let planes = planes(&places, &outputs).ok_or(SearchError::TooFewRuns { least })?;
        let parts = self.tolerances().zip(noise).zip(&planes);
        let variances: Vec<f64> =
            parts.map(|((t, n), plane)| t * t + n + plane.residual).collect();
        let normal = Normal::posterior(&planes, &variances, widened);
        normal.ok_or(SearchError::TooFewRuns { least })
    }

    /// Runs that fill a distribution evenly.
    fn wave(&self, wave: usize, normal: &Normal) -> Result<Vec<Run>, SearchError> {
        let dimensions = self.problem.parameters.len();
        let stream = Stream::new(self.plan.seed, 0);
        let design = latin_hypercube(self.plan.wave(wave), dimensions, stream, wave as u32);
        let place = |point: &Vec<f64>| {
            let standard: Vec<f64> = point.iter().map(|&u| normal_quantile(u)).collect();
            normal.at(&standard)
        };
        let places: Vec<Vec<f64>> = design.iter().map(place).collect();
        let share = if wave < EXPLORING { self.problem.explore } else { 1.0 };
        self.run_all(places.into_iter().map(|place| (place, 0)).collect(), share)
    }

    /// Variance between replications of the outputs at a place.
    fn noise(&self, place: &[f64]) -> Result<Vec<f64>, SearchError> {
        let runs = self.run_all((1..=REPEATS).map(|number| (place.to_vec(), number)).collect(), 1.0)?;
        let variance = |m: usize| {
            let outputs = runs.iter().map(|run| run.outputs[m]);
            outputs.collect::<Tally>().variance().unwrap_or(0.0)
        };
        Ok((0..self.known.len()).map(variance).collect())
    }

    /// Runs places with replication numbers, in order.
    fn run_all(
        &self,
        places: Vec<(Vec<f64>, u64)>,
        share: f64,
    ) -> Result<Vec<Run>, SearchError> {
        let runs: Vec<Option<Result<Run, RunError>>> = places
            .into_par_iter()
            .map_init(Workspace::default, |space, (place, number)| {
                if self.watch.stopped() {
                    return None;
                }
                let run = self.run(place, number, share, space);
                self.watch.finished();
                Some(run)
            })
            .collect();
        let runs: Option<Vec<Result<Run, RunError>>> = runs.into_iter().collect();
        let runs: Result<Vec<Run>, RunError> =
            runs.ok_or(SearchError::Stopped)?.into_iter().collect();
        Ok(runs?)
    }

    fn run(
        &self,
        place: Vec<f64>,
        number: u64,
        share: f64,
        space: &mut Workspace,
    ) -> Result<Run, RunError> {
        let parameters = &self.problem.parameters;
        let values: Vec<f64> = parameters
            .iter()
            .zip(&place)
            .map(|(p, &z)| p.quantile(normal_cdf(z).clamp(1e-12, 1.0 - 1e-12)))
            .collect();
        let named = parameters.iter().map(|p| p.name()).zip(values.iter().copied());
        let stream = Stream::new(self.plan.seed, number);
        let mut model = self.scenario.model_with(named);
        let mut levers = enact_all(&model.levers, &model.policies, stream);
        if share < 1.0 {
            scale(&mut model.blueprint, &mut levers, share);
        }
        let (level, draws) = (self.scenario.clearance_level, (stream, number));
        let done = record(&model.blueprint, &levers, &self.layout, level, draws, space)?;
        let output = |(target, year, actual): &(&Target, i32, f64)| {
            let simulated = target.simulated(&self.layout, &done.panel, *year) / share;
            simulated.max(LEAST).ln() - actual.max(LEAST).ln()
        };
        Ok(Run {
            outputs: self.known.iter().map(output).collect(),
            place,
            values,
        })
    }
}
