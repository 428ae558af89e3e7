//! The court model: a discrete-event simulation of every case and hearing.
//!
//! What is simulated is said where it is decided. What several files must agree on stands here: a
//! second implementation, kept for tests alone, is written from these rules.
//!
//! # The first day
//! Appeals wait for the body. Benches open, then the levers of the first day hold, then the opening
//! docket comes in: pending cases from the oldest to the youngest over all entries (of one age entry by
//! entry), each seeking its hearing as if on the day before; inactive cases whose return lies in the
//! horizon.
//! Of a pending case the past is not known: it may have been heard, and on the merits too where its stage
//! is one of merits hearings or one to which a case of its docket can advance from there. No hearing of
//! it then counts as the first.
//!
//! Then events are scheduled: steps of levers by day, acts in the order of the policies (those of
//! the past on the first day), months by month, sessions court by court, the appeals body, filings
//! source by source. Every recurring event schedules its next one when it is done.
//!
//! # Courts one after another
//! Where nothing connects the courts but the appeals body ([`independent`]), each is simulated for as
//! long as the decisions on its appeals are known before the next one begins. The order below is then
//! that of each court, and every number is the same to the last bit as with all courts day by day: no
//! rule looks at another court, appeals wait in an order that does not depend on whose turn it is, and
//! draws are keyed.
//!
//! # Order
//! - Appeals join the queue of the body when it next sits: day by day, those of one day court by court,
//!   of one court in the order in which they came.
//! - Cases seek their next hearing at once when a hearing ends; those who lost a place, when all
//!   of the same lane (of the same closure) have lost theirs, in the order in which they lost it.
//! - Capacity is planned court by court; within a court by session kind, reserved lanes before the
//!   general one; what no longer fits a lane is bumped and seeks before the next lane is planned.
//!   It is planned when levers step, when a seat changes, and at the review of a month.
//! - The review of a month: feedback, capacity, then lane by lane (general ones by court and session
//!   kind, then reserved ones) the unbooked cases seek again and hearings are brought forward.
//! - A booking keeps the priority it was made with until an act gives its docket new ranks.
//! - A session hears its reserved lanes first; what they leave is the general lane's.
//! - Under the call-up rule a case becomes ready when the sessions of the day before its earliest
//!   day are over.
//! - Ready cases of one priority and key are called in the order in which they became ready, or in
//!   reverse where the last one comes first. The key of shortest work is in whole minutes.
//! - Sweeps take cases lane by lane (by day, in calling order, then the unbooked), then from the
//!   ready queue in its order, then those who are to be ready, to withdraw or to be closed by a programme
//!   (by day, in the order in which that was scheduled), then those whose next event lies beyond the
//!   horizon. Where hearings are booked, those who leave on the day itself leave.
//! - People at a host site stay with the court that the programme names. When that closes they go before
//!   the courts that take its cases over, and wait at the site as before.
//!
//! # Rounding
//! Bench time of a court is productive judges times minutes times productivity times feedback;
//! that of a session kind is its share of it. Minutes of a lane and its bookable minutes are each
//! rounded to whole minutes; drawn intervals to whole days, waits by a hazard down.
//!
//! # Draws
//! `case` is source and ordinal; `called` counts the hearings called so far, this one included.
//! Two numbers in a row are the two halves of one draw ([`Stream::pair`](crate::rng::Stream::pair)).
//!
//! | decision | key | ordinal | decides |
//! |---|---|---|---|
//! | `ArrivalCount` | source, day of the horizon | layer | candidates of a layer |
//! | `ArrivalHeight` | case | 0 | height of a candidate in its layer |
//! | `ArrivalDay` | case | 0 | day, where the year's count is exact |
//! | `MonthFactor` | source, month | from 0 | overdispersion, as a sequence |
//! | `GroupSize`, `Destination` | case | 0 | cases in a group; court and docket |
//! | `Redirect` | case | 0 | court, where some of its cases go to another |
//! | `Eligible` | case | 0 | meant for a host site; exempt: the same at every site |
//! | `Represented` | case | 0 | representative; application |
//! | `Notice` | case | called | notice of the first hearing, and of that after a return |
//! | `OpeningAge`, `OpeningStage`, `OpeningResidual` | case | 0 | the opening docket |
//! | `Recalendar` | case | 0 | return of an inactive case |
//! | `Absent` | case | called | absence; minutes of the hearing |
//! | `AbsentOrder` | case | called | order in absentia; interval without one |
//! | `Outcome` | case | called | outcome; interval |
//! | `Withdrawal` | case | hearings sought, modulo 256 | withdrawal before the hearing sought |
//! | `Appeal`, `Return` | case | called | whether; after how long |
//! | `AppealOutcome` | case | called | remand |
//! | `Relief`, `Move` | case | tag of the policy | whether (and when) relieved; new court |
//! | `JudgeLeaves`, `Selection` | court × 65,536 + seat | judges before | departure; selection |
//!
//! Cases of the opening docket have source 255 (pending), 254 (inactive) or 253 (appealed), those of
//! a wave 252. Their ordinals, and those of candidates, are made of the place of their entry (times
//! 2^23), the number of the wave (times 2^24) or the day of the horizon (times 2^18), and a count.

mod acts;
mod adjust;
mod appeals;
mod arrive;
mod bench;
mod blueprint;
mod book;
mod capacity;
mod case;
mod closing;
mod decision;
mod event;
mod feedback;
mod filing;
mod flow;
mod hearing;
mod host;
mod levers;
mod monitor;
mod opening;
mod parts;
mod ready;
mod session;
mod system;
mod tables;
mod touch;
mod withdraw;
mod work;
mod workspace;

pub use acts::MAX_WAVES;
pub use blueprint::*;
pub use book::{Book, LaneId, Shelf};
pub use case::{
    Case, Flags, INACTIVE, MAX_OPENING_CASES, MAX_OPENING_ENTRIES, MAX_SITES, MAX_SOURCES, OPENING,
    OPENING_APPEALS,
};
pub use event::Event;
pub use filing::{MAX_DAYS, MAX_EXACT, MAX_RATE};
pub use levers::{CostStream, Levers, Reservation, SiteLevers};
pub use monitor::{Adjournment, Entry, Exit, Hearings, Monitor, Silent, Snapshot};
pub use parts::independent;
pub use system::{RunSummary, simulate};
pub use touch::{
    Act, Affected, Cases, Closure, Deed, OutcomeRule, Rank, Reach, Relief, Representation, Route,
};
pub use workspace::Workspace;
