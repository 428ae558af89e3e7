//! The past: published values against their fit, and against forecasts of years not seen.

use super::axis::Values;
use super::common::{Draft, Series, View};
use super::labels::{Entry, Key};
use super::plot::{Across, Panel, Sheet, Up};
use super::scene::{Anchor, Scene, Type};
use super::style::{
    BLUE, DASH_DOT, DASHED, DOTTED, Dash, GREEN, HEIGHT, INK, Look, MUTED, ORANGE, SOLID, Shape,
    TICK, VERMILLION, WIDTH,
};
use crate::experiment::search::MODEL;
use crate::experiment::{BacktestRow, FitRow};
use crate::report::number::{decimals, rough};
use crate::report::period::Period;

/// Most measures side by side.
const MOST: usize = 3;

/// Published values.
const ACTUAL: Look = Look {
    colour: INK,
    dash: SOLID,
    shape: Shape::Circle,
};

/// The naive forecasts: id, words, look.
const NAIVE: [(&str, &str, Look); 3] = [
    (
        "last-value",
        "last value",
        look(ORANGE, DOTTED, Shape::Square),
    ),
    (
        "last-trend",
        "last trend",
        look(GREEN, DASHED, Shape::Triangle),
    ),
    (
        "stock-flow",
        "stock-flow arithmetic",
        look(VERMILLION, DASH_DOT, Shape::Cross),
    ),
];

const fn look(colour: super::style::Colour, dash: Dash, shape: Shape) -> Look {
    Look {
        colour,
        dash,
        shape,
    }
}

fn year_of(period: &str) -> Option<i32> {
    match Period::parse(period)? {
        Period::Fiscal(year) => Some(year),
        _ => None,
    }
}

/// Words of a text, each once, in order.
fn unique<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen
}

/// Forecasts against what came, a chart for each mode.
pub fn backtests(view: View) -> Vec<Draft> {
    let rows = &view.frame.saved.past.backtest;
    let modes = unique(rows.iter().map(|row| row.mode.as_str()));
    let drafts = modes.into_iter();
    drafts.filter_map(|mode| backtest(view, mode)).collect()
}

fn backtest(view: View, mode: &str) -> Option<Draft> {
    let rows: Vec<&BacktestRow> = (view.frame.saved.past.backtest.iter())
        .filter(|row| row.mode == mode && row.scenario == view.name())
        .collect();
    let held_out = rows.iter().filter(|row| row.held_out == "yes");
    let measures = unique(held_out.map(|row| row.measure.as_str()));
    let measures = &measures[..measures.len().min(MOST)];
    let cut = rows.first()?.fitted_until;
    let known = match mode {
        "conditional" => {
            "New cases, judges, motions and policies of later years are given; what a bench gets done is forecast."
        }
        _ => {
            "Nothing after the last fitted year is known: new cases, returns and judges are forecast too, and no later policy comes."
        }
    };
    let caption = view.caption(&format!(
        "Fitted to fiscal years up to {cut}, {mode}. {known} 90 % band: 5th to 95th percentile of replications, each with its own accepted parameters and forecast."
    ));
    let title = format!("Forecasts of years that the fit did not see ({mode})");
    let mut sheet = Sheet::new((WIDTH, HEIGHT), &title, view.scenario.label(), &caption);
    sheet.legend(&entries());
    let cells = sheet.body.cells(measures.len().max(1), 1, (34.0, 0.0));
    let mut said = Vec::new();
    for (measure, cell) in measures.iter().zip(cells) {
        let own: Vec<&BacktestRow> = (rows.iter().copied())
            .filter(|row| row.measure == *measure)
            .collect();
        let panel = forecast_panel(view, &mut sheet.scene, cell, &own, measure);
        draw_forecasts(&mut sheet.scene, &panel, &own);
        said.push(errors_in_words(view, measure, &own));
    }
    let alt = format!(
        "Published values, the simulated median with its 90 % band, and naive forecasts by fiscal year. {}",
        said.join(" ")
    );
    let id = format!("backtest-{mode}");
    Some(view.draft(&id, &title, &caption, alt, sheet.scene))
}

fn entries() -> Vec<Entry> {
    let mut entries = vec![
        (Key::Mark(ACTUAL, true), "published".to_owned()),
        (Key::Plain(BLUE, SOLID), "model, median".to_owned()),
        (Key::Fill(BLUE.tint(0.22)), "90 % band".to_owned()),
    ];
    entries.extend(
        NAIVE
            .iter()
            .map(|(_, words, look)| (Key::Line(*look, true), (*words).to_owned())),
    );
    entries
}

/// Fiscal years from the first to the last row, those without a published value as well.
fn years(rows: &[&BacktestRow]) -> Vec<i32> {
    let own = || rows.iter().filter_map(|row| year_of(&row.period));
    match (own().min(), own().max()) {
        (Some(first), Some(last)) => (first..=last).collect(),
        _ => Vec::new(),
    }
}

fn forecast_panel(
    view: View,
    scene: &mut Scene,
    cell: super::plot::Area,
    rows: &[&BacktestRow],
    measure: &str,
) -> Panel {
    let years = years(rows);
    let tops = rows
        .iter()
        .flat_map(|row| [row.actual, row.forecast, row.p95]);
    let up = Up::from_zero(tops.flatten().fold(0.0, f64::max), unit(rows));
    let partial = vec![false; years.len()];
    let across = Across::Years(&years, view.scenario.fiscal_year_start, &partial);
    let heading = view.frame.saved.manifest.title_of(measure);
    let panel = Panel::new(scene, cell, &heading, across, &up);
    let cut = rows.first().map_or(0, |row| row.fitted_until);
    let fitted = years.iter().filter(|year| **year <= cut).count();
    mark_cut(scene, &panel, fitted as f64, &view.year_name(cut));
    panel
}

fn unit<'a>(rows: &[&'a BacktestRow]) -> &'a str {
    rows.first().map_or("", |row| row.unit.as_str())
}

/// A line between the fitted years and those held out, with words at either side.
fn mark_cut(scene: &mut Scene, panel: &Panel, x: f64, cut: &str) {
    let (x, top, bottom) = (panel.x.at(x), panel.area.top, panel.area.bottom);
    scene.line(vec![(x, top), (x, bottom)], MUTED, 1.2, DASHED);
    let kind = Type::regular(TICK, MUTED);
    let words = [
        format!("fitted up to {cut}"),
        "held out \u{2192}".to_owned(),
    ];
    for (line, y) in words.iter().zip([top + 14.0, top + 30.0]) {
        scene.text((x - 6.0, y), line, kind, Anchor::End);
    }
}

fn draw_forecasts(scene: &mut Scene, panel: &Panel, rows: &[&BacktestRow]) {
    let years = years(rows);
    // Years without a published value are passed over: lines lead across them.
    let of = |method: &str, pick: fn(&BacktestRow) -> Option<f64>| -> Series {
        let own = rows.iter().filter(|row| row.method == method);
        let at = |row: &&BacktestRow| {
            let year = year_of(&row.period)?;
            Some((f64::from(year - years.first()?) + 0.5, pick(row)))
        };
        own.filter_map(at).collect()
    };
    let (low, high) = (of(MODEL, |row| row.p05), of(MODEL, |row| row.p95));
    let band: Vec<_> = low
        .iter()
        .zip(&high)
        .map(|((x, low), (_, high))| (*x, *low, *high))
        .collect();
    panel.band(scene, &band, BLUE.tint(0.22));
    for (id, _, look) in NAIVE {
        let line = of(id, |row| row.forecast);
        panel.line(scene, &line, look.colour, look.dash);
        panel.marks(scene, &line, look, true);
    }
    panel.line(scene, &of(MODEL, |row| row.forecast), BLUE, SOLID);
    panel.marks(scene, &of(MODEL, |row| row.actual), ACTUAL, true);
}

fn errors_in_words(view: View, measure: &str, rows: &[&BacktestRow]) -> String {
    let own = rows
        .iter()
        .filter(|row| row.held_out == "yes" && row.method == MODEL);
    let words = own.filter_map(|row| {
        let year = view.year_name(year_of(&row.period)?);
        Some(format!("{year} {} %", decimals(row.error_pct?, 1)))
    });
    let title = view.frame.saved.manifest.title_of(measure);
    format!(
        "{title}, error of the median: {}.",
        words.collect::<Vec<_>>().join(", ")
    )
}

/// How far the accepted vectors are off the published values, target by target.
pub fn fit(view: View) -> Option<Draft> {
    let rows: Vec<&FitRow> = (view.frame.saved.past.fit.iter())
        .filter(|row| row.scenario == view.name())
        .collect();
    let all = unique(rows.iter().map(|row| row.series.as_str()));
    let series = &all[..all.len().min(MOST)];
    if series.is_empty() {
        return None;
    }
    let caption = view.caption(
        "Points: median of the accepted parameter vectors; whiskers: 5th to 95th percentile, by weight. Grey: the tolerance, one standard deviation either way. Runs of the fit, set against the whole system.",
    );
    let title = "Published values and their fit";
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    let cells = sheet.body.cells(series.len(), 1, (34.0, 0.0));
    let mut said = Vec::new();
    for (name, cell) in series.iter().zip(cells) {
        let own: Vec<&FitRow> = rows
            .iter()
            .copied()
            .filter(|row| row.series == *name)
            .collect();
        said.push(fit_panel(view, &mut sheet.scene, cell, &own));
    }
    let alt = format!("Errors of the fit by fiscal year. {}", said.join(" "));
    Some(view.draft("fit", title, &caption, alt, sheet.scene))
}

fn fit_panel(view: View, scene: &mut Scene, cell: super::plot::Area, rows: &[&FitRow]) -> String {
    let years: Vec<i32> = rows.iter().filter_map(|row| year_of(&row.period)).collect();
    let off = |row: &FitRow, value: Option<f64>| Some(value? / row.actual? - 1.0);
    let tolerance = rows.first().and_then(|row| row.tolerance).unwrap_or(0.0);
    let reach = rows
        .iter()
        .flat_map(|row| [off(row, row.p05), off(row, row.p95)])
        .flatten();
    let reach = reach.fold(tolerance, |most, own| most.max(own.abs())) * 1.1;
    let up = Up {
        low: -reach,
        high: reach,
        values: Values::Percent,
        ticks: 6,
        title: "simulated less published, in percent".to_owned(),
    };
    let partial = vec![false; years.len()];
    let across = Across::Years(&years, view.scenario.fiscal_year_start, &partial);
    let series = rows.first().map_or("", |row| row.series.as_str());
    let panel = Panel::new(scene, cell, series, across, &up);
    let end = years.len() as f64;
    let tolerated = [0.0, end].map(|x| (x, Some(-tolerance), Some(tolerance)));
    panel.band(scene, &tolerated, MUTED.tint(0.18));
    let zero = [0.0, end].map(|x| (x, Some(0.0)));
    panel.thin_line(scene, &zero, MUTED);
    for (i, row) in rows.iter().enumerate() {
        let x = i as f64 + 0.5;
        if let (Some(low), Some(high)) = (off(row, row.p05), off(row, row.p95)) {
            panel.whisker(scene, x, low, high);
        }
        let model = look(BLUE, SOLID, Shape::Circle);
        panel.marks(scene, &[(x, off(row, row.p50))], model, true);
    }
    let worst = rows
        .iter()
        .filter_map(|row| row.error_pct)
        .fold(0.0, |a: f64, e| a.max(e.abs()));
    let last = rows
        .last()
        .and_then(|row| row.actual)
        .map_or(String::new(), rough);
    format!(
        "{series}: median at most {} % off, last published value {last}.",
        decimals(worst, 1)
    )
}
