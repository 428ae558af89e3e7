//! Letters: how wide a text is, where it is broken into lines and where it is cut.

use std::borrow::Cow;
use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef};
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use super::super::style::{Colour, LEADING};

/// Fonts as CSS would list them: all of them have letters of the same widths.
pub const FONT_FAMILY: &str = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif";

/// Height of the font over its em: by this the library scales bitmap letters [em].
pub const FONT_HEIGHT: f64 = (1854.0 + 434.0) / 2048.0;

static REGULAR: &[u8] = include_bytes!("../../assets/arimo-regular.ttf");
static BOLD: &[u8] = include_bytes!("../../assets/arimo-bold.ttf");

/// Stands in place of a letter that the font lacks.
pub const PLACEHOLDER: char = '\u{25a0}';

/// Whether the font has a letter.
pub fn has_letter(letter: char) -> bool {
    static FONT: OnceLock<Option<FontRef<'static>>> = OnceLock::new();
    let font = FONT.get_or_init(|| FontRef::try_from_slice(REGULAR).ok());
    // The first glyph stands for those that are not there.
    font.as_ref()
        .is_none_or(|font| font.glyph_id(letter).0 != 0)
}

/// Whether a character only joins or varies others, and has no shape of its own.
pub fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}

/// A text as the font inside can draw it: a letter that it lacks would leave no trace.
pub fn drawable(text: &str) -> Cow<'_, str> {
    if text.chars().all(has_letter) {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().filter(|letter| !is_joiner(*letter));
    let drawn = |letter| {
        if has_letter(letter) {
            letter
        } else {
            PLACEHOLDER
        }
    };
    letters.map(drawn).collect()
}

/// Weight of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
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
        self.lines(text, width, usize::MAX)
    }

    /// The same with at most this many lines: what is too much is cut with an ellipsis.
    pub fn wrap_within(&self, text: &str, width: f64, most: usize) -> Vec<String> {
        let lines = self.lines(text, width, most);
        lines.iter().map(|line| self.fit(line, width)).collect()
    }

    /// The lines of a text; the last of the most that there may be takes all the rest, however wide.
    fn lines(&self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut over = false;
        // A no-break space is no place to break.
        for word in text
            .split([' ', '\n', '\t'])
            .filter(|word| !word.is_empty())
        {
            let last = lines.len() >= most;
            match lines.last_mut() {
                // What is too wide already need not be measured with every further word.
                Some(line) if over || self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                Some(line) if last => {
                    over = true;
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// The text, shortened with an ellipsis where it is wider than this [pixels].
    ///
    /// Widths grow with letters: of a long text only a beginning twice as long as what fits is laid
    /// out, and the place of the cut is searched by halves.
    pub fn fit(&self, text: &str, width: f64) -> String {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let begin = |letters: usize| ends.get(letters).map_or(text, |&end| &text[..end]);
        let mut wide = 32;
        while self.width(begin(wide)) <= width {
            if wide >= ends.len() {
                return text.to_owned();
            }
            wide *= 2;
        }
        let cut = |letters: usize| begin(letters).trim_end().to_owned() + "\u{2026}";
        let (mut fits, mut wide) = (None, wide.min(ends.len()));
        let mut least = 0;
        while least < wide {
            let middle = usize::midpoint(least, wide);
            let shown = cut(middle);
            if self.width(&shown) <= width {
                fits = Some(shown);
                least = middle + 1;
            } else {
                wide = middle;
            }
        }
        fits.unwrap_or_default()
    }

    /// Height of a line [pixels].
    pub fn leading(&self) -> f64 {
        self.size * LEADING
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
    let text = drawable(text);
    let width = font.layout_box(&text).map_or(0, |(_, (right, _))| right);
    f64::from(width) / FINE * size
}

#[cfg(test)]
mod tests {
    use super::super::super::style::INK;
    use super::*;

    const KIND: Type = Type::regular(12.0, INK);

    /// The longest beginning that fits, found letter by letter.
    fn letter_by_letter(text: &str, width: f64) -> String {
        let mut kept: Vec<char> = text.chars().collect();
        if KIND.width(text) <= width {
            return text.to_owned();
        }
        while kept.pop().is_some() {
            let cut = kept.iter().collect::<String>().trim_end().to_owned() + "\u{2026}";
            if KIND.width(&cut) <= width {
                return cut;
            }
        }
        String::new()
    }

    #[test]
    fn a_text_is_cut_where_the_next_letter_would_be_too_much() {
        let long = "W\u{e9}ll, AVA To iiii ".repeat(20);
        for text in ["", "a", "a word and another", long.as_str()] {
            for width in [0.0, 5.0, 13.0, 50.0, 51.0, 200.0, 777.7, 1e6] {
                assert_eq!(KIND.fit(text, width), letter_by_letter(text, width));
            }
        }
    }

    #[test]
    fn letters_that_the_font_lacks_leave_a_mark() {
        assert_eq!(
            drawable("Citt\u{e0},\u{a0}\u{2212}5 \u{20ac}"),
            "Citt\u{e0},\u{a0}\u{2212}5 \u{20ac}"
        );
        assert_eq!(
            drawable("A\u{6771}\u{4eac} \u{1f3db}\u{fe0f}"),
            "A\u{25a0}\u{25a0} \u{25a0}"
        );
        assert!(KIND.width("\u{6771}") > 5.0);
    }

    #[test]
    fn a_very_long_text_is_wrapped() {
        for text in ["a".repeat(100_000), "a word ".repeat(15_000)] {
            let lines = KIND.wrap_within(&text, 300.0, 3);
            assert!((1..=3).contains(&lines.len()));
            assert!(lines.iter().all(|line| KIND.width(line) <= 300.0));
            assert!(lines.last().is_some_and(|line| line.ends_with('\u{2026}')));
        }
        let lines = KIND.wrap_within("one two three four", 60.0, 2);
        assert_eq!(lines, ["one two", "three four"]);
        assert_eq!(KIND.wrap_within("one two three four", 60.0, 1).len(), 1);
    }
}
