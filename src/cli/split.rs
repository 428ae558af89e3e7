//! The splits of a total between numbers: how many there are, and which.

use super::grid::fault_of;
use super::vary::Varied;
use crate::diagnostic::{Code, Diagnostic};
use crate::report::number::{counted, shown};
use crate::scenario::Faults;

/// Most splits: all of them are run at least ten times.
pub const MOST_SPLITS: u64 = 500;

/// A total, and the steps in which it is split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Total {
    pub total: f64,
    pub step: f64,
}

impl Total {
    /// For each split the place of its value in the list of each number; the last number changes
    /// first.
    ///
    /// # Errors
    /// Fewer than two numbers or splits, or more splits than are run.
    pub fn places(&self, varied: &[Varied], given: &[String]) -> Result<Vec<Vec<usize>>, Faults> {
        let fault = |code: Code, message: String, help: String| {
            fault_of("--split", given, |origin| {
                Diagnostic::error(code, message.clone())
                    .at(origin, "")
                    .help(help.clone())
            })
        };
        if varied.len() < 2 {
            let message = "a total is split between two numbers at least".to_owned();
            let help = "give --split once for each".to_owned();
            return Err(fault(Code::SetSyntax, message, help));
        }
        let ends = varied.iter().map(|varied| {
            let most = varied.values.len() as u64 - 1;
            (varied.values[0], most as f64)
        });
        let (low, most) = ends.fold((0.0, 0.0), |sum, end| (sum.0 + end.0, sum.1 + end.1));
        let (total, step) = (shown(self.total), shown(self.step));
        let steps = (self.total - low) / self.step;
        let whole = steps.round();
        if (steps - whole).abs() > 1e-6 || whole < 0.0 || whole > most {
            let message = format!(
                "no split in steps of {step} adds up to {total}: the lower ends add up to {}, and the \
                 most is {}",
                shown(low),
                shown(low + most * self.step)
            );
            let help = "widen the ranges, or take another --total or --step".to_owned();
            return Err(fault(Code::InvalidRange, message, help));
        }
        let sizes: Vec<usize> = varied.iter().map(|varied| varied.values.len()).collect();
        let number = splits(&sizes, whole as usize);
        if number == 1 {
            let message = format!("there is only one split of {total} in steps of {step}");
            let help = "widen the ranges, or take a smaller --step".to_owned();
            return Err(fault(Code::InvalidRange, message, help));
        }
        if number > MOST_SPLITS {
            let message = format!(
                "these are {}, and at most {MOST_SPLITS} are run",
                counted(number, "split")
            );
            return Err(fault(
                Code::LimitExceeded,
                message,
                self.larger(&sizes, whole as usize),
            ));
        }
        let mut all = Vec::new();
        extend(&sizes, whole as usize, &mut Vec::new(), &mut all);
        Ok(all)
    }

    /// What to do about too many splits.
    fn larger(&self, sizes: &[usize], steps: usize) -> String {
        let coarser = (2..=steps).filter(|times| steps.is_multiple_of(*times));
        let mut coarser = coarser.map(|times| {
            let sizes: Vec<usize> = sizes.iter().map(|size| (size - 1) / times + 1).collect();
            (times, splits(&sizes, steps / times))
        });
        match coarser.find(|(_, number)| (2..=MOST_SPLITS).contains(number)) {
            Some((times, number)) => format!(
                "with --step {} there are {number}",
                shown(self.step * times as f64)
            ),
            None => "narrow the ranges".to_owned(),
        }
    }
}

/// In how many ways so many steps are split between lists of these sizes, each taking from none to one
/// fewer than its size.
fn splits(sizes: &[usize], steps: usize) -> u64 {
    let mut ways = vec![0_u64; steps + 1];
    ways[0] = 1;
    for size in sizes {
        let before = ways.clone();
        for (sum, way) in ways.iter_mut().enumerate() {
            let least = (sum + 1).saturating_sub(*size);
            let taken = before[least..=sum].iter();
            *way = taken.fold(0_u64, |all, more| all.saturating_add(*more));
        }
    }
    ways[steps]
}

/// All splits that begin with some parts.
fn extend(sizes: &[usize], steps: usize, begun: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    let Some((size, others)) = sizes.split_first() else {
        if steps == 0 {
            all.push(begun.clone());
        }
        return;
    };
    let rest: usize = others.iter().map(|size| size - 1).sum();
    for taken in steps.saturating_sub(rest)..(*size).min(steps + 1) {
        begun.push(taken);
        extend(others, steps - taken, begun, all);
        begun.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varied(values: &[(f64, f64, f64)]) -> Vec<Varied> {
        let one = |&(low, high, step): &(f64, f64, f64)| Varied {
            key: "a".to_owned(),
            values: (0..)
                .map(|i| low + f64::from(i) * step)
                .take_while(|value| *value <= high + 1e-9)
                .collect(),
        };
        values.iter().map(one).collect()
    }

    #[test]
    fn all_splits_add_up_and_are_counted_right() {
        for (parts, total, step) in [
            (vec![(0.0, 10.0, 1.0), (0.0, 10.0, 1.0)], 10.0, 1.0),
            (
                vec![(1.0, 5.0, 2.0), (0.0, 6.0, 2.0), (2.0, 9.0, 2.0)],
                11.0,
                2.0,
            ),
            (vec![(0.0, 0.3, 0.1), (0.1, 0.3, 0.1)], 0.4, 0.1),
        ] {
            let varied = varied(&parts);
            let total = Total { total, step };
            let places = total
                .places(&varied, &[])
                .unwrap_or_else(|_| panic!("{parts:?}"));
            let mut brute = 0;
            let sizes: Vec<usize> = varied.iter().map(|v| v.values.len()).collect();
            let all: usize = sizes.iter().product();
            for mut place in 0..all {
                let mut sum = 0.0;
                for v in &varied {
                    sum += v.values[place % v.values.len()];
                    place /= v.values.len();
                }
                brute += usize::from((sum - total.total).abs() < 1e-9);
            }
            assert_eq!(places.len(), brute, "{parts:?}");
            for place in &places {
                let sum: f64 = varied.iter().zip(place).map(|(v, &i)| v.values[i]).sum();
                assert!((sum - total.total).abs() < 1e-9, "{place:?}");
            }
        }
    }

    #[test]
    fn too_many_splits_name_a_step_that_would_do() {
        let wide = varied(&[(0.0, 100.0, 1.0), (0.0, 100.0, 1.0), (0.0, 100.0, 1.0)]);
        let total = Total {
            total: 100.0,
            step: 1.0,
        };
        let faults = total.places(&wide, &["a".to_owned()]).unwrap_err();
        let fault = &faults.diagnostics[0];
        assert!(fault.message.contains("5,151 splits"), "{}", fault.message);
        assert_eq!(fault.help.as_deref(), Some("with --step 4 there are 351"));
    }
}
