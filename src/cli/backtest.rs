//! `backtest`: runs the past, and scores forecasts of years that the fit did not see.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

use super::failure::Failure;
use super::fit::{Bench, FitOptions};
use super::terminal::Terminal;
use crate::experiment::search::{
    MODEL, Mode, Problem, SearchError, backtest_rows, forecast, score_rows,
};
use crate::experiment::{Experiment, ScoreRow};
use crate::report::manifest::RunKind;
use crate::report::past::Past;

/// Fits a scenario to the years up to its last fitted one, forecasts the later years, and holds the
/// forecasts against what came: errors by year, coverage and width of the 90 % band, and the same
/// scores for naive forecasts (last value, last trend, the stock-flow arithmetic of a spreadsheet).
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim backtest scenarios/us-immigration-history.toml --fit-until 2016\n\n\
    conditional: new cases, judges, motions and policies of later years are given as they came.\n\
    unconditional: nothing after the last fitted year is known."
)]
pub struct Backtest {
    /// Scenario file with a [history]
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What is known of the later years
    #[arg(long, value_enum, default_value_t = ModeChoice::Both)]
    mode: ModeChoice,
    #[command(flatten)]
    pub options: FitOptions,
}

/// What is known of the later years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeChoice {
    /// Their new cases, judges, motions and policies
    Conditional,
    /// Nothing
    Unconditional,
    /// One after the other
    Both,
}

impl ModeChoice {
    fn modes(self) -> &'static [Mode] {
        match self {
            ModeChoice::Conditional => &[Mode::Conditional],
            ModeChoice::Unconditional => &[Mode::Unconditional],
            ModeChoice::Both => &Mode::ALL,
        }
    }
}

impl Backtest {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let mut bench = Bench::new(RunKind::Backtest, &self.file, &self.options, terminal)?;
        let given = bench.scenario.clone();
        let problem = Problem::new(&given)?;
        if problem.held_out().is_empty() {
            return Err(SearchError::NoYears {
                fitted_until: problem.cut,
                later: true,
            }
            .into());
        }
        let accepted = bench.fit(&problem)?;
        let (seed, n) = bench.replications();
        let mut past = Past {
            parameters: accepted.parameters.clone(),
            fit: accepted.fit.clone(),
            ..Past::default()
        };
        let mut shown: Option<Experiment> = None;
        for &mode in self.mode.modes() {
            let experiment = bench.follow(&format!("{} forecast", mode.id()), n, |watch| {
                forecast(&problem, &accepted, mode, (seed, n), watch)
            })?;
            past.backtest
                .extend(backtest_rows(&problem, mode, &experiment));
            shown.get_or_insert(experiment);
        }
        past.scores = score_rows(&past.backtest);
        past.scores
            .iter()
            .for_each(|row| terminal.result(&sentence(row)));
        let shown = shown.expect("there is a mode");
        bench.write((&given, &shown), &accepted, past)
    }
}

/// A score in a sentence.
fn sentence(row: &ScoreRow) -> String {
    let percent = |value: Option<f64>| value.map_or("none".to_owned(), |v| format!("{v:.1} %"));
    let band = match (row.method.as_str(), row.coverage) {
        (MODEL, Some(coverage)) => format!(
            ", 90 % band holds {:.0} of {} years at a width of {}",
            coverage * row.years as f64,
            row.years,
            percent(row.band_width_pct)
        ),
        _ => String::new(),
    };
    format!(
        "{} {}, {}: mean error {}, worst {}, bias {}{band}",
        row.mode,
        row.measure,
        row.method,
        percent(row.mape),
        percent(row.worst_pct),
        percent(row.bias_pct)
    )
}
