//! Units in words: whether what a file says of a number fits the key at which it stands.

/// Words for the same thing; the unit of a key begins with the first of them.
const KINDS: [&[&str]; 22] = [
    &["days", "day"],
    &["minutes", "minute"],
    &["hours", "hour"],
    &["months", "month"],
    &["share", "shares", "fraction", "proportion", "probability"],
    &["factor", "multiple", "multiplier", "ratio"],
    &["elasticity"],
    &["coefficient", "cv"],
    &["rank"],
    &["weight"],
    &[
        "cases",
        "case",
        "filings",
        "receipts",
        "completions",
        "appeals",
    ],
    &["hearings", "hearing"],
    &["people", "person", "persons", "places"],
    &["judges", "judge", "posts"],
    &["courtrooms", "courtroom"],
    &["currency"],
    &["per"],
    // No key has these: they are refused wherever they stand.
    &["seconds"],
    &["weeks"],
    &["years"],
    &["percent", "percentage"],
    &[
        "usd", "dollars", "eur", "euros", "gbp", "pounds", "cad", "mxn",
    ],
];

/// Times in which something happens.
const TIMES: [&str; 6] = ["hour", "day", "week", "month", "quarter", "year"];

/// Whether a unit in words is that of a key, perhaps with more said: of what, for whom.
///
/// What it counts must not be something else, nor the time in which that happens where the key has
/// one. Words that are not known are taken for an explanation.
pub(super) fn fits(said: &str, unit: &str, currency: &str) -> bool {
    let (said, unit) = (Unit::read(said, currency), Unit::read(unit, currency));
    let Some(kind) = unit.kind else { return true };
    // A factor may say what it turns into what.
    let ratio = KINDS[kind][0] == "factor" && said.ratio && said.time.is_none();
    let timed = match (unit.time, said.time) {
        (Some(own), Some(other)) => own == other,
        // Bench time is minutes of each day; all else without a time is of none.
        (None, Some(time)) => time == "day",
        (_, None) => true,
    };
    ratio || (said.kind.is_none_or(|said| said == kind) && timed)
}

/// What is read from the words of a unit.
struct Unit {
    /// What it counts, as a position in [`KINDS`].
    kind: Option<usize>,
    /// Whether it is one thing per another.
    ratio: bool,
    /// The time in which that happens.
    time: Option<&'static str>,
}

impl Unit {
    fn read(text: &str, currency: &str) -> Self {
        let text = text.to_lowercase();
        let text = text.replace('/', " per ").replace('%', " percent ");
        let words = || {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
        };
        let money = currency.to_lowercase();
        let kind = |word: &str| {
            let word = if word == money { "currency" } else { word };
            KINDS.iter().position(|words| words.contains(&word))
        };
        let counted = words()
            .take(1)
            .chain(words().skip(1).take_while(|word| *word != "per"));
        let below = words().skip_while(|word| *word != "per").skip(1);
        Self {
            kind: counted.filter_map(kind).next(),
            ratio: words().skip(1).any(|word| word == "per"),
            time: below
                .filter_map(|w| TIMES.into_iter().find(|time| *time == w))
                .last(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_unit_counts_what_its_key_counts_in_the_same_time() {
        for (said, unit) in [
            ("days", "days"),
            ("share of new cases", "share"),
            ("minutes per judge and court day", "minutes"),
            ("judge teams", "judges"),
            ("GBP per judge team and year", "currency per year"),
            ("GBP/year", "currency per year"),
            ("cases per fiscal year", "cases per year"),
            ("cases", "cases per month"),
            ("per judge and year", "per year"),
            ("bookable minutes per planned minute", "factor"),
            ("asylum seekers a fiscal year", "cases per year"),
            ("anything", ""),
        ] {
            assert!(fits(said, unit, "GBP"), "{said} for {unit}");
        }
        for (said, unit) in [
            ("minutes", "days"),
            ("years", "days"),
            ("percent", "share"),
            ("% of cases", "share"),
            ("seekers per month", "cases per year"),
            ("days", "factor"),
            ("USD per year", "currency per year"),
            ("GBP per month", "currency per year"),
            ("GBP per year", "currency"),
            ("cases per year", "cases per month"),
            ("per month", "per year"),
            ("cases", "people"),
        ] {
            assert!(!fits(said, unit, "GBP"), "{said} for {unit}");
        }
    }
}
