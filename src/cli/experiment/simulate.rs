//! The replications of scenarios, and the back-tests of those that hold out years.

use super::{Job, Means};
use crate::cli::failure::Failure;
use crate::cli::fitting::{Backtested, Fitting};
use crate::cli::publish::Told;
use crate::experiment::search::{Mode, Problem, SearchError, check_runs};
use crate::experiment::{Experiment, run_in_turn};
use crate::report::manifest::RunKind;
use crate::report::number::counted;
use crate::scenario::Scenario;

impl Job<'_> {
    /// Refuses too few runs for the fit of any scenario, whichever comes last.
    pub(super) fn check_runs(&self) -> Result<(), Failure> {
        for scenario in &self.scenarios {
            let Some(runs) = self.fit_runs(scenario) else {
                continue;
            };
            let enough = check_runs(&Problem::new(scenario)?, runs as usize);
            enough.map_err(|error| Failure::Argument(format!("{}: {error}", scenario.name)))?;
        }
        Ok(())
    }

    /// The experiments of the scenarios, and what is to be said of scenarios without one: they are
    /// left out from here on.
    pub(super) fn experiments(
        &mut self,
        means: Means<'_>,
        told: &mut Told,
    ) -> Result<(Vec<Experiment>, Vec<String>), Failure> {
        if self.kind == RunKind::Compare {
            let done = self.simulate(means, &self.scenarios)?;
            let experiments = done.ok_or(Failure::Interrupted { done: 0 })?;
            told.fits.resize(experiments.len(), String::new());
            return Ok((experiments, Vec::new()));
        }
        let (mut experiments, mut said) = (Vec::new(), Vec::new());
        let (mut unfinished, mut refused) = (Vec::new(), None);
        for scenario in std::mem::take(&mut self.scenarios) {
            if means.watch.stopped() {
                unfinished.push(scenario.name);
                continue;
            }
            match self.experiment(means, &scenario, told) {
                Ok(Some(experiment)) => {
                    experiments.push(experiment);
                    self.scenarios.push(scenario);
                }
                Ok(None) => unfinished.push(scenario.name),
                // A model that cannot have its past is a finding: it takes nothing from the others.
                Err(Failure::Search(error @ SearchError::NothingAccepted { .. })) => {
                    said.push(format!("Left out: {}: {error}.", scenario.name));
                    refused = Some(error);
                }
                Err(other) => return Err(other),
            }
        }
        if experiments.is_empty() {
            return Err(refused.map_or(Failure::Interrupted { done: 0 }, Failure::Search));
        }
        if !unfinished.is_empty() {
            said.push(format!(
                "Left out, as the run was interrupted before a replication of it was finished: {}.",
                unfinished.join(", ")
            ));
        }
        Ok((experiments, said))
    }

    /// The experiment of a scenario; none if the run was stopped before a replication was finished.
    fn experiment(
        &self,
        means: Means<'_>,
        scenario: &Scenario,
        told: &mut Told,
    ) -> Result<Option<Experiment>, Failure> {
        if let Some(runs) = self.fit_runs(scenario) {
            let done = match self.backtest(means, (scenario, runs)) {
                Err(Failure::Interrupted { .. }) => return Ok(None),
                done => done?,
            };
            told.doubts.extend(done.findings.doubts);
            told.past.extend(done.findings.past);
            told.fits.push(done.findings.method);
            return Ok(Some(done.shown));
        }
        let done = self.simulate(means, std::slice::from_ref(scenario))?;
        told.fits.extend(done.as_ref().map(|_| String::new()));
        Ok(done.and_then(|experiments| experiments.into_iter().next()))
    }

    /// The experiments of scenarios by the plan, all in turn; none if the run was stopped before each
    /// had a replication.
    fn simulate(
        &self,
        means: Means<'_>,
        scenarios: &[Scenario],
    ) -> Result<Option<Vec<Experiment>>, Failure> {
        let n = self.plan.replications;
        let names: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
        let (label, each) = match names[..] {
            [alone] => (alone, ""),
            _ => ("comparison", " of each, in turn"),
        };
        let up_to = if self.plan.precision.is_some() {
            "up to "
        } else {
            ""
        };
        means.terminal.say(&format!(
            "Simulating {}: {up_to}{}{each}, seed {}, {}",
            names.join(", "),
            counted(n, "replication"),
            self.plan.seed,
            counted(means.pool.current_num_threads() as u64, "thread")
        ));
        let total = n * names.len() as u64;
        let experiments = means.run(label, total, |watch| {
            run_in_turn(scenarios, &self.plan, watch)
        })?;
        let begun = experiments.iter().all(|e| !e.replications.is_empty());
        Ok(begun.then_some(experiments))
    }

    /// Runs of a scenario's fit, where it is back-tested.
    pub(super) fn fit_runs(&self, scenario: &Scenario) -> Option<u32> {
        let (runs, _) = self.backtests.filter(|_| forecasts(scenario))?;
        Some(runs)
    }

    /// The seed of a scenario: that of all, or its own where it is back-tested.
    pub(super) fn seed(&self, scenario: &Scenario) -> u64 {
        match self.fit_runs(scenario) {
            Some(_) => self.options.start.seed.unwrap_or(scenario.seed),
            None => self.plan.seed,
        }
    }

    /// The forecasts of a scenario's held-out years, as `backtest` makes them: under its own seed,
    /// in its own number of replications, unless others are asked for.
    fn backtest(
        &self,
        means: Means<'_>,
        (scenario, runs): (&Scenario, u32),
    ) -> Result<Backtested, Failure> {
        let Means {
            terminal,
            pool,
            watch,
        } = means;
        let fitting = Fitting {
            terminal,
            pool,
            watch,
            seed: self.seed(scenario),
            runs,
        };
        terminal.result(&format!("{}:", scenario.name));
        let asked = self.backtests.and_then(|(_, replications)| replications);
        let n = asked.unwrap_or(u64::from(scenario.replications));
        fitting.backtest(scenario, &Mode::ALL, n)
    }
}

/// Whether a scenario holds out years that its fit does not see.
pub fn forecasts(scenario: &Scenario) -> bool {
    Problem::new(scenario).is_ok_and(|problem| !problem.held_out().is_empty())
}
