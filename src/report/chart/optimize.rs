//! A search for a value: how often the targets are met, against the value.

use super::axis::Values;
use super::common::{Draft, Series, View, count_words};
use super::compare::draft;
use super::labels::{Entry, Key};
use super::plot::{Across, Area, Panel, Sheet, Up};
use super::scene::{Anchor, Scene, Type, Xy};
use super::style::{
    BLUE, DASHED, DOTTED, HEIGHT, INK, LABEL, Look, MUTED, PALE, Shape, VERMILLION, WIDTH,
};
use crate::report::frame::Frame;
use crate::report::manifest::Ended;
use crate::report::number::shown;
use crate::report::optimize::{Sought, percent};

/// How a value that was tried looks; shares between them are not known.
const TRIED: Look = Look {
    colour: BLUE,
    dash: DOTTED,
    shape: Shape::Circle,
};
/// How the answer looks.
const ANSWER: Look = Look {
    colour: VERMILLION,
    dash: DASHED,
    shape: Shape::Diamond,
};

/// The chart of a search, where one was made.
pub fn shares(frame: &Frame) -> Option<Draft> {
    let sought = Sought::of(frame)?;
    let info = sought.info;
    let view = View {
        frame,
        scenario: sought.scenario,
    };
    let n = frame.saved.manifest.replications_done;
    sought.trials.first()?;
    let title = format!("How often {} met, by {}", noun(&sought), info.key);
    let words = caption(&sought, n);
    let mut sheet = Sheet::new((WIDTH, HEIGHT), &title, view.scenario.label(), &words);
    sheet.legend(&entries(&sought));
    let up = Up {
        low: 0.0,
        high: 1.0,
        values: Values::Percent,
        ticks: 5,
        title: "Share of replications".to_owned(),
    };
    let outer = Area {
        bottom: sheet.body.bottom - 20.0,
        ..sheet.body
    };
    let ticks = ticks(&sought);
    let across = Across::Values(&ticks, (info.low, info.high));
    let panel = Panel::new(&mut sheet.scene, outer.less_right(24.0), "", across, &up);
    let scene = &mut sheet.scene;
    if let Some((first, last)) = info.doubtful {
        field(scene, &panel, (first.min(last), first.max(last)));
    }
    bound(scene, &panel, info.probability);
    points(scene, &panel, &sought);
    let key = unit_label(&sought);
    under(scene, &panel, &key);
    Some(draft("optimize", &title, &words, alt(&sought), sheet.scene))
}

/// The values that the axis names: its ends, the answer, and the ends of what cannot be told apart
/// where there is room.
fn ticks(sought: &Sought) -> Vec<f64> {
    let info = sought.info;
    let mut ticks = vec![info.low, info.high];
    let room = 0.06 * (info.high - info.low);
    let (first, last) = info.doubtful.unzip();
    for value in [info.answer, first, last].into_iter().flatten() {
        let free = |tick: &f64| (tick - value).abs() > room;
        // An answer near an end takes its place.
        if info.answer == Some(value) {
            ticks.retain(free);
        }
        if ticks.iter().all(free) {
            ticks.push(value);
        }
    }
    ticks.sort_by(f64::total_cmp);
    ticks
}

fn noun(sought: &Sought) -> &'static str {
    if sought.info.targets.len() == 1 {
        "the target is"
    } else {
        "all targets are"
    }
}

fn unit_label(sought: &Sought) -> String {
    let info = sought.info;
    if info.unit.is_empty() {
        info.key.clone()
    } else {
        format!("{} [{}]", info.key, info.unit)
    }
}

fn caption(sought: &Sought, n: u64) -> String {
    let info = sought.info;
    let n = count_words(n);
    let answer = match (info.ended, info.answer) {
        (_, Some(answer)) => format!(" Answer: {}.", shown(answer)),
        (Ended::Never, _) => " No value in the range is enough.".to_owned(),
        _ => " The search was stopped before it had an answer.".to_owned(),
    };
    let doubtful = info.doubtful.map_or_else(String::new, |(first, last)| {
        let holds = percent(info.probability);
        if first == last {
            return format!(" Pale field: the value whose interval holds {holds}.");
        }
        format!(
            " Pale field: values whose interval holds {holds} ({} to {}).",
            shown(first.min(last)),
            shown(first.max(last))
        )
    });
    let target = if info.targets.len() == 1 {
        "Target"
    } else {
        "Targets"
    };
    format!(
        "{} of each value, with the same random numbers. {target}: {}. Whiskers: exact 95 % interval \
         of the share.{doubtful}{answer}",
        n.trim_end_matches('.'),
        sought.targets()
    )
}

fn entries(sought: &Sought) -> Vec<Entry> {
    let info = sought.info;
    let mut entries = vec![(Key::Line(TRIED, true), "value tried".to_owned())];
    if info.answer.is_some() {
        entries.push((Key::Mark(ANSWER, true), "answer".to_owned()));
    }
    let line = Look {
        colour: INK,
        ..ANSWER
    };
    let words = format!("asked for: {}", percent(info.probability));
    entries.push((Key::Line(line, false), words));
    if info.doubtful.is_some() {
        entries.push((Key::Fill(PALE), "cannot be told apart".to_owned()));
    }
    entries
}

/// The values that cannot be told apart.
fn field(scene: &mut Scene, panel: &Panel, (low, high): Xy) {
    let (left, right) = (panel.x.at(low), panel.x.at(high));
    let wide = (right - left).max(3.0);
    let middle = f64::midpoint(left, right);
    scene.rect(
        (middle - wide / 2.0, panel.area.top),
        (middle + wide / 2.0, panel.area.bottom),
        PALE,
    );
}

/// The probability that was asked for.
fn bound(scene: &mut Scene, panel: &Panel, probability: f64) {
    let y = panel.y.at(probability);
    let (left, right) = (panel.area.left, panel.area.right);
    scene.line(vec![(left, y), (right, y)], INK, 1.5, ANSWER.dash);
}

fn points(scene: &mut Scene, panel: &Panel, sought: &Sought) {
    let shares = sought
        .trials
        .iter()
        .filter_map(|trial| Some((trial.value, trial.share()?)));
    let shares: Vec<_> = shares.collect();
    let line: Series = shares
        .iter()
        .map(|(at, share)| (*at, Some(share.met)))
        .collect();
    panel.line(scene, &line, TRIED.colour, TRIED.dash);
    for (at, share) in &shares {
        panel.whisker(scene, *at, share.low, share.high);
    }
    panel.marks(scene, &line, TRIED, true);
    let answer = sought
        .answer()
        .and_then(|trial| Some((trial.value, trial.share()?)));
    if let Some((value, share)) = answer {
        scene.point(panel.at(value, share.met), 7.0, ANSWER, true);
    }
}

/// The key under the axis.
fn under(scene: &mut Scene, panel: &Panel, words: &str) {
    let kind = Type::regular(LABEL, MUTED);
    let at = (
        f64::midpoint(panel.area.left, panel.area.right),
        panel.area.bottom + 36.0,
    );
    let words = kind.fit(words, panel.area.width());
    scene.text(at, &words, kind, Anchor::Middle);
}

fn alt(sought: &Sought) -> String {
    let said: Vec<String> = sought
        .trials
        .iter()
        .filter_map(|trial| {
            Some(format!(
                "{} at {}",
                percent(trial.share()?.met),
                shown(trial.value)
            ))
        })
        .collect();
    let answer = sought.info.answer;
    let answer = answer.map_or_else(String::new, |answer| {
        format!("; the answer is {}", shown(answer))
    });
    format!(
        "Share of replications that meet {} against {}: {}{answer}.",
        sought.noun(),
        unit_label(sought),
        said.join(", ")
    )
}
