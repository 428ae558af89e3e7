//! Feedback: what can answer at all.

use super::Checker;
use crate::diagnostic::Code;
use crate::scenario::document::CountRule;
use crate::scenario::node::Path;

impl Checker<'_> {
    /// Checks that the sources that are to answer can do so.
    pub(super) fn feedback(&mut self) {
        let Some(arrivals) = &self.document.feedback.arrivals else {
            return;
        };
        let at = Path::root("feedback").key("arrivals");
        for source in &self.document.source {
            let position = arrivals.sources.iter().position(|id| *id == source.id);
            let all = arrivals.sources.is_empty() && source.counts_as == CountRule::Receipts;
            if !source.exact_totals || (position.is_none() && !all) {
                continue;
            }
            let place = position.map_or(at.clone(), |i| at.key("sources").index(i));
            let message = format!("source `{}` has exact totals and cannot answer", source.id);
            self.error(Code::MisplacedKey, &place, message, "answers to the wait");
            self.help("name the sources that answer, or drop `exact_totals`");
        }
    }
}
