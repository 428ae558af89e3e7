//! What a report says of a scenario: taken from the scenario when it is run, then saved.

use super::manifest::{
    ActualSeries, DocketInfo, Labelled, Manifest, MeasureInfo, Named, PROGRAM, ParameterInfo,
    RunKind, ScenarioInfo, SessionInfo, SiteInfo, Waits,
};
use super::policies;
use super::reform;
use crate::court::{Blueprint, Discipline, Docket, Queue, Rebooking, Rules, Stage, WaitPlace};
use crate::experiment::{Detail, layout};
use crate::scenario::{Scenario, Spread};

/// The manifest of an experiment before it is run; in a comparison the first scenario is the
/// baseline.
pub fn manifest(kind: RunKind, scenarios: &[Scenario], detail: Detail) -> Manifest {
    let mut measures: Vec<MeasureInfo> = Vec::new();
    for measure in scenarios.iter().flat_map(|s| layout(s, detail).measures) {
        if measures.iter().all(|m| m.id != measure.id) {
            let (id, unit) = (measure.id, measure.unit);
            measures.push(MeasureInfo {
                id,
                unit,
                title: measure.title,
                definition: measure.definition,
            });
        }
    }
    let mut manifest = Manifest {
        program: PROGRAM.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        kind,
        currency: scenarios.first().map(|s| s.currency.clone()).unwrap_or_default(),
        detail,
        code: "This program, its model and its scenarios are open source under the MIT or Apache-2.0 licence; the scenario as it was run is saved beside this report.".to_owned(),
        scenarios: scenarios.iter().map(scenario).collect(),
        measures,
        ..Manifest::default()
    };
    let compared = if kind == RunKind::Compare {
        scenarios.len()
    } else {
        0
    };
    for (i, other) in scenarios.iter().enumerate().take(compared).skip(1) {
        let relation = "the first scenario of this comparison";
        reform::fill(&mut manifest, i, other, &scenarios[0], relation);
    }
    manifest
}

fn scenario(scenario: &Scenario) -> ScenarioInfo {
    let blueprint = scenario.blueprint();
    ScenarioInfo {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        question: scenario.question.clone().unwrap_or_default(),
        content_hash: scenario.content_hash.clone(),
        files: scenario.files().to_vec(),
        start: scenario.start.to_string(),
        end: scenario.end.to_string(),
        fiscal_year_start: blueprint.fiscal_year_start,
        courts: (blueprint.courts.iter())
            .map(|c| Named {
                id: c.id.clone(),
                name: c.name.clone(),
            })
            .collect(),
        dockets: blueprint
            .dockets
            .iter()
            .map(|d| docket(d, blueprint))
            .collect(),
        sessions: (blueprint.sessions.iter())
            .map(|s| SessionInfo {
                id: s.id.clone(),
                name: s.name.clone(),
                share: s.share,
                overbooking: s.overbooking,
            })
            .collect(),
        rules: rules(&blueprint.rules),
        sites: (blueprint.sites.iter())
            .map(|s| SiteInfo {
                id: s.id.clone(),
                name: s.name.clone(),
                court: blueprint.courts[s.court.index()].id.clone(),
                docket: blueprint.dockets[s.docket.index()].id.clone(),
            })
            .collect(),
        parameters: (scenario.parameters.iter())
            .map(|p| parameter(p, &scenario.currency))
            .collect(),
        policies: policies::policies(scenario),
        clearance_level: scenario.clearance_level,
        actual: actual(scenario),
        ..ScenarioInfo::default()
    }
}

fn docket(docket: &Docket, blueprint: &Blueprint) -> DocketInfo {
    let merits = |stage: &Stage| blueprint.sessions[stage.session.index()].merits;
    DocketInfo {
        id: docket.id.clone(),
        name: docket.name.clone(),
        waits: match docket.waits {
            WaitPlace::InCountry => Waits::InCountry,
            WaitPlace::Detained => Waits::Detained,
            WaitPlace::Host => Waits::Host,
        },
        time_standard: Some(i64::from(docket.time_standard)),
        without_merits: !docket.stages.iter().any(merits),
    }
}

fn rules(rules: &Rules) -> Vec<Labelled> {
    let queue = match rules.queue {
        Queue::BookAhead => {
            "book ahead: each hearing on the first court day with free bookable minutes"
        }
        Queue::CallUp(Discipline::FirstFiled) => "call up: earliest filed case first",
        Queue::CallUp(Discipline::FirstReady) => "call up: earliest ready hearing first",
        Queue::CallUp(Discipline::LastFiled) => "call up: latest filed case first",
        Queue::CallUp(Discipline::ShortestWork) => "call up: least expected work first",
    };
    let rebooking = match rules.rebooking {
        Rebooking::Never => "never: when capacity rises the book is left alone",
        Rebooking::Advance => "advance: when capacity rises booked hearings are brought forward",
    };
    let labelled = |label: &str, value: String| Labelled {
        label: label.to_owned(),
        value,
    };
    vec![
        labelled("Queue", queue.to_owned()),
        labelled("Rebooking", rebooking.to_owned()),
        labelled("Minimum notice", format!("{} days", rules.minimum_notice)),
        labelled(
            "Book beyond the horizon",
            format!("{} days", rules.book_limit),
        ),
    ]
}

fn parameter(p: &crate::scenario::ParameterInfo, currency: &str) -> ParameterInfo {
    let mut value = crate::report::export::number(Some(p.value));
    if p.values > 1 {
        value = format!("{value} (first of {} values)", p.values);
    }
    ParameterInfo {
        key: p.key.clone(),
        value,
        unit: p.unit.replacen("currency", currency, 1),
        low: p.low,
        high: p.high,
        distribution: p.distribution.map(Spread::word),
        source: p.source.clone(),
        note: p.note.clone(),
        assumption: p.assumption,
        file: p.file.clone(),
        line: p.line as u32,
    }
}

fn actual(scenario: &Scenario) -> Vec<ActualSeries> {
    let series = |a: &crate::scenario::ActualSeries| ActualSeries {
        name: a.name.clone(),
        measure: a.measure.clone(),
        court: a.court.clone(),
        docket: a.docket.clone(),
        source: a.source.clone().unwrap_or_default(),
        points: (a.points.iter())
            // The point at the opening is worth showing, those before it are not.
            .filter(|(day, _)| *day >= scenario.start - 1 && *day <= scenario.end)
            .map(|(day, value)| (day.to_string(), *value))
            .collect(),
    };
    let all = scenario.actual.iter().map(series);
    all.filter(|series| !series.points.is_empty()).collect()
}

/// What the reader should know before trusting the numbers.
pub fn warnings(manifest: &Manifest) -> Vec<String> {
    let mut warnings = Vec::new();
    if manifest.interrupted {
        warnings.push(format!(
            "The run was interrupted: {} of {} replications were finished.",
            manifest.replications_done, manifest.replications_requested
        ));
    }
    if manifest.replications_done < 10 {
        warnings.push(format!(
            "Only {} replication{}: intervals are wide, and quantiles across replications mean little.",
            manifest.replications_done,
            if manifest.replications_done == 1 { "" } else { "s" }
        ));
    }
    for scenario in &manifest.scenarios {
        let assumptions = scenario.parameters.iter().filter(|p| p.assumption).count();
        if assumptions > 0 {
            warnings.push(format!(
                "{} of {} numbers of {} have no source: they are assumptions, marked as such in the table of parameters.",
                assumptions,
                scenario.parameters.len(),
                scenario.name
            ));
        }
    }
    warnings
}
