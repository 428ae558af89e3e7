//! Proceedings: stages that exist, can be reached, and can end.

use super::Checker;
use crate::diagnostic::Code;
use crate::scenario::document::{
    AbsenceDocument, DocketDocument, OutcomeDocument, OutcomesDocument, StageDocument, ThenRule,
};
use crate::scenario::node::Path;

impl Checker<'_> {
    /// Checks the proceedings of every docket.
    pub(super) fn proceedings(&mut self) {
        let document = self.document;
        for (i, docket) in document.docket.iter().enumerate() {
            let at = Path::root("docket").index(i);
            let withdraws = self.build.series(&docket.withdrawal);
            let withdraws =
                withdraws.initial() > 0.0 || withdraws.steps().iter().any(|step| step.1 > 0.0);
            if withdraws && docket.withdrawn.is_none() {
                let message = format!(
                    "docket `{}` needs `withdrawn`: how withdrawals end",
                    docket.id
                );
                self.error(
                    Code::MissingKey,
                    &at.key("withdrawal"),
                    message,
                    "withdrawals happen",
                );
            }
            for (j, stage) in docket.stage.iter().enumerate() {
                self.stage(docket, stage, &at.key("stage").index(j));
            }
            self.comebacks(docket, &at);
        }
        for (i, opening) in document.opening.iter().enumerate() {
            let docket = document
                .docket
                .iter()
                .find(|docket| docket.id == opening.docket);
            let at = Path::root("opening").index(i).key("stages");
            for name in opening.stages.iter().flat_map(|stages| stages.keys()) {
                if let Some(docket) = docket {
                    self.stage_name(docket, name, &at.key(name));
                }
            }
        }
        self.ends();
        self.reached();
    }

    fn comebacks(&mut self, docket: &DocketDocument, at: &Path) {
        if let Some(appeal) = &docket.appeal {
            self.stage_name(
                docket,
                &appeal.remand_stage,
                &at.key("appeal").key("remand_stage"),
            );
            if self.document.appeals.is_none() {
                let message = format!(
                    "docket `{}` has appeals, but there is no `[appeals]`",
                    docket.id
                );
                self.error(Code::MissingKey, &at.key("appeal"), message, "");
                self.help("add an `[appeals]` table with `decisions_per_year`");
            }
        }
        for (i, entry) in docket.returns.iter().enumerate() {
            self.stage_name(
                docket,
                &entry.stage,
                &at.key("returns").index(i).key("stage"),
            );
        }
        let mut names: Vec<(&str, f64)> = Vec::new();
        for (i, entry) in docket.returns.iter().enumerate() {
            let share = self.build.number(&entry.share);
            let sum = match names
                .iter_mut()
                .find(|(name, _)| *name == entry.disposition)
            {
                Some((_, sum)) => {
                    *sum += share;
                    *sum
                }
                None => {
                    names.push((&entry.disposition, share));
                    share
                }
            };
            if sum > 1.0 + 1e-6 {
                let message = format!(
                    "the shares of `{}` that come back add to {sum}",
                    entry.disposition
                );
                let place = at.key("returns").index(i).key("share");
                self.error(
                    Code::OutOfRange,
                    &place,
                    message,
                    "above 1 with those before",
                );
            }
        }
    }

    fn stage(&mut self, docket: &DocketDocument, stage: &StageDocument, at: &Path) {
        self.absent(&stage.absent, &at.key("absent"));
        for (k, table) in stage.outcomes.iter().enumerate() {
            let place = at.key("outcomes").index(k);
            if k == 0 && conditional(table) {
                let message = "the first table of outcomes must hold without conditions";
                self.error(Code::ConditionalFirst, &place, message, "");
                self.help(
                    "put a table without `from`, `represented`, `applies` and `from_hearing` first",
                );
            }
            let places = place.key("shares");
            let what = format!("the shares of {}", self.name(&place));
            self.whole(
                table.shares.iter().map(|entry| &entry.share),
                &places,
                &what,
            );
            for (n, outcome) in table.shares.iter().enumerate() {
                self.outcome(docket, outcome, &places.index(n));
            }
        }
    }

    fn absent(&mut self, absent: &AbsenceDocument, at: &Path) {
        let orders = self.build.number(&absent.order);
        let absences =
            self.build.number(&absent.unrepresented) + self.build.number(&absent.represented);
        if orders > 0.0 && absences > 0.0 && absent.disposition.is_none() {
            let message = format!(
                "{} needs `disposition`: how orders in absentia end",
                self.name(at)
            );
            self.error(Code::MissingKey, &at.key("order"), message, "orders happen");
        }
    }

    fn outcome(&mut self, docket: &DocketDocument, outcome: &OutcomeDocument, at: &Path) {
        // Of an unknown word nothing is known that follows from it.
        if !self.sure(&at.key("then")) {
            return;
        }
        self.outcome_keys(outcome, at);
        if let (ThenRule::Advance, Some(to)) = (outcome.then, &outcome.to) {
            self.stage_name(docket, to, &at.key("to"));
        }
        let target = outcome.docket.as_ref().unwrap_or(&docket.id);
        let target = self
            .document
            .docket
            .iter()
            .find(|other| other.id == *target);
        if let (ThenRule::Transfer, Some(target), Some(stage)) =
            (outcome.then, target, &outcome.stage)
        {
            self.stage_name(target, stage, &at.key("stage"));
        }
    }

    /// Checks that an outcome has the keys of what follows, and no others.
    fn outcome_keys(&mut self, outcome: &OutcomeDocument, at: &Path) {
        use ThenRule::{Advance, Close, Continue, Transfer};
        let then = outcome.then;
        let word = match then {
            Continue => "continue",
            Advance => "advance",
            Close => "close",
            Transfer => "transfer",
        };
        let keys = [
            ("to", outcome.to.is_some(), then == Advance),
            ("disposition", outcome.disposition.is_some(), then == Close),
            ("docket", outcome.docket.is_some(), then == Transfer),
            ("court", outcome.court.is_some(), then == Transfer),
            ("stage", outcome.stage.is_some(), then == Transfer),
            ("interval", outcome.interval.is_some(), then != Close),
        ];
        for (key, ..) in keys.into_iter().filter(|(_, given, fits)| *given && !fits) {
            let message = format!("`{key}` has no effect beside `then = \"{word}\"`");
            self.error(Code::MisplacedKey, &at.key(key), message, "");
        }
        let nowhere = outcome.docket.is_none() && outcome.court.is_none();
        let missing = match then {
            Advance if outcome.to.is_none() => Some("to"),
            Close if outcome.disposition.is_none() => Some("disposition"),
            Transfer if nowhere => Some("docket"),
            _ => None,
        };
        if let Some(key) = missing {
            let message = format!("`then = \"{word}\"` needs `{key}`");
            self.error(Code::MissingKey, at, message, "");
        }
    }

    pub(in crate::scenario) fn stage_name(
        &mut self,
        docket: &DocketDocument,
        name: &str,
        at: &Path,
    ) {
        // A stage whose id could not be read may be the one that is meant.
        let fits = |id: &str| id == name || id.is_empty();
        if docket.stage.iter().any(|stage| fits(&stage.id)) {
            return;
        }
        let message = format!("docket `{}` has no stage `{name}`", docket.id);
        self.error(Code::UnknownName, at, message, "unknown");
        self.suggest(name, docket.stage.iter().map(|stage| stage.id.as_str()));
    }

    /// Stages of all dockets as one list.
    fn stages(&self) -> Vec<(usize, usize)> {
        let dockets = self.document.docket.iter().enumerate();
        dockets
            .flat_map(|(d, docket)| (0..docket.stage.len()).map(move |s| (d, s)))
            .collect()
    }

    /// Position of a stage by the ids of docket and stage.
    fn find(&self, docket: &str, stage: Option<&str>) -> Option<(usize, usize)> {
        let d = self
            .document
            .docket
            .iter()
            .position(|other| other.id == docket)?;
        let stages = &self.document.docket[d].stage;
        match stage {
            Some(stage) => Some((d, stages.iter().position(|other| other.id == stage)?)),
            None => (!stages.is_empty()).then_some((d, 0)),
        }
    }

    /// Whether a hearing of the stage can close the case, and the stages it can lead to.
    fn exits(&self, (d, s): (usize, usize)) -> (bool, Vec<(usize, usize)>) {
        let docket = &self.document.docket[d];
        let stage = &docket.stage[s];
        let positive = |number| self.build.number(number) > 0.0;
        let absent = &stage.absent;
        let absences = positive(&absent.unrepresented) || positive(&absent.represented);
        let mut closes = absences && positive(&absent.order);
        let mut next = Vec::new();
        let outcomes = stage.outcomes.iter().flat_map(|table| &table.shares);
        for outcome in outcomes.filter(|outcome| positive(&outcome.share)) {
            match outcome.then {
                ThenRule::Close => closes = true,
                ThenRule::Continue => {}
                ThenRule::Advance => next.extend(self.find(&docket.id, outcome.to.as_deref())),
                ThenRule::Transfer => {
                    let target = outcome.docket.as_deref().unwrap_or(&docket.id);
                    next.extend(self.find(target, outcome.stage.as_deref()));
                }
            }
        }
        (closes, next)
    }

    /// Checks that from every stage a case can reach its end.
    fn ends(&mut self) {
        let stages = self.stages();
        let exits: Vec<_> = stages.iter().map(|&stage| self.exits(stage)).collect();
        let mut ends: Vec<bool> = exits.iter().map(|(closes, _)| *closes).collect();
        // As often as there are stages is enough: each round closes at least one more.
        for _ in 0..stages.len() {
            for i in 0..stages.len() {
                let leads = |next: &(usize, usize)| {
                    stages
                        .iter()
                        .position(|other| other == next)
                        .is_some_and(|at| ends[at])
                };
                if !ends[i] && exits[i].1.iter().any(leads) {
                    ends[i] = true;
                }
            }
        }
        for (&(d, s), _) in stages.iter().zip(&ends).filter(|(_, ends)| !**ends) {
            let at = Path::root("docket").index(d).key("stage").index(s);
            let message = format!("from {} a case can never close", self.name(&at));
            self.error(Code::StageNeverCloses, &at, message, "");
            self.help(
                "give an outcome `then = \"close\"` a share, here or in a stage that follows",
            );
        }
    }

    /// Warns of stages that no case can reach.
    fn reached(&mut self) {
        let document = self.document;
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (d, docket) in document.docket.iter().enumerate() {
            open.push((d, 0));
            let remand = docket.appeal.iter().map(|appeal| &appeal.remand_stage);
            let names = remand.chain(docket.returns.iter().map(|entry| &entry.stage));
            open.extend(names.filter_map(|name| self.find(&docket.id, Some(name))));
        }
        for opening in &document.opening {
            let names = opening.stages.iter().flat_map(|stages| stages.keys());
            open.extend(names.filter_map(|name| self.find(&opening.docket, Some(name))));
        }
        let mut reached: Vec<(usize, usize)> = Vec::new();
        while let Some(stage) = open.pop() {
            if !reached.contains(&stage) {
                reached.push(stage);
                open.extend(self.exits(stage).1);
            }
        }
        for (d, s) in self
            .stages()
            .into_iter()
            .filter(|stage| !reached.contains(stage))
        {
            let at = Path::root("docket").index(d).key("stage").index(s);
            let message = format!("no case can reach {}", self.name(&at));
            self.warning(Code::UnreachableStage, &at, message, "");
        }
    }
}

fn conditional(table: &OutcomesDocument) -> bool {
    table.from.is_some()
        || table.represented.is_some()
        || table.applies.is_some()
        || table.from_hearing.is_some_and(|hearing| hearing > 1)
}
