//! The accepted parameter vectors, and what the data say about each parameter.

use super::calibrate::{IMPLAUSIBLE, Run};
use super::linear::Normal;
use super::problem::{Problem, SearchError, Target};
use crate::experiment::rows::{FitRow, ParameterRow};
use crate::scenario::Draws;

/// A vector whose weight is below this share of the largest says nothing and is left out.
const NEGLIGIBLE: f64 = 1e-3;
/// Below this ratio of the posterior's spread to the prior's a parameter is identified.
const IDENTIFIED: f64 = 0.5;
/// Above this ratio the data say nothing about it.
const UNKNOWN: f64 = 0.9;
/// Above this correlation two parameters are identified only together.
const TOGETHER: f64 = 0.8;

/// Accepted parameter vectors with weights.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Names of the parameters.
    pub names: Vec<String>,
    /// Values, vector by vector, the heaviest first.
    pub vectors: Vec<Vec<f64>>,
    /// Weights; they add to 1.
    pub weights: Vec<f64>,
    /// The largest distance from a target [standard deviations], vector by vector.
    pub implausibility: Vec<f64>,
    /// Runs of the fit.
    pub runs: usize,
    /// How many vectors of equal weight the set is worth (Kish 1965) [vectors].
    pub effective: f64,
    /// What the data say about each parameter.
    pub parameters: Vec<ParameterRow>,
    /// How the accepted vectors meet the targets.
    pub fit: Vec<FitRow>,
}

impl Accepted {
    pub(super) fn new(
        problem: &Problem<'_>,
        known: &[(&Target, i32, f64)],
        runs: &[Run],
        waves: &[Normal],
        variances: &[f64],
    ) -> Result<Self, SearchError> {
        let distance = |run: &Run| {
            let each = run
                .outputs
                .iter()
                .zip(variances)
                .map(|(y, v)| y.abs() / v.sqrt());
            each.enumerate().fold(
                (0, 0.0),
                |worst, own| if own.1 > worst.1 { own } else { worst },
            )
        };
        let mut all: Vec<(&Run, f64, f64)> = runs
            .iter()
            .map(|run| (run, distance(run).1, log_weight(run, waves, variances)))
            .filter(|(_, distance, _)| *distance <= IMPLAUSIBLE)
            .collect();
        let top = all
            .iter()
            .map(|(.., w)| *w)
            .fold(f64::NEG_INFINITY, f64::max);
        if all.is_empty() {
            let nearest = runs.iter().map(distance).min_by(|a, b| a.1.total_cmp(&b.1));
            let (at, nearest) = nearest.unwrap_or((0, f64::NAN));
            let (target, year, _) = known[at];
            let worst = format!("`{}` of fiscal year {year}", target.series);
            return Err(SearchError::NothingAccepted { nearest, worst });
        }
        all.retain(|(.., log)| (log - top).exp() >= NEGLIGIBLE);
        all.sort_by(|a, b| b.2.total_cmp(&a.2));
        let total: f64 = all.iter().map(|(.., log)| (log - top).exp()).sum();
        let weights: Vec<f64> = all
            .iter()
            .map(|(.., log)| (log - top).exp() / total)
            .collect();
        let chosen: Vec<&Run> = all.iter().map(|(run, ..)| *run).collect();
        Ok(Self {
            names: problem
                .parameters
                .iter()
                .map(|p| p.name().to_owned())
                .collect(),
            vectors: chosen.iter().map(|run| run.values.clone()).collect(),
            implausibility: all.iter().map(|(_, distance, _)| *distance).collect(),
            runs: runs.len(),
            effective: 1.0 / weights.iter().map(|w| w * w).sum::<f64>(),
            parameters: parameters(problem, &chosen, &weights),
            fit: fit(problem, known, &chosen, &weights),
            weights,
        })
    }

    /// The vectors as replications draw them.
    pub fn draws(&self) -> Draws {
        Draws::new(self.names.clone(), self.vectors.clone(), &self.weights)
            .expect("weights of accepted vectors add to 1")
    }
}

/// Logarithm of prior times likelihood over the density from which the runs were drawn.
fn log_weight(run: &Run, waves: &[Normal], variances: &[f64]) -> f64 {
    let prior = -0.5 * run.place.iter().map(|z| z * z).sum::<f64>();
    let errors = run.outputs.iter().zip(variances).map(|(y, v)| y * y / v);
    let logs: Vec<f64> = waves
        .iter()
        .map(|wave| wave.log_density(&run.place))
        .collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mixture = top + logs.iter().map(|log| (log - top).exp()).sum::<f64>().ln();
    prior - 0.5 * errors.sum::<f64>() - mixture
}

fn parameters(problem: &Problem<'_>, runs: &[&Run], weights: &[f64]) -> Vec<ParameterRow> {
    let count = problem.parameters.len();
    let places = |j: usize| runs.iter().map(move |run| run.place[j]);
    let moments: Vec<(f64, f64)> = (0..count).map(|j| spread(places(j), weights)).collect();
    let correlation = |i: usize, j: usize| {
        let pairs = places(i).zip(places(j)).zip(weights);
        let cov: f64 = pairs
            .map(|((x, y), w)| w * (x - moments[i].0) * (y - moments[j].0))
            .sum();
        let scale = moments[i].1 * moments[j].1;
        if scale > 0.0 { cov / scale } else { 0.0 }
    };
    let row = |j: usize| {
        let parameter = problem.parameters[j];
        let values: Vec<f64> = runs.iter().map(|run| run.values[j]).collect();
        let others = (0..count)
            .filter(|&i| i != j)
            .map(|i| (i, correlation(i, j)));
        let partner = others.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let [p05, p50, p95] = [0.05, 0.5, 0.95].map(|p| quantile(&values, weights, p));
        let ratio = moments[j].1;
        ParameterRow {
            scenario: problem.given.name.clone(),
            parameter: parameter.name().to_owned(),
            unit: parameter.unit.clone(),
            prior_low: parameter.low,
            prior_high: parameter.high,
            mean: Some(values.iter().zip(weights).map(|(v, w)| v * w).sum()),
            p05: Some(p05),
            p50: Some(p50),
            p95: Some(p95),
            spread_ratio: Some(ratio),
            partner: partner.map_or(String::new(), |(i, _)| {
                problem.parameters[i].name().to_owned()
            }),
            correlation: partner.map(|(_, r)| r),
            verdict: verdict(ratio, partner.map_or(0.0, |(_, r)| r)).to_owned(),
        }
    };
    (0..count).map(row).collect()
}

/// What the data say about a parameter, in a word.
fn verdict(ratio: f64, correlation: f64) -> &'static str {
    if ratio > UNKNOWN {
        "not identified"
    } else if correlation.abs() > TOGETHER {
        "only together"
    } else if ratio > IDENTIFIED {
        "weakly identified"
    } else {
        "identified"
    }
}

fn fit(
    problem: &Problem<'_>,
    known: &[(&Target, i32, f64)],
    runs: &[&Run],
    weights: &[f64],
) -> Vec<FitRow> {
    let row = |(m, (target, year, actual)): (usize, &(&Target, i32, f64))| {
        let simulated: Vec<f64> = runs
            .iter()
            .map(|run| actual * run.outputs[m].exp())
            .collect();
        let [p05, p50, p95] = [0.05, 0.5, 0.95].map(|p| quantile(&simulated, weights, p));
        FitRow {
            scenario: problem.given.name.clone(),
            series: target.series.clone(),
            measure: target.measure.clone(),
            unit: target.unit.clone(),
            period: format!("fy:{year}"),
            actual: Some(*actual),
            tolerance: Some(target.tolerance),
            p05: Some(p05),
            p50: Some(p50),
            p95: Some(p95),
            error_pct: Some(100.0 * (p50 / actual - 1.0)),
        }
    };
    known.iter().enumerate().map(row).collect()
}

/// Weighted mean and standard deviation.
fn spread(values: impl Iterator<Item = f64> + Clone, weights: &[f64]) -> (f64, f64) {
    let mean: f64 = values.clone().zip(weights).map(|(v, w)| v * w).sum();
    let square = values.zip(weights).map(|(v, w)| w * (v - mean).powi(2));
    (mean, square.sum::<f64>().sqrt())
}

/// The weighted quantile: the lowest value at which the weights up to it reach the share.
fn quantile(values: &[f64], weights: &[f64], share: f64) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut sum = 0.0;
    let found = order.iter().find(|&&i| {
        sum += weights[i];
        sum >= share - 1e-12
    });
    found.or(order.last()).map_or(f64::NAN, |&i| values[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighted_quantiles_by_hand() {
        let (values, weights) = ([3.0, 1.0, 2.0], [0.5, 0.2, 0.3]);
        let at = [0.1, 0.2, 0.4, 0.5, 0.6, 1.0].map(|p| quantile(&values, &weights, p));
        assert_eq!(at, [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]);
    }

    #[test]
    fn verdicts_follow_spread_first_then_company() {
        assert_eq!(verdict(0.95, 0.99), "not identified");
        assert_eq!(verdict(0.7, -0.95), "only together");
        assert_eq!(verdict(0.7, 0.1), "weakly identified");
        assert_eq!(verdict(0.2, 0.3), "identified");
    }
}
