//! The values that a search tried, as a table.

use serde::Serialize;

use crate::experiment::optimize::OptimizeRow;
use crate::report::number::shown;
use crate::report::optimize::{Share, Sought, Told, Trial, percent, share};

/// A measure.
#[derive(Debug, Serialize)]
pub struct Column {
    /// What it is.
    pub title: String,
    /// Its unit.
    pub unit: String,
}

/// A value that was tried.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The value.
    pub value: String,
    /// What is to be said of it: whether it is the answer, or the scenario as it stands.
    pub remark: &'static str,
    /// How often all targets are met together.
    pub met: String,
    /// Its interval.
    pub doubt: String,
    /// Its numbers.
    pub cells: Vec<Cell>,
}

/// A measure at a value.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    /// The mean.
    pub mean: String,
    /// Its 95 % interval.
    pub interval: String,
    /// How often its own target is met, where there are several.
    pub met: String,
    /// The mean paired difference from the scenario as it stands.
    pub difference: String,
    /// The 95 % interval of the difference.
    pub doubt: String,
}

/// The row of a value.
pub fn row(sought: &Sought, trial: &Trial, told: &[Told]) -> Row {
    let share = trial.share();
    let several = sought.info.targets.len() > 1;
    Row {
        value: if trial.value.is_finite() {
            shown(trial.value)
        } else {
            "\u{2013}".to_owned()
        },
        remark: match trial.rows[0].verdict.as_str() {
            "answer" => "the answer",
            "as-it-stands" => "as it stands",
            _ => "",
        },
        met: share.map_or_else(String::new, |share| percent(share.met)),
        doubt: share.as_ref().map_or_else(String::new, range),
        cells: told
            .iter()
            .map(|told| cell(trial.row(told), told, several))
            .collect(),
    }
}

fn range(share: &Share) -> String {
    format!("{} to {}", percent(share.low), percent(share.high))
}

fn cell(row: Option<&OptimizeRow>, told: &Told, several: bool) -> Cell {
    let Some(row) = row else {
        return Cell::default();
    };
    let range = |ends: Option<(f64, f64)>, say: &dyn Fn(f64) -> String| {
        ends.map_or_else(String::new, |(low, high)| {
            format!("{} to {}", say(low), say(high))
        })
    };
    let (level, change) = (|v| told.level(v), |v| told.change(v));
    let own = share(row).filter(|_| several && !row.target.is_empty());
    Cell {
        mean: row.mean.map_or_else(|| "not reached".to_owned(), level),
        interval: range(row.ci_low.zip(row.ci_high), &level),
        met: own.map_or_else(String::new, |share| {
            format!("met in {}", percent(share.met))
        }),
        difference: row.diff_mean.map(change).unwrap_or_default(),
        doubt: range(row.diff_ci_low.zip(row.diff_ci_high), &change),
    }
}
