//! Fiscal years of a published series.

use crate::scenario::measure::Measure;
use crate::time::{Day, FiscalYear};

/// Values of a series by fiscal year, from the last days of its periods with their values: of what
/// is counted at an end that of the year's last day; of what adds up the sum over the year; of
/// other measures those of periods that are years. A year of which a part is missing has none.
pub fn yearly(points: &[(Day, f64)], measure: &Measure, starts: u32) -> Vec<(i32, f64)> {
    let year = |day: Day| FiscalYear::of(day.month(), starts);
    let years: Vec<&[(Day, f64)]> = points
        .chunk_by(|(a, _), (b, _)| year(*a) == year(*b))
        .collect();
    let value = |(i, own): (usize, &&[(Day, f64)])| {
        let &(last, value) = own.last()?;
        let near = &years[i.saturating_sub(1)..(i + 2).min(years.len())];
        let whole = (own.len() == 1 || measure.adds_up())
            && equal_parts(own, starts)
            && closest(near) >= 12 / own.len() as i32;
        let value = match measure.at_end() {
            true => (last == year(last).last_day(starts)).then_some(value),
            false => whole.then(|| own.iter().map(|(_, value)| value).sum()),
        };
        Some((year(last).year, value?))
    };
    years.iter().enumerate().filter_map(value).collect()
}

/// Whether periods of equal numbers of months, with these last days, make up a fiscal year.
fn equal_parts(points: &[(Day, f64)], starts: u32) -> bool {
    let parts = points.len() as u32;
    let ends = |(day, nth): (Day, u32)| {
        // Months of the fiscal year that are over, this one included.
        let month = (day.month().number() + 12 - starts) % 12 + 1;
        month == nth * (12 / parts) && day == day.month().last_day()
    };
    let days = points.iter().map(|(day, _)| *day);
    12 % parts == 0 && days.zip(1..).all(ends)
}

/// Shortest time between two values of some years in a row [months]: where it is shorter than the
/// parts of a year seem to be, some of them are missing.
fn closest(years: &[&[(Day, f64)]]) -> i32 {
    let months: Vec<i32> = years
        .concat()
        .iter()
        .map(|(day, _)| day.month().0)
        .collect();
    let gaps = months.windows(2).map(|pair| pair[1] - pair[0]);
    gaps.min().unwrap_or(12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::measure::{Flows, Kind, Periods, Scope, Wait};
    use crate::time::Month;

    fn of(kind: Kind, points: &[(i32, u32, f64)]) -> Vec<(i32, f64)> {
        let measure = Measure {
            id: String::new(),
            unit: String::new(),
            title: String::new(),
            definition: String::new(),
            kind,
            scope: Scope::Whole,
            periods: Periods::All,
        };
        let point = |&(year, month, v): &(i32, u32, f64)| (Month::new(year, month).last_day(), v);
        let points: Vec<_> = points.iter().map(point).collect();
        yearly(&points, &measure, 10)
    }

    const COUNT: Kind = Kind::Flow(Flows::COMPLETIONS);

    #[test]
    fn years_of_quarters_by_hand() {
        // The second fiscal year lacks its third quarter, the third its last.
        let quarters = [
            (2013, 12, 10.0),
            (2014, 3, 20.0),
            (2014, 6, 30.0),
            (2014, 9, 41.0),
            (2014, 12, 1.0),
            (2015, 3, 2.0),
            (2015, 9, 4.0),
            (2015, 12, 5.0),
        ];
        assert_eq!(of(Kind::Pending, &quarters), [(2014, 41.0), (2015, 4.0)]);
        assert_eq!(of(COUNT, &quarters), [(2014, 101.0)]);
        let wait = Kind::WaitMean(Wait::Merits);
        assert_eq!(of(wait, &quarters), []);
    }

    #[test]
    fn years_of_months_by_hand() {
        // A September on its own, then a whole fiscal year, then one without its first month.
        let month = |m: i32| (2014 + (m + 8).div_euclid(12), (m + 8) as u32 % 12 + 1, 1.0);
        let months: Vec<_> = (0..25).filter(|m| *m != 13).map(month).collect();
        assert_eq!((months[0], months[1]), ((2014, 9, 1.0), (2014, 10, 1.0)));
        assert_eq!(of(COUNT, &months), [(2015, 12.0)]);
        let stock = [(2014, 1.0), (2015, 1.0), (2016, 1.0)];
        assert_eq!(of(Kind::Pending, &months), stock);
    }

    #[test]
    fn what_is_left_of_finer_values_is_no_year() {
        let months = |year: i32, months: &[u32]| -> Vec<_> {
            months.iter().map(|&month| (year, month, 1.0)).collect()
        };
        let quarters = [
            months(2013, &[12]),
            months(2014, &[3, 6, 9]),
            months(2015, &[9]),
        ];
        assert_eq!(of(COUNT, &quarters.concat()), [(2014, 4.0)]);
        // March and September of months; of half-years they are all there is.
        let first = months(2013, &[10, 11, 12]);
        let halves = [months(2014, &[3, 9]), months(2015, &[3, 9])].concat();
        assert_eq!(of(COUNT, &halves), [(2014, 2.0), (2015, 2.0)]);
        let some = [
            first,
            (1..=9).map(|m| (2014, m, 1.0)).collect(),
            months(2015, &[3, 9]),
        ];
        assert_eq!(of(COUNT, &some.concat()), [(2014, 12.0)]);
    }

    #[test]
    fn values_of_years_are_taken_as_they_are() {
        let years = [(2012, 9, 7.0), (2014, 9, 8.0), (2015, 9, 9.0)];
        let same = [(2012, 7.0), (2014, 8.0), (2015, 9.0)];
        for kind in [Kind::Judges, COUNT, Kind::WaitMean(Wait::Merits)] {
            assert_eq!(of(kind, &years), same);
        }
        assert_eq!(of(COUNT, &years[..1]), same[..1]);
        // Calendar years are no fiscal years.
        assert_eq!(of(COUNT, &[(2012, 12, 7.0), (2013, 12, 8.0)]), []);
    }
}
