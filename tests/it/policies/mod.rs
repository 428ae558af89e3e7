//! Policies: every kind with an answer computed by hand, and the rules that hold for all of them.

mod before;
mod bills;
mod compose;
mod feedback;
mod kinds;
mod leaving;
mod rules;
mod world;
