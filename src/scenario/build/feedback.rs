//! Feedback: what answers to waits and load.

use super::Builder;
use crate::court::{Feedback, Growth, LoadResponse, SourceId, WaitResponse};
use crate::scenario::document::{
    CountRule, GrowthDocument, LoadResponseDocument, WaitResponseDocument,
};

impl Builder<'_> {
    /// The feedback of the scenario.
    pub fn feedback(&self) -> Feedback {
        let feedback = &self.document.feedback;
        Feedback {
            arrivals: feedback.arrivals.as_ref().map(|f| self.wait_response(f)),
            absence: feedback.absence.as_ref().map(|f| self.growth(f)),
            withdrawal: feedback.withdrawal.as_ref().map(|f| self.growth(f)),
            bench: feedback
                .productivity
                .as_ref()
                .map(|f| self.load_response(f)),
        }
    }

    fn wait_response(&self, response: &WaitResponseDocument) -> WaitResponse {
        let new = |i: &usize| self.document.source[*i].counts_as == CountRule::Receipts;
        let sources = if response.sources.is_empty() {
            let all = (0..self.document.source.len()).filter(new);
            all.map(|i| SourceId(super::small(i))).collect()
        } else {
            response.sources.iter().map(|id| self.source(id)).collect()
        };
        WaitResponse {
            sources,
            elasticity: self.number(&response.elasticity),
            reference: self.number(&response.reference),
            lag: self.days(&response.lag),
            limits: (self.number(&response.least), self.number(&response.most)),
        }
    }

    fn growth(&self, growth: &GrowthDocument) -> Growth {
        Growth {
            per_year: self.number(&growth.per_year),
            reference: self.number(&growth.reference),
            limits: (self.number(&growth.least), self.number(&growth.most)),
        }
    }

    fn load_response(&self, response: &LoadResponseDocument) -> LoadResponse {
        LoadResponse {
            elasticity: self.number(&response.elasticity),
            reference: self.number(&response.reference),
            limits: (self.number(&response.least), self.number(&response.most)),
        }
    }
}
