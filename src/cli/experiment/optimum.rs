//! The search for the least value that meets targets, and the choice of the best split: run, and what
//! is to be said of them.

use super::{Job, Means, Outcome};
use crate::cli::failure::Failure;
use crate::cli::optimize::{Aim, Hunt};
use crate::cli::resolved::as_run;
use crate::cli::split::Total;
use crate::experiment::optimize::{
    Choice, Contest, Found, OptimizeRow, Optimum, Quantity, Question, Side, Target,
};
use crate::experiment::{Experiment, Point};
use crate::report::manifest::{Chosen, Ended, OptimizeInfo, SplitInfo, TargetInfo};
use crate::report::number::{counted, decimals, shown};
use crate::report::optimize::ANSWER_FILE;
use crate::stats::Tally;

/// The difference that matters, where nobody says [share of the mean in the scenario as it stands].
const MATTERS: f64 = 0.01;

/// What came out of a search or a choice.
#[derive(Default)]
pub struct Sought {
    pub rows: Vec<OptimizeRow>,
    pub least: Option<OptimizeInfo>,
    pub split: Option<SplitInfo>,
    pub events: u64,
    /// The scenario at the answer, in a file.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Job<'_> {
    /// Adds what a search or a choice finds, where there is one.
    pub(super) fn optimize(
        &self,
        means: Means<'_>,
        experiments: &[Experiment],
        outcome: &mut Outcome,
    ) -> Result<(), Failure> {
        let Some(hunt) = &self.hunt else {
            return Ok(());
        };
        let sought = self.sought(means, hunt, &experiments[0])?;
        if means.watch.stopped() {
            outcome.doubts.extend(stopped(&sought));
        }
        outcome.manifest.events += sought.events;
        outcome.manifest.optimize = sought.least;
        outcome.manifest.split = sought.split;
        outcome.told.optimize = sought.rows;
        outcome.files.extend(sought.files);
        Ok(())
    }

    /// What the search or the choice finds.
    fn sought(&self, means: Means<'_>, hunt: &Hunt, base: &Experiment) -> Result<Sought, Failure> {
        match &hunt.aim {
            Aim::Least {
                targets,
                probability,
            } => self.least(means, hunt, base, (targets, *probability)),
            Aim::Split {
                total,
                quantity,
                side,
                difference,
            } => {
                let difference = match difference {
                    Some(difference) => *difference,
                    None => matters(quantity, base)?,
                };
                let asked = (*total, quantity, *side, difference);
                self.split(means, hunt, base, asked)
            }
        }
    }

    fn least(
        &self,
        means: Means<'_>,
        hunt: &Hunt,
        base: &Experiment,
        (targets, probability): (&[Target], f64),
    ) -> Result<Sought, Failure> {
        let grid = &hunt.grid;
        let mut optimum = Optimum::new(Question {
            base: (&self.scenarios[0], base),
            key: grid.keys[0].clone(),
            stands: grid.info.keys[0].stands,
            points: &grid.points,
            targets,
            beside: &hunt.beside,
            probability,
        });
        while let Some(at) = (optimum.search().next()).filter(|_| !means.watch.stopped()) {
            let value = grid.points[at].values[0];
            let setting = format!("{} = {}", grid.keys[0], shown(value));
            let n = self.plan.replications;
            let share = means.run(&setting, n, |watch| optimum.attempt(at, &self.plan, watch));
            if let Some(share) = share? {
                let n = counted(share.n, "replication");
                let percent = decimals(100.0 * share.mean, 1);
                means
                    .terminal
                    .say(&format!("{setting}: met in {percent} % of {n}"));
            }
        }
        let info = found(hunt, &optimum, targets, probability);
        Ok(Sought {
            rows: optimum.rows(),
            least: Some(info),
            split: None,
            events: optimum.events,
            files: self.answer(hunt, optimum.answer())?,
        })
    }

    fn split(
        &self,
        means: Means<'_>,
        hunt: &Hunt,
        base: &Experiment,
        (total, quantity, side, difference): (Total, &Quantity, Side, f64),
    ) -> Result<Sought, Failure> {
        let grid = &hunt.grid;
        let choice = Choice {
            base: (&self.scenarios[0], base),
            keys: &grid.keys,
            stands: grid.info.keys.iter().map(|key| key.stands).collect(),
            points: &grid.points,
            quantity,
            side,
            beside: &hunt.beside,
            difference,
        };
        let mut contest = Contest::new(choice, self.plan.replications);
        while !contest.decided() && contest.next(&self.plan) > 0 && !means.watch.stopped() {
            let left = contest.left().len() as u64;
            let label = counted(left, "split");
            let runs = left * contest.next(&self.plan);
            let whole = means.run(&label, runs, |watch| contest.round(&self.plan, watch));
            let now = contest.left().len() as u64;
            if whole? && now < left {
                let n = counted(contest.done(), "replication");
                means
                    .terminal
                    .say(&format!("After {n}: {} left", counted(now, "split")));
            }
        }
        let info = SplitInfo {
            keys: grid.keys.clone(),
            units: grid.info.keys.iter().map(|key| key.unit.clone()).collect(),
            total: total.total,
            step: total.step,
            splits: grid.points.len() as u64,
            measure: TargetInfo::of(&Target {
                quantity: quantity.clone(),
                side,
                bound: 0.0,
            }),
            difference,
            chosen: match (contest.decided(), contest.next(&self.plan) > 0) {
                (true, _) => Chosen::Best,
                (false, false) => Chosen::Several,
                (false, true) => Chosen::Unfinished,
            },
            left: contest.left().len() as u64,
            done: contest.done(),
            best: contest.best().map(|split| split as u64 + 1),
            even: even(&grid.points, contest.best()) as u64 + 1,
        };
        Ok(Sought {
            rows: contest.rows(),
            least: None,
            split: Some(info),
            events: contest.events,
            files: self.answer(hunt, contest.best())?,
        })
    }

    /// The file of the scenario at the answer, if there is one.
    fn answer(&self, hunt: &Hunt, point: Option<usize>) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let Some(point) = point else {
            return Ok(Vec::new());
        };
        let scenario = hunt.scenario_at(point)?;
        let text = as_run(&scenario, self.plan.seed, self.plan.replications);
        Ok(vec![(ANSWER_FILE.to_owned(), text)])
    }
}

/// What is to be said of a search or a choice that was stopped.
fn stopped(sought: &Sought) -> Option<String> {
    let least = sought.least.as_ref().filter(|info| !info.complete);
    if let Some(info) = least {
        return Some(format!(
            "The search was stopped after {}: what it says is not all that it would have found.",
            counted(info.tried, "value")
        ));
    }
    let split = sought.split.as_ref();
    let split = split.filter(|info| info.chosen == Chosen::Unfinished)?;
    Some(format!(
        "The choice was stopped after {} of each split that was left: {} were left.",
        counted(split.done, "replication"),
        counted(split.left, "split")
    ))
}

/// What a search found, for the manifest.
fn found(hunt: &Hunt, optimum: &Optimum<'_>, targets: &[Target], probability: f64) -> OptimizeInfo {
    let search = optimum.search();
    let value = |at: usize| hunt.grid.points[at].values[0];
    let place = |place: usize| value(search.turned(place));
    let pair = |(one, other): (usize, usize)| (place(one), place(other));
    let varied = &hunt.grid.info.keys[0];
    OptimizeInfo {
        key: varied.key.clone(),
        unit: varied.unit.clone(),
        values: varied.values.len() as u64,
        low: value(0),
        high: value(hunt.grid.points.len() - 1),
        stands: varied.stands,
        targets: targets.iter().map(TargetInfo::of).collect(),
        probability,
        ended: match search.found() {
            Found::Least(_) => Ended::Least,
            Found::Already => Ended::Already,
            Found::Never => Ended::Never,
            Found::Unfinished => Ended::Unfinished,
        },
        tried: optimum.tried(),
        complete: search.next().is_none(),
        rises: search.rises(),
        answer: optimum.answer().map(value),
        doubtful: search.doubtful().map(pair),
        falls: search.falls().into_iter().map(pair).collect(),
    }
}

/// The difference that matters where nobody says.
fn matters(quantity: &Quantity, base: &Experiment) -> Result<f64, Failure> {
    let values = quantity.values(base).into_iter();
    let tally: Tally = values.filter(|value| value.is_finite()).collect();
    let difference = MATTERS * tally.mean().unwrap_or(0.0).abs();
    if difference > 0.0 {
        return Ok(difference);
    }
    Err(Failure::Argument(format!(
        "the scenario as it stands has no {} to take 1 % of: say with --difference which difference matters",
        quantity.measure
    )))
}

/// The split that is nearest to an even one; of several the best one, else the first.
fn even(points: &[Point], best: Option<usize>) -> usize {
    let unevenness = |at: &usize| -> f64 {
        let values = &points[*at].values;
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean).powi(2)).sum()
    };
    let all = best.into_iter().chain(0..points.len());
    // Rounding makes no split more even than its mirror image.
    let nearest = all.reduce(|nearest, at| {
        if unevenness(&at) < unevenness(&nearest) * (1.0 - 1e-9) {
            at
        } else {
            nearest
        }
    });
    nearest.unwrap_or(0)
}
