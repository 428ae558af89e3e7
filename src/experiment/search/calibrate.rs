//! History matching (Craig and others 1997; Vernon, Goldstein and Bower 2010) with weights.
//!
//! Parameters are moved to a space in which the prior is standard normal. A first wave of runs fills
//! it as a Latin hypercube. Planes are laid through the logarithms of simulated over published
//! values, and with the errors (tolerance, noise between replications, what the planes leave open)
//! give a normal distribution of vectors that are not ruled out; the next wave fills that. All runs
//! share their random numbers, and may be of a smaller system; what the whole one does on average is
//! told from some replications of the central vector, and all outputs are set against it.
//!
//! A run is accepted where no target is more than three standard deviations off. Its weight is prior
//! times likelihood over the mixture of the waves' densities (Owen and Zhou 2000), so that the set
//! stands for the posterior however the waves fell. Waves before the last two only say where to
//! look.

use super::accepted::Accepted;
use super::design::latin_hypercube;
use super::linear::{Normal, planes};
use super::problem::{Problem, SearchError, Target};
use super::scale::scale;
use crate::experiment::Desk;
use crate::experiment::layout::{Detail, Layout};
use crate::experiment::parallel::each;
use crate::experiment::runner::{RunError, Watch, layout, record};
use crate::policy::enact_all;
use crate::rng::Stream;
use crate::scenario::Scenario;
use crate::special::{normal_cdf, normal_quantile};
use crate::stats::Tally;

/// Waves that only say where to look.
pub const EXPLORING: usize = 5;
/// Waves of which runs are accepted.
pub const ACCEPTING: usize = 2;
const WAVES: usize = EXPLORING + ACCEPTING;
/// Replications of the whole system with the central vector.
const REPEATS: u64 = 8;
/// How much wider than the posterior waves are drawn: their tails must hold its own.
const WIDENED: [f64; WAVES] = [1.0, 2.0, 1.5, 1.3, 1.2, 1.2, 1.1];
/// Largest distance at which a run is accepted [standard deviations].
pub const IMPLAUSIBLE: f64 = 3.0;

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
        self.runs
            / if wave < EXPLORING {
                EXPLORING
            } else {
                ACCEPTING
            }
    }

    /// All runs: those that explore, those that may be accepted, those of the central vector.
    pub fn total(&self) -> u64 {
        (0..WAVES).map(|wave| self.wave(wave) as u64).sum::<u64>() + 1 + REPEATS
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

/// The whole system against the runs of the fit, which share one replication and may be of a smaller
/// system.
struct Whole {
    /// Variance of each output between replications.
    noise: Vec<f64>,
    /// Mean of each output over replications, less that of the fit's run of the same vector.
    offsets: Vec<f64>,
}

impl Whole {
    fn unknown(outputs: usize) -> Self {
        Self {
            noise: vec![0.0; outputs],
            offsets: vec![0.0; outputs],
        }
    }

    /// Sets the outputs of a run against the whole system.
    fn correct(&self, run: &mut Run) {
        run.outputs
            .iter_mut()
            .zip(&self.offsets)
            .for_each(|(y, offset)| *y += offset);
    }
}

/// Refuses fewer runs than planes can be laid through.
///
/// # Errors
/// Too few runs.
pub fn check_runs(problem: &Problem<'_>, runs: usize) -> Result<(), SearchError> {
    let least = (problem.parameters.len() + 2) * 2 * EXPLORING;
    if runs < least {
        return Err(SearchError::TooFewRuns { least });
    }
    Ok(())
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
    check_runs(problem, plan.runs)?;
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
        let mut whole = Whole::unknown(self.known.len());
        let (mut runs, mut waves) = (Vec::new(), Vec::new());
        let mut last: Vec<Run> = Vec::new();
        for (wave, widened) in WIDENED.into_iter().enumerate() {
            if wave == EXPLORING {
                let centre = self.not_ruled_out(&last, &whole, widened)?.mean;
                whole = self.whole(&centre)?;
                last.iter_mut().for_each(|run| whole.correct(run));
            }
            if wave > 0 {
                normal = self.not_ruled_out(&last, &whole, widened)?;
            }
            last = self.wave(wave, &normal)?;
            if wave >= EXPLORING {
                last.iter_mut().for_each(|run| whole.correct(run));
                runs.extend(last.clone());
                waves.push(normal.clone());
            }
        }
        let variances = self.variances(&whole);
        Accepted::new(self.problem, &self.known, &runs, &waves, &variances)
    }

    /// Variances of the outputs about 0 in a model that is right: tolerance and noise.
    fn variances(&self, whole: &Whole) -> Vec<f64> {
        let parts = self.known.iter().zip(&whole.noise);
        parts
            .map(|((target, ..), noise)| target.tolerance.powi(2) + noise)
            .collect()
    }

    /// The distribution of vectors that the last runs do not rule out.
    fn not_ruled_out(
        &self,
        runs: &[Run],
        whole: &Whole,
        widened: f64,
    ) -> Result<Normal, SearchError> {
        let places: Vec<Vec<f64>> = runs.iter().map(|run| run.place.clone()).collect();
        let outputs: Vec<Vec<f64>> = runs.iter().map(|run| run.outputs.clone()).collect();
        let least = self.plan.runs * 2;
        let planes = planes(&places, &outputs).ok_or(SearchError::TooFewRuns { least })?;
        let parts = self.variances(whole).into_iter().zip(&planes);
        let variances: Vec<f64> = parts.map(|(v, plane)| v + plane.residual).collect();
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
        let places = places.into_iter().map(|place| (place, 0)).collect();
        self.run_all(places, self.problem.scale)
    }

    /// What the whole system does at a place, against the run of the fit there.
    fn whole(&self, place: &[f64]) -> Result<Whole, SearchError> {
        let fit = self.run_all(vec![(place.to_vec(), 0)], self.problem.scale)?;
        let repeats = (1..=REPEATS)
            .map(|number| (place.to_vec(), number))
            .collect();
        let runs = self.run_all(repeats, 1.0)?;
        let tally = |m: usize| runs.iter().map(|run| run.outputs[m]).collect::<Tally>();
        let tallies: Vec<Tally> = (0..self.known.len()).map(tally).collect();
        let variance = |tally: &Tally| tally.variance().unwrap_or(0.0);
        let offset = |(m, tally): (usize, &Tally)| {
            tally.mean().unwrap_or(fit[0].outputs[m]) - fit[0].outputs[m]
        };
        Ok(Whole {
            // That of a single past, and of the mean against which the fit is set.
            noise: tallies
                .iter()
                .map(|t| variance(t) * (1.0 + 1.0 / REPEATS as f64))
                .collect(),
            offsets: tallies.iter().enumerate().map(offset).collect(),
        })
    }

    /// Runs places with replication numbers, in order.
    fn run_all(&self, places: Vec<(Vec<f64>, u64)>, share: f64) -> Result<Vec<Run>, SearchError> {
        let runs = each(places, |desk, (place, number)| {
            if self.watch.stopped() {
                return None;
            }
            let run = self.run(place, number, share, desk);
            self.watch.finished();
            Some(run)
        });
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
        desk: &mut Desk,
    ) -> Result<Run, RunError> {
        let parameters = &self.problem.parameters;
        let values: Vec<f64> = parameters
            .iter()
            .zip(&place)
            .map(|(p, &z)| p.quantile(normal_cdf(z).clamp(1e-12, 1.0 - 1e-12)))
            .collect();
        let named = parameters
            .iter()
            .map(|p| p.name())
            .zip(values.iter().copied());
        // What is uncertain and not fitted has its central value in the one replication that all
        // runs share; in others it is drawn, and what it does is noise.
        let drawn = if number > 0 {
            self.scenario.drawn(Stream::new(self.plan.seed, number))
        } else {
            Vec::new()
        };
        let named = drawn.into_iter().chain(named);
        let stream = Stream::new(self.plan.seed, number);
        let mut model = self.scenario.model_with(named);
        let mut levers = enact_all(&model.levers, &model.policies, stream);
        if share < 1.0 {
            scale(&mut model.blueprint, &mut levers, share);
        }
        let (level, draws) = (self.scenario.clearance_level, (stream, number));
        let done = record(&model.blueprint, &levers, &self.layout, level, draws, desk)?;
        let output = |(target, year, actual): &(&Target, i32, f64)| {
            let simulated = target.simulated(&self.layout, &done.panel, *year);
            target.misfit(simulated, *actual, share)
        };
        Ok(Run {
            outputs: self.known.iter().map(output).collect(),
            place,
            values,
        })
    }
}
