//! The fit to the past, and drawn parameter vectors.

use super::Checker;
use crate::diagnostic::Code;
use crate::rng::shown;
use crate::scenario::document::{ActualSeriesDocument, HistoryDocument, Number, Spread};
use crate::scenario::node::Path;
use crate::time::{Day, FiscalYear};

impl Checker<'_> {
    /// Checks what is fitted, on what, and how far.
    pub(super) fn history(&mut self) {
        let document = self.document;
        if let Some(history) = &document.history {
            let at = Path::root("history");
            self.fitted_parameters(history, &at);
            for (i, target) in history.target.iter().enumerate() {
                self.target(
                    history,
                    &target.series,
                    &at.key("target").index(i).key("series"),
                );
            }
            self.fitted_years(history, &at.key("fitted_until"));
        }
        self.drawn_vectors();
    }

    fn fitted_parameters(&mut self, history: &HistoryDocument, at: &Path) {
        for (i, name) in history.parameters.iter().enumerate() {
            self.uncertain(name, &at.key("parameters").index(i));
        }
        for (i, stem) in history.yearly.iter().enumerate() {
            let place = at.key("yearly").index(i);
            let names = self.document.parameters.keys();
            let own: Vec<String> = names
                .filter(|name| year_of(name, stem).is_some())
                .cloned()
                .collect();
            if own.is_empty() {
                let message = format!("there is no parameter `{stem}_` with a year");
                self.error(Code::UnknownParameter, &place, message, "unknown");
            }
            own.iter().for_each(|name| self.uncertain(name, &place));
        }
        if history.parameters.is_empty() && history.yearly.is_empty() {
            let message = "there is nothing to fit";
            self.error(
                Code::MissingKey,
                at,
                message,
                "neither `parameters` nor `yearly`",
            );
        }
    }

    /// Reports a parameter that does not exist or is fixed.
    fn uncertain(&mut self, name: &str, at: &Path) {
        let parameters = &self.document.parameters;
        let Some(number) = parameters.get(name) else {
            let message = format!("there is no parameter `{name}`");
            self.error(Code::UnknownParameter, at, message, "unknown");
            let names: Vec<&str> = parameters.keys().map(String::as_str).collect();
            self.suggest(name, names);
            return;
        };
        if range(number).is_none() {
            let message = format!("parameter `{name}` has no range to fit it in");
            self.error(Code::ParameterFixed, at, message, "fixed");
            self.also(&Path::root("parameters").key(name), "the parameter");
            self.help("give it `low`, `high` and a `distribution`");
        }
    }

    fn target(&mut self, history: &HistoryDocument, name: &str, at: &Path) {
        let all = &self.document.actual.series;
        let Some(series) = all.iter().find(|series| series.name == name) else {
            let message = format!("there is no published series `{name}`");
            self.error(Code::UnknownName, at, message, "unknown");
            let names: Vec<&str> = all.iter().map(|series| series.name.as_str()).collect();
            self.suggest(name, names);
            return;
        };
        if series.vintage.is_some() && series.vintage != history.vintage {
            let edition = |vintage: &Option<String>| match vintage {
                Some(vintage) => format!("`{vintage}`"),
                None => "no stated edition".to_owned(),
            };
            let message = format!(
                "the series is of {}, the fit of {}",
                edition(&series.vintage),
                edition(&history.vintage)
            );
            self.error(Code::VintageMixed, at, message, "another edition");
            self.also(&Path::root("history").key("vintage"), "the fit");
        }
    }

    fn fitted_years(&mut self, history: &HistoryDocument, at: &Path) {
        let about = &self.document.scenario;
        let starts = about.fiscal_year_starts;
        let cut = FiscalYear {
            year: history.fitted_until,
        };
        let last = cut.last_day(starts);
        let (start, end) = (about.start.0, about.end.0);
        if last > end || last < start {
            let message = if last < start {
                format!(
                    "fiscal year {} ends before the horizon starts, on {start}",
                    cut.year
                )
            } else {
                format!(
                    "the horizon does not reach the end of fiscal year {}",
                    cut.year
                )
            };
            self.error(Code::HistoryYears, at, message, "the last fitted year");
            return;
        }
        let names = history.target.iter().map(|target| target.series.as_str());
        let series: Vec<&ActualSeriesDocument> = names
            .filter_map(|name| self.document.actual.series.iter().find(|s| s.name == name))
            .collect();
        let within = |day: Day| day > about.start.0 && day <= last;
        let points = |series: &&ActualSeriesDocument| {
            let points = series.points.iter().flatten();
            points.filter(|point| within(point.at.0)).count()
        };
        if !series.is_empty() && series.iter().map(points).sum::<usize>() == 0 {
            let message = format!("no target has a value up to fiscal year {}", cut.year);
            self.error(Code::HistoryYears, at, message, "the last fitted year");
        }
    }

    fn drawn_vectors(&mut self) {
        let Some(draws) = &self.document.draws else {
            return;
        };
        let at = Path::root("draws");
        let (Some(names), Some(vectors)) = (&draws.parameters, &draws.vectors) else {
            return;
        };
        for (i, name) in names.iter().enumerate() {
            self.uncertain(name, &at.key("parameters").index(i));
        }
        let ranges: Vec<Option<(f64, f64)>> = names
            .iter()
            .map(|name| range(self.document.parameters.get(name)?))
            .collect();
        let weight = |vector: &Vec<f64>| vector.first().copied().unwrap_or(0.0);
        let total: f64 = vectors.iter().map(weight).sum();
        let list = at.key("vectors");
        let negative = vectors.iter().position(|vector| weight(vector) < 0.0);
        if negative.is_some() || !(total > 0.0 && total.is_finite()) {
            let message = "weights of vectors are 0 or more, and not all of them 0";
            let place = negative.map_or(list.clone(), |i| list.index(i).index(0));
            self.error(Code::DrawsMalformed, &place, message, "");
        }
        for (i, vector) in vectors.iter().enumerate() {
            let place = list.index(i);
            if vector.len() != names.len() + 1 {
                let message = format!("a vector has a weight and {} values", names.len());
                self.error(Code::DrawsMalformed, &place, message, "");
                continue;
            }
            for (j, (value, range)) in vector[1..].iter().zip(&ranges).enumerate() {
                let Some((low, high)) = *range else { continue };
                if !(low..=high).contains(value) {
                    let (name, value) = (&names[j], shown(*value));
                    let message = format!("`{name}` lies in {low} to {high}, not at {value}");
                    self.error(Code::DrawsMalformed, &place.index(j + 1), message, "");
                }
            }
        }
    }
}

/// The fiscal year of a parameter of a yearly family.
pub fn year_of(name: &str, stem: &str) -> Option<i32> {
    name.strip_prefix(stem)?.strip_prefix('_')?.parse().ok()
}

/// The range of a parameter that is drawn.
fn range(number: &Number) -> Option<(f64, f64)> {
    match number {
        Number::Table(table) => {
            table
                .distribution
                .filter(|spread| *spread != Spread::None)?;
            Some((table.low?, table.high?)).filter(|(low, high)| low < high)
        }
        _ => None,
    }
}
