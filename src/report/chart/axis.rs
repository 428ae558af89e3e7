//! Scales and ticks: round values, dates as dates, fiscal years as fiscal years.

use chrono::{Datelike, Months, NaiveDate};

use super::scene::Type;
use super::style::{MUTED, TICK};
use crate::report::number;
use crate::report::period::{day_month_year, month_name, month_year, position};

/// A straight map of values to pixels.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Value at the first pixel.
    pub low: f64,
    /// Value at the last pixel.
    pub high: f64,
    /// First pixel.
    pub from: f64,
    /// Last pixel.
    pub to: f64,
}

impl Scale {
    /// Pixel of a value.
    pub fn at(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        if span == 0.0 {
            return self.from;
        }
        self.from + (value - self.low) / span * (self.to - self.from)
    }
}

/// A tick: its value and its words.
pub type Tick = (f64, String);

/// How the values of a vertical axis are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// As they are, with separators.
    Plain,
    /// As percent of one.
    Percent,
    /// With a sign.
    Signed,
}

/// Round ticks that cover the range, about `count` of them; the first and last bound the axis.
pub fn value_ticks(low: f64, high: f64, count: usize, values: Values) -> Vec<Tick> {
    let high = if high > low { high } else { low + 1.0 };
    let step = nice_step((high - low) / count.max(1) as f64);
    let (first, last) = (
        (low / step).floor() as i64,
        (high / step - 1e-9).ceil() as i64,
    );
    (first..=last)
        .map(|i| {
            let value = i as f64 * step;
            (value, tick_words(value, step, values))
        })
        .collect()
}

fn tick_words(value: f64, step: f64, values: Values) -> String {
    let (value, step) = if values == Values::Percent {
        (value * 100.0, step * 100.0)
    } else {
        (value, step)
    };
    let places = if step >= 0.999 {
        // Ticks 2.5 apart are not whole.
        usize::from((step - step.round()).abs() > 1e-6)
    } else {
        (-step.log10()).ceil().clamp(0.0, 6.0) as usize
    };
    let words = number::decimals(value, places);
    match values {
        Values::Percent => format!("{words} %"),
        Values::Signed if value > 0.0 => format!("+{words}"),
        _ => words,
    }
}

fn nice_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let mantissa = rough / power;
    let nice = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .find(|n| mantissa <= n + 1e-9);
    nice.unwrap_or(10.0) * power
}

/// Ticks at month starts, aligned with the fiscal year, as many as fit into the width [pixels].
pub fn date_ticks(from: NaiveDate, to: NaiveDate, first_month: u32, width: f64) -> Vec<Tick> {
    let kind = Type::regular(TICK, MUTED);
    let room = kind.width("Oct 2018") + 16.0;
    let months = (to - from).num_days() as f64 / 30.437;
    let step = [1_u32, 3, 6, 12, 24, 36, 60, 120, 240]
        .into_iter()
        .find(|step| months / f64::from(*step) * room <= width)
        .unwrap_or(480);
    let Some(mut tick) = NaiveDate::from_ymd_opt(from.year() - 1, first_month.clamp(1, 12), 1)
    else {
        return Vec::new();
    };
    let mut ticks = Vec::new();
    // A horizon may start a day or two into a month: the month's tick still belongs to it.
    while tick <= to && ticks.len() < 500 {
        if (tick - from).num_days() >= -3 {
            ticks.push((position(tick), month_year(tick)));
        }
        let Some(next) = tick.checked_add_months(Months::new(step.min(12))) else {
            break;
        };
        tick = next;
    }
    if step > 12 {
        ticks = ticks.into_iter().step_by((step / 12) as usize).collect();
    }
    if ticks.len() < 2 {
        // One date, or none, tells nobody how long the axis is.
        return end_ticks(from, to);
    }
    ticks
}

/// Ticks at the beginning of the first day and the end of the last, where its numbers stand.
fn end_ticks(from: NaiveDate, to: NaiveDate) -> Vec<Tick> {
    let last = to.pred_opt().unwrap_or(to);
    let end = (position(to), day_month_year(last));
    if last <= from {
        return vec![end];
    }
    let first = if from.year() == last.year() {
        format!("{} {}", from.day(), month_name(from.month()))
    } else {
        day_month_year(from)
    };
    vec![(position(from), first), end]
}

/// Name of a fiscal year; where it is the calendar year, just the year.
pub fn year_name(year: i32, first_month: u32) -> String {
    if first_month == 1 {
        year.to_string()
    } else {
        format!("FY{year}")
    }
}

/// Every which label is written so that none touches the next.
pub fn label_stride(labels: &[String], room: f64) -> usize {
    let kind = Type::regular(TICK, MUTED);
    let widest = labels.iter().map(|l| kind.width(l)).fold(0.0, f64::max) + 10.0;
    ((widest / room.max(1.0)).ceil() as usize).max(1)
}

/// Which of the labels of years are written so that none touches the next: of partial years all, since
/// a star stands for what a reader must know, and of the others those that keep their distance.
pub fn labelled_years(labels: &[String], partial: &[bool], room: f64) -> Vec<usize> {
    let stride = label_stride(labels, room);
    let starred = |i: &usize| partial.get(*i).copied().unwrap_or(false);
    let mut shown: Vec<usize> = (0..labels.len()).filter(starred).collect();
    for i in (0..labels.len()).step_by(stride) {
        if shown.iter().all(|other| other.abs_diff(i) >= stride) {
            shown.push(i);
        }
    }
    shown.sort_unstable();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_years_are_labelled_whatever_the_stride() {
        let labels: Vec<String> = (2019..=2025).map(|year| format!("FY{year}*")).collect();
        let shown = |partial: &[usize], room| {
            let partial: Vec<bool> = (0..7).map(|i| partial.contains(&i)).collect();
            labelled_years(&labels, &partial, room)
        };
        assert_eq!(shown(&[], 100.0), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(shown(&[], 16.0), [0, 4]);
        assert_eq!(shown(&[6], 16.0), [0, 6]);
        assert_eq!(shown(&[0, 5], 30.0), [0, 2, 5]);
    }

    #[test]
    fn a_horizon_within_a_month_has_its_first_and_last_day() {
        let day = |m, d| NaiveDate::from_ymd_opt(2018, m, d).unwrap();
        let words = |from, to| {
            let ticks = date_ticks(from, to, 10, 800.0).into_iter();
            ticks.map(|tick| tick.1).collect::<Vec<_>>()
        };
        assert_eq!(words(day(10, 5), day(10, 21)), ["5 Oct", "20 Oct 2018"]);
        assert_eq!(words(day(10, 1), day(10, 21)), ["1 Oct", "20 Oct 2018"]);
        assert_eq!(words(day(10, 5), day(10, 6)), ["5 Oct 2018"]);
    }

    #[test]
    fn value_ticks_are_round_and_cover_the_range() {
        let ticks = value_ticks(0.0, 1_234_567.0, 5, Values::Plain);
        assert_eq!(ticks.first().unwrap().1, "0");
        assert_eq!(ticks.last().unwrap().1, "1,250,000");
        let signed = value_ticks(-120.0, 30.0, 4, Values::Signed);
        assert_eq!(signed.first().unwrap().1, "\u{2212}150");
        assert_eq!(signed.last().unwrap().1, "+50");
        let share = value_ticks(0.0, 1.0, 4, Values::Percent);
        assert_eq!(share.last().unwrap().1, "100 %");
    }

    #[test]
    fn date_ticks_are_months_and_do_not_crowd() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let ticks = date_ticks(day(2018, 10, 1), day(2024, 10, 1), 10, 800.0);
        assert_eq!(ticks.first().unwrap().1, "Oct 2018");
        assert_eq!(ticks.last().unwrap().1, "Oct 2024");
        assert!(ticks.len() <= 13, "{}", ticks.len());
        assert_eq!(
            date_ticks(day(2018, 10, 1), day(2024, 10, 1), 10, 220.0).len(),
            4
        );
    }
}
