//! What charts and sentences of a search are about: the values that were tried, in their order.

use crate::experiment::optimize::{ALL_TARGETS, OptimizeRow};
use crate::report::frame::{ALL, Frame};
use crate::report::manifest::{Manifest, OptimizeInfo, ScenarioInfo, TargetInfo};
use crate::report::number::{
    decimals, difference_in, is_share, lower, quoted_in, shown, with_unit,
};
use crate::report::period::{self, Period};

/// A search and what it tried.
#[derive(Clone, Debug)]
pub struct Sought<'a> {
    /// What was sought and found.
    pub info: &'a OptimizeInfo,
    /// The scenario as it stands.
    pub scenario: &'a ScenarioInfo,
    manifest: &'a Manifest,
    /// The values that were tried, the lowest first.
    pub trials: Vec<Trial<'a>>,
    /// The scenario as it stands.
    pub stands: Option<Trial<'a>>,
}

/// A value that was tried.
#[derive(Clone, Debug)]
pub struct Trial<'a> {
    /// The value; NaN where the scenario as it stands has no single one.
    pub value: f64,
    /// Its rows: that of all targets together first.
    pub rows: Vec<&'a OptimizeRow>,
}

/// How often targets are met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Share of replications.
    pub met: f64,
    /// Lower end of its exact interval.
    pub low: f64,
    /// Upper end of its exact interval.
    pub high: f64,
}

/// A measure that is told, and in which unit.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// A row of it.
    row: &'a OptimizeRow,
    /// What it is, and of what.
    pub title: String,
    /// The unit of the numbers as they are told.
    pub unit: String,
    /// What one of that unit is in units of the rows.
    one: f64,
}

impl<'a> Trial<'a> {
    /// How often all targets are met together.
    pub fn share(&self) -> Option<Share> {
        share(self.rows.iter().find(|row| row.measure == ALL_TARGETS)?)
    }

    /// The row of a measure.
    pub fn row(&self, told: &Told) -> Option<&'a OptimizeRow> {
        self.rows.iter().copied().find(|row| told.is_of(row))
    }
}

/// How often the target of a row is met.
pub fn share(row: &OptimizeRow) -> Option<Share> {
    Some(Share {
        met: row.met?,
        low: row.met_ci_low?,
        high: row.met_ci_high?,
    })
}

/// Whether two rows are of the same measure, and of the same target where it has several.
fn same(one: &OptimizeRow, other: &OptimizeRow) -> bool {
    let name = |row: &OptimizeRow| {
        [
            row.measure.clone(),
            row.court.clone(),
            row.docket.clone(),
            row.period.clone(),
            row.target.clone(),
        ]
    };
    name(one) == name(other)
}

impl<'a> Sought<'a> {
    /// The search of saved results, if there is one.
    pub fn of(frame: &Frame<'a>) -> Option<Self> {
        let saved = frame.saved;
        let manifest = &saved.manifest;
        let info = manifest.optimize.as_ref()?;
        let scenario = manifest.scenarios.first()?;
        let trials = saved.optimize.chunk_by(|a, b| a.trial == b.trial);
        let trials = trials.map(|rows| Trial {
            value: rows[0].value_1.unwrap_or(f64::NAN),
            rows: rows.iter().collect(),
        });
        let (stands, mut trials): (Vec<Trial>, Vec<Trial>) =
            trials.partition(|trial| trial.rows[0].trial == 0);
        trials.sort_by(|a, b| a.value.total_cmp(&b.value));
        Some(Self {
            info,
            scenario,
            manifest,
            trials,
            stands: stands.into_iter().next(),
        })
    }

    /// The trial of a value.
    pub fn at(&self, value: f64) -> Option<&Trial<'a>> {
        self.trials.iter().find(|trial| trial.value == value)
    }

    /// The trial of the answer, if there is one.
    pub fn answer(&self) -> Option<&Trial<'a>> {
        self.at(self.info.answer?)
    }

    /// The trials from the cheap end on: the one where the targets are met less often.
    pub fn cheap_first(&self) -> Vec<&Trial<'a>> {
        let mut trials: Vec<_> = self.trials.iter().collect();
        if !self.info.rises {
            trials.reverse();
        }
        trials
    }

    /// The measures that are told: those of targets first.
    pub fn told(&self) -> Vec<Told<'a>> {
        let first = self.stands.as_ref().map(|trial| &trial.rows);
        let rows = first.into_iter().flatten().copied();
        let rows = rows.filter(|row| row.measure != ALL_TARGETS);
        let all: Vec<Told> = rows.map(|row| self.told_as(row)).collect();
        // Where nothing has a cost, nothing is said of it.
        let some = |told: &Told| {
            told.row.measure != "cost" || !told.row.target.is_empty() || self.highest(told) > 0.0
        };
        all.into_iter().filter(|told| some(told)).collect()
    }

    /// The measures of the whole system over the horizon that are told beside targets.
    pub fn beside(&self) -> Vec<Told<'a>> {
        let mut told = self.told();
        let whole =
            |row: &OptimizeRow| row.court == ALL && row.docket == ALL && row.period == "horizon";
        told.retain(|told| {
            whole(told.row) && ["pending", "cost"].contains(&told.row.measure.as_str())
        });
        told.dedup_by(|a, b| a.row.measure == b.row.measure);
        told
    }

    fn told_as(&self, row: &'a OptimizeRow) -> Told<'a> {
        let title = self.place(&row.measure, &row.court, &row.docket, &row.period);
        let told = Told::plain(row, title);
        let highest = self.highest(&told);
        told.scaled(highest)
    }

    fn highest(&self, told: &Told) -> f64 {
        let trials = self.trials.iter().chain(&self.stands);
        let rows = trials.filter_map(|trial| trial.row(told));
        let means = rows.filter_map(|row| row.mean);
        means.map(f64::abs).fold(0.0, f64::max)
    }

    /// Whether a measure is counted at the end of its period.
    fn at_end(&self, measure: &str) -> bool {
        let mut targets = self.info.targets.iter();
        measure == "pending" || targets.any(|target| target.measure == measure && target.at_end)
    }

    fn place(&self, measure: &str, court: &str, docket: &str, period: &str) -> String {
        let names = (court, docket, period);
        place(
            (self.manifest, self.scenario),
            (measure, self.at_end(measure)),
            names,
        )
    }

    /// A target in words, inside a sentence.
    pub fn target(&self, target: &TargetInfo) -> String {
        let TargetInfo {
            measure,
            unit,
            court,
            docket,
            period,
            below,
            bound,
            ..
        } = target;
        let place = lower(&self.place(measure, court, docket, period));
        let side = if *below { "below" } else { "above" };
        let bound = if is_share(unit) {
            with_unit(*bound, unit)
        } else {
            format!("{} {unit}", shown(*bound))
        };
        format!("{place} {side} {}", bound.trim_end())
    }

    /// All targets in words, inside a sentence.
    pub fn targets(&self) -> String {
        let all = self.info.targets.iter().map(|target| self.target(target));
        all.collect::<Vec<_>>().join(", and ")
    }

    /// `the target`, or `all targets`.
    pub fn noun(&self) -> &'static str {
        if self.info.targets.len() == 1 {
            "the target"
        } else {
            "all targets"
        }
    }

    /// The key with a value.
    pub fn setting(&self, value: f64) -> String {
        format!("{} = {}", self.info.key, shown(value))
    }
}

impl<'a> Told<'a> {
    /// A measure of a row, in its own unit.
    pub fn plain(row: &'a OptimizeRow, title: String) -> Self {
        Told {
            row,
            title,
            unit: row.unit.clone(),
            one: 1.0,
        }
    }

    /// The same, told in millions where a number is as high as ten of them.
    pub fn scaled(self, highest: f64) -> Self {
        if highest < 1e7 {
            return self;
        }
        Told {
            unit: format!("million {}", self.unit),
            one: 1e6,
            ..self
        }
    }

    /// Whether a row is one of this measure.
    pub fn is_of(&self, row: &OptimizeRow) -> bool {
        same(row, self.row)
    }

    /// What one of the unit that is told is in units of the rows.
    pub fn one(&self) -> f64 {
        self.one
    }

    /// A number as it is told, without its unit.
    pub fn level(&self, value: f64) -> String {
        quoted_in(value, &self.unit, self.one)
    }

    /// A difference as it is told, without its unit.
    pub fn change(&self, value: f64) -> String {
        difference_in(value, &self.unit, self.one)
    }

    /// The unit after a number; nothing after a percent sign.
    pub fn unit_words(&self) -> String {
        if is_share(&self.unit) {
            String::new()
        } else {
            format!(" {}", self.unit)
        }
    }
}

/// A measure that may be counted at the end of its period, and of which court, docket and period.
pub fn place(
    (manifest, scenario): (&Manifest, &ScenarioInfo),
    (measure, at_end): (&str, bool),
    (court, docket, period): (&str, &str, &str),
) -> String {
    let of = |kind: &str, id: &str| {
        let word = format!(", {kind} {id}");
        Some(word).filter(|_| id != ALL).unwrap_or_default()
    };
    let when = match Period::parse(period) {
        Some(Period::Fiscal(year)) => Some(scenario.year_name(year)),
        Some(Period::Month(year, month)) => Some(format!("{} {year}", period::month_name(month))),
        _ => None,
    };
    let when = match (when, at_end) {
        (Some(when), true) => format!(" at the end of {when}"),
        (Some(when), false) => format!(" in {when}"),
        (None, true) => " at the end".to_owned(),
        (None, false) => " over the whole horizon".to_owned(),
    };
    let title = manifest.title_of(measure);
    format!(
        "{title}{}{}{when}",
        of("court", court),
        of("docket", docket)
    )
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    let places = if (share * 100.0).fract().abs() < 1e-9 {
        0
    } else {
        1
    };
    format!("{} %", decimals(share * 100.0, places))
}

impl Share {
    /// In words, with its interval.
    pub fn words(&self) -> String {
        format!(
            "{} (exact 95 % interval: {} to {})",
            percent(self.met),
            percent(self.low),
            percent(self.high)
        )
    }
}
