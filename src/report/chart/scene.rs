//! A picture as a list of marks, before any backend: it can be measured, tested and drawn twice.

use std::sync::OnceLock;

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use super::style::{Colour, Dash, LEADING, Look, PAPER, Shape};

/// Fonts as CSS would list them: all of them have letters of the same widths.
pub const FONT_FAMILY: &str = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif";

/// Height of the font over its em: by this the library scales bitmap letters [em].
pub const FONT_HEIGHT: f64 = (1854.0 + 434.0) / 2048.0;

static REGULAR: &[u8] = include_bytes!("../assets/arimo-regular.ttf");
static BOLD: &[u8] = include_bytes!("../assets/arimo-bold.ttf");

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

/// Weight of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
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

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// Height of letters [pixels per em].
    pub size: f64,
    /// Weight of letters.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
}

impl Type {
    /// Regular letters.
    pub const fn regular(size: f64, colour: Colour) -> Self {
        Type {
            size,
            weight: Weight::Regular,
            colour,
        }
    }

    /// Bold letters.
    pub const fn bold(size: f64, colour: Colour) -> Self {
        Type {
            size,
            weight: Weight::Bold,
            colour,
        }
    }

    /// Width of a text [pixels].
    pub fn width(&self, text: &str) -> f64 {
        text_width(text, self.size, self.weight)
    }

    /// Breaks a text into lines no wider than this [pixels]; a long word stays whole.
    pub fn wrap(&self, text: &str, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        // A no-break space is no place to break.
        for word in text
            .split([' ', '\n', '\t'])
            .filter(|word| !word.is_empty())
        {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// The same with at most this many lines: what is too much is cut with an ellipsis.
    pub fn wrap_within(&self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines = self.wrap(text, width);
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).join(" ");
            lines.push(rest);
        }
        lines.iter().map(|line| self.fit(line, width)).collect()
    }

    /// The text, shortened with an ellipsis where it is wider than this [pixels].
    pub fn fit(&self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mut kept: Vec<char> = text.chars().collect();
        while kept.pop().is_some() {
            let cut: String = kept.iter().collect::<String>().trim_end().to_owned() + "\u{2026}";
            if self.width(&cut) <= width {
                return cut;
            }
        }
        String::new()
    }

    /// Height of a line [pixels].
    pub fn leading(&self) -> f64 {
        self.size * LEADING
    }
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

/// Makes the font known to the drawing library, once.
pub fn ensure_font() -> bool {
    static DONE: OnceLock<bool> = OnceLock::new();
    *DONE.get_or_init(|| {
        register_font(FONT_FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FONT_FAMILY, FontStyle::Bold, BOLD).is_ok()
    })
}

/// Width of a text [pixels].
pub fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    if !ensure_font() {
        return text.chars().count() as f64 * size * 0.55;
    }
    // Measured large, since the library answers in whole pixels.
    const FINE: f64 = 1000.0;
    let style = if weight == Weight::Bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let font = FontDesc::new(FontFamily::Name(FONT_FAMILY), FINE * FONT_HEIGHT, style);
    let width = font.layout_box(text).map_or(0, |(_, (right, _))| right);
    f64::from(width) / FINE * size
}
