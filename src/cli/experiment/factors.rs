//! Which numbers of a scenario move a measure most.

use super::{Job, Means, Outcome};
use crate::cli::failure::Failure;
use crate::experiment::sensitivity::{Findings, LEVELS, RESAMPLES, Study, View};
use crate::report::export::rounded;
use crate::report::manifest::SensitivityInfo;
use crate::report::number::{counted, thousands};
use crate::report::sensitivity::{POINTS_FILE, points_csv};

/// What a view does, for a message.
fn doing(view: View) -> &'static str {
    match view {
        View::Tornado => "Moving each number to its ends",
        View::Morris => "Screening (Morris)",
        View::Sobol => "Parts of the variance (Sobol)",
    }
}

/// What a view is called in a sentence.
fn named(view: View) -> &'static str {
    match view {
        View::Tornado => "each number at its ends (tornado)",
        View::Morris => "the screening (Morris)",
        View::Sobol => "the parts of the variance (Sobol)",
    }
}

impl Job<'_> {
    /// Studies which numbers move a measure most, where that is asked.
    pub(super) fn study(&self, means: Means<'_>, outcome: &mut Outcome) -> Result<(), Failure> {
        let Some(study) = &self.sensitivity else {
            return Ok(());
        };
        let mut findings = Findings::new(&self.scenarios[0], study.clone(), &self.plan)?;
        self.run_views(means, &mut findings)?;
        outcome.doubts.extend(self.unfinished(&findings));
        outcome.told.sensitivity = findings.rows();
        outcome.manifest.sensitivity = Some(self.studied(study, &findings));
        let points = (POINTS_FILE.to_owned(), points_csv(&findings.table())?);
        outcome.files.push(points);
        Ok(())
    }

    /// Runs the views of a study, as long as the run is not stopped.
    fn run_views(&self, means: Means<'_>, findings: &mut Findings<'_>) -> Result<(), Failure> {
        for view in View::ALL {
            let runs = self.plan.replications * findings.next_points(view);
            if means.watch.stopped() || runs == 0 {
                continue;
            }
            means
                .terminal
                .say(&format!("{}: {}", doing(view), counted(runs, "run")));
            means.run(view.id(), runs, |watch| findings.run(view, watch))?;
        }
        Ok(())
    }

    /// What is to be said of views that were not finished, or could not tell.
    fn unfinished(&self, findings: &Findings<'_>) -> Vec<String> {
        let mut doubts = Vec::new();
        let wanted = |view: &View| findings.next_points(*view) > 0 && !findings.has(*view);
        let missing: Vec<&str> = View::ALL.into_iter().filter(wanted).map(named).collect();
        if !missing.is_empty() {
            doubts.push(format!(
                "Left out, as the run was interrupted before they were finished: {}.",
                missing.join(", ")
            ));
        }
        for (place, measure) in findings.measures().enumerate() {
            let lacking = findings.lacking(place).into_iter();
            for (view, runs) in lacking.filter(|(view, _)| *view != View::Tornado) {
                doubts.push(format!(
                    "{} has no value in {} of {}: {} says nothing of it.",
                    measure.title,
                    counted(runs as u64, "run"),
                    thousands((findings.points(view) * self.plan.replications) as f64),
                    named(view)
                ));
            }
        }
        if findings.has(View::Morris)
            && findings.top() > 0
            && findings.next_points(View::Sobol) == 0
        {
            doubts.push(
                "No number changes any of the measures in the screening: there are no parts of a variance."
                    .to_owned(),
            );
        }
        doubts
    }

    /// How the study was done.
    fn studied(&self, study: &Study, findings: &Findings<'_>) -> SensitivityInfo {
        let done = || View::ALL.into_iter().filter(|view| findings.has(*view));
        let ids = |views: &mut dyn Iterator<Item = View>| -> Vec<String> {
            views.map(|view| view.id().to_owned()).collect()
        };
        let n = self.plan.replications;
        let measures = study.measures.len();
        SensitivityInfo {
            replications: n,
            factors: findings.factors() as u64,
            asked: ids(&mut View::ALL
                .into_iter()
                .filter(|view| findings.points(*view) > 0)),
            views: ids(&mut done()),
            trajectories: study.trajectories as u64,
            levels: u64::from(LEVELS),
            samples: study.samples as u64,
            resamples: RESAMPLES,
            varied: findings.varied(),
            runs: done().map(|view| n * findings.next_points(view)).sum(),
            measures: study.measures.clone(),
            chance: (0..measures)
                .map(|measure| findings.chance(measure).and_then(rounded))
                .collect(),
        }
    }
}
