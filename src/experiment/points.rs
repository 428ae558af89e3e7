//! A scenario at points: some of its numbers at other values, the same replications at each.

use super::desk::Desk;
use super::layout::Layout;
use super::measure::Measure;
use super::parallel::each;
use super::runner::{RunError, Watch, World, layout};
use super::turns::target_slot;
use super::{Detail, Plan};
use crate::scenario::Scenario;

/// Names of numbers and the values that they take; all others are at their central values.
pub(super) type Point<'s> = Vec<(&'s str, f64)>;

/// A scenario, and the measures of the whole system over the horizon that are asked of each run.
#[derive(Debug)]
pub(super) struct Asked<'s> {
    scenario: &'s Scenario,
    layout: Layout,
    slots: Vec<usize>,
}

impl<'s> Asked<'s> {
    /// Asks for measures by their ids.
    ///
    /// # Errors
    /// An id that is no measure of the whole system.
    pub fn new(scenario: &'s Scenario, ids: &[&str]) -> Result<Self, RunError> {
        let all = layout(scenario, Detail::Standard);
        for id in ids {
            target_slot(&all, id)?;
        }
        let mut measures = all.measures;
        measures.retain(|measure| ids.contains(&measure.id.as_str()));
        let layout = Layout::new(scenario.blueprint(), measures, Detail::Standard);
        let slots = ids.iter().map(|id| target_slot(&layout, id));
        Ok(Self {
            scenario,
            slots: slots.collect::<Result<_, _>>()?,
            layout,
        })
    }

    /// The measures, in the order in which they were asked for.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        let of = |&slot: &usize| &self.layout.measures[self.layout.at(slot).measure];
        self.slots.iter().map(of)
    }

    /// Runs the replications of a plan at each of the points.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn run(
        &self,
        points: &[Point<'_>],
        plan: &Plan,
        watch: &Watch,
    ) -> Result<Answers, RunError> {
        let numbers = 0..plan.replications;
        let tasks: Vec<(usize, u64)> = (0..points.len())
            .flat_map(|point| numbers.clone().map(move |number| (point, number)))
            .collect();
        let results = each(&tasks, |desk, &(point, number)| {
            let key = (plan.seed, number);
            (!watch.stopped()).then(|| self.answer(&points[point], key, desk, watch))
        });
        let mut answers = Answers {
            values: Vec::with_capacity(tasks.len() * self.slots.len()),
            points: points.len(),
            replications: plan.replications as usize,
            measures: self.slots.len(),
            whole: true,
        };
        for result in results {
            let values = result.transpose()?;
            answers.whole &= values.is_some();
            let missing = vec![f64::NAN; self.slots.len()];
            answers.values.extend(values.unwrap_or(missing));
        }
        Ok(answers)
    }

    fn answer(
        &self,
        point: &Point<'_>,
        (seed, number): (u64, u64),
        desk: &mut Desk,
        watch: &Watch,
    ) -> Result<Vec<f64>, RunError> {
        let world = World::moved(self.scenario, seed, number, point.iter().copied());
        let replication = world.replicate(&self.layout, desk)?;
        watch.finished();
        let slots = self.slots.iter();
        Ok(slots.map(|&slot| replication.panel.at(slot)).collect())
    }
}

/// What the replications at points gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Answers {
    /// Point by point, replication by replication, measure by measure; NaN where there is none.
    values: Vec<f64>,
    points: usize,
    replications: usize,
    measures: usize,
    whole: bool,
}

impl Answers {
    /// How many points there are.
    pub fn points(&self) -> usize {
        self.points
    }

    /// Whether every replication at every point was run.
    pub fn whole(&self) -> bool {
        self.whole
    }

    /// A measure at a point by replication; none where it has no value, or was not run.
    pub fn at(&self, point: usize, measure: usize) -> Vec<Option<f64>> {
        let one = self.replications * self.measures;
        let own = self.values.iter().skip(point * one).take(one);
        let own = own.skip(measure).step_by(self.measures.max(1));
        own.map(|&value| value.is_finite().then_some(value))
            .collect()
    }

    /// A measure at a point by replication, where each of them has a value.
    pub fn all_at(&self, point: usize, measure: usize) -> Option<Vec<f64>> {
        self.at(point, measure).into_iter().collect()
    }
}

/// The values of both ends of pairs, of those that have both.
pub(super) fn pairs(base: &[Option<f64>], moved: &[Option<f64>]) -> (Vec<f64>, Vec<f64>) {
    let both = base.iter().zip(moved);
    both.filter_map(|(a, b)| a.zip(*b)).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_found_by_point_and_measure() {
        let answers = Answers {
            values: vec![1.0, 10.0, 2.0, f64::NAN, 3.0, 30.0, 4.0, 40.0],
            points: 2,
            replications: 2,
            measures: 2,
            whole: true,
        };
        assert_eq!(answers.at(0, 0), [Some(1.0), Some(2.0)]);
        assert_eq!(answers.at(0, 1), [Some(10.0), None]);
        assert_eq!(answers.all_at(0, 1), None);
        assert_eq!(answers.all_at(1, 1), Some(vec![30.0, 40.0]));
        assert!(Answers::default().at(0, 0).is_empty());
        let (base, moved) = pairs(&answers.at(0, 1), &answers.at(1, 1));
        assert_eq!((base, moved), (vec![10.0], vec![30.0]));
    }
}
