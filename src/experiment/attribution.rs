//! Attribution: which provision of a reform does what.
//!
//! The effect of a provision depends on what else is in force, so it is averaged over every order
//! in which the provisions could have been enacted (Shapley 1953). With few provisions all subsets
//! are run; with many, some orders are drawn for each replication, each with its reverse. Every
//! subset of a replication has the same random numbers. Within a replication the effects add up to
//! the whole difference exactly.

use std::collections::BTreeMap;

use super::desk::Desk;
use super::layout::{Cell, Layout, Period};
use super::panel::Panel;
use super::parallel::each;
use super::rows::AttributionRow;
use super::runner::{Experiment, Plan, RunError, Watch, World};
use super::shapley::{self, Mask};
use crate::court::Levers;
use crate::scenario::Scenario;
use crate::stats::{Estimate, Tally};

/// Most provisions of which every subset is run.
pub const FACTORIAL: usize = 6;
/// Most provisions that can be taken apart.
pub const MOST_PROVISIONS: usize = 60;
/// Stands for what a scenario changes besides its provisions.
pub const REST: &str = "(everything else)";
/// Stands for the whole difference.
pub const TOTAL: &str = "(total)";

/// Measures of which the change is taken apart.
const MEASURES: [&str; 5] = [
    "pending",
    "merits_wait_p50",
    "cohort_merits_p50",
    "host_waiting",
    "cost",
];

/// A reform to be taken apart.
#[derive(Debug)]
pub struct Dissection<'a> {
    baseline: (&'a Scenario, &'a Experiment),
    scenario: (&'a Scenario, &'a Experiment),
    /// Positions among the scenario's policies.
    provisions: Vec<usize>,
    /// For each provision that the baseline has in another version: its position there.
    replaced: Vec<Option<usize>>,
    /// Whether the scenario differs from the baseline in its provisions only.
    only_provisions: bool,
}

/// A number that is taken apart.
#[derive(Clone, Copy, Debug)]
struct Target {
    /// Position of the measure in [`MEASURES`].
    measure: usize,
    /// Slot in the scenario's panels.
    slot: usize,
    /// Slot in the baseline's panels; a measure of sites that it does not have is 0.
    base: Option<usize>,
    period: Period,
}

/// The effects of one replication: by target, then by provision; the rest last.
type Effects = Vec<Vec<f64>>;

impl<'a> Dissection<'a> {
    /// A scenario held against a baseline of the same replications.
    pub fn new(
        baseline: (&'a Scenario, &'a Experiment),
        scenario: (&'a Scenario, &'a Experiment),
    ) -> Self {
        let provisions = provisions(baseline.0, scenario.0);
        let (before, after) = (baseline.0.policies(), scenario.0.policies());
        let version = |&at: &usize| before.iter().position(|policy| policy.id == after[at].id);
        Self {
            replaced: provisions.iter().map(version).collect(),
            provisions,
            only_provisions: only_provisions(baseline.0, scenario.0),
            baseline,
            scenario,
        }
    }

    /// Ids of the provisions.
    pub fn ids(&self) -> Vec<&'a str> {
        let policies = self.scenario.0.policies();
        self.provisions
            .iter()
            .map(|&at| policies[at].id.as_str())
            .collect()
    }

    /// Simulations that one replication takes, at most.
    pub fn runs(&self) -> u64 {
        let known = 1 + u64::from(self.only_provisions);
        shapley::subsets(self.provisions.len(), FACTORIAL).saturating_sub(known)
    }

    /// The effects of all provisions, with their intervals; nothing where no replication was
    /// finished before the run was stopped.
    ///
    /// # Errors
    /// A breach of an invariant of the model.
    pub fn run(&self, plan: &Plan, watch: &Watch) -> Result<Vec<AttributionRow>, RunError> {
        let targets = self.targets();
        let pairs = self.pairs();
        let results = each(pairs, |desk, pair| {
            self.effects(plan, &targets, pair, desk, watch).transpose()
        });
        let effects: Vec<Effects> = results
            .into_iter()
            .map_while(|done| done)
            .collect::<Result<_, _>>()?;
        if effects.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.rows(&targets, &effects))
    }

    /// Replications that both have, by their place in each.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let base = self.baseline.1.replications.iter().enumerate();
        let base: BTreeMap<u64, usize> = base.map(|(i, r)| (r.number, i)).collect();
        let own = self.scenario.1.replications.iter().enumerate();
        own.filter_map(|(i, r)| Some((*base.get(&r.number)?, i)))
            .collect()
    }

    /// The numbers that both have, of the same days and in the same unit.
    fn targets(&self) -> Vec<Target> {
        let mut targets = Vec::new();
        let (before, after) = (&self.baseline.1.layout, &self.scenario.1.layout);
        for (measure, id) in MEASURES.iter().enumerate() {
            let hosted = before.measures.iter().any(|measure| measure.id == *id);
            for (slot, period) in whole(after, id) {
                let own = after.at(slot);
                let Some(same) = before.same_period(after, own.period) else {
                    continue;
                };
                let known = before.same_measure(after, own.measure);
                let base = known.and_then(|_| before.slot(id, Cell::WHOLE, before.periods[same]));
                if base.is_some() || *id == "host_waiting" && !hosted {
                    targets.push(Target {
                        measure,
                        slot,
                        base,
                        period,
                    });
                }
            }
        }
        targets
    }

    /// The effects of one replication; `None` when the run was stopped.
    fn effects(
        &self,
        plan: &Plan,
        targets: &[Target],
        (base, own): (usize, usize),
        desk: &mut Desk,
        watch: &Watch,
    ) -> Result<Option<Effects>, RunError> {
        let number = self.scenario.1.replications[own].number;
        let count = self.provisions.len();
        let orders = shapley::Orders::new(count, FACTORIAL, plan.seed, number);
        let before: Vec<f64> = {
            let panel = &self.baseline.1.replications[base].panel;
            targets
                .iter()
                .map(|t| t.base.map_or(0.0, |slot| panel.at(slot)))
                .collect()
        };
        let after = &self.scenario.1.replications[own].panel;
        let mut known: BTreeMap<Mask, Vec<f64>> = BTreeMap::new();
        known.insert(shapley::all(count), pick(targets, after));
        if self.only_provisions {
            known.insert(0, before.clone());
        }
        let (scenario, experiment) = self.scenario;
        let mut world = World::new(scenario, plan.seed, number);
        let before_it = World::new(self.baseline.0, plan.seed, number);
        // Equal levers give equal runs: a provision without effect, a bill that fails.
        let mut seen: Vec<(Levers, Mask)> = (known.keys())
            .map(|&mask| (self.levers(&world, &before_it, mask), mask))
            .collect();
        for mask in orders.masks() {
            if known.contains_key(&mask) {
                continue;
            }
            if watch.stopped() {
                return Ok(None);
            }
            let levers = self.levers(&world, &before_it, mask);
            let same = seen.iter().find(|(other, _)| *other == levers);
            let values = match same.and_then(|(_, mask)| known.get(mask)) {
                Some(values) => values.clone(),
                None => {
                    seen.push((levers.clone(), mask));
                    world.levers = levers;
                    pick(targets, &world.replicate(&experiment.layout, desk)?.panel)
                }
            };
            known.insert(mask, values);
            watch.finished();
        }
        let effect = |t: usize| {
            let value = |mask: Mask| known.get(&mask).map_or(f64::NAN, |values| values[t]);
            let mut effects = orders.effects(&value);
            effects.push(value(0) - before[t]);
            effects
        };
        Ok(Some((0..targets.len()).map(effect).collect()))
    }

    /// The levers of a replication with some of the provisions. In place of a changed policy that
    /// is left out its old version holds, as long as it means the same in both scenarios.
    fn levers(&self, world: &World<'_>, baseline: &World<'_>, mask: Mask) -> Levers {
        let old = baseline.policies();
        world.levers_with(|place, policy| {
            let provision = self.provisions.iter().position(|&other| other == place);
            match provision {
                Some(at) if mask >> at & 1 == 0 => {
                    let version = self.replaced[at].filter(|_| self.only_provisions);
                    version.map(|at| &old[at])
                }
                _ => Some(policy),
            }
        })
    }

    fn rows(&self, targets: &[Target], effects: &[Effects]) -> Vec<AttributionRow> {
        let mut rows = Vec::new();
        for (measure, id) in MEASURES.iter().enumerate() {
            let mut own = (0..targets.len())
                .filter(|&t| targets[t].measure == measure)
                .rev();
            // Of the filing years the last one whose cases have all been heard in every subset.
            let complete = |t: &usize| {
                effects
                    .iter()
                    .all(|e| e[*t].iter().all(|value| value.is_finite()))
            };
            let cohort = id.starts_with("cohort_");
            let chosen = own.find(|t| !cohort || complete(t));
            rows.extend(
                chosen
                    .into_iter()
                    .flat_map(|t| self.measure_rows(targets[t], t, effects)),
            );
        }
        rows
    }

    fn measure_rows(&self, target: Target, t: usize, effects: &[Effects]) -> Vec<AttributionRow> {
        let usable = effects.iter().map(|e| &e[t]);
        let usable: Vec<&Vec<f64>> = usable
            .filter(|values| values.iter().all(|value| value.is_finite()))
            .collect();
        let total = estimate(usable.iter().map(|values| values.iter().sum()));
        let mut names: Vec<&str> = self.ids();
        names.push(REST);
        let parts = names.iter().enumerate().map(|(p, name)| {
            let effect = estimate(usable.iter().map(|values| values[p]));
            (*name, effect)
        });
        let parts: Vec<_> = parts
            .filter(|(name, effect)| *name != REST || effect.mean != 0.0)
            .chain([(TOTAL, total)])
            .collect();
        let unit = &self.scenario.1.layout.measures;
        let unit = unit.iter().find(|m| m.id == MEASURES[target.measure]);
        let row = |(name, effect): (&str, Estimate)| AttributionRow {
            scenario: self.scenario.0.name.clone(),
            baseline: self.baseline.0.name.clone(),
            provision: name.to_owned(),
            measure: MEASURES[target.measure].to_owned(),
            unit: unit.map(|m| m.unit.clone()).unwrap_or_default(),
            effect_mean: finite(effect.mean),
            ci_low: finite(effect.ci_low),
            ci_high: finite(effect.ci_high),
            share: finite(effect.mean / total.mean),
            n: effect.n,
            period: match target.period {
                Period::FiscalYear(year) => format!("fy:{year}"),
                _ => "horizon".to_owned(),
            },
        };
        parts.into_iter().map(row).collect()
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn estimate(values: impl Iterator<Item = f64>) -> Estimate {
    values.collect::<Tally>().estimate(super::LEVEL)
}

fn pick(targets: &[Target], panel: &Panel) -> Vec<f64> {
    targets.iter().map(|target| panel.at(target.slot)).collect()
}

/// Slots of a measure of the whole system, over the horizon or by filing year.
fn whole<'l>(layout: &'l Layout, id: &'l str) -> impl Iterator<Item = (usize, Period)> + 'l {
    let cohort = id.starts_with("cohort_");
    let slots = layout.slots().enumerate();
    slots.filter_map(move |(i, slot)| {
        let period = layout.periods[slot.period];
        let all = slot.cell.court.is_none() && slot.cell.docket.is_none();
        let wanted = match period {
            Period::Horizon => !cohort,
            Period::FiscalYear(_) => cohort,
            Period::Month(_) => false,
        };
        (all && wanted && layout.measures[slot.measure].id == id).then_some((i, period))
    })
}

/// Ids of the policies of a scenario that its baseline does not have as well.
pub fn provision_ids(baseline: &Scenario, scenario: &Scenario) -> Vec<String> {
    let policies = scenario.policies();
    let own = provisions(baseline, scenario).into_iter();
    own.map(|at| policies[at].id.clone()).collect()
}

/// Policies of a scenario that its baseline does not have as well; a bill stands for nothing but
/// its provisions, which are policies of their own.
fn provisions(baseline: &Scenario, scenario: &Scenario) -> Vec<usize> {
    let policies = scenario.policies().iter().enumerate();
    policies
        .filter(|(_, policy)| policy.change.kind() != "bill")
        .filter(|(_, policy)| facts(scenario, &policy.id) != facts(baseline, &policy.id))
        .map(|(at, _)| at)
        .collect()
}

/// What is written about a policy, and about the bill that it belongs to.
fn facts<'s>(scenario: &'s Scenario, id: &str) -> Vec<(&'s str, &'s str)> {
    let own = format!("policy.{id}.");
    let inside = format!(".policies.{id}.");
    let bill = scenario.values.iter().find_map(|value| {
        let at = value.key.find(&inside)?;
        Some(format!("{}.", &value.key[..at]))
    });
    let fact = |key: &'s str| {
        if let Some(rest) = key.strip_prefix(&own) {
            return Some(rest);
        }
        let rest = key.strip_prefix(bill.as_ref()?)?;
        match rest.strip_prefix("policies.") {
            // Of the bill all but the other provisions.
            Some(provision) => provision.strip_prefix(id)?.strip_prefix('.'),
            None => Some(rest),
        }
    };
    let values = scenario.values.iter();
    values
        .filter_map(|value| Some((fact(&value.key)?, value.exact.as_str())))
        .collect()
}

/// Whether two scenarios are the same but for their policies and what is said about them.
fn only_provisions(baseline: &Scenario, scenario: &Scenario) -> bool {
    let (a, mut b) = (baseline.document().clone(), scenario.document().clone());
    b.policy.clone_from(&a.policy);
    b.actual.clone_from(&a.actual);
    let (from, about) = (&a.scenario, &mut b.scenario);
    about.name.clone_from(&from.name);
    about.title.clone_from(&from.title);
    about.question.clone_from(&from.question);
    about.seed = from.seed;
    about.replications = from.replications;
    // A policy that is in the baseline alone would not be missing from the subset of none.
    let kept = |id: &str| scenario.policies().iter().any(|policy| policy.id == id);
    // Policies name host sites by their position.
    let sites = |scenario: &Scenario| {
        let sites = scenario.blueprint().sites.iter();
        sites.map(|site| site.id.clone()).collect::<Vec<_>>()
    };
    let same_sites = sites(scenario).starts_with(&sites(baseline));
    a == b && same_sites && baseline.policies().iter().all(|policy| kept(&policy.id))
}
