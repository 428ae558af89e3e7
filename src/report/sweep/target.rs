//! What charts and sentences of a sweep are about: a measure of the whole system at every point.

use crate::experiment::{Reach, ResultRow, SweepRow};
use crate::report::frame::{ALL, Frame, is_whole_year};
use crate::report::manifest::{ScenarioInfo, SweepInfo, VariedInfo};
use crate::report::number::{difference_in, is_share, quoted_in, shown};
use crate::report::period::Period;

/// A measure at every point of the grid.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// Measure id.
    pub measure: &'a str,
    /// What it is, and of which time.
    pub title: String,
    /// Unit of the numbers as they are told.
    pub unit: String,
    /// What one of that unit is in units of the rows.
    pub one: f64,
    /// In the scenario as it stands.
    pub stands: Option<&'a ResultRow>,
    /// At each point, in the order of the grid; none where it was not finished.
    pub points: Vec<Option<&'a SweepRow>>,
    /// The grid.
    pub sweep: &'a SweepInfo,
    /// Replications of each point.
    pub replications: u64,
}

/// What a sweep is told of: the measures that were asked for; else pending cases, a wait, and cost
/// where there is one.
pub fn targets<'a>(frame: &Frame<'a>) -> Vec<Target<'a>> {
    let saved = frame.saved;
    let scenario = saved.manifest.scenarios.first();
    let Some((sweep, scenario)) = saved.manifest.sweep.as_ref().zip(scenario) else {
        return Vec::new();
    };
    let finder = Finder {
        frame,
        sweep,
        scenario,
    };
    let mut found: Vec<Option<Target>> = Vec::new();
    if sweep.measures.is_empty() {
        found.push(finder.over_horizon("pending"));
        found.push(finder.wait());
        let cost = finder.over_horizon("cost");
        found.push(cost.filter(|cost| cost.highest() != 0.0));
    } else {
        let asked = sweep.measures.iter();
        found.extend(asked.map(|measure| finder.over_horizon(measure)));
    }
    let found = found.into_iter().flatten();
    found
        .filter(|target| target.points.iter().flatten().any(|row| row.mean.is_some()))
        .collect()
}

/// Whether a backlog was cleared, at every point, where the scenario says when it is.
pub fn clearing<'a>(frame: &Frame<'a>) -> Option<Target<'a>> {
    let saved = frame.saved;
    let (sweep, scenario) = (
        saved.manifest.sweep.as_ref()?,
        saved.manifest.scenarios.first()?,
    );
    let finder = Finder {
        frame,
        sweep,
        scenario,
    };
    finder.over_horizon("cleared")
}

struct Finder<'f, 'a> {
    frame: &'f Frame<'a>,
    sweep: &'a SweepInfo,
    scenario: &'a ScenarioInfo,
}

impl<'a> Finder<'_, 'a> {
    fn over_horizon(&self, measure: &str) -> Option<Target<'a>> {
        let name = self.frame.saved.manifest.title_of(measure);
        let title = match measure {
            "pending" => "Pending cases at the end".to_owned(),
            _ => format!("{name} (whole horizon)"),
        };
        self.target(measure, Period::Horizon, title)
    }

    /// The wait to the merits hearing of the last year that has it everywhere: of those who filed in
    /// it, else of those who were heard.
    fn wait(&self) -> Option<Target<'a>> {
        let years = self.frame.fiscal_years(&self.scenario.name);
        let whole = |year: &&i32| is_whole_year(self.scenario, **year);
        let last = |measure: &str, words: &str| {
            let mut years = years.iter().rev().filter(whole);
            years.find_map(|&year| {
                let name = self.scenario.year_name(year);
                let title = format!("Median wait to the merits hearing, cases {words} in {name}");
                let found = self.target(measure, Period::Fiscal(year), title)?;
                let reached = |n: u64| n >= found.replications;
                let everywhere = found.stands.is_some_and(|row| reached(row.n))
                    && found.points.iter().flatten().all(|row| reached(row.n));
                everywhere.then_some(found)
            })
        };
        let filed = last("cohort_merits_p50", "filed");
        filed.or_else(|| last("merits_wait_p50", "heard"))
    }

    fn target(&self, measure: &str, period: Period, title: String) -> Option<Target<'a>> {
        let saved = self.frame.saved;
        let words = match period {
            Period::Fiscal(year) => format!("fy:{year}"),
            _ => "horizon".to_owned(),
        };
        let mut points = vec![None; self.sweep.points as usize];
        let whole = |row: &&SweepRow| row.docket == ALL && row.measure == measure;
        for row in saved.sweep.iter().filter(whole) {
            let at = (row.point as usize).wrapping_sub(1);
            if row.period == words && at < points.len() {
                points[at] = Some(row);
            }
        }
        let first = points.iter().flatten().next()?;
        let (measure, unit) = (first.measure.as_str(), first.unit.clone());
        let stands = self
            .frame
            .at(&self.scenario.name, measure, ALL, ALL, period);
        let target = Target {
            measure,
            title,
            unit,
            one: 1.0,
            stands,
            points,
            sweep: self.sweep,
            replications: saved.manifest.replications_done,
        };
        Some(if target.highest() >= 1e7 {
            target.in_millions()
        } else {
            target
        })
    }
}

impl<'a> Target<'a> {
    /// The mean farthest from nothing, at any point or in the scenario as it stands.
    fn highest(&self) -> f64 {
        let points = self.points.iter().flatten().map(|row| row.mean);
        let all = points.chain(self.stands.map(|row| row.mean)).flatten();
        all.map(f64::abs).fold(0.0, f64::max)
    }

    /// The same, told in millions.
    fn in_millions(self) -> Self {
        let unit = format!("million {}", self.unit);
        Self {
            one: 1e6,
            unit,
            ..self
        }
    }

    /// The same, then in units that make its numbers shorter: for where there is little room.
    pub fn shorter(&self) -> Vec<Self> {
        let mut all = vec![self.clone()];
        if self.one == 1.0 && self.highest() >= 1e4 {
            let unit = format!("thousand {}", self.unit);
            all.push(Self {
                one: 1e3,
                unit,
                ..self.clone()
            });
        }
        if self.one == 1.0 && self.highest() >= 1e6 {
            all.push(self.clone().in_millions());
        }
        all
    }

    /// The keys of the grid.
    pub fn keys(&self) -> &'a [VariedInfo] {
        &self.sweep.keys
    }

    /// Place of a point of the grid: where its values stand in the lists of the keys.
    pub fn place(&self, point: usize) -> Vec<usize> {
        let mut rest = point;
        let sizes = self.keys().iter().rev().map(|key| key.values.len().max(1));
        let mut place: Vec<usize> = sizes
            .map(|size| {
                let here = rest % size;
                rest /= size;
                here
            })
            .collect();
        place.reverse();
        place
    }

    /// The point at a place of the grid.
    pub fn point(&self, place: &[usize]) -> usize {
        let both = self.keys().iter().zip(place);
        both.fold(0, |at, (key, here)| at * key.values.len() + here)
    }

    /// The values of a point, in words.
    pub fn values(&self, point: usize) -> String {
        let both = self.keys().iter().zip(self.place(point));
        let words = both.map(|(key, at)| format!("{} = {}", key.key, shown(key.values[at])));
        words.collect::<Vec<_>>().join(", ")
    }

    /// The row of a point, where its mean stands for at least half of the replications.
    pub fn row(&self, point: usize) -> Option<&'a SweepRow> {
        let row = self.points.get(point).copied().flatten()?;
        let few = Reach::of(self.measure, row.n, self.replications) == Reach::Few;
        (row.mean.is_some() && !few).then_some(row)
    }

    /// The mean at a point, where it is told.
    pub fn mean(&self, point: usize) -> Option<f64> {
        self.row(point).and_then(|row| row.mean)
    }

    /// Whether some mean is one of fewer replications than there are.
    pub fn partly(&self) -> bool {
        let mut rows = (0..self.points.len()).filter_map(|point| self.row(point));
        rows.any(|row| row.n < self.replications)
    }

    /// The point with the values of the scenario as it stands, if the grid has one.
    pub fn standing(&self) -> Option<usize> {
        let keys = self.keys().iter();
        let place: Option<Vec<usize>> = keys
            .map(|key| {
                key.values
                    .iter()
                    .position(|value| Some(*value) == key.stands)
            })
            .collect();
        place.map(|place| self.point(&place))
    }

    /// A number as it is told, without its unit.
    pub fn level(&self, value: f64) -> String {
        quoted_in(value, &self.unit, self.one)
    }

    /// A difference as it is told, without its unit.
    pub fn change(&self, value: f64) -> String {
        difference_in(value, &self.unit, self.one)
    }

    /// A number with its unit; a percent sign is one already.
    pub fn told(&self, value: f64) -> String {
        self.with_unit(self.level(value))
    }

    /// A difference with its unit.
    pub fn told_change(&self, value: f64) -> String {
        self.with_unit(self.change(value))
    }

    fn with_unit(&self, number: String) -> String {
        let one = number.trim_start_matches(['+', '\u{2212}']) == "1";
        let single = self.unit.strip_suffix('s').filter(|_| one);
        let unit = single.unwrap_or(&self.unit);
        if is_share(unit) {
            number
        } else {
            format!("{number} {unit}")
        }
    }
}

impl SweepInfo {
    /// The keys, in words.
    pub fn names(&self) -> String {
        let keys: Vec<&str> = self.keys.iter().map(|key| key.key.as_str()).collect();
        match keys[..] {
            [ref before @ .., last] if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            _ => keys.join(""),
        }
    }
}

impl VariedInfo {
    /// The key with its unit in brackets.
    pub fn label(&self) -> String {
        if self.unit.is_empty() {
            self.key.clone()
        } else {
            format!("{} [{}]", self.key, self.unit)
        }
    }
}
