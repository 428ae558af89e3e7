//! Fitting a scenario to the past, and forecasting on from there: what `calibrate`, `backtest` and
//! `validate` share.

use rayon::ThreadPool;
use std::sync::Arc;

use super::failure::Failure;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::experiment::search::{
    ACCEPTING, Accepted, EXPLORING, FitPlan, MODEL, Mode, Problem, SearchError, backtest_rows,
    calibrate, forecast, score_rows,
};
use crate::experiment::{Experiment, ScoreRow, Watch};
use crate::report::number::counted;
use crate::report::past::Past;
use crate::scenario::Scenario;

/// Runs of a fit that may be accepted, unless another number is asked for.
pub const RUNS: u32 = 400;

/// The means to fit and to forecast.
pub struct Fitting<'a> {
    pub terminal: &'a Terminal,
    pub pool: &'a ThreadPool,
    pub watch: &'a Arc<Watch>,
    pub seed: u64,
    /// Runs that may be accepted.
    pub runs: u32,
}

/// What came of a backtest.
pub struct Backtested {
    pub accepted: Accepted,
    /// The forecast of the first mode.
    pub shown: Experiment,
    pub findings: Findings,
}

/// What is told of a fit, and of forecasts from it.
pub struct Findings {
    pub past: Past,
    /// How the fit was done, in words.
    pub method: String,
    /// What the reader should know before trusting it.
    pub doubts: Vec<String>,
}

impl Fitting<'_> {
    /// Fits the problem, and says what came of it.
    pub fn fit(&self, problem: &Problem<'_>) -> Result<Accepted, Failure> {
        let plan = FitPlan {
            seed: self.seed,
            runs: self.runs as usize,
        };
        let count = problem.parameters.len();
        self.terminal.say(&format!(
            "Fitting {} of {} to fiscal years up to {}: {} runs, seed {}, {}",
            counted(count as u64, "parameter"),
            problem.scenario.name,
            problem.cut,
            plan.total(),
            plan.seed,
            counted(self.pool.current_num_threads() as u64, "thread")
        ));
        let progress = Progress::follow(self.terminal, "fit", plan.total(), self.watch);
        let accepted = self.pool.install(|| calibrate(problem, plan, self.watch));
        drop(progress);
        let accepted = accepted?;
        self.say_fit(&accepted);
        Ok(accepted)
    }

    /// Fits a scenario, forecasts the held-out years in each mode and scores the forecasts.
    pub fn backtest(
        &self,
        scenario: &Scenario,
        modes: &[Mode],
        replications: u64,
    ) -> Result<Backtested, Failure> {
        let problem = Problem::new(scenario)?;
        if problem.held_out().is_empty() {
            return Err(SearchError::NoYears {
                fitted_until: problem.cut,
                later: true,
            }
            .into());
        }
        let accepted = self.fit(&problem)?;
        let mut past = Past {
            parameters: accepted.parameters.clone(),
            fit: accepted.fit.clone(),
            ..Past::default()
        };
        let (mut shown, mut unfinished) = (None::<Experiment>, Vec::new());
        for &mode in modes {
            if shown.is_some() && self.watch.stopped() {
                unfinished.push(mode.id());
                continue;
            }
            let label = format!("{} forecast", mode.id());
            let experiment = self.follow(&label, replications, |watch| {
                forecast(&problem, &accepted, mode, (self.seed, replications), watch)
            })?;
            let done = experiment.done();
            // Scores of fewer replications than the other mode has would not stand beside its own.
            if shown.is_some() && done < replications {
                unfinished.push(mode.id());
                continue;
            }
            past.backtest
                .extend(backtest_rows(&problem, mode, &experiment));
            shown.get_or_insert(experiment);
        }
        let shown = shown.filter(|shown| !shown.replications.is_empty());
        let shown = shown.ok_or(Failure::Interrupted { done: 0 })?;
        past.scores = score_rows(&past.backtest);
        past.scores
            .iter()
            .for_each(|row| self.terminal.result(&sentence(row)));
        let mut doubts = doubts(&accepted);
        if !unfinished.is_empty() {
            let left_out = format!(
                "Left out, as the run was interrupted before its replications were finished: the {} forecast.",
                unfinished.join(", ")
            );
            self.terminal.warn(&left_out);
            doubts.push(left_out);
        }
        let method = format!(
            "{} Forecasts: {} replications in each mode, seed {}.",
            method(&problem, &accepted),
            shown.replications.len(),
            self.seed
        );
        Ok(Backtested {
            accepted,
            shown,
            findings: Findings {
                past,
                method,
                doubts,
            },
        })
    }

    fn say_fit(&self, accepted: &Accepted) {
        self.terminal.result(&format!(
            "{} of {} runs accepted, worth {:.0} of equal weight",
            accepted.vectors.len(),
            accepted.runs,
            accepted.effective
        ));
        let shown = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.3}"));
        for row in &accepted.parameters {
            let company = match row.verdict.as_str() {
                "only together" => format!(
                    " with {} (correlation {})",
                    row.partner,
                    shown(row.correlation)
                ),
                "not identified" => format!(": {} of the spread is left", shown(row.spread_ratio)),
                _ => String::new(),
            };
            self.terminal.result(&format!(
                "  {} {} ({} to {}): {}{company}",
                row.parameter,
                shown(row.p50),
                shown(row.p05),
                shown(row.p95),
                row.verdict
            ));
        }
    }

    /// Follows replications of a part of the work.
    pub fn follow<T>(&self, label: &str, n: u64, work: impl FnOnce(&Watch) -> T + Send) -> T
    where
        T: Send,
    {
        self.terminal.say(&format!(
            "Simulating {label}: {}",
            counted(n, "replication")
        ));
        let progress = Progress::follow(self.terminal, label, n, self.watch);
        let done = self.pool.install(|| work(self.watch));
        drop(progress);
        done
    }
}

/// How the fit was done, in words.
pub fn method(problem: &Problem<'_>, accepted: &Accepted) -> String {
    let targets: Vec<String> = problem
        .targets
        .iter()
        .map(|target| {
            format!(
                "{} (tolerance {:.1} %)",
                target.series,
                100.0 * target.tolerance
            )
        })
        .collect();
    format!(
        "History matching on fiscal years up to {}{}: {EXPLORING} waves of runs explore{}, of {} runs in {ACCEPTING} waves after them {} are accepted (no target more than three standard deviations off), with weights worth {:.0} vectors of equal weight. All runs share their random numbers; each wave is a Latin hypercube. Targets: {}.",
        problem.cut,
        if problem.vintage.is_empty() {
            String::new()
        } else {
            format!(", data of {}", problem.vintage)
        },
        if problem.scale < 1.0 {
            format!(
                ", on {} of the system and set against runs of the whole",
                problem.scale
            )
        } else {
            String::new()
        },
        accepted.runs,
        accepted.vectors.len(),
        accepted.effective,
        targets.join("; ")
    )
}

/// Below this number of equally weighted vectors a fit is too thin to trust its quantiles.
const THIN: f64 = 30.0;

/// What the reader should know about a fit before trusting it.
pub fn doubts(accepted: &Accepted) -> Vec<String> {
    let mut doubts = Vec::new();
    if accepted.effective < THIN {
        doubts.push(format!(
            "The accepted vectors are worth only {:.0} of equal weight: intervals of parameters are rough. More --runs help.",
            accepted.effective
        ));
    }
    let unknown = accepted
        .parameters
        .iter()
        .filter(|row| row.verdict == "not identified");
    let unknown: Vec<&str> = unknown.map(|row| row.parameter.as_str()).collect();
    if !unknown.is_empty() {
        doubts.push(format!(
            "The published series do not identify {}: after the fit nearly the whole range is left.",
            unknown.join(", ")
        ));
    }
    let together = accepted
        .parameters
        .iter()
        .filter(|row| row.verdict == "only together");
    for row in together {
        doubts.push(format!(
            "The published series identify {} only together with {} (correlation {:.2}): single values mean little.",
            row.parameter,
            row.partner,
            row.correlation.unwrap_or(0.0)
        ));
    }
    doubts
}

/// A score in a sentence.
fn sentence(row: &ScoreRow) -> String {
    let percent = |value: Option<f64>| value.map_or("none".to_owned(), |v| format!("{v:.1} %"));
    let band = match (row.method.as_str(), row.coverage) {
        (MODEL, Some(coverage)) => format!(
            "{}, 90 % band holds {:.0} of {} years at a width of {}",
            row.median_width_pct.map_or_else(String::new, |width| {
                format!(", median known to within {:.1} %", 0.5 * width)
            }),
            coverage * row.years as f64,
            row.years,
            percent(row.band_width_pct)
        ),
        _ => String::new(),
    };
    format!(
        "{} {}, {}: mean error {}, worst {}, bias {}{band}",
        row.mode,
        row.measure,
        row.method,
        percent(row.mape),
        percent(row.worst_pct),
        percent(row.bias_pct)
    )
}
