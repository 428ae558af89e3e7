//! What follows a decision: the case is closed, may be appealed and may come back.

use super::blueprint::DispositionId;
use super::case::{Case, Flags};
use super::event::Event;
use super::monitor::{Exit, Monitor};
use super::system::CourtSystem;
use crate::des::{EventList, Phase};
use crate::rng::Decision;
use crate::time::Day;

impl<M: Monitor> CourtSystem<'_, M> {
    /// The first-instance decision: the case is no longer pending. It may be appealed or come back.
    pub(super) fn close(
        &mut self,
        day: Day,
        mut case: Case,
        disposition: DispositionId,
        events: &mut EventList<Event>,
    ) {
        self.leave(day, &case, Exit::Completion(disposition));
        self.leave_site(day, &case);
        case.wait_at(None);
        if self.blueprint.dispositions[disposition.index()].inactive {
            case.put(Flags::INACTIVE, true);
            // Its return is known from today on, if ever: see `relieved_inactive`.
            case.ready_on(day);
            let pair = self.pair(case.court(), case.docket());
            self.inactive[pair] += i64::from(case.members());
        }
        if self.appealed(day, case, disposition, events) {
            self.bind(&case, 1);
        } else {
            self.plan_return(day, case, disposition, events);
        }
    }

    fn appealed(
        &mut self,
        day: Day,
        case: Case,
        disposition: DispositionId,
        events: &mut EventList<Event>,
    ) -> bool {
        let docket = &self.blueprint.dockets[case.docket().index()];
        let (Some(appeal), Some(_)) = (&docket.appeal, &self.blueprint.appeals) else {
            return false;
        };
        let share = appeal.shares[disposition.index()];
        if share <= 0.0 {
            return false;
        }
        let (u, v) = self
            .stream
            .pair(Decision::Appeal, case.key(), u32::from(case.called()));
        if u >= share {
            return false;
        }
        let on = day + appeal.delay.sample_days(v);
        if on <= self.blueprint.end {
            events.schedule(on, Phase::Arrival, Event::Appealed(case));
        }
        true
    }

    fn plan_return(
        &mut self,
        day: Day,
        mut case: Case,
        disposition: DispositionId,
        events: &mut EventList<Event>,
    ) {
        let docket = &self.blueprint.dockets[case.docket().index()];
        let rules = docket.returns.iter();
        let mut rules = rules.filter(|r| r.disposition == disposition).peekable();
        if rules.peek().is_none() {
            return;
        }
        let (u, v) = self
            .stream
            .pair(Decision::Return, case.key(), u32::from(case.called()));
        let mut upto = 0.0;
        let rule = rules.find(|rule| {
            upto += rule.share;
            u < upto
        });
        let Some(rule) = rule else { return };
        let on = day + rule.delay.sample_days(v);
        if on <= self.blueprint.end {
            case.set_stage(rule.stage);
            self.bind(&case, 1);
            events.schedule(on, Phase::Arrival, Event::Return(case));
        }
    }
}
