//! Sources: what exact totals allow.

use super::Checker;
use crate::court::MAX_EXACT;
use crate::diagnostic::Code;
use crate::scenario::document::SourceDocument;
use crate::scenario::node::Path;
use crate::scenario::policy::flat;
use crate::time::{Day, FiscalYear};

impl Checker<'_> {
    /// Checks that a source with exact totals leaves nothing about them to chance.
    pub(super) fn sources(&mut self) {
        let document = self.document;
        for (i, source) in document.source.iter().enumerate() {
            let at = Path::root("source").index(i);
            // A source may inherit what it has to give up: 0, or groups of one, say so.
            if !source.exact_totals {
                continue;
            }
            let largest = |number| self.largest(|build| build.number(number));
            let grouped = source
                .group_sizes
                .iter()
                .skip(1)
                .any(|share| largest(share) > 0.0);
            if largest(&source.overdispersion) > 0.0 {
                let what = "takes no `overdispersion`";
                self.chance(&source.id, what, &at.key("overdispersion"), "0");
            }
            if grouped {
                let what = "files no groups";
                self.chance(&source.id, what, &at.key("group_sizes"), "[1]");
            }
            self.exact_count(source, &at);
        }
    }

    /// Checks that the cases of a fiscal year can be told apart, with all that policies may add.
    fn exact_count(&mut self, source: &SourceDocument, at: &Path) {
        let about = &self.document.scenario;
        let (start, end, month) = (about.start.0, about.end.0, about.fiscal_year_starts);
        let year = |day: Day| FiscalYear::of(day.month(), month);
        let policies = flat(self.document);
        let most = self.largest(|build| {
            let rate = build.rate(&source.rate);
            let filed = |year: i32| {
                let year = FiscalYear { year };
                let (first, last) = (year.first_day(month), year.last_day(month));
                rate.total(first.max(start), last.min(end) + 1).round()
            };
            let filed = (year(start).year..=year(end).year)
                .map(filed)
                .fold(0.0, f64::max);
            let raised = policies
                .iter()
                .filter_map(|policy| policy.body.raises(&source.id));
            let factor: f64 = raised.map(|factor| build.number(factor).max(1.0)).product();
            filed * factor.ceil()
        });
        if most > MAX_EXACT && self.sure(&Path::root("scenario")) {
            let message = format!(
                "exact totals are limited to {MAX_EXACT} cases a fiscal year, source `{}` may have {most}",
                source.id
            );
            self.error(Code::LimitExceeded, &at.key("rate"), message, "");
            self.help(
                "drop `exact_totals`, or part the source; a policy that raises filings counts",
            );
        }
    }

    fn chance(&mut self, source: &str, what: &str, at: &Path, instead: &str) {
        let message = format!("source `{source}` has exact totals and {what}");
        let label = "leaves the total to chance";
        self.error(Code::MisplacedKey, at, message, label);
        self.help(format!("set it to {instead}, or drop `exact_totals`"));
    }
}
