//! What is fitted to what: parameters, targets, and the year at which the known past ends.

use std::fmt;

use super::yearly::yearly;
use crate::experiment::layout::{Detail, Layout, Period};
use crate::experiment::panel::Panel;
use crate::experiment::runner::{RunError, layout};
use crate::scenario::{ParameterInfo, Scenario, TargetDocument, year_of};
use crate::time::{Day, FiscalYear};

/// A fit that cannot be done, or that failed.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchError {
    /// The scenario has no `[history]`.
    NoHistory(String),
    /// A target counts what is no measure of the whole system in a fiscal year.
    UnknownMeasure {
        /// Published series.
        series: String,
        /// Its measure.
        measure: String,
    },
    /// There is no year with a published value on this side of the last fitted year.
    NoYears {
        /// Last fitted fiscal year.
        fitted_until: i32,
        /// Whether later years are meant.
        later: bool,
    },
    /// Too few runs for the number of parameters.
    TooFewRuns {
        /// Runs wanted at least.
        least: usize,
    },
    /// No vector meets every target within three standard deviations.
    NothingAccepted {
        /// The smallest of the largest distances [standard deviations].
        nearest: f64,
        /// The target and year that hold it back.
        worst: String,
    },
    /// The run was stopped before the fit was done.
    Stopped,
    /// A replication failed.
    Run(RunError),
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SearchError::NoHistory(name) => write!(
                f,
                "`{name}` has no [history]: it says what is fitted to which published series; see `docketsim explain history`"
            ),
            SearchError::UnknownMeasure { series, measure } => write!(
                f,
                "the series `{series}` counts `{measure}`, which is no measure of the whole system in a fiscal year"
            ),
            SearchError::NoYears {
                fitted_until,
                later,
            } => {
                let side = if *later { "after" } else { "up to" };
                write!(
                    f,
                    "no target has a value of a whole fiscal year {side} {fitted_until}"
                )
            }
            SearchError::TooFewRuns { least } => {
                write!(
                    f,
                    "so many parameters need at least {least} runs; see --runs"
                )
            }
            SearchError::NothingAccepted { nearest, worst } => write!(
                f,
                "no parameter vector meets every target within 3 standard deviations; the nearest is {nearest:.1} away, at {worst}: the model, its ranges or its tolerances are wrong"
            ),
            SearchError::Stopped => f.write_str("stopped before the fit was done"),
            SearchError::Run(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SearchError {}

impl From<RunError> for SearchError {
    fn from(error: RunError) -> Self {
        SearchError::Run(error)
    }
}

/// Below this a count or a time enters a logarithm as this.
const LEAST: f64 = 0.5;
/// The same for a share [1].
const LEAST_SHARE: f64 = 0.001;

/// A published series that the model should meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Name of the series.
    pub series: String,
    /// Measure id.
    pub measure: String,
    /// Unit of the measure.
    pub unit: String,
    /// Measures that the published count leaves out.
    pub without: Vec<String>,
    /// How far a right model may be off in a year: standard deviation, relative [1].
    pub tolerance: f64,
    /// Fiscal years and values, in order.
    pub points: Vec<(i32, f64)>,
}

/// A yearly family of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The part of the names before the year.
    pub stem: String,
    /// Fiscal years with the names of their parameters, in order.
    pub years: Vec<(i32, String)>,
}

/// What is fitted to what.
#[derive(Debug)]
pub struct Problem<'a> {
    /// The scenario, without drawn vectors.
    pub scenario: Scenario,
    /// The scenario as given: for names and ranges.
    pub given: &'a Scenario,
    /// Last fiscal year that the fit sees.
    pub cut: i32,
    /// Edition of the published series; empty where none is stated.
    pub vintage: String,
    /// The parameters that are fitted.
    pub parameters: Vec<&'a ParameterInfo>,
    /// Yearly families.
    pub families: Vec<Family>,
    /// Size of the system in the runs of the fit [0-1].
    pub scale: f64,
    /// The targets.
    pub targets: Vec<Target>,
}

impl<'a> Problem<'a> {
    /// The fit that a scenario asks for.
    ///
    /// # Errors
    /// A scenario without `[history]`, a target that is no measure, no value to fit to.
    pub fn new(given: &'a Scenario) -> Result<Self, SearchError> {
        let history = given.document().history.as_ref();
        let history = history.ok_or_else(|| SearchError::NoHistory(given.name.clone()))?;
        let cut = history.fitted_until;
        let families: Vec<Family> = history.yearly.iter().map(|s| family(given, s)).collect();
        let fitted = families.iter().flat_map(|family| &family.years);
        let fitted = fitted
            .filter(|(year, _)| *year <= cut)
            .map(|(_, name)| name);
        let names: Vec<&String> = fitted.chain(&history.parameters).collect();
        let parameters = names
            .iter()
            .filter_map(|name| given.uncertain().find(|p| p.name() == name.as_str()))
            .collect();
        let shape = layout(given, Detail::Standard);
        let targets = history.target.iter().map(|t| target(given, &shape, t));
        let targets = targets.collect::<Result<Vec<Target>, SearchError>>()?;
        let problem = Self {
            scenario: given.without_draws(),
            given,
            cut,
            vintage: history.vintage.clone().unwrap_or_default(),
            parameters,
            families,
            scale: history.scale,
            targets,
        };
        if problem.known().is_empty() {
            return Err(SearchError::NoYears {
                fitted_until: cut,
                later: false,
            });
        }
        Ok(problem)
    }

    /// Last day of the last fitted year.
    pub fn cut_day(&self) -> Day {
        let starts = self.given.blueprint().fiscal_year_start;
        FiscalYear { year: self.cut }.last_day(starts)
    }

    /// Targets and years up to the last fitted one, with their values.
    pub fn known(&self) -> Vec<(&Target, i32, f64)> {
        self.points()
            .filter(|(_, year, _)| *year <= self.cut)
            .collect()
    }

    /// Targets and years after the last fitted one, with their values.
    pub fn held_out(&self) -> Vec<(&Target, i32, f64)> {
        self.points()
            .filter(|(_, year, _)| *year > self.cut)
            .collect()
    }

    /// All targets and years, with their values.
    pub fn points(&self) -> impl Iterator<Item = (&Target, i32, f64)> {
        let of = |target| move |&(year, value): &(i32, f64)| (target, year, value);
        self.targets
            .iter()
            .flat_map(move |t| t.points.iter().map(of(t)))
    }
}

impl Target {
    /// Slots of the measure, and of what is left out of it, in a fiscal year.
    pub fn slots(&self, layout: &Layout, year: i32) -> Option<(usize, Vec<usize>)> {
        let period = layout.find(Period::FiscalYear(FiscalYear { year }))?;
        let slot = |id: &str| {
            layout.block(period).find(|&i| {
                let slot = layout.at(i);
                let whole = slot.cell.court.is_none() && slot.cell.docket.is_none();
                whole && layout.measures[slot.measure].id == id
            })
        };
        let without: Option<Vec<usize>> = self.without.iter().map(|id| slot(id)).collect();
        Some((slot(&self.measure)?, without?))
    }

    /// The simulated number in a fiscal year.
    pub fn simulated(&self, layout: &Layout, panel: &Panel, year: i32) -> f64 {
        self.slots(layout, year)
            .map_or(f64::NAN, |(slot, without)| {
                panel.at(slot) - without.iter().map(|&i| panel.at(i)).sum::<f64>()
            })
    }

    /// Logarithm of the simulated number over the published one, for a system of a share of the
    /// real size: counts are of that size, times, shares and judges are not [1].
    ///
    /// A number that is not known in the simulation counts as the least one.
    pub(super) fn misfit(&self, simulated: f64, published: f64, size: f64) -> f64 {
        let (size, least) = match self.unit.as_str() {
            "share" => (1.0, LEAST_SHARE),
            "days" | "judges" => (1.0, LEAST),
            _ => (size, LEAST),
        };
        (simulated / size).max(least).ln() - published.max(least).ln()
    }
}

fn family(scenario: &Scenario, stem: &str) -> Family {
    let named = scenario.document().parameters.keys();
    let blueprint = scenario.blueprint();
    let within =
        blueprint.fiscal_year(scenario.start).year..=blueprint.fiscal_year(scenario.end).year;
    let mut years: Vec<(i32, String)> = named
        .filter_map(|name| Some((year_of(name, stem)?, name.clone())))
        .filter(|(year, _)| within.contains(year))
        .collect();
    years.sort();
    Family {
        stem: stem.to_owned(),
        years,
    }
}

/// A target of the scenario with its published values; of periods only whole fiscal years count.
fn target(
    scenario: &Scenario,
    shape: &Layout,
    wanted: &TargetDocument,
) -> Result<Target, SearchError> {
    let series = scenario.actual.iter().find(|s| s.name == wanted.series);
    let series = series.expect("a target names a series");
    let starts = scenario.blueprint().fiscal_year_start;
    let unknown = || SearchError::UnknownMeasure {
        series: series.name.clone(),
        measure: series.measure.clone(),
    };
    let known = shape.measures.iter().find(|m| m.id == series.measure);
    let known = known.ok_or_else(unknown)?;
    let within = |year: i32| {
        let year = FiscalYear { year };
        year.first_day(starts) >= scenario.start && year.last_day(starts) <= scenario.end
    };
    let mut points = yearly(&series.points, known, starts);
    points.retain(|(year, _)| within(*year));
    let without = wanted.without.iter();
    let target = Target {
        series: series.name.clone(),
        measure: series.measure.clone(),
        unit: known.unit.clone(),
        without: without
            .map(|id| format!("{}.{id}", series.measure))
            .collect(),
        tolerance: scenario.number(&wanted.tolerance),
        points,
    };
    let first = target.points.first();
    if first.is_some_and(|(year, _)| target.slots(shape, *year).is_none()) {
        return Err(unknown());
    }
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(unit: &str) -> Target {
        Target {
            series: "published".to_owned(),
            measure: "measured".to_owned(),
            unit: unit.to_owned(),
            without: Vec::new(),
            tolerance: 0.05,
            points: Vec::new(),
        }
    }

    #[test]
    fn counts_are_of_the_size_of_the_system_and_shares_and_times_are_not() {
        let fifth = 0.2;
        assert_eq!(of("cases").misfit(20.0, 100.0, fifth), 0.0);
        assert_eq!(of("days").misfit(300.0, 300.0, fifth), 0.0);
        assert_eq!(of("judges").misfit(4.0, 4.0, fifth), 0.0);
        let off = of("share").misfit(0.14, 0.20, fifth);
        assert!((off - 0.7f64.ln()).abs() < 1e-12, "{off}");
    }

    #[test]
    fn what_the_simulation_does_not_know_or_have_is_far_off() {
        for unit in ["share", "days", "cases"] {
            let published = if unit == "share" { 0.2 } else { 300.0 };
            for simulated in [0.0, f64::NAN] {
                let off = of(unit).misfit(simulated, published, 1.0);
                assert!(off < -5.0, "{unit}: {off}");
            }
        }
        assert_eq!(of("cases").misfit(0.0, 0.0, 1.0), 0.0);
    }
}
