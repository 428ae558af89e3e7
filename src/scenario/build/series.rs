//! Series and rates to schedules.

use super::Builder;
use crate::scenario::document::{Before, Per, Rate, Series, Steps};
use crate::time::{Day, FiscalYear, Month, Schedule};

impl Builder<'_> {
    /// A series as a schedule.
    pub fn series(&self, series: &Series) -> Schedule<f64> {
        match series {
            Series::Constant(number, _) => Schedule::constant(self.number(number)),
            Series::Steps(steps) => self.steps(steps),
        }
    }

    /// A series as a schedule of ranks.
    pub fn ranks(&self, series: &Series) -> Schedule<u8> {
        let values = self.series(series);
        // Checked to lie in 0-255; a drawn value is rounded.
        let rank = |value: f64| value.round() as u8;
        let steps = values
            .steps()
            .iter()
            .map(|&(day, value)| (day, rank(value)));
        Schedule::from_steps(rank(values.initial()), steps.collect())
    }

    /// A rate as a schedule [per day].
    ///
    /// A count per fiscal year, month or year is spread evenly over the days of that very period,
    /// so that a full period brings exactly the count.
    pub fn rate(&self, rate: &Rate) -> Schedule<f64> {
        let counts = self.series(&rate.0);
        let per = match &rate.0 {
            Series::Constant(_, per) => *per,
            Series::Steps(steps) => steps.per,
        };
        match per {
            None | Some(Per::Day) => counts,
            Some(per) => counts.combine(&self.period_lengths(per), |count, days| count / days),
        }
    }

    fn steps(&self, steps: &Steps) -> Schedule<f64> {
        let scale = steps.scale.as_ref().map_or(1.0, |scale| self.number(scale));
        let value = |i: usize| self.number(&steps.steps[i].value) * scale;
        let first = if steps.steps.is_empty() {
            0.0
        } else {
            value(0)
        };
        let initial = if steps.before == Some(Before::Zero) {
            0.0
        } else {
            first
        };
        let dated = steps
            .steps
            .iter()
            .enumerate()
            .map(|(i, step)| (step.from.0, value(i)));
        let mut dated: Vec<(Day, f64)> = dated.collect();
        if let Some(until) = steps.until {
            dated.retain(|&(day, _)| day < until.0);
            dated.push((until.0, 0.0));
        }
        Schedule::from_steps(initial, dated)
    }

    /// Length of the period in which each day of the horizon lies [days].
    fn period_lengths(&self, per: Per) -> Schedule<f64> {
        let about = &self.document.scenario;
        let start_month = about.fiscal_year_starts;
        let mut day = about.start.0;
        let mut lengths: Vec<(Day, f64)> = Vec::new();
        while day <= about.end.0 {
            let (first, last) = period(per, day, start_month);
            lengths.push((first, f64::from(last - first + 1)));
            day = last + 1;
        }
        let initial = lengths.first().map_or(1.0, |&(_, days)| days);
        Schedule::from_steps(initial, lengths)
    }
}

/// First and last day of the period in which a day lies.
pub(in crate::scenario) fn period(per: Per, day: Day, fiscal_year_starts: u32) -> (Day, Day) {
    let month = day.month();
    match per {
        Per::Day => (day, day),
        Per::Month => (month.first_day(), month.last_day()),
        Per::Year => {
            let year = month.year();
            (
                Month::new(year, 1).first_day(),
                Month::new(year, 12).last_day(),
            )
        }
        Per::FiscalYear => {
            let year = FiscalYear::of(month, fiscal_year_starts);
            (
                year.first_day(fiscal_year_starts),
                year.last_day(fiscal_year_starts),
            )
        }
    }
}
