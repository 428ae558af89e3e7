//! From the typed document and the values of its parameters to what the engine runs.
//!
//! A pure function: the same document and values give the same model. It is called once with the
//! central values and, where parameters are uncertain, once for each replication.

mod blueprint;
mod docket;
mod feedback;
mod levers;
mod series;

pub(super) use series::period;

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::document::{Dist, Document, Number};
use super::policy::flat;
use crate::court::{
    Blueprint, CourtId, DispositionId, DocketId, Levers, SessionId, SourceId, StageId,
};
use crate::policy::Policy;
use crate::rng::{Distribution, Variate};
use crate::time::CourtCalendar;

/// What the engine runs: the court system, its baseline levers, and the policies.
#[derive(Clone, Debug)]
pub struct Model {
    /// The court system.
    pub blueprint: Blueprint,
    /// The levers before any policy.
    pub levers: Levers,
    /// The policies, in the order of the scenario.
    pub policies: Vec<Policy>,
}

/// Reads the document with given values of its parameters.
pub(super) struct Builder<'a> {
    pub document: &'a Document,
    /// Values of named parameters and of uncertain numbers by their path.
    pub values: &'a BTreeMap<String, f64>,
    /// Variates known from another build: most do not depend on what is uncertain.
    known: &'a [(Distribution, Variate)],
    /// Variates of this build: courts share most of theirs.
    fresh: RefCell<Vec<(Distribution, Variate)>>,
}

/// Position of an id in a list.
fn position<'a>(mut ids: impl Iterator<Item = &'a String>, id: &str) -> usize {
    // The builder also serves the checks themselves, but those ask for numbers only.
    ids.position(|other| other == id)
        .expect("names are checked before a model is built")
}

/// A position as the small number an index type holds.
fn small(position: usize) -> u8 {
    u8::try_from(position).expect("lists are limited to what an index holds")
}

/// Shares of a whole as proportions: drawn shares may miss 1.
fn proportions(shares: Vec<f64>) -> Vec<f64> {
    let total: f64 = shares.iter().sum();
    if total > 0.0 {
        shares.into_iter().map(|share| share / total).collect()
    } else {
        let even = 1.0 / shares.len() as f64;
        vec![even; shares.len()]
    }
}

impl<'a> Builder<'a> {
    /// Reads the document with these values; `known` variates are not tabulated again.
    pub fn new(
        document: &'a Document,
        values: &'a BTreeMap<String, f64>,
        known: &'a [(Distribution, Variate)],
    ) -> Self {
        Self {
            document,
            values,
            known,
            fresh: RefCell::new(Vec::new()),
        }
    }

    /// The variates tabulated here.
    pub fn into_variates(self) -> Vec<(Distribution, Variate)> {
        self.fresh.into_inner()
    }

    /// The model.
    pub fn model(&self, calendar: &CourtCalendar) -> Model {
        let blueprint = self.blueprint(calendar.clone());
        let levers = self.levers(&blueprint);
        Model {
            policies: self.policies(),
            blueprint,
            levers,
        }
    }

    fn policies(&self) -> Vec<Policy> {
        let mut sites = 0;
        let mut policies = Vec::new();
        for policy in flat(self.document) {
            let common = &policy.common;
            policies.push(Policy {
                id: common.id.clone(),
                name: common.name.clone().unwrap_or_else(|| common.id.clone()),
                effective: common.effective.0,
                until: common.until.map(|date| date.0),
                probability: self.number(&common.probability),
                bill: policy.bill.map(str::to_owned),
                change: policy.body.change(common, sites, self),
            });
            sites += usize::from(policy.body.is_site());
        }
        policies
    }

    /// Value of a number.
    pub fn number(&self, number: &Number) -> f64 {
        match number {
            Number::Value(value) => *value,
            Number::Named(name) => self.named(name),
            Number::Scaled(scaled) => self.named(&scaled.value) * scaled.scale,
            Number::Table(table) => table.value,
        }
    }

    fn named(&self, name: &str) -> f64 {
        // What names none is replaced before anything is built, and a faulty one has a harmless value.
        let value = self.values.get(name).copied();
        value.expect("every name in a checked document is that of a number")
    }

    /// Value of a number of days; drawn values are rounded.
    pub fn days(&self, number: &Number) -> i32 {
        // Saturates, and limits are checked far below.
        self.number(number).round() as i32
    }

    /// Value of a count; drawn values are rounded.
    pub fn count(&self, number: &Number) -> u32 {
        self.number(number).round() as u32
    }

    /// Value of a number of minutes; drawn values are rounded.
    pub fn minutes(&self, number: &Number) -> u16 {
        self.number(number).round() as u16
    }

    /// A distribution with values for its parameters.
    pub fn distribution(&self, dist: &Dist) -> Distribution {
        match dist {
            Dist::Constant(number) => Distribution::Constant(self.number(number)),
            Dist::Uniform(d) => Distribution::Uniform {
                low: self.number(&d.low),
                high: self.number(&d.high),
            },
            Dist::Triangular(d) => Distribution::Triangular {
                low: self.number(&d.low),
                mode: self.number(&d.mode),
                high: self.number(&d.high),
            },
            Dist::Exponential(d) => Distribution::Exponential {
                mean: self.number(&d.mean),
            },
            Dist::LogNormal(d) => Distribution::LogNormal {
                mean: self.number(&d.mean),
                cv: self.number(&d.cv),
            },
            Dist::Gamma(d) => Distribution::Gamma {
                mean: self.number(&d.mean),
                cv: self.number(&d.cv),
            },
            Dist::Weibull(d) => Distribution::Weibull {
                mean: self.number(&d.mean),
                shape: self.number(&d.shape),
            },
            Dist::Points(d) => {
                Distribution::Empirical(d.points.iter().map(|&[share, at]| (share, at)).collect())
            }
        }
    }

    /// A distribution ready to draw from.
    pub fn variate(&self, dist: &Dist) -> Variate {
        let distribution = self.distribution(dist);
        if distribution.constant().is_some() {
            return Variate::new(&distribution);
        }
        let mut fresh = self.fresh.borrow_mut();
        let found = self
            .known
            .iter()
            .chain(fresh.iter())
            .find(|(other, _)| *other == distribution);
        if let Some((_, variate)) = found {
            return variate.clone();
        }
        let variate = Variate::new(&distribution);
        fresh.push((distribution, variate.clone()));
        variate
    }

    /// The court with this id.
    pub fn court(&self, id: &str) -> CourtId {
        let at = position(self.document.court.iter().map(|court| &court.id), id);
        CourtId(u16::try_from(at).expect("courts are limited to what an index holds"))
    }

    /// The courts with these ids; all of them where none is named.
    pub fn courts(&self, ids: &[String]) -> Vec<CourtId> {
        if ids.is_empty() {
            return (0..self.document.court.len())
                .map(|c| CourtId(c as u16))
                .collect();
        }
        ids.iter().map(|id| self.court(id)).collect()
    }

    /// The docket with this id.
    pub fn docket(&self, id: &str) -> DocketId {
        DocketId(small(position(
            self.document.docket.iter().map(|docket| &docket.id),
            id,
        )))
    }

    /// The session kind with this id.
    pub fn session(&self, id: &str) -> SessionId {
        SessionId(small(position(
            self.document.session.iter().map(|kind| &kind.id),
            id,
        )))
    }

    /// The disposition with this id.
    pub fn disposition(&self, id: &str) -> DispositionId {
        DispositionId(small(position(
            self.document.disposition.iter().map(|d| &d.id),
            id,
        )))
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> SourceId {
        SourceId(small(position(
            self.document.source.iter().map(|source| &source.id),
            id,
        )))
    }

    /// The stage with this id of the docket with this id.
    pub fn stage(&self, docket: &str, id: &str) -> StageId {
        let docket = self.document.docket.iter().find(|other| other.id == docket);
        let stages = docket.into_iter().flat_map(|docket| docket.stage.iter());
        StageId(small(position(stages.map(|stage| &stage.id), id)))
    }
}
