//! `--vary KEY=a..b:n` and `--vary KEY=v1,v2`: a number and the values that it takes; `KEY=a..b` where
//! it takes every whole number.

use super::words::{Given, Line, Wrong};
use crate::diagnostic::{Code, Diagnostic};
use crate::experiment::MOST_KEYS;
use crate::experiment::optimize::MOST_PARTS;
use crate::report::number::counted;
use crate::scenario::Faults;

/// Most values of one key.
const MOST_VALUES: usize = 1000;

/// What a variation looks like.
const FORM: &str = "write KEY=a..b:n for n values from a to b, such as court.north.judges=2..6:3, \
    or list them: KEY=2,4,6";
/// What a part of a split looks like.
const FORM_OF_A_SPLIT: &str = "write KEY=a..b for the least and the most that it may get, such as \
    court.north.judges=2..6; --step says in which steps";

/// An option that varies numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Form {
    /// Its name.
    pub option: &'static str,
    /// What a range without a number of values means.
    pub steps: Steps,
    /// Most numbers that are varied at once.
    pub most: usize,
}

/// What a range without a number of values means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Steps {
    /// Nothing: the number is to be given.
    Counted,
    /// Every whole number, where both ends are whole.
    Whole,
    /// From the lower end on in steps of this size, as far as the upper end; always.
    By(f64),
}

impl Form {
    /// That of a sweep.
    pub const SWEEP: Form = Form {
        option: "--vary",
        steps: Steps::Counted,
        most: MOST_KEYS,
    };
    /// That of a search for the least value.
    pub const LEAST: Form = Form {
        option: "--vary",
        steps: Steps::Whole,
        most: 1,
    };

    /// That of the parts of a total that is split in steps.
    pub fn split(step: f64) -> Form {
        Form {
            option: "--split",
            steps: Steps::By(step),
            most: MOST_PARTS,
        }
    }

    /// What a variation looks like.
    fn words(self) -> &'static str {
        match self.steps {
            Steps::By(_) => FORM_OF_A_SPLIT,
            _ => FORM,
        }
    }
}

/// A number that is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct Varied {
    /// Its key, as given.
    pub key: String,
    /// Its values, the least first.
    pub values: Vec<f64>,
}

impl Varied {
    /// The setting of one of its values.
    pub fn setting(&self, at: usize) -> String {
        format!("{}={}", self.key, self.values[at])
    }
}

/// Reads what is varied; with it all that is wrong with the form, in one go.
pub fn read(asked: &[String], form: Form) -> (Vec<Varied>, Option<Faults>) {
    let given = Given::new(form.option, asked);
    let (mut known, mut faults): (Vec<Varied>, Vec<Diagnostic>) = Default::default();
    let mut seen: Vec<String> = Vec::new();
    for (i, line) in given.lines().enumerate() {
        let words = Words { line, form };
        let key = plain(line.text.split('=').next().unwrap_or_default());
        if i == form.most {
            faults.push(words.too_many_keys());
        }
        if seen.contains(&key) {
            faults.push(words.twice(&key));
        }
        seen.push(key);
        match words.varied() {
            Ok(varied) => known.push(varied),
            Err(fault) => faults.push(*fault),
        }
    }
    // What is too much, or twice, is told; the rest is looked at all the same.
    known.truncate(form.most);
    (known, given.faults(faults))
}

/// A key without blanks around its parts.
fn plain(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').map(str::trim).collect();
    parts.join(".")
}

/// One variation, with its place.
struct Words<'a> {
    line: Line<'a>,
    form: Form,
}

impl Words<'_> {
    fn varied(&self) -> Result<Varied, Wrong> {
        let all = self.line.text;
        let Some((key, values)) = all.split_once('=') else {
            let message = format!("`{all}` varies nothing");
            return Err(self.fault(Code::SetSyntax, all, message, "no `=`", FORM));
        };
        let values = match values.split_once("..") {
            Some((from, rest)) => self.range(values, from, rest)?,
            None if matches!(self.form.steps, Steps::By(_)) => {
                let message = format!("`{}` is no range", values.trim());
                return Err(self.fault(
                    Code::SetSyntax,
                    values,
                    message,
                    "no `..`",
                    self.form.words(),
                ));
            }
            None => self.list(values)?,
        };
        Ok(Varied {
            key: plain(key),
            values,
        })
    }

    /// `a..b:n`: evenly spaced, both ends included.
    fn range(&self, all: &str, from: &str, rest: &str) -> Result<Vec<f64>, Wrong> {
        let Some((to, count)) = rest.split_once(':') else {
            return self.uncounted(all, from, rest);
        };
        if let Steps::By(_) = self.form.steps {
            let message = "a part of a split takes no number of values".to_owned();
            return Err(self.fault(Code::SetSyntax, count, message, "", self.form.words()));
        }
        let (low, high) = self.ends(all, from, to)?;
        let n: usize = count.trim().parse().map_err(|_| {
            let message = format!("`{}` is no number of values", count.trim());
            self.fault(Code::NotWhole, count, message, "not a count", FORM)
        })?;
        self.count(count, n as f64)?;
        let step = |i: usize| low + (high - low) * (i as f64 / (n - 1) as f64);
        let inner = (1..n - 1).map(|i| twelve_digits(step(i)));
        let mut values: Vec<f64> = std::iter::once(low).chain(inner).collect();
        values.push(high);
        if values.windows(2).any(|pair| pair[0] >= pair[1]) {
            let message = format!("{low} and {high} are too near to each other for {n} values");
            return Err(self.fault(Code::InvalidRange, all, message, "", FORM));
        }
        Ok(values)
    }

    /// `a..b`: what the option says of it.
    fn uncounted(&self, all: &str, from: &str, to: &str) -> Result<Vec<f64>, Wrong> {
        let uncounted = |why: &str| {
            let message = format!("`{}` does not say how many values{why}", all.trim());
            self.fault(Code::SetSyntax, all, message, "no `:n`", FORM)
        };
        if self.form.steps == Steps::Counted {
            return Err(uncounted(""));
        }
        let (low, high) = self.ends(all, from, to)?;
        if let Steps::By(step) = self.form.steps {
            // Rounding takes no step away.
            let n = ((high - low) / step * (1.0 + 1e-12)).floor() + 1.0;
            self.count(all, n)?;
            let value = |i: usize| twelve_digits(low + i as f64 * step);
            return Ok((0..n as usize).map(value).collect());
        }
        if low.fract() != 0.0 || high.fract() != 0.0 {
            return Err(uncounted(": only whole numbers need none"));
        }
        let n = high - low + 1.0;
        self.count(all, n)?;
        Ok((0..n as usize).map(|i| low + i as f64).collect())
    }

    /// The ends of a range, the lower one first.
    fn ends(&self, all: &str, from: &str, to: &str) -> Result<(f64, f64), Wrong> {
        let (low, high) = (self.number(from)?, self.number(to)?);
        if low < high {
            return Ok((low, high));
        }
        let message = format!("{low} is not below {high}");
        let help = "write the lower end first; one value is set with --set";
        Err(self.fault(Code::InvalidRange, all, message, "", help))
    }

    /// Refuses too many values, and too few.
    fn count(&self, part: &str, n: f64) -> Result<(), Wrong> {
        if (2.0..=MOST_VALUES as f64).contains(&n) {
            return Ok(());
        }
        let message = format!("a key takes from 2 to {MOST_VALUES} values, not {n}");
        Err(self.fault(Code::LimitExceeded, part, message, "", FORM))
    }

    /// `v1,v2,...`: put in order.
    fn list(&self, all: &str) -> Result<Vec<f64>, Wrong> {
        let count = all.split(',').count();
        if !(2..=MOST_VALUES).contains(&count) {
            let message = format!("a key takes from 2 to {MOST_VALUES} values, not {count}");
            return Err(self.fault(Code::LimitExceeded, all, message, "", FORM));
        }
        let mut values: Vec<f64> = Vec::new();
        for text in all.split(',') {
            let value = self.number(text)?;
            if values.contains(&value) {
                let message = format!("{value} is listed twice");
                return Err(self.fault(Code::DuplicateId, text, message, "again", FORM));
            }
            values.push(value);
        }
        values.sort_by(f64::total_cmp);
        Ok(values)
    }

    fn number(&self, text: &str) -> Result<f64, Wrong> {
        let help = "only numbers are varied; for dates and words write a file for each and take \
                    `compare`";
        self.line.number(text, help)
    }

    fn too_many_keys(&self) -> Diagnostic {
        let most = counted(self.form.most as u64, "key");
        let message = format!("at most {most} are varied at once");
        let help = "hold the others with --set";
        *self.fault(
            Code::LimitExceeded,
            self.line.text,
            message,
            "one too many",
            help,
        )
    }

    fn twice(&self, key: &str) -> Diagnostic {
        let message = format!("`{key}` is varied twice");
        let help = "list all its values in one --vary";
        *self.fault(Code::DuplicateId, self.line.text, message, "again", help)
    }

    /// A fault of a part of the line, and what to do about it.
    fn fault(&self, code: Code, part: &str, message: String, word: &str, help: &str) -> Wrong {
        Box::new(self.line.fault(code, part, message, word).help(help))
    }
}

/// A number without the last digits, which steps of a sum make ugly.
fn twelve_digits(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<f64> {
        let (known, faults) = read(&[text.to_owned()], Form::SWEEP);
        assert!(faults.is_none(), "{text}: {}", faults.unwrap());
        known[0].values.clone()
    }

    #[test]
    fn a_range_holds_both_ends_and_even_steps() {
        assert_eq!(values("a.b=400..700:4"), [400.0, 500.0, 600.0, 700.0]);
        assert_eq!(values("a=0.1..0.5:5"), [0.1, 0.2, 0.3, 0.4, 0.5]);
        assert_eq!(values("a=-1..1:2"), [-1.0, 1.0]);
        assert_eq!(
            values(" a . b = 1_000 .. 2_000 : 3 "),
            [1000.0, 1500.0, 2000.0]
        );
        assert_eq!(values("a=5,3, 4"), [3.0, 4.0, 5.0]);
        let (known, _) = read(&[" a . b =0.1..0.3:3".to_owned()], Form::SWEEP);
        let settings: Vec<String> = (0..3).map(|i| known[0].setting(i)).collect();
        assert_eq!(settings, ["a.b=0.1", "a.b=0.2", "a.b=0.3"]);
    }

    #[test]
    fn every_whole_number_is_taken_where_that_is_meant_and_no_count_is_given() {
        let whole = |text: &str| read(&[text.to_owned()], Form::LEAST);
        let (known, faults) = whole("a=-1 .. 3");
        assert!(faults.is_none());
        assert_eq!(known[0].values, [-1.0, 0.0, 1.0, 2.0, 3.0]);
        let (known, _) = whole("a=0..1:3");
        assert_eq!(known[0].values, [0.0, 0.5, 1.0]);
        for (text, code) in [
            ("a=0.5..3", "set-syntax"),
            ("a=3..1", "invalid-range"),
            ("a=0..1000", "limit-exceeded"),
        ] {
            let (_, faults) = whole(text);
            let faults = faults.expect("no values of it are meant");
            assert_eq!(faults.diagnostics[0].code.as_str(), code, "{text}");
        }
    }

    #[test]
    fn what_varies_nothing_is_told_all_at_once_each_at_its_place() {
        let asked = [
            "a",
            "b=1..2",
            "c=2..1:3",
            "d=1..2:1",
            "e=1..2:x",
            "f=1..inf:3",
            "g=1",
            "h=1,1",
            "i=never,1",
            "j=1..2:1001",
            "k=nan,1",
            "b=1,2",
            "l=0..0:2",
            "m=",
            "n=..5:2",
            "o=1..1.0000000000000002:5",
        ];
        let asked = asked.map(str::to_owned);
        let (_, faults) = read(&asked, Form::SWEEP);
        let faults = faults.expect("nothing of this varies anything");
        let told: Vec<(&str, usize, usize)> = faults
            .diagnostics
            .iter()
            .map(|fault| {
                let place = &fault.labels[0];
                (fault.code.as_str(), place.line, place.column)
            })
            .collect();
        let expected = [
            ("set-syntax", 1, 1),
            ("set-syntax", 2, 3),
            ("invalid-range", 3, 3),
            ("limit-exceeded", 4, 8),
            ("limit-exceeded", 4, 1),
            ("not-whole", 5, 8),
            ("not-finite", 6, 6),
            ("limit-exceeded", 7, 3),
            ("duplicate-id", 8, 5),
            ("set-syntax", 9, 3),
            ("limit-exceeded", 10, 8),
            ("not-finite", 11, 3),
            ("duplicate-id", 12, 1),
            ("invalid-range", 13, 3),
            ("limit-exceeded", 14, 3),
            ("set-syntax", 15, 3),
            ("invalid-range", 16, 3),
        ];
        let mut expected = expected.to_vec();
        expected.sort_by_key(|told| told.1);
        let mut sorted = told.clone();
        sorted.sort_by_key(|told| told.1);
        assert_eq!(sorted.len(), expected.len(), "{told:?}");
        for one in expected {
            assert!(sorted.contains(&one), "{one:?}: {told:?}");
        }
    }
}
