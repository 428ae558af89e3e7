//! Rows of CSV files one after another: each has its time, none is missing, none is there twice.

use super::Walker;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::build::period;
use crate::scenario::csv::first_ones;
use crate::scenario::document::Per;
use crate::scenario::node::{Node, Path};
use crate::scenario::shape::Form;
use crate::time::{Day, FiscalYear, Month};

/// First and last day of a row's period, and its value.
pub(super) type Row = ((Day, Day), Node);

impl Walker<'_, '_> {
    /// Reports periods of which a series of periods has no row: nothing says what holds in them. A
    /// series of days is one of changes, each of which holds until the next.
    pub(super) fn gaps(&mut self, rows: &[Row], node: &Node, form: Form, path: &Path) {
        let name = self.name(path);
        let used = node.get("file").map_or(node.origin, |file| file.origin);
        let longer = |row: &Row| row.0.0 < row.0.1;
        let pairs = rows.windows(2).filter(|pair| pair.iter().all(longer));
        let holes = pairs.filter(|pair| pair[1].0.0 > pair[0].0.1 + 1);
        let faults = holes.map(|pair| {
            let (from, to) = (pair[0].0.1 + 1, pair[1].0.0 - 1);
            let message = format!("{name} has no row for {from} to {to}");
            // A count that is missing is none that can be guessed; a stock is the last one known.
            let (fault, help) = if form == Form::Rate {
                let help = "add the rows that are missing, with 0 where nothing happened";
                (Diagnostic::error(Code::SeriesGap, message), help)
            } else {
                let help = "the value before it is taken: add the rows that are missing";
                (Diagnostic::warning(Code::SeriesGap, message), help)
            };
            let fault = fault.at(pair[1].1.origin, "the row after the gap");
            fault.at(used, "used here").help(help)
        });
        let faults = first_ones(faults.collect(), "such gaps");
        self.faults.extend(faults);
    }

    /// Reports rows that begin on the same day; of `periods`, throughout which values hold, those as
    /// well of which one begins within the other.
    pub(super) fn repeated(&mut self, rows: &[Row], periods: bool, path: &Path) -> Option<()> {
        let name = self.name(path);
        // Rows are in the order of their first day.
        let last = |row: &Row| if periods { row.0.1 } else { row.0.0 };
        let pairs = rows.windows(2).filter(|pair| pair[1].0.0 <= last(&pair[0]));
        let faults = pairs.map(|pair| {
            let message = if pair[0].0 == pair[1].0 {
                format!("{name}: two rows are of the same date")
            } else {
                let [a, b] = [&pair[0].0, &pair[1].0].map(|days| length(*days));
                format!("{name}: the periods of two rows overlap, {a} and {b}")
            };
            let fault = Diagnostic::error(Code::CsvDuplicate, message).at(pair[1].1.origin, "");
            let fault = fault.at(pair[0].1.origin, "the other one");
            fault.help("`where = { column = \"value\" }` picks rows")
        });
        let faults = first_ones(faults.collect(), "such pairs");
        let sound = faults.is_empty();
        self.faults.extend(faults);
        sound.then_some(())
    }
}

/// First and last day of the period that a cell names.
pub(super) fn span(text: &str, year_starts: u32) -> Option<(Day, Day)> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if !parts.iter().all(|part| digits(part)) || parts[0].len() != 4 {
        return None;
    }
    let year: i32 = parts[0].parse().ok()?;
    match parts[..] {
        [_] => {
            let year = FiscalYear { year };
            Some((year.first_day(year_starts), year.last_day(year_starts)))
        }
        [_, month] => {
            let month = month
                .parse()
                .ok()
                .filter(|month| (1..=12).contains(month))?;
            let first = Month::new(year, month).first_day();
            Some(period(Per::Month, first, 1))
        }
        [_, month, day] => {
            let day = Day::from_ymd(year, month.parse().ok()?, day.parse().ok()?)?;
            Some((day, day))
        }
        _ => None,
    }
}

/// What a period is called.
fn length((first, last): (Day, Day)) -> &'static str {
    match last - first + 1 {
        1 => "a day",
        2..=31 => "a month",
        _ => "a year",
    }
}

/// Last day of the period as long as this one that follows it.
pub(super) fn following((first, last): (Day, Day)) -> Day {
    let next = (last + 1).month();
    match length((first, last)) {
        "a day" => last + 1,
        "a month" => next.last_day(),
        _ => Month::new(next.year() + 1, next.number()).first_day() - 1,
    }
}
