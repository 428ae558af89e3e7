//! The tables of saved results, listed once for every format that holds all of them.

use super::Saved;
use super::export::TidyRow;

/// Something that tables are written into.
pub trait Tables {
    /// Why one could not be written.
    type Error;
    /// Takes a table, which may have no row.
    fn table<R: TidyRow>(&mut self, name: &str, rows: &[R]) -> Result<(), Self::Error>;
}

impl Saved {
    /// Hands over every table, under the name of its CSV file.
    pub fn tables<T: Tables>(&self, to: &mut T) -> Result<(), T::Error> {
        to.table("results", &self.results)?;
        to.table("comparison", &self.comparison)?;
        to.table("attribution", &self.attribution)?;
        to.table("parameters", &self.past.parameters)?;
        to.table("fit", &self.past.fit)?;
        to.table("backtest", &self.past.backtest)?;
        to.table("backtest_scores", &self.past.scores)?;
        to.table("published", &self.published)?;
        to.table("assumptions", &self.assumptions)?;
        to.table("sweep", &self.sweep)?;
        to.table("sensitivity", &self.sensitivity)?;
        to.table("optimize", &self.optimize)?;
        to.table("replications", &self.replications)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::experiment::{BacktestRow, FitRow, ParameterRow, ScoreRow};
    use crate::report::Past;
    use crate::report::export::Kind;

    /// The results of a back-test, one row a table, with a word in every column of words.
    pub fn backtested() -> Saved {
        let text = str::to_owned;
        let parameter = ParameterRow {
            scenario: text("a"),
            parameter: text("minutes"),
            unit: text("minutes"),
            prior_low: Some(1.0),
            prior_high: Some(2.0),
            mean: Some(1.5),
            p05: Some(1.1),
            p50: Some(1.5),
            p95: Some(1.9),
            spread_ratio: Some(0.9),
            partner: text("absence"),
            correlation: Some(-0.5),
            verdict: text("identified"),
        };
        let fit = FitRow {
            scenario: text("a"),
            series: text("EOIR"),
            measure: text("pending"),
            unit: text("cases"),
            period: text("fy:2019"),
            actual: Some(1.0),
            tolerance: Some(0.1),
            p05: Some(1.0),
            p50: Some(1.0),
            p95: Some(1.0),
            error_pct: Some(0.0),
        };
        let forecast = BacktestRow {
            scenario: text("a"),
            mode: text("conditional"),
            vintage: text("July 2025"),
            fitted_until: 2019,
            method: text("model"),
            measure: text("pending"),
            unit: text("cases"),
            period: text("fy:2020"),
            held_out: text("yes"),
            actual: Some(1.0),
            forecast: Some(1.25),
            forecast_ci_low: Some(1.0),
            forecast_ci_high: Some(1.5),
            mean: Some(1.0),
            p05: Some(1.0),
            p95: Some(2.0),
            error_pct: Some(25.0),
            covered: text("yes"),
        };
        let score = ScoreRow {
            scenario: text("a"),
            mode: text("conditional"),
            vintage: text("July 2025"),
            fitted_until: 2019,
            measure: text("pending"),
            unit: text("cases"),
            method: text("model"),
            mape: Some(1.0),
            worst_pct: Some(2.0),
            bias_pct: Some(0.5),
            rmse: Some(3.0),
            coverage: Some(1.0),
            band_width_pct: Some(9.0),
            median_width_pct: Some(1.0),
            years: 5,
        };
        Saved::default().with_past(Past {
            parameters: vec![parameter],
            fit: vec![fit],
            backtest: vec![forecast],
            scores: vec![score],
        })
    }

    /// Tables with rows, and cells that are not what their column is said to hold.
    #[derive(Default)]
    struct Judge {
        names: Vec<String>,
        wrong: Vec<String>,
    }

    impl Tables for Judge {
        type Error = std::convert::Infallible;

        fn table<R: TidyRow>(&mut self, name: &str, rows: &[R]) -> Result<(), Self::Error> {
            self.names.extend(rows.first().map(|_| name.to_owned()));
            for cells in rows.iter().map(TidyRow::cells) {
                assert_eq!(cells.len(), R::COLUMNS.len());
                for ((column, kind), cell) in R::COLUMNS.iter().zip(cells) {
                    let is_number = cell.parse::<f64>().is_ok();
                    if is_number != matches!(kind, Kind::Count | Kind::Number) {
                        self.wrong.push(format!("{name}.{column}: {cell}"));
                    }
                }
            }
            Ok(())
        }
    }

    #[test]
    fn rows_of_fits_and_backtests_are_tables_and_their_columns_hold_what_they_say() {
        let mut judge = Judge::default();
        let Ok(()) = backtested().tables(&mut judge);
        let names = ["parameters", "fit", "backtest", "backtest_scores"];
        assert_eq!(judge.names, names);
        assert!(judge.wrong.is_empty(), "{:?}", judge.wrong);
    }
}
