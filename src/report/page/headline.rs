//! The answer in sentences, each number with its interval.

use chrono::Days;

use super::notes;
use crate::experiment::ResultRow;
use crate::report::arithmetic::Arithmetic;
use crate::report::frame::{ALL, Frame, Grain, Point, horizon, is_whole_year};
use crate::report::manifest::ScenarioInfo;
use crate::report::number::{decimals, rough, thousands, value, with_unit};
use crate::report::period::{self, Period, day_month_year};

/// What one scenario says.
struct Voice<'a> {
    frame: &'a Frame<'a>,
    info: &'a ScenarioInfo,
}

/// The main results of a scenario, a sentence each.
pub fn sentences<'a>(frame: &'a Frame<'a>, info: &'a ScenarioInfo) -> Vec<String> {
    let voice = Voice { frame, info };
    let found = [
        voice.pending(),
        voice.clearance(),
        notes::enacted(info),
        voice.arithmetic(),
        voice.flows(),
        voice.cohort(),
        voice.held(),
        voice.age(),
        voice.host(),
        voice.bench(),
    ];
    // A percent sign never stands alone at the beginning of a line.
    found
        .into_iter()
        .flatten()
        .map(|text| text.replace(" %", "\u{a0}%"))
        .collect()
}

impl<'a> Voice<'a> {
    fn years(&self, measure: &str) -> Vec<Point<'a>> {
        self.frame.total(&self.info.name, measure, Grain::Year)
    }

    fn year_name(&self, year: i32) -> String {
        self.info.year_name(year)
    }

    /// The last fiscal year that the horizon covers whole.
    fn last_whole_year(&self) -> Option<i32> {
        let years = self.frame.fiscal_years(&self.info.name);
        years
            .into_iter()
            .rev()
            .find(|year| is_whole_year(self.info, *year))
    }

    fn reached(&self, point: &Point) -> bool {
        self.frame.reached(self.info, point.row)
    }

    fn row(&self, measure: &str, year: i32) -> Option<&'a ResultRow> {
        let row = self
            .frame
            .at(&self.info.name, measure, ALL, ALL, Period::Fiscal(year))?;
        row.mean.map(|_| row)
    }

    fn pending(&self) -> Option<String> {
        let points = self.frame.finest(&self.info.name, "pending", ALL, ALL);
        let last = points.iter().rev().find(|p| p.row.mean.is_some())?;
        let day = crate::report::chart::end_day(last.to);
        let (_, end) = horizon(self.info)?;
        let which = if last.to >= end {
            "at the end of the horizon"
        } else {
            "at the last month known"
        };
        Some(format!(
            "On {day}, {which}, {} cases are pending{}.",
            rough(last.row.mean?),
            intervals(last.row)
        ))
    }

    /// Whether and when the backlog is cleared, where the scenario says when it is.
    fn clearance(&self) -> Option<String> {
        let row = |measure| {
            let row = (self.frame).at(&self.info.name, measure, ALL, ALL, Period::Horizon)?;
            row.mean.map(|_| row)
        };
        let (level, share) = (thousands(self.info.clearance_level?), row("cleared")?);
        let percent = |v: f64| format!("{} %", decimals(v * 100.0, 0));
        let interval = match (share.ci_low, share.ci_high) {
            (Some(low), Some(high)) if share.n > 1 => {
                format!(" (95 % interval: {} to {})", percent(low), percent(high))
            }
            _ => String::new(),
        };
        let end = day_month_year(period::date(&self.info.end)?);
        let date = row("clearance_date");
        if date.is_some_and(|row| share.mean == Some(1.0) && row.p95.is_some_and(|p| p < 1.0)) {
            return Some(format!(
                "From the first day fewer than {level} cases are pending, the level below which the \
                 backlog counts as cleared."
            ));
        }
        let when = date.and_then(|row| self.cleared_on(row));
        Some(format!(
            "In {} of replications{interval} fewer than {level} cases are pending on some day up to \
             {end}{}.",
            percent(share.mean?),
            when.unwrap_or_default()
        ))
    }

    /// The days on which those replications cleared the backlog that did.
    fn cleared_on(&self, row: &ResultRow) -> Option<String> {
        let start = period::date(&self.info.start)?;
        let day = |days: f64| {
            let day = start.checked_add_days(Days::new(days.max(0.0) as u64))?;
            Some(day_month_year(day))
        };
        let band = match (row.p05, row.p95, row.n) {
            (Some(low), Some(high), 2..) => {
                format!(" (90 % of them: {} to {})", day(low)?, day(high)?)
            }
            _ => String::new(),
        };
        Some(format!(
            "; where so, half of the time by {}{band}",
            day(row.p50?)?
        ))
    }

    /// What a spreadsheet would say, and what it cannot see.
    fn arithmetic(&self) -> Option<String> {
        let arithmetic = Arithmetic::of(self.frame, self.info)?;
        let points = self.frame.finest(&self.info.name, "pending", ALL, ALL);
        let simulated = points.iter().rev().find_map(|p| p.row.mean)?;
        let gap = arithmetic.end() - simulated;
        let compared = if gap.abs() < 0.5 {
            "as the simulation does".to_owned()
        } else {
            let word = if gap > 0.0 { "more" } else { "fewer" };
            format!(
                "{} {word} than the simulation: what it leaves out is all that changes completions \
                 per judge, such as dated bench time, the work of the cases that come up, and a \
                 queue that runs empty",
                rough(gap.abs())
            )
        };
        Some(format!(
            "Annual arithmetic (pending + receipts + returns \u{2212} judges \u{d7} completions per \
             judge, those of {} held: {}) gives {}, {compared}.",
            self.year_name(arithmetic.year),
            value(arithmetic.productivity, ""),
            rough(arithmetic.end())
        ))
    }

    fn flows(&self) -> Option<String> {
        let year = self.last_whole_year()?;
        let (receipts, done) = (self.row("receipts", year)?, self.row("completions", year)?);
        let returns = self
            .row("returns", year)
            .and_then(|r| r.mean)
            .filter(|m| *m > 0.0);
        let back = returns.map_or(String::new(), |m| format!(", {} come back", rough(m)));
        Some(format!(
            "In {}, the last whole fiscal year, {} cases come in{back} and {} are completed{}.",
            self.year_name(year),
            rough(receipts.mean?),
            rough(done.mean?),
            intervals(done)
        ))
    }

    /// The latest filing year of which half have had their merits hearing in every replication,
    /// and those after it. Where some replications do not reach the half, the mean of the others
    /// says less than it seems to: they are the short ones.
    fn cohort(&self) -> Option<String> {
        let mut points = self.years("cohort_merits_p50");
        points.retain(|p| self.frame.filed(p.row, p.period));
        let known = |p: &Point| if p.row.mean.is_some() { p.row.n } else { 0 };
        let last = points.iter().rfind(|p| self.reached(p));
        let later = points
            .iter()
            .filter(|p| last.is_none_or(|l| p.period > l.period));
        let (some, none): (Vec<&Point>, Vec<&Point>) = later.partition(|p| known(p) > 0);
        let mut clauses = Vec::new();
        if let Some(last) = last {
            clauses.push(format!(
                "half of those who file in {} have a merits hearing within {} days{}",
                self.span(&[last])?,
                thousands(last.row.mean?),
                intervals(last.row)
            ));
        }
        if let Some(years) = self.span(&some) {
            clauses.push(format!(
                "of those who file in {years}, half have had it by the end of the horizon in some \
                 replications only"
            ));
        }
        if let Some(years) = self.span(&none) {
            clauses.push(format!(
                "of those who file in {years}, fewer than half have had it by the end of the horizon"
            ));
        }
        if last.is_none() {
            // Nobody has been told yet what "it" is.
            let first = clauses.first_mut()?;
            *first = first.replacen("had it", "had a merits hearing", 1);
        }
        let text = clauses.join("; ");
        let (first, rest) = text.split_at_checked(1)?;
        Some(format!("{}{rest}.", first.to_uppercase()))
    }

    /// Years in words: the first and the last of them.
    fn span(&self, years: &[&Point]) -> Option<String> {
        let name = |p: &Point| match p.period {
            Period::Fiscal(year) => self.year_name(year),
            _ => String::new(),
        };
        let (first, last) = (years.first()?, years.last()?);
        Some(if first.period == last.period {
            name(first)
        } else {
            format!("{} to {}", name(first), name(last))
        })
    }

    fn held(&self) -> Option<String> {
        let year = self.last_whole_year()?;
        let row = self.row("merits_wait_p50", year)?;
        let cohorts = self.years("cohort_merits_p50");
        let bias = if cohorts.iter().any(|p| self.reached(p)) {
            "; those still waiting are not in this figure, so the one by year of filing above is \
             the fairer one"
        } else if cohorts.is_empty() {
            ""
        } else {
            "; those still waiting are not in this figure"
        };
        Some(format!(
            "Merits hearings held in {} came a median of {} days after filing{}{bias}.",
            self.year_name(year),
            thousands(row.mean?),
            intervals(row)
        ))
    }

    fn age(&self) -> Option<String> {
        let year = self.last_whole_year()?;
        let (median, ninth) = (
            self.row("pending_age_p50", year)?,
            self.row("pending_age_p90", year)?,
        );
        Some(format!(
            "At the end of {} half of the pending cases are older than {} days{}, and one in ten \
             is older than {} days{}.",
            self.year_name(year),
            thousands(median.mean?),
            intervals(median),
            thousands(ninth.mean?),
            intervals(ninth)
        ))
    }

    fn host(&self) -> Option<String> {
        let points = self.frame.finest(&self.info.name, "host_waiting", ALL, ALL);
        let most = points
            .iter()
            .filter(|p| p.row.mean.is_some_and(|m| m > 0.0))
            // Of equal ends the first: a full house stays full.
            .rev()
            .max_by(|a, b| {
                let mean = |p: &Point| p.row.mean.unwrap_or(0.0);
                mean(a).total_cmp(&mean(b))
            })?;
        let refused: f64 = self
            .years("host_refused")
            .iter()
            .filter_map(|p| p.row.mean)
            .sum();
        let turned = if refused >= 0.5 {
            format!(
                "; over the horizon, {} were not taken in (for want of intake or capacity) and took \
                 the ordinary path",
                rough(refused)
            )
        } else {
            String::new()
        };
        let ends = match most.period {
            Period::Month(..) => "month",
            _ => "fiscal year",
        };
        // The rows hold no day between: on one of them more may have waited.
        Some(format!(
            "At the end of a {ends}, the mean number of people who wait in the host country is highest \
             on {}: {}{}{turned}.",
            crate::report::chart::end_day(most.to),
            rough(most.row.mean?),
            intervals(most.row)
        ))
    }

    fn bench(&self) -> Option<String> {
        let year = self.last_whole_year()?;
        let judges = self.row("judges", year)?;
        let used = self
            .row("bench_utilisation", year)
            .map_or(String::new(), |row| {
                let share = row.mean.map(|m| with_unit(m, "share")).unwrap_or_default();
                format!("; {share} of the bench time is used{}", shares(row))
            });
        Some(format!(
            "At the end of {} {} judges are on the bench{}{used}.",
            self.year_name(year),
            judges_of(judges.mean?),
            words(judges, judges_of)
        ))
    }
}

/// Both kinds of interval of a row, in words; never one under the other's name.
fn intervals(row: &ResultRow) -> String {
    words(row, rough)
}

/// Judges: where they are few, a tenth is a year's work of some.
fn judges_of(count: f64) -> String {
    if count < 100.0 {
        decimals(count, 1)
    } else {
        thousands(count)
    }
}

fn shares(row: &ResultRow) -> String {
    words(row, |v| with_unit(v, "share"))
}

fn words(row: &ResultRow, number: impl Fn(f64) -> String) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let (Some(low), Some(high)) = (row.ci_low, row.ci_high) {
        parts.push(format!(
            "95 % interval of the mean: {} to {}",
            number(low),
            number(high)
        ));
    }
    // One replication has no band.
    if let (Some(low), Some(high), 2..) = (row.p05, row.p95, row.n) {
        parts.push(format!(
            "90 % of replications: {} to {}",
            number(low),
            number(high)
        ));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join("; "))
    }
}
