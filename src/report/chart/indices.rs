//! Sobol indices: which part of the variance each factor brings about, alone and with others.

use super::axis::{Scale, Values};
use super::bars::{bar, ruled, whisker};
use super::common::{Draft, count_words};
use super::labels::Key;
use super::plot::Sheet;
use super::scene::{Anchor, Scene, Type};
use super::sensitivity::{Study, short_key};
use super::style::{BLUE, MUTED, PALE, TICK, WIDTH};
use super::tornado::{name, rows_area};
use crate::experiment::sensitivity::SensitivityRow;
use crate::report::number::{decimals, thousands};

/// Height of a factor [pixels].
const ROW: f64 = 44.0;
/// Room for the names of factors [pixels].
const NAMES: f64 = 230.0;
/// Room for the numbers [pixels].
const NUMBERS: f64 = 150.0;

/// An index with half its interval.
type Index = (f64, f64);

/// Both indices of the factors that have some, the largest total first.
pub fn indices(study: Study) -> Option<Draft> {
    let both = |row: &'_ SensitivityRow| {
        let half = |conf: Option<f64>| conf.unwrap_or(0.0);
        Some(((row.S1?, half(row.S1_conf)), (row.ST?, half(row.ST_conf))))
    };
    let rows = study.rows().filter_map(|row| Some((row, both(row)?)));
    let mut rows: Vec<(&SensitivityRow, (Index, Index))> = rows.collect();
    rows.sort_by(|a, b| b.1.1.0.total_cmp(&a.1.1.0));
    if rows.is_empty() {
        return None;
    }
    let measure = study.measure_words();
    let info = study.view.frame.saved.manifest.sensitivity.as_ref();
    let (samples, factors) = info.map_or((0, 0), |info| (info.samples, info.factors));
    let others = match factors.saturating_sub(rows.len() as u64) {
        0 => String::new(),
        others => format!(
            " The other {others} numbers that can be moved stay at their central values: screening ranks \
             them lower."
        ),
    };
    let caption = format!(
        "{} at each of {} points ({} samples). S1: part of the variance of {measure} that the number \
         brings about alone; ST: alone and together with others. Whiskers: 95 % interval from resampled \
         samples.{others}",
        count_words(study.n).trim_end_matches('.'),
        thousands((samples * (rows.len() as u64 + 2)) as f64),
        thousands(samples as f64)
    );
    let title = format!("Which numbers the variance comes from: {measure}");
    let height = 214.0 + ROW * rows.len() as f64;
    let label = study.view.scenario.label();
    let mut sheet = Sheet::new((WIDTH, height), &title, label, &caption);
    sheet.legend(&[
        (Key::Fill(BLUE), "S1, alone".to_owned()),
        (Key::Fill(PALE), "ST, alone and with others".to_owned()),
    ]);
    let area = rows_area(sheet.body, (NAMES, NUMBERS), ROW * rows.len() as f64);
    let ends = rows.iter().flat_map(|(_, (s1, st))| [*s1, *st]);
    let low = ends.clone().map(|(at, half)| at - half).fold(0.0, f64::min);
    let high = ends.map(|(at, half)| at + half).fold(1.0, f64::max);
    let axis = "share of the variance between points";
    let x = ruled(&mut sheet.scene, area, (low, high), Values::Percent, axis);
    let mut said = Vec::new();
    for (i, (row, both)) in rows.iter().enumerate() {
        let y = area.top + (i as f64 + 0.5) * ROW;
        let key = short_key(&row.factor);
        name(&mut sheet.scene, (sheet.body.left, y), key, NAMES);
        let words = factor(&mut sheet.scene, &x, (area.right, y), *both);
        said.push(format!("{key} {words}"));
    }
    let alt = format!("Bars of Sobol indices. {}.", said.join("; "));
    let chart = study.chart("sobol");
    Some(study.view.draft(&chart, &title, &caption, alt, sheet.scene))
}

/// Both bars of a factor and their numbers; returns these.
fn factor(
    scene: &mut Scene,
    x: &Scale,
    (right, y): (f64, f64),
    (s1, st): (Index, Index),
) -> String {
    let kind = Type::regular(TICK, MUTED);
    let mut said = Vec::new();
    let bars = [("S1", s1, BLUE, y - 7.0), ("ST", st, PALE, y + 7.0)];
    for (word, (at, half), colour, y) in bars {
        bar(scene, x, (y - 6.0, y + 6.0), (0.0, at), colour);
        whisker(scene, x, y, (at - half, at + half));
        let text = format!("{word} {} \u{b1} {}", decimals(at, 2), decimals(half, 2));
        scene.text((right + 14.0, y + 0.36 * TICK), &text, kind, Anchor::Start);
        said.push(text);
    }
    said.join(", ")
}
