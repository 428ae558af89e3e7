//! The house style: sizes, colours, lines and marks, in one place.
//!
//! Colours are those of Okabe and Ito (2008), safe for colour-blind readers, in an order in which
//! neighbours also differ in lightness; each series has its own dash pattern and mark besides, so
//! that a page printed in grey can still be read.

/// A colour, red, green and blue [0-255].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// The colour on white with this much opacity [0-1], as a solid colour.
    ///
    /// Bands are solid so that SVG and PNG agree and a printer need not blend.
    pub fn tint(self, opacity: f64) -> Colour {
        let mix = |c: u8| (255.0 - (255.0 - f64::from(c)) * opacity).round() as u8;
        Colour(mix(self.0), mix(self.1), mix(self.2))
    }

    /// Perceived lightness [0-255], as a grey printer would have it.
    pub fn grey(self) -> f64 {
        0.299 * f64::from(self.0) + 0.587 * f64::from(self.1) + 0.114 * f64::from(self.2)
    }

    /// Contrast with another colour [1-21] (Web Content Accessibility Guidelines 2.2, "contrast
    /// ratio").
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance [0-1], of the same source.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// Text and axis lines.
pub const INK: Colour = Colour(0x1a, 0x1a, 0x1a);
/// Lesser text.
pub const MUTED: Colour = Colour(0x55, 0x55, 0x55);
/// Grid lines.
pub const GRID: Colour = Colour(0xde, 0xde, 0xde);
/// Paper.
pub const PAPER: Colour = Colour(0xff, 0xff, 0xff);

/// Okabe-Ito blue.
pub const BLUE: Colour = Colour(0x00, 0x72, 0xb2);
/// Okabe-Ito orange.
pub const ORANGE: Colour = Colour(0xe6, 0x9f, 0x00);
/// Okabe-Ito bluish green.
pub const GREEN: Colour = Colour(0x00, 0x9e, 0x73);
/// Okabe-Ito vermillion.
pub const VERMILLION: Colour = Colour(0xd5, 0x5e, 0x00);
/// Okabe-Ito sky blue.
pub const SKY: Colour = Colour(0x56, 0xb4, 0xe9);
/// A light tint of sky blue: light enough to part from orange in grey.
pub const PALE: Colour = Colour(0xb8, 0xdc, 0xf3);
/// Okabe-Ito reddish purple.
pub const PURPLE: Colour = Colour(0xcc, 0x79, 0xa7);

/// A dash pattern: on and off lengths [pixels]; empty for a solid line.
pub type Dash = &'static [f64];
/// A solid line.
pub const SOLID: Dash = &[];
/// Long dashes.
pub const DASHED: Dash = &[9.0, 5.0];
/// Dots.
pub const DOTTED: Dash = &[2.5, 3.5];
/// A dash and a dot.
pub const DASH_DOT: Dash = &[10.0, 4.0, 2.5, 4.0];

/// A mark at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A disc.
    Circle,
    /// A square.
    Square,
    /// A triangle.
    Triangle,
    /// A diamond.
    Diamond,
    /// A cross.
    Cross,
    /// An arrow that points up, out of the picture.
    Arrow,
}

/// How a series looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Its colour.
    pub colour: Colour,
    /// Its dash pattern.
    pub dash: Dash,
    /// Its mark.
    pub shape: Shape,
}

const LOOKS: [Look; 7] = [
    Look {
        colour: BLUE,
        dash: SOLID,
        shape: Shape::Circle,
    },
    Look {
        colour: ORANGE,
        dash: SOLID,
        shape: Shape::Square,
    },
    Look {
        colour: INK,
        dash: DOTTED,
        shape: Shape::Triangle,
    },
    Look {
        colour: SKY,
        dash: DASHED,
        shape: Shape::Diamond,
    },
    Look {
        colour: VERMILLION,
        dash: DASH_DOT,
        shape: Shape::Cross,
    },
    Look {
        colour: GREEN,
        dash: DASHED,
        shape: Shape::Circle,
    },
    Look {
        colour: PURPLE,
        dash: DOTTED,
        shape: Shape::Square,
    },
];

/// The look of the n-th series of a chart.
pub fn look(n: usize) -> Look {
    LOOKS[n % LOOKS.len()].again(n / LOOKS.len())
}

impl Look {
    /// The look when all have been taken so many times: the colour comes back with another dash and
    /// another mark.
    fn again(self, times: usize) -> Look {
        const DASHES: [Dash; 4] = [SOLID, DOTTED, DASHED, DASH_DOT];
        const SHAPES: [Shape; 5] = [
            Shape::Circle,
            Shape::Square,
            Shape::Triangle,
            Shape::Diamond,
            Shape::Cross,
        ];
        let dash = DASHES.iter().position(|dash| *dash == self.dash);
        let shape = SHAPES.iter().position(|shape| *shape == self.shape);
        let next = |at: Option<usize>, of: usize| (at.unwrap_or(0) + times) % of;
        Look {
            colour: self.colour,
            dash: DASHES[next(dash, DASHES.len())],
            shape: SHAPES[next(shape, SHAPES.len())],
        }
    }
}

/// The look of a baseline: sober, so that the policies stand out.
pub const BASELINE: Look = Look {
    colour: INK,
    dash: DASHED,
    shape: Shape::Triangle,
};

/// The look of the n-th scenario of a comparison, the baseline being the first.
pub fn scenario_look(n: usize) -> Look {
    const ORDER: [usize; 6] = [0, 1, 5, 4, 3, 6];
    if n == 0 {
        BASELINE
    } else {
        LOOKS[ORDER[(n - 1) % ORDER.len()]].again((n - 1) / ORDER.len())
    }
}

/// Fills of stacked parts, in an order in which neighbours differ clearly in lightness.
pub fn fill(n: usize) -> Colour {
    const FILLS: [Colour; 7] = [
        BLUE,
        ORANGE,
        Colour(0x00, 0x4d, 0x40),
        PALE,
        VERMILLION,
        Colour(0xf3, 0xe2, 0x9b),
        PURPLE,
    ];
    FILLS[n % FILLS.len()]
}

/// Width of the usual chart [pixels].
pub const WIDTH: f64 = 960.0;
/// Height of the usual chart [pixels].
pub const HEIGHT: f64 = 540.0;
/// Space around everything [pixels].
pub const MARGIN: f64 = 24.0;
/// Height of the title's letters [pixels per em].
pub const TITLE: f64 = 21.0;
/// Subtitle, panel titles [pixels per em].
pub const SUBTITLE: f64 = 14.5;
/// Labels [pixels per em].
pub const LABEL: f64 = 13.0;
/// Ticks [pixels per em].
pub const TICK: f64 = 12.5;
/// Caption [pixels per em].
pub const CAPTION: f64 = 12.0;
/// Lines of text below each other [em].
pub const LEADING: f64 = 1.25;
/// Width of a data line [pixels].
pub const LINE: f64 = 2.4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        // Black on white, the lightest grey that passes on white, and the red of the guidelines' tools.
        let on_white = |colour: Colour| colour.contrast(PAPER);
        assert!((on_white(Colour(0, 0, 0)) - 21.0).abs() < 1e-9);
        assert!((on_white(Colour(0x76, 0x76, 0x76)) - 4.54).abs() < 0.005);
        assert!((on_white(Colour(0xff, 0, 0)) - 3.998).abs() < 0.005);
    }

    #[test]
    fn more_scenarios_than_colours_still_differ() {
        let looks: Vec<Look> = (0..24).map(scenario_look).collect();
        for (i, look) in looks.iter().enumerate() {
            assert!(!looks[..i].contains(look), "{i}");
        }
    }

    #[test]
    fn neighbours_differ_in_grey_or_in_dash() {
        for n in 0..6 {
            let (a, b) = (look(n), look(n + 1));
            assert!(
                a.dash != b.dash || (a.colour.grey() - b.colour.grey()).abs() > 40.0,
                "{n}"
            );
            assert_ne!(a.shape, b.shape);
            assert!(
                (fill(n).grey() - fill(n + 1).grey()).abs() > 30.0,
                "fills {n}"
            );
        }
    }
}
