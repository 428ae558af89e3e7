//! Numbers as people read them.

/// A whole number with thousands separators: `1,234,567`.
pub fn thousands(value: f64) -> String {
    decimals(value, 0)
}

/// A number with thousands separators and a fixed count of decimals; a true minus sign.
pub fn decimals(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return "not known".to_owned();
    }
    let plain = format!("{:.*}", places, value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let mut out = String::new();
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A whole number to four significant digits: what a reader takes away, without false precision.
pub fn rough(value: f64) -> String {
    if !value.is_finite() || value.abs() < 10_000.0 {
        return thousands(value);
    }
    let step = 10_f64.powf(value.abs().log10().floor() - 3.0);
    thousands((value / step).round() * step)
}

/// The same with a sign.
pub fn signed(value: f64) -> String {
    if value > 0.0 {
        format!("+{}", rough(value))
    } else {
        rough(value)
    }
}

/// A value in its unit's usual precision: shares as percent, small numbers with a decimal.
pub fn value(number: f64, unit: &str) -> String {
    if is_share(unit) {
        return format!("{}\u{a0}%", decimals(number * 100.0, 1));
    }
    let places = if number.abs() < 10.0 && number.fract().abs() > 1e-9 {
        1
    } else {
        0
    };
    decimals(number, places)
}

/// A simulated value as it is quoted: as [`value`], large ones to four significant digits.
pub fn quoted(number: f64, unit: &str) -> String {
    if number.abs() >= 10_000.0 && !is_share(unit) {
        rough(number)
    } else {
        value(number, unit)
    }
}

/// A value as it stands in a scenario, to four significant digits.
pub fn short(value: f64) -> String {
    let four: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    let plain = four.to_string();
    separated(&plain).replace('-', "\u{2212}")
}

/// The size of a difference: as [`quoted`]; of shares in percentage points.
pub fn size(number: f64, unit: &str) -> String {
    difference(number.abs(), unit)
        .trim_start_matches('+')
        .to_owned()
}

/// A simulated value as it is quoted, with its unit in words after it.
pub fn quoted_with_unit(number: f64, unit: &str) -> String {
    if is_share(unit) || unit.is_empty() {
        return quoted(number, unit);
    }
    format!("{} {unit}", quoted(number, unit))
}

/// A text with its numbers of five digits and more separated in thousands. Digits that hang on a
/// letter, a hyphen or a point are of a name, a date or a fraction and stay.
pub fn separated(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let trimmed = word.trim_matches(|c: char| "(),;".contains(c));
        let whole = trimmed.split_once('.').map_or(trimmed, |(whole, _)| whole);
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let long = digits.len() > 4 && digits.bytes().all(|b| b.is_ascii_digit());
        match trimmed.parse::<f64>() {
            Ok(number) if long => {
                let places = trimmed.len() - whole.len();
                word.replacen(trimmed, &decimals(number, places.saturating_sub(1)), 1)
            }
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A number as it was given, with its thousands separated; of a fraction six digits.
pub fn shown(value: f64) -> String {
    let six = format!("{value:.5e}").parse().unwrap_or(value);
    let shown = if value.fract() == 0.0 { value } else { six };
    separated(&shown.to_string())
}

/// A title inside a sentence.
pub fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}

/// `1 court`, `2 policies`, `3 days`, `1,234 courts`.
pub fn counted(count: u64, noun: &str) -> String {
    let vowel = |stem: &&str| stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    let plural = match (count, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) if !vowel(&stem) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", thousands(count as f64))
}

/// A rough number of things: `1 day`, `204 days`.
pub fn about(number: f64, noun: &str) -> String {
    let number = rough(number);
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A value with the unit in words after it.
pub fn with_unit(number: f64, unit: &str) -> String {
    if is_share(unit) || unit.is_empty() {
        value(number, unit)
    } else {
        format!("{} {unit}", value(number, unit))
    }
}

/// A difference: as [`quoted`], with a sign; shares in percentage points.
pub fn difference(number: f64, unit: &str) -> String {
    let body = if is_share(unit) {
        format!("{} points", decimals(number * 100.0, 1))
    } else {
        quoted(number, unit)
    };
    if number > 0.0 {
        format!("+{body}")
    } else {
        body
    }
}

/// Whether the unit is a share of something, shown in percent.
pub fn is_share(unit: &str) -> bool {
    unit == "share" || unit.starts_with("share ")
}

/// A number told in a unit, of which one is so many of the unit that the number is in, such as a
/// million; without the unit.
pub fn quoted_in(value: f64, unit: &str, one: f64) -> String {
    if one == 1.0 {
        return quoted(value, unit);
    }
    let value = value / one;
    let places = match value.abs() {
        high if high >= 100.0 => 0,
        high if high >= 10.0 => 1,
        _ => 2,
    };
    decimals(value, places)
}

/// A difference told so, with its sign.
pub fn difference_in(value: f64, unit: &str, one: f64) -> String {
    if one == 1.0 {
        return difference(value, unit);
    }
    let plus = if value > 0.0 { "+" } else { "" };
    format!("{plus}{}", quoted_in(value, unit, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_one_thing_is_no_plural() {
        assert_eq!(about(1.2, "day"), "1 day");
        assert_eq!(about(204.4, "day"), "204 days");
        assert_eq!(about(0.0, "day"), "0 days");
    }

    #[test]
    fn thousands_are_separated_and_minus_is_a_minus() {
        assert_eq!(thousands(1_234_567.4), "1,234,567");
        assert_eq!(thousands(-1_000.0), "\u{2212}1,000");
        assert_eq!(thousands(-0.2), "0");
        assert_eq!(decimals(999.96, 1), "1,000.0");
        assert_eq!(thousands(12.0), "12");
        assert_eq!(
            (rough(1_619_786.0), rough(9_876.4)),
            ("1,620,000".into(), "9,876".into())
        );
    }

    #[test]
    fn numbers_in_a_text_are_separated_and_dates_and_names_are_not() {
        let text = "250000 USD per post, 2019-10-01 (1234567.25 to 20000), HR47637 0.123456 4760";
        let read =
            "250,000 USD per post, 2019-10-01 (1,234,567.25 to 20,000), HR47637 0.123456 4760";
        assert_eq!(separated(text), read);
    }

    #[test]
    fn a_count_has_its_thousands_and_its_noun_in_the_plural() {
        let told = [
            (1, "court"),
            (2000, "court"),
            (1, "policy"),
            (12_000, "policy"),
            (0, "day"),
        ];
        let told = told.map(|(count, noun)| counted(count, noun));
        let read = [
            "1 court",
            "2,000 courts",
            "1 policy",
            "12,000 policies",
            "0 days",
        ];
        assert_eq!(told, read);
    }

    #[test]
    fn values_of_a_scenario_have_four_digits_at_most() {
        let told = [
            195.491933,
            278_091.098,
            1500.0,
            0.475_702,
            1_783_915.0,
            -2.5,
        ]
        .map(short);
        let read = [
            "195.5",
            "278,100",
            "1500",
            "0.4757",
            "1,784,000",
            "\u{2212}2.5",
        ];
        assert_eq!(told, read);
        assert_eq!(size(-0.0817, "share"), "8.2 points");
        assert_eq!(size(-31_819.4, "cases"), "31,820");
    }

    #[test]
    fn shares_are_percent_and_their_differences_points() {
        assert_eq!(value(0.934, "share of minutes"), "93.4\u{a0}%");
        assert_eq!(difference(-0.01, "share"), "\u{2212}1.0 points");
        assert_eq!(difference(3.0, "cases"), "+3");
        assert_eq!(difference(-31_819.4, "cases"), "\u{2212}31,820");
        assert_eq!(with_unit(42.0, "days"), "42 days");
    }
}
