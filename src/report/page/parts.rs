//! Which provision does what, in a table: measures side by side.

use serde::Serialize;

use crate::experiment::{AttributionRow, TOTAL};
use crate::report::chart::provision_name;
use crate::report::frame::Frame;
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, difference};

/// The provisions of a scenario and their effects.
#[derive(Debug, Serialize)]
pub struct Parts {
    /// The scenario.
    pub label: String,
    /// The measures, with their units.
    pub columns: Vec<Column>,
    /// The provisions; the total last.
    pub rows: Vec<Row>,
}

/// A measure.
#[derive(Debug, Serialize)]
pub struct Column {
    /// Title.
    pub title: String,
    /// Unit, and of which cases.
    pub unit: String,
}

/// A provision.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Whether it is the sum of the others.
    pub total: bool,
    /// Its effect on each measure.
    pub cells: Vec<Cell>,
}

/// An effect.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    /// Mean, with the share of the total.
    pub mean: String,
    /// 95 % interval of the mean.
    pub interval: String,
}

/// A table for each scenario that was taken apart.
pub fn all(frame: &Frame) -> Vec<Parts> {
    frame
        .others()
        .iter()
        .filter_map(|info| parts(frame, info))
        .collect()
}

fn parts(frame: &Frame, info: &ScenarioInfo) -> Option<Parts> {
    let own: Vec<&AttributionRow> = (frame.saved.attribution.iter())
        .filter(|row| row.scenario == info.name)
        .collect();
    let unique = |pick: fn(&AttributionRow) -> &str| {
        let mut seen: Vec<&str> = Vec::new();
        for row in &own {
            if !seen.contains(&pick(row)) {
                seen.push(pick(row));
            }
        }
        seen
    };
    let measures = unique(|row| &row.measure);
    let mut provisions = unique(|row| &row.provision);
    provisions.sort_by_key(|id| *id == TOTAL);
    let find = |provision: &str, measure: &str| {
        let mut rows = own.iter();
        rows.find(|row| row.provision == provision && row.measure == measure)
    };
    let column = |measure: &&str| {
        let row = find(TOTAL, measure)?;
        let filed = row
            .period
            .strip_prefix("fy:")
            .and_then(|year| year.parse().ok());
        let filed = filed.map(|year| format!(", filed in {}", info.year_name(year)));
        Some(Column {
            title: frame.saved.manifest.title_of(measure),
            unit: format!("{}{}", row.unit, filed.unwrap_or_default()),
        })
    };
    let row = |id: &&str| Row {
        name: provision_name(id, info),
        total: *id == TOTAL,
        cells: measures
            .iter()
            .map(|measure| find(id, measure).map(|r| cell(r)).unwrap_or_default())
            .collect(),
    };
    (!own.is_empty()).then(|| Parts {
        label: info.label().to_owned(),
        columns: measures.iter().filter_map(column).collect(),
        rows: provisions.iter().map(row).collect(),
    })
}

fn cell(row: &AttributionRow) -> Cell {
    let Some(mean) = row.effect_mean else {
        return Cell::default();
    };
    let share = row
        .share
        .filter(|_| row.provision != TOTAL && row.share != Some(0.0));
    let share = share.map_or(String::new(), |s| {
        format!(" ({}\u{a0}%)", decimals(s * 100.0, 0))
    });
    let interval = match (row.ci_low, row.ci_high) {
        (Some(low), Some(high)) if low == 0.0 && high == 0.0 => "in every replication".to_owned(),
        (Some(low), Some(high)) => {
            format!(
                "{} to {}",
                difference(low, &row.unit),
                difference(high, &row.unit)
            )
        }
        _ => String::new(),
    };
    Cell {
        mean: format!("{}{share}", difference(mean, &row.unit)),
        interval,
    }
}
