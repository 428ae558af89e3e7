//! The search for the least value that meets targets: run, and what is to be said of it.

use std::sync::Arc;

use super::Job;
use crate::cli::failure::Failure;
use crate::cli::optimize::Hunt;
use crate::cli::progress::Progress;
use crate::cli::resolved::as_run;
use crate::cli::terminal::Terminal;
use crate::experiment::optimize::{Found, OptimizeRow, Optimum, Question};
use crate::experiment::{Experiment, Watch};
use crate::report::manifest::{Ended, OptimizeInfo, TargetInfo};
use crate::report::number::{counted, decimals, shown};
use crate::report::optimize::ANSWER_FILE;

/// What came out of a search.
#[derive(Default)]
pub struct Sought {
    pub rows: Vec<OptimizeRow>,
    pub info: Option<OptimizeInfo>,
    pub events: u64,
    /// The scenario at the answer, in a file.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Job<'_> {
    /// The search, where there is one.
    pub(super) fn optimize(
        &self,
        terminal: &Terminal,
        pool: &rayon::ThreadPool,
        watch: &Arc<Watch>,
        experiments: &[Experiment],
    ) -> Result<Sought, Failure> {
        let Some(hunt) = &self.hunt else {
            return Ok(Sought::default());
        };
        let (base, grid) = (&self.scenarios[0], &hunt.grid);
        let mut optimum = Optimum::new(Question {
            base: (base, &experiments[0]),
            key: &grid.keys[0],
            stands: grid.info.keys[0].stands,
            points: &grid.points,
            targets: &hunt.targets,
            beside: &hunt.beside,
            probability: hunt.probability,
        });
        while let Some(at) = optimum.search().next().filter(|_| !watch.stopped()) {
            let value = grid.points[at].values[0];
            let setting = format!("{} = {}", grid.keys[0], shown(value));
            let progress = Progress::follow(terminal, &setting, self.plan.replications, watch);
            let share = pool.install(|| optimum.attempt(at, &self.plan, watch));
            drop(progress);
            if let Some(share) = share? {
                let n = counted(share.n, "replication");
                let percent = decimals(100.0 * share.mean, 1);
                terminal.say(&format!("{setting}: met in {percent} % of {n}"));
            }
        }
        self.sought(hunt, &optimum)
    }

    fn sought(&self, hunt: &Hunt, optimum: &Optimum<'_>) -> Result<Sought, Failure> {
        let search = optimum.search();
        let value = |at: usize| hunt.grid.points[at].values[0];
        let place = |place: usize| value(search.turned(place));
        let pair = |(one, other): (usize, usize)| (place(one), place(other));
        let answer = optimum.answer().map(value);
        let varied = &hunt.grid.info.keys[0];
        let targets = hunt.targets.iter().map(TargetInfo::of);
        let info = OptimizeInfo {
            key: varied.key.clone(),
            unit: varied.unit.clone(),
            values: varied.values.len() as u64,
            low: value(0),
            high: value(hunt.grid.points.len() - 1),
            stands: varied.stands,
            targets: targets.collect(),
            probability: hunt.probability,
            ended: match search.found() {
                Found::Least(_) => Ended::Least,
                Found::Already => Ended::Already,
                Found::Never => Ended::Never,
                Found::Unfinished => Ended::Unfinished,
            },
            tried: optimum.tried(),
            complete: search.next().is_none(),
            rises: search.rises(),
            answer,
            doubtful: search.doubtful().map(pair),
            falls: search.falls().into_iter().map(pair).collect(),
        };
        let file = |value: f64| {
            let scenario = hunt.scenario_with(value)?;
            let text = as_run(&scenario, self.plan.seed, self.plan.replications);
            Ok::<_, Failure>((ANSWER_FILE.to_owned(), text))
        };
        Ok(Sought {
            rows: optimum.rows(),
            info: Some(info),
            events: optimum.events,
            files: answer.map(file).transpose()?.into_iter().collect(),
        })
    }

    /// What is to be said of a search that was stopped.
    pub(super) fn unfinished(&self, sought: &Sought) -> Option<String> {
        let info = sought.info.as_ref().filter(|info| !info.complete)?;
        Some(format!(
            "The search was stopped after {}: what it says is not all that it would have found.",
            counted(info.tried, "value")
        ))
    }
}
