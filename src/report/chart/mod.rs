//! Charts, drawn from saved rows: the same picture as SVG and as PNG.

mod actual;
mod axis;
mod bars;
mod bench;
mod chosen;
mod common;
mod compare;
mod courts;
mod enrolments;
mod fan;
mod flows;
mod heat;
mod host;
mod indices;
mod labels;
mod optimize;
mod paint;
mod past;
mod places;
mod plot;
mod scene;
mod screening;
mod sensitivity;
mod sheet;
mod split;
mod story;
mod story_wait;
pub mod style;
mod sweep;
mod tornado;
mod waits;
mod waterfall;

use common::{Draft, View};
pub use fan::end_day;
use scene::{PLACEHOLDER, has_letter, is_joiner};
pub use waterfall::provision_name;

use super::Saved;
use super::error::ReportError;
use super::frame::Frame;
use super::manifest::{Manifest, ScenarioInfo};

/// A finished chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Id: the file name without its ending.
    pub id: String,
    /// Scenario it shows; none when it compares several.
    pub scenario: Option<String>,
    /// Title.
    pub title: String,
    /// Caption: scenario, n, and what band or interval is shown.
    pub caption: String,
    /// The SVG document, with a title and a description inside.
    pub svg: String,
    /// The PNG file, twice the chart's size.
    pub png: Vec<u8>,
    /// What the picture shows, for those who cannot see it.
    pub alt: String,
}

/// Draws every chart for which there are rows, those that compare scenarios first.
pub fn draw_all(saved: &Saved) -> Result<Vec<Chart>, ReportError> {
    let frame = Frame::new(saved);
    drafts(&frame).into_iter().map(finish).collect()
}

/// Labels that overlap or leave their picture, chart by chart; empty when all is well.
///
/// For tests: a reader would see it at once, a machine only by measuring.
pub fn crowded_labels(saved: &Saved) -> Vec<String> {
    let frame = Frame::new(saved);
    let drafts = drafts(&frame);
    drafts
        .iter()
        .flat_map(|draft| {
            draft
                .scene
                .crowded()
                .into_iter()
                .map(|what| format!("{}: {what}", draft.id))
        })
        .collect()
}

/// The court whose hearings the scenarios change most, if there is one.
pub fn story_court<'a>(frame: &Frame<'a>) -> Option<&'a str> {
    frame.baseline().and_then(|_| story::choose_court(frame))
}

/// What is to be said of names with letters that the font of the charts lacks.
pub fn lacking_letters(manifest: &Manifest) -> Option<String> {
    let of = |info: &ScenarioInfo| {
        let places = info.courts.iter().map(|court| &court.name);
        let dockets = info.dockets.iter().map(|docket| &docket.name);
        let sites = info.sites.iter().map(|site| &site.name);
        let policies = info.policies.iter().map(|policy| &policy.name);
        let series = info.actual.iter().map(|series| &series.name);
        let named = places
            .chain(dockets)
            .chain(sites)
            .chain(policies)
            .chain(series);
        let letters = named.flat_map(|name| name.chars());
        let lacking = letters
            .chain(info.title.chars())
            .filter(|c| !has_letter(*c));
        lacking
            .filter(|c| !is_joiner(*c) && !c.is_control())
            .collect::<Vec<char>>()
    };
    let mut lacking: Vec<char> = manifest.scenarios.iter().flat_map(of).collect();
    lacking.sort_unstable();
    lacking.dedup();
    let shown: Vec<String> = lacking.iter().take(10).map(char::to_string).collect();
    let more = if lacking.len() > shown.len() {
        " \u{2026}"
    } else {
        ""
    };
    (!lacking.is_empty()).then(|| {
        format!(
            "The PNG charts have {PLACEHOLDER} in place of letters that their font lacks: {}{more}. The \
             report and the SVG charts have the letters themselves.",
            shown.join(" ")
        )
    })
}

fn drafts(frame: &Frame) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    if frame.baseline().is_some() {
        let compared = [story::story, compare::pending, compare::paired_difference];
        drafts.extend(compared.iter().filter_map(|draw| draw(frame)));
        drafts.extend(waterfall::waterfalls(frame));
    }
    drafts.extend(sweep::sweeps(frame));
    drafts.extend(optimize::shares(frame));
    drafts.extend(split::splits(frame));
    for scenario in frame.scenarios() {
        let view = View { frame, scenario };
        drafts.extend(sensitivity::sensitivity(view));
        drafts.extend(past::backtests(view));
        drafts.extend(past::fit(view));
        let single = [
            fan::pending,
            flows::caseflow,
            waits::by_cohort,
            waits::by_period,
            fan::age,
            places::places,
            enrolments::enrolments,
            bench::bench,
            flows::adjourned,
            courts::courts,
        ];
        drafts.extend(single.iter().filter_map(|draw| draw(view)));
    }
    drafts
}

fn finish(draft: Draft) -> Result<Chart, ReportError> {
    let failed = |reason: String| ReportError::Draw {
        chart: draft.id.clone(),
        reason,
    };
    let svg = paint::svg(&draft.scene, &draft.id, &draft.title, &draft.alt).map_err(failed)?;
    let png = paint::png(&draft.scene).map_err(failed)?;
    let Draft {
        id,
        scenario,
        title,
        caption,
        alt,
        ..
    } = draft;
    Ok(Chart {
        id,
        scenario,
        title,
        caption,
        svg,
        png,
        alt,
    })
}
