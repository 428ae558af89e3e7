//! The numbers that an optimum is about: a measure of a court, a docket and a period.

use std::cmp::Ordering;

use crate::experiment::fold::period_name;
use crate::experiment::layout::{Cell, Detail, Layout, Period};
use crate::experiment::runner::{Experiment, layout};
use crate::scenario::Scenario;

/// The words that name a number, as the result files have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'w> {
    /// Measure id.
    pub measure: &'w str,
    /// Court id, or `all`.
    pub court: &'w str,
    /// Docket id, or `all`.
    pub docket: &'w str,
    /// `month:2019-03`, `fy:2019` or `horizon`.
    pub period: &'w str,
}

/// A number of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Measure id.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is 1 or 0 in a replication.
    pub event: bool,
    /// Whether it is counted at the end of its period.
    pub at_end: bool,
    /// Court id, or `all`.
    pub court: String,
    /// Docket id, or `all`.
    pub docket: String,
    /// Period, as the result files have it.
    pub period: String,
    cell: Cell,
    when: Period,
}

/// A part of the name of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The measure.
    Measure,
    /// The court.
    Court,
    /// The docket.
    Docket,
    /// The period.
    Period,
}

/// A part that names nothing, and what it could name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The part.
    pub part: Part,
    /// Names that there are; of measures those of the court, docket and period.
    pub known: Vec<String>,
}

impl<'w> Named<'w> {
    /// A measure of the whole system over the horizon.
    pub fn whole(measure: &'w str) -> Self {
        Self {
            measure,
            court: "all",
            docket: "all",
            period: "horizon",
        }
    }
}

impl Quantity {
    /// The number with these names in the results of a scenario.
    ///
    /// # Errors
    /// Every part that names nothing; the measure only where all others do.
    pub fn find(scenario: &Scenario, named: Named) -> Result<Self, Vec<Missing>> {
        let layout = layout(scenario, Detail::Standard);
        let blueprint = scenario.blueprint();
        let courts: Vec<&str> = blueprint.courts.iter().map(|c| c.id.as_str()).collect();
        let dockets: Vec<&str> = blueprint.dockets.iter().map(|d| d.id.as_str()).collect();
        let periods: Vec<String> = layout.periods.iter().map(|&p| period_name(p)).collect();
        let when = periods.iter().position(|period| period == named.period);
        let missing = |part, known: Vec<String>| Missing { part, known };
        let with_all = |ids: &[&str]| {
            let all = std::iter::once("all").chain(ids.iter().copied());
            all.map(str::to_owned).collect()
        };
        let mut wrong = Vec::new();
        if !is_one_of(&courts, named.court) {
            wrong.push(missing(Part::Court, with_all(&courts)));
        }
        if !is_one_of(&dockets, named.docket) {
            wrong.push(missing(Part::Docket, with_all(&dockets)));
        }
        let Some(when) = when.filter(|_| wrong.is_empty()) else {
            if when.is_none() {
                wrong.push(missing(Part::Period, periods));
            }
            return Err(wrong);
        };
        let cell = Cell::named(blueprint, named.court, named.docket);
        let slots = layout.block(when).map(|place| layout.at(place));
        let here: Vec<usize> = slots
            .filter(|slot| slot.cell == cell)
            .map(|slot| slot.measure)
            .collect();
        let measures = here.iter().map(|&place| &layout.measures[place]);
        let Some(measure) = measures.clone().find(|measure| measure.id == named.measure) else {
            let known = measures.map(|measure| measure.id.clone()).collect();
            return Err(vec![missing(Part::Measure, known)]);
        };
        Ok(Self {
            measure: measure.id.clone(),
            unit: measure.unit.clone(),
            event: measure.is_event(),
            at_end: measure.at_end(),
            court: named.court.to_owned(),
            docket: named.docket.to_owned(),
            period: named.period.to_owned(),
            cell,
            when: layout.periods[when],
        })
    }

    /// Whether it is one of the whole system over the horizon.
    pub fn is_whole(&self) -> bool {
        self.cell == Cell::WHOLE && self.when == Period::Horizon
    }

    /// Its place in a panel; none where a layout has no such number.
    pub(super) fn place(&self, layout: &Layout) -> Option<usize> {
        layout.slot(&self.measure, self.cell, self.when)
    }

    /// Its value in each replication of an experiment; NaN where there is none.
    pub fn values(&self, experiment: &Experiment) -> Vec<f64> {
        let place = self.place(&experiment.layout);
        let replications = experiment.replications.iter();
        replications
            .map(|replication| place.map_or(f64::NAN, |place| replication.panel.at(place)))
            .collect()
    }

    /// Whether two layouts count it on the same days and in the same unit.
    pub(super) fn alike(&self, one: &Layout, other: &Layout) -> bool {
        let place = |layout: &Layout| self.place(layout).map(|place| layout.at(place));
        let Some((own, theirs)) = place(one).zip(place(other)) else {
            return false;
        };
        one.same_period(other, theirs.period) == Some(own.period)
            && one.same_measure(other, theirs.measure) == Some(own.measure)
    }
}

fn is_one_of(ids: &[&str], id: &str) -> bool {
    id == "all" || ids.contains(&id)
}

/// On which side of a bound a number is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below it.
    Below,
    /// Above it.
    Above,
}

/// What is to hold of a number in a replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The number.
    pub quantity: Quantity,
    /// Where it is to be.
    pub side: Side,
    /// The bound [unit of the number].
    pub bound: f64,
}

impl Target {
    /// Whether a value meets it: one that there is not meets nothing.
    pub(super) fn met(&self, value: f64) -> bool {
        let order = value.partial_cmp(&self.bound);
        match self.side {
            Side::Below => order == Some(Ordering::Less),
            Side::Above => order == Some(Ordering::Greater),
        }
    }

    /// How far a value lies on the side where it is to be [unit of the number].
    pub(super) fn margin(&self, value: f64) -> f64 {
        match self.side {
            Side::Below => self.bound - value,
            Side::Above => value - self.bound,
        }
    }

    /// The target in signs: `<1000`.
    pub fn signs(&self) -> String {
        let sign = match self.side {
            Side::Below => '<',
            Side::Above => '>',
        };
        format!("{sign}{}", self.bound)
    }
}
