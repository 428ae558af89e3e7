//! What comes in against what goes out, and why hearings are adjourned.

use super::actual::{self, Actual};
use super::common::{Draft, Series, View, band_words, in_slots, mean, partial_words};
use super::labels::{Entry, Key};
use super::plot::{Across, Panel, Sheet, Up};
use super::scene::Scene;
use super::style::{BLUE, Colour, HEIGHT, ORANGE, PALE, WIDTH, fill};
use crate::report::frame::{Grain, Point, has_content};
use crate::report::number::rough;
use crate::report::period::Period;

/// Receipts and returns against completions, by fiscal year.
pub fn caseflow(view: View) -> Option<Draft> {
    let get = |measure| view.frame.total(view.name(), measure, Grain::Year);
    let flows = Flows {
        receipts: get("receipts"),
        returns: get("returns"),
        completions: get("completions"),
        years: view.years().0,
    };
    if !has_content(&flows.receipts) && !has_content(&flows.completions) {
        return None;
    }
    let (_, partial) = view.years();
    let (start, end) = view.dates()?;
    let received = actual::actual(view, "receipts", start, end);
    let completed = actual::actual(view, "completions", start, end);
    let title = "Cases coming in and cases completed";
    let (sources, partly) = (
        joined_sources(&received, &completed),
        partial_words(&partial),
    );
    let whiskers = whisker_words(view);
    let words = format!("Bars: means of replications. {whiskers} {partly}{sources}");
    let caption = view.caption(&words);
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    let mut entries = flow_entries(has_content(&flows.returns));
    for entry in actual::entries(&received)
        .into_iter()
        .chain(actual::entries(&completed))
    {
        if entries.iter().all(|(_, words)| *words != entry.1) {
            entries.push(entry);
        }
    }
    sheet.legend(&entries);
    let known = actual::highest(&received).max(actual::highest(&completed));
    let up = Up::from_zero(flows.highest().max(known), "cases per fiscal year");
    let across = Across::Years(&flows.years, view.scenario.fiscal_year_start, &partial);
    let panel = Panel::new(&mut sheet.scene, sheet.body, "", across, &up);
    flows.draw(&mut sheet.scene, &panel);
    let side = flows.shift(&panel);
    mark_actual(view, &mut sheet.scene, &panel, &flows, &received, -side);
    mark_actual(view, &mut sheet.scene, &panel, &flows, &completed, side);
    let words = |i: usize| {
        let (year, coming) = (view.year_name(flows.years[i]), rough(flows.coming(i)));
        format!("{year}: {coming} in, {} completed", rough(flows.done(i)))
    };
    let said: Vec<String> = (0..flows.years.len()).map(words).collect();
    let alt = format!("Bar chart by fiscal year. {}.", said.join("; "));
    Some(view.draft("caseflow", title, &caption, alt, sheet.scene))
}

fn flow_entries(returns: bool) -> Vec<Entry> {
    let mut entries = vec![(Key::Fill(BLUE), "receipts".to_owned())];
    if returns {
        let words = "returns (reopened, remanded, recalendared)".to_owned();
        entries.push((Key::Fill(PALE), words));
    }
    entries.push((Key::Fill(ORANGE), "completions".to_owned()));
    entries
}

fn whisker_words(view: View) -> String {
    if view.frame.saved.manifest.replications_done < 2 {
        return String::new();
    }
    let band = lower_first(&band_words(view));
    format!("Whiskers on completions and receipts: {band}")
}

/// Sources of both, said once where they are the same.
fn joined_sources(received: &[Actual], completed: &[Actual]) -> String {
    let (first, second) = (actual::sources(received), actual::sources(completed));
    if first == second {
        first
    } else {
        first + &second
    }
}

/// Actual flows of a measure as marks on its bars: a value belongs to the year its day is in.
fn mark_actual(
    view: View,
    scene: &mut Scene,
    panel: &Panel,
    flows: &Flows,
    actual: &[Actual],
    side: f64,
) {
    let first_month = view.scenario.fiscal_year_start;
    // Editions of one figure stand side by side: on each other one would hide the other.
    let slot = (panel.x.at(1.0) - panel.x.at(0.0)).max(1.0);
    let beside = |i: usize| (i as f64 - (actual.len() as f64 - 1.0) / 2.0) * 13.0 / slot;
    for (i, a) in actual.iter().enumerate() {
        let side = side + beside(i);
        let value = |year: i32| {
            let (from, to) = Period::Fiscal(year).span(first_month)?;
            a.points
                .iter()
                .find(|(day, _)| *day >= from && *day < to)
                .map(|p| p.1)
        };
        let slots = flows.years.iter().enumerate();
        let marks: Vec<_> = slots
            .map(|(i, year)| (i as f64 + 0.5 + side, value(*year)))
            .collect();
        panel.marks(scene, &marks, a.look, true);
    }
}

/// Flows of cases by fiscal year.
struct Flows<'a> {
    receipts: Vec<Point<'a>>,
    returns: Vec<Point<'a>>,
    completions: Vec<Point<'a>>,
    years: Vec<i32>,
}

impl Flows<'_> {
    fn value(&self, points: &[Point], i: usize) -> f64 {
        let year = Period::Fiscal(self.years[i]);
        points
            .iter()
            .find(|p| p.period == year)
            .and_then(|p| p.row.mean)
            .unwrap_or(0.0)
    }

    fn received(&self, i: usize) -> f64 {
        self.value(&self.receipts, i)
    }

    fn coming(&self, i: usize) -> f64 {
        self.received(i) + self.value(&self.returns, i)
    }

    fn done(&self, i: usize) -> f64 {
        self.value(&self.completions, i)
    }

    fn highest(&self) -> f64 {
        let whiskers = self
            .receipts
            .iter()
            .chain(&self.completions)
            .filter_map(|p| p.row.p95);
        let bars = (0..self.years.len()).flat_map(|i| [self.coming(i), self.done(i)]);
        bars.chain(whiskers).fold(0.0, f64::max)
    }

    /// Width of a bar [pixels].
    fn width(&self, panel: &Panel) -> f64 {
        ((panel.x.at(1.0) - panel.x.at(0.0)) * 0.36).min(70.0)
    }

    /// How far the middle of a bar is from that of its year [years].
    fn shift(&self, panel: &Panel) -> f64 {
        (self.width(panel) / 2.0 + 1.0) / (panel.x.at(1.0) - panel.x.at(0.0)).max(1.0)
    }

    /// Two bars for each year, side by side.
    fn draw(&self, scene: &mut Scene, panel: &Panel) {
        let (width, shift) = (self.width(panel), self.shift(panel));
        for (i, year) in self.years.iter().enumerate() {
            let (left, right) = (i as f64 + 0.5 - shift, i as f64 + 0.5 + shift);
            panel.bar(scene, left, width, (0.0, self.received(i)), BLUE);
            panel.bar(scene, left, width, (self.received(i), self.coming(i)), PALE);
            panel.bar(scene, right, width, (0.0, self.done(i)), ORANGE);
            whisker(scene, panel, &self.receipts, *year, left);
            whisker(scene, panel, &self.completions, *year, right);
        }
    }
}

fn whisker(scene: &mut Scene, panel: &Panel, points: &[Point], year: i32, x: f64) {
    let row = points
        .iter()
        .find(|p| p.period == Period::Fiscal(year))
        .map(|p| p.row);
    if let Some((Some(low), Some(high))) = row.map(|r| (r.p05, r.p95)) {
        panel.whisker(scene, x, low, high);
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Names of the reasons for people; others show their id.
fn reason_name(id: &str) -> String {
    match id {
        "insufficient-time" => "not enough time in the session".to_owned(),
        "bumped" => "bumped as bench time fell".to_owned(),
        "closure" => "court closed".to_owned(),
        "continued" => "continued".to_owned(),
        "absent" => "respondent absent".to_owned(),
        other => other.replace(['-', '_'], " "),
    }
}

/// Hearings adjourned by reason, by fiscal year.
pub fn adjourned(view: View) -> Option<Draft> {
    const MEASURE: &str = "hearings_adjourned";
    let mut parts: Vec<(String, Vec<Point>)> = Vec::new();
    for reason in view.frame.suffixes(view.name(), MEASURE) {
        let points = view
            .frame
            .total(view.name(), &format!("{MEASURE}.{reason}"), Grain::Year);
        if has_content(&points) {
            parts.push((reason_name(reason), points));
        }
    }
    if parts.is_empty() {
        return None;
    }
    let size = |part: &(String, Vec<Point>)| part.1.iter().filter_map(|p| p.row.mean).sum::<f64>();
    parts.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let (years, partial) = view.years();
    let title = "Hearings adjourned, by reason";
    let caption = view.caption(&format!(
        "Bars: means of replications. {}",
        partial_words(&partial)
    ));
    let mut sheet = Sheet::new((WIDTH, HEIGHT), title, view.scenario.label(), &caption);
    let entries: Vec<_> = parts
        .iter()
        .enumerate()
        .map(|(i, (name, _))| (Key::Fill(fill(i)), name.clone()))
        .collect();
    sheet.legend(&entries);
    let slots: Vec<(Colour, Series)> = parts
        .iter()
        .enumerate()
        .map(|(i, (_, points))| (fill(i), in_slots(points, &years, mean)))
        .collect();
    let total = |i: usize| slots.iter().filter_map(|(_, s)| s[i].1).sum::<f64>();
    let high = (0..years.len()).map(total).fold(0.0, f64::max);
    let across = Across::Years(&years, view.scenario.fiscal_year_start, &partial);
    let up = Up::from_zero(high, "hearings adjourned per fiscal year");
    let panel = Panel::new(&mut sheet.scene, sheet.body, "", across, &up);
    stack_bars(&mut sheet.scene, &panel, &slots, years.len());
    let said: Vec<String> = (0..years.len())
        .map(|i| format!("{}: {}", view.year_name(years[i]), rough(total(i))))
        .collect();
    let alt = format!(
        "Stacked bars by fiscal year. All reasons together: {}. Most frequent: {}.",
        said.join("; "),
        parts[0].0
    );
    Some(view.draft("adjourned", title, &caption, alt, sheet.scene))
}

/// Parts on top of each other, with a white line between.
fn stack_bars(scene: &mut Scene, panel: &Panel, parts: &[(Colour, Series)], slots: usize) {
    let width = (panel.area.width() / slots.max(1) as f64 * 0.6).min(110.0);
    for i in 0..slots {
        let (mut base, x) = (0.0, i as f64 + 0.5);
        for (colour, part) in parts {
            let top = base + part[i].1.unwrap_or(0.0);
            panel.bar(scene, x, width, (base, top), *colour);
            if base > 0.0 {
                let (y, middle) = (panel.y.at(base), panel.x.at(x));
                let ends = vec![(middle - width / 2.0, y), (middle + width / 2.0, y)];
                scene.line(ends, super::style::PAPER, 1.2, &[]);
            }
            base = top;
        }
    }
}
