//! Shares of a whole, and what courts need.

use super::Checker;
use crate::court::Case;
use crate::diagnostic::Code;
use crate::scenario::document::{CourtDocument, DestinationDocument, Number};
use crate::scenario::node::Path;

/// Most cases of a scenario, pending and expected to be filed [cases].
const CASES: f64 = 100_000_000.0;

/// Most pages of all books together: a court and session kind has one for each day.
const PAGES: f64 = 20_000_000.0;

/// How far a sum of shares may be from 1.
const TOLERANCE: f64 = 1e-6;

impl Checker<'_> {
    /// Checks that shares add to 1.
    pub(super) fn shares(&mut self) {
        let document = self.document;
        let kinds = document.session.iter().map(|kind| &kind.share);
        let places = Path::root("session");
        self.whole(kinds, &places, "the shares of session kinds");
        for (i, source) in document.source.iter().enumerate() {
            let at = Path::root("source").index(i);
            self.destinations(&source.destinations, &at.key("destinations"));
            let sizes = at.key("group_sizes");
            let what = format!("the shares of {}", self.name(&sizes));
            self.whole(source.group_sizes.iter(), &sizes, &what);
            let weights: f64 = source.weekdays.iter().map(|n| self.build.number(n)).sum();
            if weights <= 0.0 {
                let message = format!("{} are all 0", self.name(&at.key("weekdays")));
                self.error(Code::OutOfRange, &at.key("weekdays"), message, "");
            }
        }
        for (i, opening) in document.opening.iter().enumerate() {
            let at = Path::root("opening").index(i).key("stages");
            if let Some(stages) = &opening.stages {
                let what = format!("the shares of {}", self.name(&at));
                self.whole(stages.values(), &at, &what);
            }
        }
        if let Some(appeals) = &document.appeals {
            let at = Path::root("appeals");
            let places = at.key("opening_remands");
            let remands = self.build.number(&appeals.opening) * self.build.number(&appeals.remand);
            if !appeals.opening_remands.is_empty() {
                self.destinations(&appeals.opening_remands, &places);
            } else if remands > 0.0 {
                let message = "`appeals` needs `opening_remands`: where remanded cases go";
                self.error(Code::MissingKey, &places, message, "");
            }
        }
    }

    fn destinations(&mut self, list: &[DestinationDocument], at: &Path) {
        let what = format!("the shares of {}", self.name(at));
        self.whole(list.iter().map(|entry| &entry.share), at, &what);
    }

    /// Checks that shares of a whole add to 1.
    pub(super) fn whole<'n>(
        &mut self,
        shares: impl Iterator<Item = &'n Number>,
        at: &Path,
        what: &str,
    ) {
        let sum: f64 = shares.map(|share| self.build.number(share)).sum();
        if (sum - 1.0).abs() > TOLERANCE {
            // Enough digits to see what is missing, without those of rounding.
            let shown = (sum * 1e9).round() / 1e9;
            let message = format!("{what} add to {shown}, not 1");
            self.error(Code::SharesNotOne, at, message, "");
            let off = ((1.0 - sum) * 1e9).round() / 1e9;
            self.help(&if off > 0.0 {
                format!("{off} is missing: raise a share, or add an entry")
            } else {
                format!("{} is too much: lower a share", -off)
            });
        }
    }

    /// Checks that all cases fit into memory.
    pub(super) fn totals(&mut self) {
        let (document, build) = (self.document, &self.build);
        let opening = document.opening.iter();
        let opening: f64 = opening
            .map(|o| build.number(&o.pending) + build.number(&o.inactive))
            .sum();
        let (start, end) = (document.scenario.start.0, document.scenario.end.0);
        let rates = document
            .source
            .iter()
            .map(|source| build.rate(&source.rate));
        let filed: f64 = rates.map(|rate| rate.total(start, end + 1)).sum();
        let place = Path::root(if opening > filed { "opening" } else { "source" });
        if opening + filed > CASES && self.sure(&Path::root("scenario")) {
            let total = (opening + filed).round();
            let message = format!("all cases together are limited to {CASES}, these are {total}");
            self.error(Code::LimitExceeded, &place, message, "");
            let bytes = size_of::<Case>();
            self.help(format!(
                "a case takes {bytes} bytes of memory; is a rate `per` the right time?"
            ));
        }
    }

    /// Checks that the books of all courts fit into memory.
    pub(super) fn books(&mut self) {
        let document = self.document;
        let (start, end) = (document.scenario.start.0, document.scenario.end.0);
        let beyond = self.build.number(&document.rules.book_limit);
        let days = f64::from(end.0.saturating_sub(start.0)) + beyond;
        let pages = days * (document.court.len() * document.session.len()) as f64;
        if pages > PAGES && self.sure(&Path::root("scenario")) {
            let message =
                format!("days x courts x session kinds are limited to {PAGES}, these are {pages}");
            self.error(
                Code::LimitExceeded,
                &Path::root("rules").key("book_limit"),
                message,
                "",
            );
            self.help("shorten the book beyond the end, or join courts");
        }
    }

    /// Checks what courts need besides their own keys.
    pub(super) fn courts(&mut self) {
        let document = self.document;
        for (i, court) in document.court.iter().enumerate() {
            if court.minutes_per_day.is_none() && document.judges.minutes_per_day.is_none() {
                let message = format!("court `{}` has no `minutes_per_day`", court.id);
                self.error(Code::MissingKey, &Path::root("court").index(i), message, "");
                self.help("give it here, or in `[judges]` for all courts");
            }
            self.held(court, &Path::root("court").index(i).key("reserved"));
        }
    }

    /// Checks that dockets together hold no more than the bench time of a court.
    fn held(&mut self, court: &CourtDocument, at: &Path) {
        let end = self.document.scenario.end.0 + 1;
        for kind in &self.document.session {
            let ours = court.reserved.iter().filter(|held| {
                let session = held.session.as_ref();
                session.is_none_or(|session| *session == kind.id)
            });
            let shares = ours.map(|held| self.build.series(&held.share));
            let Some(sum) = shares.reduce(|sum, share| &sum + &share) else {
                continue;
            };
            let most = sum.highest(self.document.scenario.start.0, end);
            if let Some(most) = most.filter(|most| *most > 1.0 + TOLERANCE) {
                let most = (most * 1e9).round() / 1e9;
                let message = format!(
                    "{}: dockets hold {most} of the `{}` time, more than there is",
                    self.name(at),
                    kind.id
                );
                self.error(Code::OutOfRange, at, message, "");
            }
        }
    }
}
