//! What a study has found, as rows.

use super::{Effects, Factor, Findings, Indices, SensitivityRow, View};
use crate::experiment::fold::LEVEL;
use crate::experiment::points::pairs;
use crate::stats::{Estimate, Paired, Tally};

impl Findings<'_> {
    /// The rows of `sensitivity.csv`: measure by measure, the factors that move it most first.
    pub fn rows(&self) -> Vec<SensitivityRow> {
        let measures = 0..self.study.measures.len();
        measures
            .flat_map(|measure| self.of_measure(measure))
            .collect()
    }

    fn of_measure(&self, measure: usize) -> Vec<SensitivityRow> {
        let effects = self.effects(measure);
        let indices = self.indices(measure).unwrap_or_default();
        let row = |(i, factor): (usize, &Factor<'_>)| {
            let mut row = self.bare(measure, factor);
            self.move_to_ends(&mut row, measure, i);
            if let Some(effects) = effects.as_ref().map(|effects| effects[i]) {
                screen(&mut row, effects);
            }
            if let Some((_, own)) = indices.iter().find(|(factor, _)| *factor == i) {
                apportion(&mut row, *own);
            }
            row
        };
        let mut rows: Vec<SensitivityRow> = self.factors.iter().enumerate().map(row).collect();
        rows.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
        rows
    }

    fn bare(&self, measure: usize, factor: &Factor<'_>) -> SensitivityRow {
        let number = factor.number;
        let unit = self.measures().nth(measure).map(|m| m.unit.clone());
        SensitivityRow {
            scenario: self.scenario.name.clone(),
            measure: self.study.measures[measure].clone(),
            unit: unit.unwrap_or_default(),
            factor: number.key.clone(),
            value: Some(number.value),
            low: Some(factor.low()),
            high: Some(factor.high()),
            distribution: factor.distribution(),
            source: number.source.clone().unwrap_or_default(),
            n: self.plan.replications,
            ..SensitivityRow::default()
        }
    }

    fn move_to_ends(&self, row: &mut SensitivityRow, measure: usize, factor: usize) {
        let Some(stage) = self.stage(View::Tornado) else {
            return;
        };
        let base = stage.answers.at(0, measure);
        let change = |point: usize| -> Option<Estimate> {
            let (base, moved) = pairs(&base, &stage.answers.at(point, measure));
            Some(Paired::new(&base, &moved, LEVEL)?.diff)
        };
        row.base = base.iter().flatten().copied().collect::<Tally>().mean();
        if let Some(low) = change(1 + 2 * factor) {
            row.at_low = Some(low.mean);
            row.at_low_ci_low = Some(low.ci_low);
            row.at_low_ci_high = Some(low.ci_high);
        }
        if let Some(high) = change(2 + 2 * factor) {
            row.at_high = Some(high.mean);
            row.at_high_ci_low = Some(high.ci_low);
            row.at_high_ci_high = Some(high.ci_high);
        }
    }
}

fn screen(row: &mut SensitivityRow, effects: Effects) {
    row.mu = Some(effects.mu);
    row.mu_star = Some(effects.mu_star);
    row.mu_star_conf = Some(effects.mu_star_conf);
    row.sigma = Some(effects.sigma);
}

fn apportion(row: &mut SensitivityRow, indices: Indices) {
    row.S1 = Some(indices.s1);
    row.S1_conf = Some(indices.s1_conf);
    row.ST = Some(indices.st);
    row.ST_conf = Some(indices.st_conf);
}

/// By what rows are ordered: the mean absolute effect, else how far apart the ends are.
fn rank(row: &SensitivityRow) -> f64 {
    row.mu_star.or_else(|| row.swing()).unwrap_or(0.0)
}

impl SensitivityRow {
    /// How far the measure moves between the ends of the factor and its central value [unit of the
    /// measure].
    pub fn swing(&self) -> Option<f64> {
        let (low, high) = self.at_low.zip(self.at_high)?;
        Some(low.max(high).max(0.0) - low.min(high).min(0.0))
    }
}
