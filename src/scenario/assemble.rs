//! From a sound document to a scenario: the model, and what people read about it.

use std::collections::BTreeMap;

use super::build::Builder;
use super::document::{DayName, Document, HolidayRule};
use super::draws::Draws;
use super::library::Library;
use super::node::{Node, Path};
use super::parameter::ParameterInfo;
use super::policy::flat;
use super::{ActualSeries, ActualValue, PolicyInfo, Scenario, resolved, values};
use crate::diagnostic::FileId;
use crate::time::{CourtCalendar, Day, Holidays, Weekday};

/// The scenario that a document without faults describes.
pub(super) fn assemble(
    document: Document,
    tree: &Node,
    parameters: Vec<ParameterInfo>,
    central: BTreeMap<String, f64>,
    library: &Library<'_>,
) -> Scenario {
    let build = Builder::new(&document, &central, &[]);
    let model = build.model(&calendar(&build));
    let about = &document.scenario;
    let (resolved, content_hash) = resolved::write(tree, &library.sources);
    let policies_info = policies(&build, tree, library);
    let clearance_level = about
        .clearance_level
        .as_ref()
        .map(|level| build.number(level));
    let variates = build.into_variates();
    Scenario {
        name: about.name.clone(),
        title: about.title.clone().unwrap_or_else(|| about.name.clone()),
        question: about.question.clone(),
        start: about.start.0,
        end: about.end.0,
        seed: about.seed,
        replications: about.replications,
        currency: about.currency.clone(),
        clearance_level,
        policies_info,
        actual: actual(&document),
        actual_values: actual_values(&document, tree),
        parameters,
        values: values::collect(tree, &library.sources),
        content_hash,
        resolved,
        files: library
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect(),
        model,
        central,
        draws: draws(&document),
        variates,
        document,
    }
}

/// The drawn vectors of a document that is sound.
pub(super) fn draws(document: &Document) -> Option<Draws> {
    let draws = document.draws.as_ref()?;
    let (names, vectors) = (draws.parameters.clone()?, draws.vectors.as_ref()?);
    let parts = vectors.iter().filter_map(|vector| vector.split_first());
    let (weights, values): (Vec<f64>, Vec<Vec<f64>>) = parts
        .map(|(weight, values)| (*weight, values.to_vec()))
        .unzip();
    Draws::new(names, values, &weights)
}

/// The days on which courts sit, over the horizon and the book beyond it.
fn calendar(build: &Builder<'_>) -> CourtCalendar {
    let document = build.document;
    let rules = &document.calendar;
    let weekday = |name: &DayName| match name {
        DayName::Mon => Weekday::Monday,
        DayName::Tue => Weekday::Tuesday,
        DayName::Wed => Weekday::Wednesday,
        DayName::Thu => Weekday::Thursday,
        DayName::Fri => Weekday::Friday,
        DayName::Sat => Weekday::Saturday,
        DayName::Sun => Weekday::Sunday,
    };
    let sitting: Vec<Weekday> = rules.sitting_days.iter().map(weekday).collect();
    let dates: Vec<Day> = rules.dates.iter().map(|date| date.0).collect();
    let holidays = match rules.holidays {
        HolidayRule::None => Holidays::Dates(dates),
        HolidayRule::UsFederal => Holidays::UsFederalAnd(dates),
    };
    let about = &document.scenario;
    let last = about.end.0 + build.days(&document.rules.book_limit);
    CourtCalendar::new(about.start.0, last, &sitting, &holidays)
}

fn policies(build: &Builder<'_>, tree: &Node, library: &Library<'_>) -> Vec<PolicyInfo> {
    let list = flat(build.document).into_iter();
    let info = list.map(|policy| {
        let common = &policy.common;
        let origin = policy.at.find(tree).origin;
        PolicyInfo {
            id: common.id.clone(),
            bill: policy.bill.map(str::to_owned),
            bill_name: policy.bill_name.map(str::to_owned),
            key: policy.at.describe(tree),
            kind: common.kind.clone(),
            name: common.name.clone().unwrap_or_else(|| common.id.clone()),
            effective: common.effective.0,
            until: common.until.map(|date| date.0),
            probability: build.number(&common.probability),
            source: common.source.clone(),
            note: common.note.clone(),
            file: library.sources.name(origin.file).to_owned(),
            line: library.sources.position(origin).0,
        }
    });
    info.collect()
}

fn actual(document: &Document) -> Vec<ActualSeries> {
    let series = document.actual.series.iter().map(|series| ActualSeries {
        name: series.name.clone(),
        measure: series.measure.clone(),
        court: series.court.clone(),
        docket: series.docket.clone(),
        unit: series.unit.clone(),
        vintage: series.vintage.clone(),
        points: series
            .points
            .iter()
            .flatten()
            .map(|point| (point.at.0, point.value))
            .collect(),
        source: series.source.clone(),
    });
    series.collect()
}

fn actual_values(document: &Document, tree: &Node) -> Vec<ActualValue> {
    let start = document.scenario.start.0;
    let list = document.actual.value.iter().enumerate();
    let value = list.filter_map(|(i, figure)| {
        let at = Path::root("actual").key("value").index(i).key("value");
        let (low, high) = figure.band();
        Some(ActualValue {
            id: figure.id.clone(),
            name: figure.name.clone(),
            measure: figure.measure.clone(),
            court: figure.court.clone(),
            docket: figure.docket.clone(),
            when: figure.when(start)?,
            value: figure.value,
            low,
            high,
            used: figure.used,
            source: figure.source.clone(),
            note: figure.note.clone(),
            own: at.find(tree).origin.file == FileId(0),
        })
    });
    value.collect()
}
