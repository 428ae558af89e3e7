//! What a study of sensitivity says, on the page: sentences, a table for each measure, the method.

use serde::Serialize;

use super::movers;
use crate::experiment::sensitivity::SensitivityRow;
use crate::report::frame::Frame;
use crate::report::manifest::{Manifest, ScenarioInfo};
use crate::report::number::{counted, decimals, difference, separated, short, size, thousands};

/// What moves a measure.
#[derive(Debug, Serialize)]
pub struct Study<'a> {
    /// Title of the measure.
    pub title: String,
    /// Unit of the changes.
    pub unit: &'a str,
    /// What was found.
    pub sentences: Vec<String>,
    /// The numbers, those that move it most first.
    pub rows: Vec<Row<'a>>,
    /// Whether screening was done.
    pub screened: bool,
    /// Whether there are Sobol indices.
    pub apportioned: bool,
}

/// A number that was moved.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its central value.
    pub value: String,
    /// From where to where it was moved.
    pub range: String,
    /// Its distribution.
    pub distribution: String,
    /// Changes at its low and its high end.
    pub ends: [Cell; 2],
    /// Mean absolute effect, and the spread of its effects.
    pub effects: [Cell; 2],
    /// Sobol indices.
    pub indices: [Cell; 2],
    /// Whether it has no citation.
    pub assumption: bool,
}

/// A number with its interval.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    /// The number.
    pub mean: String,
    /// Its interval.
    pub interval: String,
}

/// The measures whose sensitivity was studied.
pub fn all<'a>(frame: &Frame<'a>) -> Vec<Study<'a>> {
    let rows = &frame.saved.sensitivity;
    let mut measures: Vec<&str> = rows.iter().map(|row| row.measure.as_str()).collect();
    measures.dedup();
    let of = |measure: &str| {
        let own: Vec<&SensitivityRow> = rows.iter().filter(|r| r.measure == measure).collect();
        Some(Study {
            title: frame.saved.manifest.title_of(measure),
            unit: &own.first()?.unit,
            sentences: movers::sentences(&frame.saved.manifest, &own),
            screened: own.iter().any(|row| row.mu_star.is_some()),
            apportioned: own.iter().any(|row| row.S1.is_some()),
            rows: own.into_iter().map(row).collect(),
        })
    };
    measures.into_iter().filter_map(of).collect()
}

fn row(row: &SensitivityRow) -> Row<'_> {
    let plain = |v: Option<f64>| v.map(short).unwrap_or_default();
    let change = |mean: Option<f64>, low: Option<f64>, high: Option<f64>| {
        let words = |v: f64| difference(v, &row.unit);
        Cell {
            mean: mean.map(words).unwrap_or_default(),
            interval: (low.zip(high))
                .map(|(low, high)| format!("{} to {}", words(low), words(high)))
                .unwrap_or_default(),
        }
    };
    let size = |v: f64| size(v, &row.unit);
    let index = |at: Option<f64>, half: Option<f64>| Cell {
        mean: at.map(|v| decimals(v, 2)).unwrap_or_default(),
        interval: half
            .map(|v| format!("\u{b1} {}", decimals(v, 2)))
            .unwrap_or_default(),
    };
    Row {
        key: &row.factor,
        value: plain(row.value),
        range: format!("{} to {}", plain(row.low), plain(row.high)),
        distribution: separated(&row.distribution),
        ends: [
            change(row.at_low, row.at_low_ci_low, row.at_low_ci_high),
            change(row.at_high, row.at_high_ci_low, row.at_high_ci_high),
        ],
        effects: [
            Cell {
                mean: row.mu_star.map(size).unwrap_or_default(),
                interval: (row.mu_star_conf)
                    .map(|half| format!("\u{b1} {}", size(half)))
                    .unwrap_or_default(),
            },
            Cell {
                mean: row.sigma.map(size).unwrap_or_default(),
                interval: String::new(),
            },
        ],
        indices: [index(row.S1, row.S1_conf), index(row.ST, row.ST_conf)],
        assumption: row.source.is_empty(),
    }
}

/// How the study was done, in words; nothing where there was none.
pub fn method(manifest: &Manifest) -> String {
    let Some(info) = &manifest.sensitivity else {
        return String::new();
    };
    let mut parts = vec![format!(
        "Sensitivity: {} of the scenario can be moved: those with a range that the model can be built \
         with, or with a distribution; {} of single replications in all. Every point runs replications 0 to {} \
         under the same keyed draws, so that chance largely cancels between points; what is analysed is \
         their mean.",
        counted(info.factors, "number"),
        counted(info.runs, "run"),
        info.replications.saturating_sub(1)
    )];
    let has = |view: &str| info.views.iter().any(|own| own == view);
    if has("tornado") {
        parts.push(
            "One at a time: each number at the ends of its range, or at the 5 % and 95 % quantiles of its \
             distribution, all others at their central values; paired differences, 95 % intervals by \
             Student's t."
                .to_owned(),
        );
    }
    if has("morris") {
        parts.push(format!(
            "Screening (Morris 1991): {} trajectories on {} levels, steps of 2/3 of the range; mu_star and its interval \
             after Campolongo, Cariboni and Saltelli (2007), in units of the measure for the whole range.",
            thousands(info.trajectories as f64),
            info.levels
        ));
    }
    if has("sobol") {
        parts.push(format!(
            "Sobol indices of the {} with the largest mu_star (where several measures are asked for, \
             relative to the largest of each), the others at their central values: {} samples of a scrambled \
             Sobol sequence in Saltelli's design (2002), S1 after Saltelli and others (2010), ST after Jansen \
             (1999), of the means of replications.",
            counted(info.varied.len() as u64, "number"),
            thousands(info.samples as f64)
        ));
    }
    if has("morris") || has("sobol") {
        parts.push(format!(
            "A point of the unit cube is a value by the quantiles of the distribution where a number has \
             one, else evenly between low and high. Intervals of both: 1.96 standard deviations over {} \
             resamples; the Sobol sequence is more even than what these take it for, so that those of the indices \
             are on the wide side. Names and formulas are those of SALib, and sensitivity_points.csv has the points in \
             the order in which it takes them.",
            info.resamples
        ));
    }
    parts.push(LIMITS.to_owned());
    parts.join(" ")
}

/// What a study cannot say.
pub const LIMITS: &str = "Ranges are those of the file, and say what was thought plausible there; numbers \
    are moved independently of each other, also where the scenario draws them together, and those that by a remark follow from another do not follow; \
    numbers without a range are not moved.";

/// What a page of a study is for.
pub fn aim(manifest: &Manifest, info: Option<&ScenarioInfo>) -> String {
    let measures = manifest.sensitivity.iter().flat_map(|s| &s.measures);
    let titles: Vec<String> = measures.map(|id| manifest.title_of(id)).collect();
    format!(
        "To find which uncertain numbers of \u{201c}{}\u{201d} move these measures of the whole system over \
         the horizon most: {}.",
        info.map_or("the scenario", ScenarioInfo::label),
        titles.join("; ")
    )
}
