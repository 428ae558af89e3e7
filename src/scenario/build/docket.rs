//! Dockets and their proceedings.

use super::blueprint::name;
use super::{Builder, proportions};
use crate::court::{
    Absence, Appeal, Docket, Outcome, OutcomeTable, Return, Stage, Then, WaitPlace,
};
use crate::rng::{Cumulative, Distribution, Variate};
use crate::scenario::document::{
    AbsenceDocument, AppealDocument, DocketDocument, OutcomeDocument, OutcomesDocument,
    StageDocument, ThenRule, WaitRule,
};

impl Builder<'_> {
    pub(super) fn docket_of(&self, docket: &DocketDocument) -> Docket {
        let stages = docket
            .stage
            .iter()
            .map(|stage| self.stage_of(docket, stage));
        let returns = docket.returns.iter().map(|entry| Return {
            disposition: self.disposition(&entry.disposition),
            share: self.number(&entry.share),
            delay: self.variate(&entry.delay),
            stage: self.stage(&docket.id, &entry.stage),
        });
        Docket {
            id: docket.id.clone(),
            name: name(&docket.name, &docket.id),
            waits: match docket.waits {
                WaitRule::InCountry => WaitPlace::InCountry,
                WaitRule::Detained => WaitPlace::Detained,
                WaitRule::Host => WaitPlace::Host,
            },
            represented: self.number(&docket.represented),
            applies: self.number(&docket.applies),
            time_standard: self.days(&docket.time_standard),
            notice: self.variate(&docket.notice),
            withdrawn: docket.withdrawn.as_ref().map(|id| self.disposition(id)),
            stages: stages.collect(),
            appeal: docket
                .appeal
                .as_ref()
                .map(|appeal| self.appeal(docket, appeal)),
            returns: returns.collect(),
        }
    }

    fn appeal(&self, docket: &DocketDocument, appeal: &AppealDocument) -> Appeal {
        let list = self.document.disposition.iter();
        let share = list.map(|d| {
            appeal
                .shares
                .get(&d.id)
                .map_or(0.0, |share| self.number(share))
        });
        Appeal {
            shares: share.collect(),
            delay: self.variate(&appeal.delay),
            remand_stage: self.stage(&docket.id, &appeal.remand_stage),
        }
    }

    fn stage_of(&self, docket: &DocketDocument, stage: &StageDocument) -> Stage {
        let tables = stage
            .outcomes
            .iter()
            .map(|table| self.outcomes(docket, table));
        Stage {
            id: stage.id.clone(),
            session: self.session(&stage.session),
            planned: self.minutes(&stage.planned),
            minutes: self.variate(&stage.minutes),
            absent: self.absence(&stage.absent),
            outcomes: tables.collect(),
        }
    }

    fn absence(&self, absent: &AbsenceDocument) -> Absence {
        Absence {
            unrepresented: self.number(&absent.unrepresented),
            represented: self.number(&absent.represented),
            minutes: self.minutes(&absent.minutes),
            order: self.number(&absent.order),
            disposition: absent.disposition.as_ref().map(|id| self.disposition(id)),
            interval: self.variate(&absent.interval),
        }
    }

    fn outcomes(&self, docket: &DocketDocument, table: &OutcomesDocument) -> OutcomeTable {
        let shares = table.shares.iter().map(|entry| self.number(&entry.share));
        let shares = proportions(shares.collect());
        let outcome = |(entry, share): (&OutcomeDocument, &f64)| Outcome {
            share: *share,
            then: self.then(docket, entry),
            interval: entry.interval.as_ref().map_or_else(
                || Variate::new(&Distribution::Constant(0.0)),
                |interval| self.variate(interval),
            ),
        };
        OutcomeTable {
            from: table.from.map(|date| date.0),
            represented: table.represented,
            applies: table.applies,
            from_hearing: table
                .from_hearing
                .map_or(1, |n| u16::try_from(n).unwrap_or(u16::MAX)),
            shares: Cumulative::new(&shares).expect("proportions are positive and at least one"),
            outcomes: table.shares.iter().zip(&shares).map(outcome).collect(),
        }
    }

    fn then(&self, docket: &DocketDocument, outcome: &OutcomeDocument) -> Then {
        let id = |id: &Option<String>| id.clone().unwrap_or_default();
        match outcome.then {
            ThenRule::Continue => Then::Continue,
            ThenRule::Advance => Then::Advance(self.stage(&docket.id, &id(&outcome.to))),
            ThenRule::Close => Then::Close(self.disposition(&id(&outcome.disposition))),
            ThenRule::Transfer => {
                let to = outcome.docket.as_ref().unwrap_or(&docket.id);
                let stage = outcome.stage.as_ref().map(|stage| self.stage(to, stage));
                Then::Transfer {
                    court: outcome.court.as_ref().map(|id| self.court(id)),
                    docket: self.docket(to),
                    stage: stage.unwrap_or_default(),
                }
            }
        }
    }
}
