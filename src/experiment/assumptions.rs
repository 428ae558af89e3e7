//! The assumptions log: every number without a citation or with a range, and how much the answer
//! moves when it alone is at its low or its high end.
//!
//! One at a time, all others at their central values, with the same random numbers: what is left
//! is what the number does. Numbers that follow from it in the scenario's remarks do not follow
//! here, and two that move together are not moved together.

use std::collections::BTreeMap;

use super::desk::Desk;
use super::fold::LEVEL;
use super::layout::{Cell, Layout, Period};
use super::parallel::each;
use super::rows::AssumptionRow;
use super::runner::{RunError, Watch, World, layout};
use super::{Detail, Plan};
use crate::scenario::{ParameterInfo, Scenario, lexicon};
use crate::stats::{Paired, Tally};

/// The answer whose change is given: of the whole system, at the end of the horizon.
pub const MOVED: &str = "pending";

/// Values of the answer by replication, for each end of a number that is moved.
type Answers = BTreeMap<(usize, End), Vec<Option<f64>>>;

/// Where a number is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Low,
    High,
}

/// What a log holds besides the numbers themselves: the answers with numbers moved.
#[derive(Debug, Default)]
pub struct Moves {
    base: Vec<Option<f64>>,
    answers: Answers,
}

/// Simulations that [`Moves::run`] takes for each replication: none where nothing can be moved.
pub fn moves(scenario: &Scenario) -> u64 {
    match logged(scenario).filter(|p| p.movable).count() as u64 {
        0 => 0,
        numbers => 1 + 2 * numbers,
    }
}

/// The numbers of the log.
fn logged(scenario: &Scenario) -> impl Iterator<Item = &ParameterInfo> {
    let ranged = |p: &&ParameterInfo| p.assumption || p.low.is_some() || p.high.is_some();
    scenario.parameters.iter().filter(ranged)
}

impl Moves {
    /// Runs the replications of a plan with each number of the log that has a range at either end.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn run(scenario: &Scenario, plan: &Plan, watch: &Watch) -> Result<Self, RunError> {
        let layout = answer_only(scenario);
        let mut settings: Vec<Option<(usize, End)>> = vec![None];
        for (i, _) in logged(scenario).enumerate().filter(|(_, p)| p.movable) {
            settings.extend([Some((i, End::Low)), Some((i, End::High))]);
        }
        let numbers = 0..plan.replications;
        let tasks: Vec<(Option<(usize, End)>, u64)> = settings
            .into_iter()
            .flat_map(|setting| numbers.clone().map(move |number| (setting, number)))
            .collect();
        let results = each(&tasks, |desk, &(setting, number)| {
            let key = (plan.seed, number);
            (!watch.stopped()).then(|| answer(scenario, &layout, setting, key, desk, watch))
        });
        let mut moves = Moves::default();
        for ((setting, _), result) in tasks.iter().zip(results) {
            let value = result.transpose()?.filter(|value| value.is_finite());
            match setting {
                None => moves.base.push(value),
                Some(key) => moves.answers.entry(*key).or_default().push(value),
            }
        }
        Ok(moves)
    }

    /// The paired change of the answer with a number at an end.
    fn change(&self, number: usize, end: End) -> Option<Paired> {
        let moved = self.answers.get(&(number, end))?;
        let both = self.base.iter().zip(moved);
        let (base, moved): (Vec<f64>, Vec<f64>) = both.filter_map(|(a, b)| a.zip(*b)).unzip();
        Paired::new(&base, &moved, LEVEL)
    }
}

/// A layout with nothing but the answer.
fn answer_only(scenario: &Scenario) -> Layout {
    let mut measures = layout(scenario, Detail::Standard).measures;
    measures.retain(|measure| measure.id == MOVED);
    Layout::new(scenario.blueprint(), measures, Detail::Standard)
}

fn answer(
    scenario: &Scenario,
    layout: &Layout,
    setting: Option<(usize, End)>,
    key: (u64, u64),
    desk: &mut Desk,
    watch: &Watch,
) -> Result<f64, RunError> {
    let number = setting.and_then(|(i, end)| Some((logged(scenario).nth(i)?, end)));
    let moved = number.and_then(|(number, end)| {
        let to = match end {
            End::Low => number.low,
            End::High => number.high,
        };
        Some((number.name(), to?))
    });
    let world = World::moved(scenario, key.0, key.1, moved);
    let replication = world.replicate(layout, desk)?;
    watch.finished();
    let slot = layout.slot(MOVED, Cell::WHOLE, Period::Horizon);
    Ok(slot.map_or(f64::NAN, |slot| replication.panel.at(slot)))
}

/// The rows of `assumptions.csv`: all numbers of the log, those that move the answer most first.
pub fn assumptions(scenario: &Scenario, moves: Option<&Moves>) -> Vec<AssumptionRow> {
    let keys = lexicon::keys();
    let numbers = logged(scenario).enumerate();
    let mut rows: Vec<AssumptionRow> = numbers
        .map(|(i, number)| AssumptionRow {
            statement: statement(number, &keys),
            ..row(scenario, number, i, moves)
        })
        .collect();
    let reach = |row: &AssumptionRow| {
        let ends = [row.at_low, row.at_high].into_iter().flatten();
        ends.map(f64::abs).fold(-1.0, f64::max)
    };
    rows.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    rows
}

fn row(
    scenario: &Scenario,
    number: &ParameterInfo,
    i: usize,
    moves: Option<&Moves>,
) -> AssumptionRow {
    let change = |end| moves.and_then(|moves| moves.change(i, end));
    let (low, high) = (change(End::Low), change(End::High));
    let base = moves.map(|moves| moves.base.iter().flatten().copied().collect());
    let base = base.and_then(|tally: Tally| tally.mean());
    let moved = low.or(high).is_some();
    AssumptionRow {
        scenario: scenario.name.clone(),
        id: number.key.clone(),
        value: Some(number.value),
        values: number.values as u64,
        unit: number.unit.replacen("currency", &scenario.currency, 1),
        low: number.low,
        high: number.high,
        source: number.source.clone().unwrap_or_default(),
        file: number.file.clone(),
        line: number.line as u64,
        measure: if moved { MOVED } else { "" }.to_owned(),
        base: base.filter(|_| moved),
        at_low: low.map(|p| p.diff.mean),
        at_low_ci_low: low.map(|p| p.diff.ci_low),
        at_low_ci_high: low.map(|p| p.diff.ci_high),
        at_high: high.map(|p| p.diff.mean),
        at_high_ci_low: high.map(|p| p.diff.ci_low),
        at_high_ci_high: high.map(|p| p.diff.ci_high),
        n: low.or(high).map_or(0, |p| p.diff.n),
        remark: remark(number, moves.is_some()).to_owned(),
        ..AssumptionRow::default()
    }
}

/// What is assumed: the number's note, else what its key means.
fn statement(number: &ParameterInfo, keys: &[lexicon::Entry]) -> String {
    if let Some(note) = &number.note {
        return note.clone();
    }
    let mut key = number.key.as_str();
    loop {
        if let Some(entry) = keys.iter().find(|entry| entry.answers(key)) {
            return entry.meaning.clone();
        }
        match key.rsplit_once('.') {
            Some((above, _)) => key = above,
            None => return String::new(),
        }
    }
}

/// Why a number was not moved.
fn remark(number: &ParameterInfo, run: bool) -> &'static str {
    match (number.low.zip(number.high), number.movable, run) {
        (None, ..) => "not moved: no range given",
        (Some(_), false, _) => "not moved: the range reaches beyond what the key allows",
        (Some(_), true, false) => "not moved: run with --assumptions",
        (Some(_), true, true) => "",
    }
}
