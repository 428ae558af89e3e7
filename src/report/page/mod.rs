//! The page: one file that needs neither network nor script.

mod assumptions;
mod card;
mod changes;
mod clears;
mod cost;
mod headline;
mod method;
mod movers;
mod neighbours;
mod notes;
mod parts;
mod past;
mod quote;
mod sensitivity;
mod sought;
mod split;
mod swept;
mod tables;
mod tried;
mod validation;
mod versus;

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::Saved;
use super::chart::{Chart, story_court};
use super::error::ReportError;
use super::frame::{Frame, horizon};
use super::manifest::{Manifest, ParameterInfo, RunKind, ScenarioInfo};
use super::number::{decimals, separated, thousands};
use super::period::{date, day_month_year};

const TEMPLATE: &str = include_str!("report.html");
const STYLE: &str = include_str!("report.css");

/// A chart on the page.
#[derive(Serialize)]
struct Figure {
    id: String,
    title: String,
    /// What it shows, in words; scenario, n and the kind of band stand in the picture.
    words: String,
    /// Safe: the painter escapes every text inside.
    svg: Value,
}

/// All that the template is filled with.
#[derive(Serialize)]
struct Content<'a> {
    /// Safe: our own style sheet.
    style: Value,
    title: String,
    questions: Vec<&'a str>,
    comparing: bool,
    /// Whether there is more than one scenario, compared or not.
    several: bool,
    /// Whether the published figures are what the page is for.
    validating: bool,
    manifest: &'a Manifest,
    command: String,
    replications: String,
    versus: Vec<versus::Versus>,
    pairing: Option<String>,
    figures: Vec<Figure>,
    method: Vec<method::Part>,
    sections: Vec<Section<'a>>,
    has_actual: bool,
    has_policies: bool,
    cards: Vec<card::Card<'a>>,
    parts: Vec<parts::Parts>,
    quote: Option<quote::Quote>,
    sweep: Option<swept::Swept>,
    found: Option<sought::Found>,
    split: Option<split::Split>,
    past: Vec<past::Past<'a>>,
    validation: Vec<validation::Validation<'a>>,
    logs: Vec<assumptions::Log<'a>>,
    /// What moves the measures, where that was studied.
    studies: Vec<sensitivity::Study<'a>>,
    /// What that cannot say.
    limits: &'a str,
    chance_note: Option<String>,
    /// When a fiscal year begins.
    fiscal_year: String,
    /// The horizons.
    span: String,
}

/// A scenario on the page.
#[derive(Serialize)]
struct Section<'a> {
    info: &'a ScenarioInfo,
    label: &'a str,
    baseline: bool,
    sentences: Vec<String>,
    cohort_note: Option<String>,
    tables: Vec<tables::Table>,
    parameters: Vec<Parameter<'a>>,
    assumptions: usize,
    figures: Vec<Figure>,
}

/// A parameter on the page.
#[derive(Serialize)]
struct Parameter<'a> {
    info: &'a ParameterInfo,
    range: String,
}

/// The page of saved results, with charts drawn from them.
pub fn page(saved: &Saved, charts: &[Chart]) -> Result<String, ReportError> {
    let frame = Frame::new(saved);
    let failed = |error: minijinja::Error| ReportError::Page(format!("{error:#}"));
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("count", |n: u64| thousands(n as f64));
    environment.add_filter("separated", |text: &str| separated(text));
    environment.add_filter("decimals", |x: f64, places: usize| decimals(x, places));
    environment
        .add_template("report.html", TEMPLATE)
        .map_err(failed)?;
    let template = environment.get_template("report.html").map_err(failed)?;
    let manifest = &saved.manifest;
    let comparing = manifest.kind == RunKind::Compare;
    let several = manifest.scenarios.len() > 1;
    let sections: Vec<Section> = manifest
        .scenarios
        .iter()
        .enumerate()
        .map(|(i, s)| section(&frame, s, comparing && i == 0, charts))
        .collect();
    let content = Content {
        style: Value::from_safe_string(STYLE.to_owned()),
        title: (swept::title(manifest).or_else(|| sought::title(manifest)))
            .or_else(|| split::title(manifest))
            .unwrap_or_else(|| title(manifest)),
        questions: questions(manifest),
        comparing,
        several,
        validating: manifest.kind == RunKind::Validate,
        manifest,
        command: command_line(&manifest.command_line),
        replications: thousands(manifest.replications_done as f64),
        versus: versus::all(&frame, story_court(&frame)),
        pairing: versus::pairing(&frame),
        figures: figures(charts, None),
        method: method::lines(manifest, !saved.assumptions.is_empty()),
        has_actual: sections.iter().any(|s| !s.info.actual.is_empty()),
        has_policies: sections.iter().any(|s| !s.info.policies.is_empty()),
        parts: parts::all(&frame),
        quote: quote::quote(&frame),
        sweep: swept::swept(&frame),
        found: sought::found(&frame),
        split: split::split(&frame),
        past: past::all(&frame),
        validation: validation::all(&frame),
        logs: assumptions::all(&frame),
        studies: sensitivity::all(&frame),
        limits: sensitivity::LIMITS,
        fiscal_year: notes::each(manifest, tables::fiscal_year),
        span: notes::each(manifest, |info| span(info) + ";"),
        chance_note: notes::chance_note(manifest),
        cards: manifest.scenarios.iter().filter_map(card::card).collect(),
        sections,
    };
    template.render(Serde(&content)).map_err(failed)
}

fn section<'a>(
    frame: &Frame<'a>,
    info: &'a ScenarioInfo,
    baseline: bool,
    charts: &[Chart],
) -> Section<'a> {
    let parameters: Vec<Parameter> = info
        .parameters
        .iter()
        .map(|info| Parameter {
            info,
            range: range(info),
        })
        .collect();
    Section {
        info,
        label: info.label(),
        baseline,
        sentences: headline::sentences(frame, info),
        cohort_note: notes::cohort_note(frame, info),
        tables: tables::by_year(frame, info),
        assumptions: info.parameters.iter().filter(|p| p.assumption).count(),
        parameters,
        figures: figures(charts, Some(&info.name)),
    }
}

fn figures(charts: &[Chart], scenario: Option<&str>) -> Vec<Figure> {
    let chosen = charts
        .iter()
        .filter(|chart| chart.scenario.as_deref() == scenario);
    chosen
        .map(|chart| Figure {
            id: chart.id.clone(),
            title: chart.title.clone(),
            words: chart.alt.replace(" %", "\u{a0}%"),
            svg: Value::from_safe_string(chart.svg.clone()),
        })
        .collect()
}

fn title(manifest: &Manifest) -> String {
    let labels: Vec<&str> = manifest.scenarios.iter().map(ScenarioInfo::label).collect();
    match (manifest.kind, labels.split_first()) {
        (RunKind::Validate, _) => "Validation: published figures beside simulated ones".to_owned(),
        (RunKind::Sensitivity, _) => format!("What moves the answer most: {}", labels.join("; ")),
        (RunKind::Compare, Some((baseline, others))) if !others.is_empty() => {
            let compared = match others {
                [_, _, _, ..] => format!("{} scenarios", others.len()),
                few => few.join("; "),
            };
            format!("{compared}, compared with: {baseline}")
        }
        _ => labels.join("; "),
    }
}

/// The questions of the scenarios, without the baseline's where there are others; of those that are
/// held against published figures none is answered.
fn questions(manifest: &Manifest) -> Vec<&str> {
    if manifest.kind == RunKind::Validate {
        return Vec::new();
    }
    let skip = usize::from(manifest.kind == RunKind::Compare && manifest.scenarios.len() > 1);
    let mut asked: Vec<&str> = Vec::new();
    for scenario in manifest.scenarios.iter().skip(skip) {
        let question = scenario.question.as_str();
        // A question that was inherited is asked once.
        if !question.is_empty() && !asked.contains(&question) {
            asked.push(question);
        }
    }
    asked
}

fn span(info: &ScenarioInfo) -> String {
    let day = |text: &str| date(text).map_or_else(|| text.to_owned(), day_month_year);
    let years = horizon(info).map_or(0.0, |(first, last)| (last - first) / 365.25);
    format!(
        "{} to {} ({} years)",
        day(&info.start),
        day(&info.end),
        decimals(years, 1)
    )
}

fn range(info: &ParameterInfo) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let (Some(low), Some(high)) = (info.low, info.high) {
        parts.push(separated(&format!("{low} to {high}")));
    }
    parts.extend(info.distribution.clone());
    parts.join(", ")
}

/// A command line, quoted so that a shell reads it as it was.
pub fn command_line(words: &[String]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+%@".contains(c);
    let quote = |word: &String| {
        if !word.is_empty() && word.chars().all(plain) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    };
    words.iter().map(quote).collect::<Vec<_>>().join(" ")
}

/// The main results in sentences, for a terminal: those of each scenario under its name.
pub fn headlines(saved: &Saved) -> Vec<String> {
    let frame = Frame::new(saved);
    let mut lines = Vec::new();
    let mut versus = versus::all(&frame, story_court(&frame)).into_iter();
    let quote = quote::quote(&frame);
    let varied = match (&saved.manifest.sweep, &saved.manifest.optimize) {
        (Some(_), _) => Some(swept::sentences(&frame)),
        (_, Some(_)) => Some(sought::sentences(&frame)),
        _ if saved.manifest.split.is_some() => Some(split::sentences(&frame)),
        _ => None,
    };
    for (i, info) in saved.manifest.scenarios.iter().enumerate() {
        lines.push(format!("{}:", info.name));
        // Of a scenario that is compared the difference is the answer, and the levels are in the
        // report.
        let against = (i > 0).then(|| versus.next()).flatten();
        let sentences = match against {
            Some(versus) => {
                let row = quote.as_ref().map(|quote| quote.sentences(i));
                let all = versus.sentences.into_iter();
                all.chain(row.unwrap_or_default()).collect()
            }
            // Of a grid the scenario as it stands is one point of many.
            None => varied
                .clone()
                .unwrap_or_else(|| headline::sentences(&frame, info)),
        };
        // Non-breaking spaces are for browsers.
        let plain = sentences
            .into_iter()
            .map(|text| text.replace('\u{a0}', " "));
        lines.extend(plain.map(|text| format!("  {text}")));
    }
    lines
}

/// Which numbers move the measures most, for a terminal: those of each measure under its title.
pub fn movers(saved: &Saved) -> Vec<String> {
    let frame = Frame::new(saved);
    let mut lines = Vec::new();
    for study in sensitivity::all(&frame) {
        lines.push(format!("{}:", study.title));
        let plain = study.sentences.iter();
        lines.extend(plain.map(|text| format!("  {}", text.replace('\u{a0}', " "))));
    }
    lines
}

/// Published figures beside the simulated ones, for a terminal: a line each, with the verdict.
pub fn verdicts(saved: &Saved) -> Vec<String> {
    let frame = Frame::new(saved);
    let mut lines = Vec::new();
    for validation in validation::all(&frame) {
        lines.push(format!("{}:", validation.label));
        for row in &validation.rows {
            let simulated = match row.mean.as_str() {
                "" => "none simulated".to_owned(),
                mean => format!("simulated {mean} ({})", row.error),
            };
            let figure = format!(
                "  {:<9} {:<12} {}: published {}, {simulated}",
                row.used, row.verdict, row.name, row.published
            );
            lines.push(figure.replace('\u{a0}', " ").replace(" ()", ""));
        }
        lines.extend(validation.sentences.iter().map(|said| format!("  {said}")));
    }
    lines
}
