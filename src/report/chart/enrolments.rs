//! Small multiples: people taken in at each host site, month by month, beside the published counts.

use chrono::{Days, NaiveDate};

use super::actual::{self, Actual};
use super::common::{Draft, View, at_middles, band_words, highest, mean};
use super::fan::band_colour;
use super::labels::{Key, shared_words};
use super::plot::{Across, Panel, Sheet, Up, levelled};
use super::style::{HEIGHT, INK, Look, SOLID, Shape, VERMILLION, WIDTH};
use crate::report::frame::{Grain, Point, has_content};
use crate::report::number::rough;
use crate::report::period::position;

/// Most sites on one page.
const MOST: usize = 12;

/// Look of published counts.
const PUBLISHED: Look = Look {
    colour: INK,
    dash: SOLID,
    shape: Shape::Circle,
};

struct Site<'a> {
    name: &'a str,
    points: Vec<Point<'a>>,
    published: Vec<Actual<'a>>,
}

/// People taken in, by site; only where a published series stands beside one of them.
pub fn enrolments(view: View) -> Option<Draft> {
    let sites = sites(view)?;
    let (from, to) = span(view, &sites)?;
    let title = "People taken in by the host, site by site";
    let caption = view.caption(&format!(
        "People per month; each panel has its own scale. Line: mean of replications. {}{}",
        band_words(view),
        sources(&sites)
    ));
    let columns = [(2, 1), (4, 2), (9, 3)]
        .into_iter()
        .find(|(n, _)| sites.len() <= *n)
        .map_or(4, |c| c.1);
    let rows = sites.len().div_ceil(columns);
    let height = (rows as f64 * 172.0 + 150.0).max(HEIGHT.min(rows as f64 * 260.0 + 150.0));
    let mut sheet = Sheet::new((WIDTH, height), title, view.scenario.label(), &caption);
    sheet.legend(&[(Key::Mark(PUBLISHED, true), "published".to_owned())]);
    let across = Across::Dates(from, to, view.scenario.fiscal_year_start);
    let cells = sheet.date_body().cells(columns, rows, (26.0, 10.0));
    let totals_of: Vec<String> = sites.iter().map(totals).collect();
    let names = sites.iter().map(|site| site.name);
    let words: Vec<_> = names.zip(totals_of.iter().map(String::as_str)).collect();
    let cells = levelled(cells, columns, &words);
    for (site, cell) in sites.iter().zip(cells) {
        let shown: Vec<Point> = within(&site.points, from, to);
        let high = highest(&shown).max(actual::highest(&site.published));
        let up = Up::from_zero(high, &totals(site)).ticks(2);
        let panel = Panel::new(&mut sheet.scene, cell, site.name, across, &up);
        let middle = |p: &Point| (p.from + p.to) / 2.0;
        let band: Vec<_> = shown
            .iter()
            .map(|p| (middle(p), p.row.p05, p.row.p95))
            .collect();
        panel.band(&mut sheet.scene, &band, band_colour(VERMILLION));
        let line = at_middles(&shown, mean);
        panel.line(&mut sheet.scene, &line, VERMILLION, SOLID);
        panel.marks(&mut sheet.scene, &marks(site), PUBLISHED, true);
    }
    let said: Vec<String> = sites
        .iter()
        .map(|site| format!("{}: {}", site.name, totals(site)))
        .collect();
    let alt = format!("One small line chart per site. {}.", said.join("; "));
    Some(view.draft("enrolments", title, &caption, alt, sheet.scene))
}

fn sites(view: View<'_>) -> Option<Vec<Site<'_>>> {
    let (start, end) = view.dates()?;
    let mut sites: Vec<Site> = Vec::new();
    for info in &view.scenario.sites {
        let measure = format!("host_taken.{}", info.id);
        let points = view.frame.total(view.name(), &measure, Grain::Month);
        let published = actual::actual(view, &measure, start, end);
        if has_content(&points) || !published.is_empty() {
            sites.push(Site {
                name: &info.name,
                points,
                published,
            });
        }
    }
    sites.truncate(MOST);
    let shared = shared_words(sites.iter().map(|site| site.name));
    for site in &mut sites {
        site.name = &site.name[shared..];
    }
    let known = sites.iter().any(|site| !site.published.is_empty());
    known.then_some(sites)
}

/// First month and the day after the last one in which anybody is taken in, or was.
fn span(view: View, sites: &[Site]) -> Option<(NaiveDate, NaiveDate)> {
    let (start, end) = view.dates()?;
    let taken = sites.iter().flat_map(|site| &site.points);
    let busy = taken.filter(|p| p.row.mean.unwrap_or(0.0) > 0.0);
    let days = |at: f64| start.checked_add_days(Days::new((at - position(start)).max(0.0) as u64));
    let (mut from, mut to) = (end, start);
    for point in busy {
        from = from.min(days(point.from)?);
        to = to.max(days(point.to)?);
    }
    let actual = sites.iter().flat_map(|site| &site.published);
    for (day, _) in actual.flat_map(|a| &a.points) {
        from = from.min(*day);
        to = to.max(*day);
    }
    (from < to).then_some((from.max(start), to.min(end)))
}

fn within<'a>(points: &[Point<'a>], from: NaiveDate, to: NaiveDate) -> Vec<Point<'a>> {
    let inside = |p: &&Point| p.to > position(from) && p.from < position(to);
    points.iter().filter(inside).copied().collect()
}

/// Published counts at the middles of their months, where the simulated ones are.
fn marks(site: &Site) -> Vec<(f64, Option<f64>)> {
    let points = site.published.iter().flat_map(|a| &a.points);
    let mark = |(day, value): &(NaiveDate, f64)| {
        let at = position(*day);
        let month = site.points.iter().find(|p| at >= p.from && at < p.to);
        (month.map_or(at, |p| (p.from + p.to) / 2.0), Some(*value))
    };
    points.map(mark).collect()
}

/// Sums over the horizon in words.
fn totals(site: &Site) -> String {
    let simulated: f64 = site.points.iter().filter_map(|p| p.row.mean).sum();
    if site.published.is_empty() {
        return format!("{} people in all", rough(simulated));
    }
    let published = site.published.iter().flat_map(|a| &a.points);
    let published: f64 = published.map(|(_, value)| value).sum();
    format!(
        "{} in all, published {}",
        rough(simulated),
        rough(published)
    )
}

/// Sources of the published counts, each once.
fn sources(sites: &[Site]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for a in sites.iter().flat_map(|site| &site.published) {
        let source = a.series.source.trim_end_matches('.');
        if !source.is_empty() && !words.contains(&source) {
            words.push(source);
        }
    }
    if words.is_empty() {
        String::new()
    } else {
        format!(" Published: {}.", words.join("; "))
    }
}
