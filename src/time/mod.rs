//! Civil time: days, months, fiscal years, the court calendar, and step functions of the date.
//!
//! A simulated clock counts whole civil days; nothing here knows a time of day or a time zone.

mod calendar;
mod day;
mod holidays;
mod month;
mod schedule;

pub use calendar::CourtCalendar;
pub use day::{Day, ParseDayError, Weekday};
pub use holidays::{Holidays, us_federal_holidays};
pub use month::{FiscalYear, Month, ParseMonthError};
pub use schedule::Schedule;
