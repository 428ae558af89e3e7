//! Sources: what exact totals allow.

use super::Checker;
use crate::diagnostic::Code;
use crate::scenario::node::Path;

impl Checker<'_> {
    /// Checks that a source with exact totals leaves nothing about them to chance.
    pub(super) fn sources(&mut self) {
        let document = self.document;
        for (i, source) in document.source.iter().enumerate() {
            let at = Path::root("source").index(i);
            // A source may inherit what it has to give up: 0, or groups of one, say so.
            if source.exact_totals && self.build.number(&source.overdispersion) != 0.0 {
                let what = "takes no `overdispersion`";
                self.chance(&source.id, what, &at.key("overdispersion"), "0");
            }
            let mut more = source.group_sizes.iter().skip(1);
            if source.exact_totals && more.any(|share| self.build.number(share) != 0.0) {
                let what = "files no groups";
                self.chance(&source.id, what, &at.key("group_sizes"), "[1]");
            }
        }
    }

    fn chance(&mut self, source: &str, what: &str, at: &Path, instead: &str) {
        let message = format!("source `{source}` has exact totals and {what}");
        let label = "leaves the total to chance";
        self.error(Code::MisplacedKey, at, message, label);
        self.help(format!("set it to {instead}, or drop `exact_totals`"));
    }
}
