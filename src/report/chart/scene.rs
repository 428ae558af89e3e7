//! A picture as a list of marks, before any backend: it can be measured, tested and drawn twice.

mod lettering;

pub use lettering::{
    FONT_FAMILY, FONT_HEIGHT, PLACEHOLDER, Type, Weight, drawable, ensure_font, has_letter,
    is_joiner, text_width,
};

use super::style::{Colour, Dash, Look, PAPER, Shape};

/// A place in the picture [pixels], from the upper left corner.
pub type Xy = (f64, f64);

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line through points.
    Line {
        /// The points.
        points: Vec<Xy>,
        /// Its colour.
        colour: Colour,
        /// Its width [pixels].
        width: f64,
        /// Its dash pattern.
        dash: Dash,
    },
    /// A filled outline.
    Area {
        /// The corners.
        points: Vec<Xy>,
        /// Its colour.
        colour: Colour,
    },
    /// A filled rectangle.
    Rect {
        /// Upper left corner.
        from: Xy,
        /// Lower right corner.
        to: Xy,
        /// Its colour.
        colour: Colour,
    },
    /// A filled disc.
    Disc {
        /// Its middle.
        at: Xy,
        /// Its radius [pixels].
        radius: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A line of text.
    Text {
        /// Where its baseline starts, has its middle, or ends.
        at: Xy,
        /// The words.
        text: String,
        /// Height of letters [pixels per em].
        size: f64,
        /// Weight of letters.
        weight: Weight,
        /// Its colour.
        colour: Colour,
        /// Which part of it is at the point.
        anchor: Anchor,
    },
}

/// A picture: a size and what is on it.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Width [pixels].
    pub width: f64,
    /// Height [pixels].
    pub height: f64,
    /// Marks, the lowest first.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// An empty picture.
    pub fn new(width: f64, height: f64) -> Self {
        Scene {
            width,
            height,
            marks: Vec::new(),
        }
    }

    /// A line through points; fewer than two draw nothing.
    pub fn line(&mut self, points: Vec<Xy>, colour: Colour, width: f64, dash: Dash) {
        if points.len() > 1 {
            self.marks.push(Mark::Line {
                points,
                colour,
                width,
                dash,
            });
        }
    }

    /// A filled outline.
    pub fn area(&mut self, points: Vec<Xy>, colour: Colour) {
        if points.len() > 2 {
            self.marks.push(Mark::Area { points, colour });
        }
    }

    /// A filled rectangle.
    pub fn rect(&mut self, from: Xy, to: Xy, colour: Colour) {
        self.marks.push(Mark::Rect { from, to, colour });
    }

    /// A line of text.
    pub fn text(&mut self, at: Xy, text: &str, kind: Type, anchor: Anchor) {
        if text.is_empty() {
            return;
        }
        let Type {
            size,
            weight,
            colour,
        } = kind;
        // XML has no place for control characters.
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        self.marks.push(Mark::Text {
            at,
            text,
            size,
            weight,
            colour,
            anchor,
        });
    }

    /// A mark of a series, with a white rim so that it stands off the line.
    pub fn point(&mut self, at: Xy, radius: f64, look: Look, filled: bool) {
        self.shape(at, radius + 1.3, look.shape, PAPER);
        self.shape(at, radius, look.shape, look.colour);
        if filled {
            return;
        }
        match look.shape {
            Shape::Cross => {}
            // Only the head is open.
            Shape::Arrow => self.shape(at, radius - 1.8, Shape::Triangle, PAPER),
            shape => self.shape(at, radius - 1.6, shape, PAPER),
        }
    }

    fn shape(&mut self, (x, y): Xy, r: f64, shape: Shape, colour: Colour) {
        match shape {
            Shape::Circle => self.marks.push(Mark::Disc {
                at: (x, y),
                radius: r,
                colour,
            }),
            Shape::Square => self.rect(
                (x - 0.9 * r, y - 0.9 * r),
                (x + 0.9 * r, y + 0.9 * r),
                colour,
            ),
            Shape::Triangle => {
                let corners = vec![
                    (x, y - 1.2 * r),
                    (x + 1.15 * r, y + 0.9 * r),
                    (x - 1.15 * r, y + 0.9 * r),
                ];
                self.area(corners, colour);
            }
            Shape::Diamond => {
                let d = 1.25 * r;
                self.area(vec![(x, y - d), (x + d, y), (x, y + d), (x - d, y)], colour);
            }
            Shape::Arrow => {
                self.line(vec![(x, y), (x, y + 2.0 * r)], colour, 0.45 * r, &[]);
                self.area(
                    vec![(x, y - 1.2 * r), (x + r, y + 0.5 * r), (x - r, y + 0.5 * r)],
                    colour,
                );
            }
            Shape::Cross => {
                let width = 0.55 * r;
                self.line(vec![(x - r, y - r), (x + r, y + r)], colour, width, &[]);
                self.line(vec![(x - r, y + r), (x + r, y - r)], colour, width, &[]);
            }
        }
    }

    /// Texts that overlap each other or leave the picture.
    pub fn crowded(&self) -> Vec<String> {
        let boxes = self.text_boxes();
        let mut found = Vec::new();
        for (i, (text, a)) in boxes.iter().enumerate() {
            if a[0] < 0.0 || a[1] < 0.0 || a[2] > self.width || a[3] > self.height {
                found.push(format!("`{text}` leaves the picture"));
            }
            for (other, b) in &boxes[..i] {
                if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
                    found.push(format!("`{text}` overlaps `{other}`"));
                }
            }
        }
        found
    }

    /// Boxes around the texts: left, top, right, bottom [pixels].
    fn text_boxes(&self) -> Vec<(String, [f64; 4])> {
        let boxed = |mark: &Mark| {
            let Mark::Text {
                at,
                text,
                size,
                weight,
                anchor,
                ..
            } = mark
            else {
                return None;
            };
            let width = text_width(text, *size, *weight);
            let left = match anchor {
                Anchor::Start => at.0,
                Anchor::Middle => at.0 - width / 2.0,
                Anchor::End => at.0 - width,
            };
            Some((
                text.clone(),
                [left, at.1 - 0.74 * size, left + width, at.1 + 0.2 * size],
            ))
        };
        self.marks.iter().filter_map(boxed).collect()
    }
}
