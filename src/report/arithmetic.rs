//! The arithmetic answer beside the simulated one: what a spreadsheet would say.
//!
//! Annual stock and flow: pending + receipts + returns - judges x completions per judge, never
//! below nothing. Receipts, returns and judges are the scenario's own; completions per judge are
//! those of its first whole fiscal year, held from then on, as one who projects holds the last
//! ones known. Those of the whole horizon would meet the simulated end by identity, whatever the
//! queue did: the comparison could not fail.

use super::frame::{ALL, Frame, Grain, horizon, is_whole_year};
use super::manifest::ScenarioInfo;
use super::period::{Period, position};

/// The arithmetic of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Arithmetic {
    /// Completions per judge and year that are held [cases per judge and year].
    pub productivity: f64,
    /// The fiscal year that they are of.
    pub year: i32,
    /// Ends of fiscal years on the axis of days, the start before them, with the pending cases.
    pub points: Vec<(f64, f64)>,
}

/// What came in and was done in a fiscal year or a part of one.
struct Flow {
    year: i32,
    /// Its end, on the axis of days.
    to: f64,
    /// Part of a year that the horizon covers [years].
    part: f64,
    arrived: f64,
    completed: f64,
    /// Mean judges on the bench.
    judges: f64,
}

impl Arithmetic {
    /// The arithmetic from the means of the saved rows; `None` where a row is missing, where nobody
    /// sits, and where the horizon has no whole fiscal year or nothing besides.
    pub fn of(frame: &Frame, info: &ScenarioInfo) -> Option<Self> {
        let flows = flows(frame, info)?;
        let known = flows.iter().find(|flow| is_whole_year(info, flow.year))?;
        if flows.len() < 2 || known.judges <= 0.0 {
            return None;
        }
        let productivity = known.completed / known.judges;
        let mut pending = opening(frame, info)?;
        let mut points = vec![(horizon(info)?.0, pending)];
        for flow in &flows {
            let done = flow.judges * flow.part * productivity;
            pending = (pending + flow.arrived - done).max(0.0);
            points.push((flow.to, pending));
        }
        Some(Arithmetic {
            productivity,
            year: known.year,
            points,
        })
    }

    /// Pending cases at the end.
    pub fn end(&self) -> f64 {
        self.points.last().map_or(0.0, |point| point.1)
    }
}

fn flows(frame: &Frame, info: &ScenarioInfo) -> Option<Vec<Flow>> {
    let name = &info.name;
    let row = |measure: &str, year| frame.at(name, measure, ALL, ALL, Period::Fiscal(year));
    let (first, last) = horizon(info)?;
    let flow = |year: i32| {
        let (from, to) = Period::Fiscal(year).span(info.fiscal_year_start)?;
        let (start, end) = (position(from), position(to));
        let (own, own_end) = (start.max(first), end.min(last));
        Some(Flow {
            year,
            to: own_end,
            part: (own_end - own) / (end - start),
            arrived: row("receipts", year)?.mean? + row("returns", year)?.mean?,
            completed: row("completions", year)?.mean?,
            judges: judges(frame, info, (own, own_end))?,
        })
    };
    frame.fiscal_years(name).into_iter().map(flow).collect()
}

/// Mean judges on the bench at the ends of the months between two days.
fn judges(frame: &Frame, info: &ScenarioInfo, (from, to): (f64, f64)) -> Option<f64> {
    let months = frame.total(&info.name, "judges", Grain::Month);
    let inside = months.iter().filter(|p| p.to > from && p.to <= to);
    let values: Vec<f64> = inside.filter_map(|p| p.row.mean).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Pending cases on the first day, by the identity of the first month.
fn opening(frame: &Frame, info: &ScenarioInfo) -> Option<f64> {
    let first = |measure: &str| {
        let months = frame.total(&info.name, measure, Grain::Month);
        months.first().and_then(|p| p.row.mean)
    };
    Some(first("pending")? + first("completions")? - first("receipts")? - first("returns")?)
}
