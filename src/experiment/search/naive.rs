//! Naive forecasts: what a model must beat to be worth its trouble.

use super::backtest::Mode;

/// A naive forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naive {
    /// The last known value lasts.
    LastValue,
    /// The last known change goes on.
    LastTrend,
    /// The spreadsheet: judges times the last known completions per judge, against new cases.
    StockFlow,
}

impl Naive {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Naive; 3] = [Naive::LastValue, Naive::LastTrend, Naive::StockFlow];

    /// Id, as in the rows.
    pub fn id(self) -> &'static str {
        match self {
            Naive::LastValue => "last-value",
            Naive::LastTrend => "last-trend",
            Naive::StockFlow => "stock-flow",
        }
    }
}

/// Yearly values by fiscal year, in order.
pub type Yearly = [(i32, f64)];

/// What the stock-flow arithmetic of a spreadsheet needs.
#[derive(Clone, Debug)]
pub struct Books {
    /// Cases pending at the ends of the years [cases].
    pub pending: Vec<(i32, f64)>,
    /// Cases completed in the years [cases].
    pub completions: Vec<(i32, f64)>,
    /// New cases of the years [cases].
    pub receipts: Vec<(i32, f64)>,
    /// Judges at the ends of the years [judges].
    pub judges: Vec<(i32, f64)>,
}

fn at(series: &Yearly, year: i32) -> Option<f64> {
    series.iter().find(|(y, _)| *y == year).map(|(_, v)| *v)
}

/// The last known value, in a later year.
pub fn last_value(series: &Yearly, cut: i32) -> Option<f64> {
    at(series, cut)
}

/// The last known value and as many of its last changes as years have passed; no count falls below 0.
pub fn last_trend(series: &Yearly, cut: i32, year: i32) -> Option<f64> {
    let (last, before) = (at(series, cut)?, at(series, cut - 1)?);
    Some((last + f64::from(year - cut) * (last - before)).max(0.0))
}

/// Completions and pending cases of a later year by stock-flow arithmetic: completions are the mean
/// of the judges at both ends of the year times the last known completions per judge; pending cases
/// are those of the year before, plus new cases, less completions. No case returns.
///
/// Judges and new cases of later years are given in the conditional mode; else they stay as they
/// were.
pub fn stock_flow(books: &Books, mode: Mode, cut: i32, year: i32) -> Option<(f64, f64)> {
    let bench = |year: i32| Some((at(&books.judges, year)? + at(&books.judges, year - 1)?) / 2.0);
    let per_judge = at(&books.completions, cut)? / bench(cut)?;
    let mut pending = at(&books.pending, cut)?;
    let mut completions = at(&books.completions, cut)?;
    for y in cut + 1..=year {
        let (judges, receipts) = match mode {
            Mode::Conditional => (bench(y)?, at(&books.receipts, y)?),
            Mode::Unconditional => (at(&books.judges, cut)?, at(&books.receipts, cut)?),
        };
        completions = judges * per_judge;
        pending += receipts - completions;
    }
    Some((completions, pending))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PENDING: [(i32, f64); 2] = [(2015, 400.0), (2016, 500.0)];
    const COMPLETIONS: [(i32, f64); 2] = [(2015, 90.0), (2016, 100.0)];
    const RECEIPTS: [(i32, f64); 4] = [(2015, 0.0), (2016, 150.0), (2017, 180.0), (2018, 220.0)];
    const JUDGES: [(i32, f64); 4] = [(2015, 8.0), (2016, 12.0), (2017, 16.0), (2018, 16.0)];

    #[test]
    fn naive_forecasts_by_hand() {
        assert_eq!(last_value(&PENDING, 2016), Some(500.0));
        assert_eq!(last_trend(&PENDING, 2016, 2018), Some(700.0));
        assert_eq!(last_trend(&PENDING, 2015, 2018), None);
        let falling = [(2015, 300.0), (2016, 100.0)];
        assert_eq!(last_trend(&falling, 2016, 2017), Some(0.0));
        let books = Books {
            pending: PENDING.to_vec(),
            completions: COMPLETIONS.to_vec(),
            receipts: RECEIPTS.to_vec(),
            judges: JUDGES.to_vec(),
        };
        // 10 judges complete 100: 14 judges then complete 140, 16 judges 160.
        let given = |year| stock_flow(&books, Mode::Conditional, 2016, year);
        assert_eq!(given(2017), Some((140.0, 540.0)));
        assert_eq!(given(2018), Some((160.0, 600.0)));
        assert_eq!(given(2019), None);
        // 12 judges and 150 new cases a year stay.
        let forecast = stock_flow(&books, Mode::Unconditional, 2016, 2018);
        assert_eq!(forecast, Some((120.0, 560.0)));
    }
}
