//! A sheet with its words, and the areas it is divided into.

use super::labels::{self, Entry};
use super::scene::{Anchor, Scene, Type, Xy};
use super::style::{CAPTION, INK, MARGIN, MUTED, SUBTITLE, TICK, TITLE};

/// A rectangle of the picture [pixels].
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Width [pixels].
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height [pixels].
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The area with this much kept free at the right [pixels].
    pub fn less_right(&self, width: f64) -> Area {
        Area {
            right: self.right - width,
            ..*self
        }
    }

    /// Cells of a grid, row by row.
    pub fn cells(&self, columns: usize, rows: usize, gap: Xy) -> Vec<Area> {
        let width = (self.width() - gap.0 * (columns - 1) as f64) / columns as f64;
        let height = (self.height() - gap.1 * (rows - 1) as f64) / rows as f64;
        let cell = |i: usize| {
            let left = self.left + (i % columns) as f64 * (width + gap.0);
            let top = self.top + (i / columns) as f64 * (height + gap.1);
            Area {
                left,
                top,
                right: left + width,
                bottom: top + height,
            }
        };
        (0..columns * rows).map(cell).collect()
    }
}

/// A sheet: title and subtitle above, caption below, and the body between.
#[derive(Debug)]
pub struct Sheet {
    /// What is drawn so far.
    pub scene: Scene,
    /// What is free.
    pub body: Area,
}

impl Sheet {
    /// A sheet with its words.
    pub fn new((width, height): Xy, title: &str, subtitle: &str, caption: &str) -> Self {
        let mut scene = Scene::new(width, height);
        // A percent sign never stands alone at the beginning of a line.
        let caption = caption.replace(" %", "\u{a0}%");
        let room = width - 2.0 * MARGIN;
        let mut y = MARGIN - 4.0;
        for (text, kind) in [
            (title, Type::bold(TITLE, INK)),
            (subtitle, Type::regular(SUBTITLE, MUTED)),
        ] {
            for line in kind.wrap_within(text, room, 2) {
                y += kind.leading();
                scene.text((MARGIN, y - 0.3 * kind.size), &line, kind, Anchor::Start);
            }
        }
        let kind = Type::regular(CAPTION, MUTED);
        let lines = kind.wrap(&caption, room);
        let mut bottom = height - MARGIN + 6.0;
        for line in lines.iter().rev() {
            scene.text(
                (MARGIN, bottom - 2.0),
                &kind.fit(line, room),
                kind,
                Anchor::Start,
            );
            bottom -= kind.leading();
        }
        let body = Area {
            left: MARGIN,
            top: y + 8.0,
            right: width - MARGIN,
            bottom: bottom - 4.0,
        };
        Sheet { scene, body }
    }

    /// The body with room at the right for half the label of a last date, so that panels side by
    /// side are equally wide.
    pub fn date_body(&self) -> Area {
        self.body.less_right(date_overhang())
    }

    /// A legend at the top of the body.
    pub fn legend(&mut self, entries: &[Entry]) {
        let Area { left, top, .. } = self.body;
        self.body.top +=
            labels::legend(&mut self.scene, entries, left, top, self.body.width()) + 6.0;
    }
}

/// How far the label of the last date stands beyond its axis [pixels].
pub fn date_overhang() -> f64 {
    Type::regular(TICK, MUTED).width("Oct 2018") / 2.0
}
