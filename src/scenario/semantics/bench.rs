//! The bench: judges and posts that contradict each other, and bench time that is promised twice.

use super::Checker;
use crate::diagnostic::Code;
use crate::scenario::document::{CourtDocument, Number};
use crate::scenario::node::Path;
use crate::scenario::policy::{Flat, Held, Staff};
use crate::time::Schedule;

/// What rounding may leave of a sum [1].
const TOLERANCE: f64 = 1e-6;

/// Posts of a court and courtrooms for them.
struct Plan {
    posts: Schedule<f64>,
    courtrooms: Schedule<f64>,
    /// Judges that one courtroom serves [judges].
    served: f64,
}

impl Plan {
    /// Posts that may be filled [judges].
    fn seats(&self) -> Schedule<f64> {
        let places = |posts: f64, rooms: f64| posts.min(rooms * self.served).max(0.0);
        self.posts.combine(&self.courtrooms, places)
    }

    fn add(&mut self, staff: &Staff) {
        self.posts = &self.posts + &staff.posts;
        self.courtrooms = &self.courtrooms + &staff.courtrooms;
    }
}

impl Checker<'_> {
    /// Checks courts against their own numbers, and against what policies do to their bench.
    pub(super) fn bench(&mut self, policies: &[Flat<'_>]) {
        let (document, build) = (self.document, &self.build);
        let staff = policies
            .iter()
            .flat_map(|p| p.body.staff(&p.common, &p.at, build));
        let staff: Vec<Staff> = staff.collect();
        let held = policies
            .iter()
            .flat_map(|p| p.body.held(&p.common, &p.at, build));
        let held: Vec<Held> = held.collect();
        // Numbers that could not be read stand in as harmless ones: nothing follows from them.
        let all = ["scenario", "session", "judges"].map(Path::root);
        let sure = all.iter().chain(policies.iter().map(|policy| &policy.at));
        if !sure.into_iter().all(|at| self.sure(at)) {
            return;
        }
        for (i, court) in document.court.iter().enumerate() {
            let at = Path::root("court").index(i);
            if !self.sure(&at) {
                continue;
            }
            let mut plan = self.plan(court);
            let before = plan.seats().at(document.scenario.start.0);
            let ours: Vec<&Staff> = staff.iter().filter(|s| s.court == court.id).collect();
            ours.iter().for_each(|staff| plan.add(staff));
            self.seats(court, &at, before, &plan);
            self.cuts(court, &ours, &plan);
            self.promised(court, &at, &held, &plan);
            let host = policies
                .iter()
                .filter(|p| p.body.hears() == Some(&court.id));
            host.for_each(|policy| self.host_court(policy, &plan, policies));
        }
    }

    /// Posts and courtrooms before any policy.
    fn plan(&self, court: &CourtDocument) -> Plan {
        let (build, all) = (&self.build, &self.document.judges);
        let judges = || Schedule::constant(build.number(&court.judges));
        let posts = court
            .posts
            .as_ref()
            .map_or_else(judges, |own| build.series(own));
        let rooms = court.courtrooms.as_ref().map(|own| build.series(own));
        let served = court.judges_per_courtroom.as_ref();
        Plan {
            courtrooms: rooms.unwrap_or_else(|| posts.clone()),
            posts,
            served: build.number(served.unwrap_or(&all.judges_per_courtroom)),
        }
    }

    /// Judges without a post or a courtroom would be gone on the first day.
    fn seats(&mut self, court: &CourtDocument, at: &Path, before: f64, plan: &Plan) {
        let start = self.document.scenario.start.0;
        let judges = self.build.number(&court.judges);
        // What a policy cuts from the first day on is cut on purpose.
        let seats = (before.max(plan.seats().at(start)) + TOLERANCE).floor();
        if judges <= seats {
            return;
        }
        let message = format!(
            "court `{}` starts with {judges} judges, but has places for {seats}",
            court.id
        );
        self.error(Code::TooManyJudges, &at.key("judges"), message, "");
        for (key, given) in [("posts", &court.posts), ("courtrooms", &court.courtrooms)] {
            if given.is_some() {
                self.also(&at.key(key), "on the first day");
            }
        }
        self.help("raise the posts and courtrooms, or start with fewer judges");
    }

    /// Cuts of posts that are not there leave none: whether they are depends on what else comes about.
    fn cuts(&mut self, court: &CourtDocument, staff: &[&Staff], plan: &Plan) {
        let (start, end) = (self.document.scenario.start.0, self.document.scenario.end.0);
        for staff in staff {
            let left = staff.posts.combine(
                &plan.posts,
                |own, posts| {
                    if own < 0.0 { posts } else { 0.0 }
                },
            );
            let mut days = left.stretches(start, end + 1);
            if let Some((day, _, left)) = days.find(|(.., left)| *left < -TOLERANCE) {
                let left = (left * 1e9).round() / 1e9;
                let message = format!(
                    "this cuts {} posts more than court `{}` has on {day}",
                    -left, court.id
                );
                let code = Code::PostsBelowZero;
                self.warning(code, &staff.at, message, "no post is left");
            }
        }
    }

    /// Bench time of one kind that is set aside at one time is there.
    fn promised(&mut self, court: &CourtDocument, at: &Path, all: &[Held], plan: &Plan) {
        for kind in &self.document.session {
            let policies = || {
                all.iter()
                    .filter(|h| h.court == court.id && h.from == kind.id)
            };
            if policies().next().is_none() {
                continue;
            }
            let own = self.held_by_court(court, at, &kind.id);
            let add = |sum: Schedule<f64>, share: &Schedule<f64>| &sum + share;
            let fixed = own
                .iter()
                .map(|(share, _)| share)
                .fold(Schedule::constant(0.0), add);
            let shares = policies().map(|held| &held.share).fold(fixed, add);
            self.shares_held(court, &kind.id, &own, policies, &shares);
            self.minutes_held(
                (court, &kind.id, &kind.share),
                plan,
                &own,
                policies,
                &shares,
            );
        }
    }

    /// Shares that a court itself holds of a session kind, with their places.
    fn held_by_court(
        &self,
        court: &CourtDocument,
        at: &Path,
        kind: &str,
    ) -> Vec<(Schedule<f64>, Path)> {
        let own = court.reserved.iter().enumerate().filter(|(_, held)| {
            let session = held.session.as_ref();
            session.is_none_or(|session| session == kind)
        });
        let place = |i: usize| at.key("reserved").index(i).key("share");
        own.map(|(i, held)| (self.build.series(&held.share), place(i)))
            .collect()
    }

    fn shares_held<'h, I: Iterator<Item = &'h Held>>(
        &mut self,
        court: &CourtDocument,
        kind: &str,
        own: &[(Schedule<f64>, Path)],
        policies: impl Fn() -> I,
        shares: &Schedule<f64>,
    ) {
        let (start, end) = (self.document.scenario.start.0, self.document.scenario.end.0);
        let mut full = shares.stretches(start, end + 1);
        let Some((day, _, sum)) = full.find(|(_, _, sum)| *sum > 1.0 + TOLERANCE) else {
            return;
        };
        let mut there: Vec<Path> = policies()
            .filter(|held| held.share.at(day) > 0.0)
            .map(|held| held.at.clone())
            .collect();
        // Without a policy it is a fault of the court alone, which is told elsewhere.
        let Some(last) = there.pop() else { return };
        let sum = (sum * 1e9).round() / 1e9;
        let message = format!(
            "from {day} on {sum} of the `{kind}` time of court `{}` is set aside, more than there is",
            court.id
        );
        self.error(Code::BenchTimeAboveOne, &last, message, "above 1 in all");
        let own = own.iter().filter(|(share, _)| share.at(day) > 0.0);
        for place in own.map(|(_, place)| place).chain(&there) {
            self.also(place, "set aside already");
        }
    }

    /// Minutes depend on judges, of whom there may be fewer than posts: more than those of all posts, with
    /// what shares take of them, are never there. Then all is cut in proportion, as the engine says.
    fn minutes_held<'h, I: Iterator<Item = &'h Held>>(
        &mut self,
        (court, kind, share): (&CourtDocument, &str, &Number),
        plan: &Plan,
        own: &[(Schedule<f64>, Path)],
        policies: impl Fn() -> I,
        shares: &Schedule<f64>,
    ) {
        let (start, end) = (self.document.scenario.start.0, self.document.scenario.end.0);
        let all = self.document.judges.minutes_per_day.as_ref();
        let Some(per_day) = court.minutes_per_day.as_ref().or(all) else {
            return;
        };
        let of_one = self.build.number(per_day) * self.build.number(share);
        let there = (plan.seats()).combine(&Schedule::constant(of_one), |seats, one| seats * one);
        // Shares above 1 are told already.
        let left = there.combine(shares, |there, share| there * (1.0 - share).max(0.0));
        let asked = policies().map(|held| &held.minutes);
        let asked = asked.fold(Schedule::constant(0.0), |sum, minutes| &sum + minutes);
        // Half a minute is lost in rounding.
        let short = asked.combine(&left, |asked, left| asked > left + 0.5);
        let Some((day, ..)) = short.stretches(start, end + 1).find(|&(.., short)| short) else {
            return;
        };
        let holds = |held: &&Held| held.minutes.at(day) > 0.0 || held.share.at(day) > 0.0;
        let mut places: Vec<Path> = policies()
            .filter(holds)
            .map(|held| held.at.clone())
            .collect();
        let Some(last) = places.pop() else { return };
        let beside = match (shares.at(day) * 1e9).round() / 1e9 {
            0.0 => String::new(),
            share => format!(" beside a share of {share}"),
        };
        let message = format!(
            "on {day} {} minutes of `{kind}` time are set aside a day{beside}, all posts of court `{}` have {}",
            asked.at(day).round(),
            court.id,
            there.at(day).round()
        );
        let code = Code::BenchTimeBeyondPosts;
        self.warning(code, &last, message, "more than there is");
        let own = own.iter().filter(|(share, _)| share.at(day) > 0.0);
        for place in own.map(|(_, place)| place).chain(&places) {
            self.also(place, "set aside already");
        }
    }

    /// Who waits at a host site has a court to come to.
    fn host_court(&mut self, policy: &Flat<'_>, plan: &Plan, policies: &[Flat<'_>]) {
        let (common, end) = (&policy.common, self.document.scenario.end.0);
        let last = common.until.map_or(end, |until| end.min(until.0 - 1));
        if last < common.effective.0 || plan.seats().at(last) > 0.0 {
            return;
        }
        let court = policy.body.hears().unwrap_or_default();
        let message = format!(
            "court `{court}` has no judges on {last}, when `{}` still sends people to it",
            common.id
        );
        self.error(Code::HostCourtCloses, &policy.at.key("court"), message, "");
        for other in policies {
            let ended = other.common.until.is_some_and(|until| until.0 <= last);
            let staff = other.body.staff(&other.common, &other.at, &self.build);
            if ended && staff.iter().any(|staff| staff.court == court) {
                self.also(&other.at.key("until"), "its posts end");
            }
        }
        self.help("end the programme before the court closes, or name another court");
    }
}
