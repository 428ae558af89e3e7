//! Published figures with the simulated ones beside them.

use super::fold::{estimate, finite};
use super::layout::{Cell, Layout, Period};
use super::reach::Reach;
use super::rows::PublishedRow;
use super::runner::Experiment;
use crate::scenario::{ActualValue, Scenario, When};
use crate::stats::{Band, Estimate};

/// Rows of `published.csv` for one scenario; figures outside its horizon have none.
pub fn published(scenario: &Scenario, experiment: &Experiment) -> Vec<PublishedRow> {
    let figures = scenario.actual_values.iter();
    figures
        .filter_map(|figure| row(scenario, experiment, figure))
        .collect()
}

fn row(scenario: &Scenario, experiment: &Experiment, figure: &ActualValue) -> Option<PublishedRow> {
    let layout = &experiment.layout;
    let cell = Cell::named(scenario.blueprint(), &figure.court, &figure.docket);
    let measure = layout.measures.iter().find(|m| m.id == figure.measure)?;
    let horizon = (scenario.start, scenario.end);
    let starts = scenario.blueprint().fiscal_year_start;
    if !figure.when.within(horizon, starts, measure.at_end()) {
        return None;
    }
    let slots: Vec<usize> = periods(layout, figure.when)
        .into_iter()
        .map(|period| layout.slot(&figure.measure, cell, period))
        .collect::<Option<_>>()?;
    let replications = experiment.replications.iter();
    let sums = replications.map(|r| slots.iter().map(|&slot| r.panel.at(slot)).sum::<f64>());
    let sample: Vec<f64> = sums.filter(|sum| sum.is_finite()).collect();
    let estimate = estimate(measure, &sample.iter().copied().collect());
    let all = experiment.replications.len();
    let name = figure.name.clone().unwrap_or_else(|| measure.title.clone());
    Some(PublishedRow {
        scenario: scenario.name.clone(),
        id: figure.id.clone(),
        name,
        measure: measure.id.clone(),
        unit: measure.unit.clone(),
        court: figure.court.clone(),
        docket: figure.docket.clone(),
        period: figure.when.to_string(),
        used: figure.used.word().to_owned(),
        source: figure.source.clone(),
        note: figure.note.clone().unwrap_or_default(),
        ..compared(figure, estimate, Band::of(&sample), all)
    })
}

/// The numbers of a row.
fn compared(
    figure: &ActualValue,
    estimate: Estimate,
    band: Option<Band>,
    all: usize,
) -> PublishedRow {
    let told = Reach::of(&figure.measure, estimate.n, all as u64) != Reach::Few;
    let known = |value: f64| finite(value).filter(|_| told);
    let (mean, band) = (known(estimate.mean), band.filter(|_| told));
    let stated = figure.low.is_some() || figure.high.is_some();
    let within = |mean: f64| {
        figure.low.is_none_or(|low| mean >= low) && figure.high.is_none_or(|high| mean <= high)
    };
    PublishedRow {
        published: Some(figure.value),
        low: figure.low,
        high: figure.high,
        mean,
        ci_low: known(estimate.ci_low),
        ci_high: known(estimate.ci_high),
        p05: band.map(|b| b.p05),
        p95: band.map(|b| b.p95),
        n: estimate.n,
        error_pct: mean
            .filter(|_| figure.value != 0.0)
            .map(|mean| 100.0 * (mean - figure.value) / figure.value),
        inside_band: band.map(|b| b.p05 <= figure.value && figure.value <= b.p95),
        agrees: stated.then(|| mean.is_some_and(within)),
        ..PublishedRow::default()
    }
}

/// The periods whose numbers add up to a figure.
fn periods(layout: &Layout, when: When) -> Vec<Period> {
    match when {
        When::Month(month) => vec![Period::Month(month)],
        When::FiscalYear(year) => vec![Period::FiscalYear(year)],
        When::Horizon => vec![Period::Horizon],
        When::Span(from, until) => {
            let months = layout.periods.iter().copied();
            let inside = months.filter(|period| match period {
                Period::Month(month) => month.last_day() >= from && month.first_day() <= until,
                _ => false,
            });
            inside.collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Used;
    use crate::stats::Tally;

    #[test]
    fn a_day_that_few_replications_reach_is_not_held_against_a_figure() {
        let figure = ActualValue {
            id: "day".to_owned(),
            name: None,
            measure: "clearance_date".to_owned(),
            court: "all".to_owned(),
            docket: "all".to_owned(),
            when: When::Horizon,
            value: 100.0,
            low: Some(90.0),
            high: Some(110.0),
            used: Used::HeldOut,
            source: String::new(),
            note: None,
            own: true,
        };
        let sample = [99.0, 100.0, 101.0];
        let of = |all| {
            let tally: Tally = sample.iter().copied().collect();
            compared(&figure, tally.estimate(0.95), Band::of(&sample), all)
        };
        let (most, few) = (of(6), of(7));
        assert_eq!(
            (most.n, most.mean, most.agrees),
            (3, Some(100.0), Some(true))
        );
        assert_eq!((few.n, few.mean, few.agrees), (3, None, Some(false)));
        let told = [few.ci_low, few.ci_high, few.p05, few.p95, few.error_pct];
        assert_eq!((told, few.inside_band), ([None; 5], None));
    }
}
