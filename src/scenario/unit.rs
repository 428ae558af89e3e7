//! Units in words: whether what a file says of a number fits the key at which it stands.

/// Stands for a currency that is not the scenario's.
const FOREIGN: &str = "foreign currency";

/// Words for the same thing; the unit of a key begins with the first of them.
const KINDS: [&[&str]; 21] = [
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
        "people",
        "person",
        "persons",
        "places",
    ],
    &["hearings", "hearing"],
    &["judges", "judge", "posts"],
    &["courtrooms", "courtroom"],
    &["currency"],
    &["per"],
    // No key has these: they are refused wherever they stand.
    &["seconds"],
    &["weeks"],
    &["years"],
    &["percent", "percentage"],
    &[FOREIGN],
];

/// Currencies, by their code, with the names that people give them.
const MONEY: [&[&str]; 5] = [
    &["usd", "dollars", "dollar"],
    &["eur", "euros", "euro"],
    &["gbp", "pounds", "pound"],
    &["cad", "dollars", "dollar"],
    &["mxn", "pesos", "peso"],
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
    let timed = match (unit.time, said.time) {
        (Some(own), Some(other)) => own == other,
        // Bench time is minutes of each day; all else without a time is of none.
        (None, Some(time)) => time == "day",
        (_, None) => true,
    };
    let counted = match KINDS[kind][0] {
        // A share, or a factor, may say of what.
        "share" | "factor" if said.share => return true,
        "share" => said.kind == said.below && said.time.is_none(),
        "factor" => said.kind == Some(kind) || (said.ratio && said.time.is_none()),
        // A hazard may say of what, or of whom.
        "per" => said.ratio || said.share,
        _ => said.kind == Some(kind),
    };
    (said.kind.is_none() || counted) && timed
}

/// What is read from the words of a unit.
struct Unit {
    /// What it counts, as a position in [`KINDS`].
    kind: Option<usize>,
    /// Whether it is one thing per another.
    ratio: bool,
    /// What it is counted per, as a position in [`KINDS`].
    below: Option<usize>,
    /// Whether it says that it is a share.
    share: bool,
    /// The time in which that happens.
    time: Option<&'static str>,
}

impl Unit {
    fn read(text: &str, currency: &str) -> Self {
        let (mut text, money) = (text.to_lowercase(), currency.to_lowercase());
        if !money.is_empty() {
            text = text.replace(&money, "currency");
        }
        let text = text.replace('/', " per ").replace('%', " percent ");
        let words = || {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
        };
        // Whose dollars they are is known where the currency is one of those by its code.
        let named = MONEY.iter().find(|names| names[0] == money);
        let foreign = |word: &str| MONEY.iter().any(|names| names.contains(&word));
        let kind = |word: &str| {
            let word = match named {
                Some(names) if names.contains(&word) => "currency",
                Some(_) if foreign(word) => FOREIGN,
                _ => word,
            };
            KINDS.iter().position(|words| words.contains(&word))
        };
        let counted = || {
            let first = words().take(1);
            first.chain(words().skip(1).take_while(|word| *word != "per"))
        };
        let below = || words().skip_while(|word| *word != "per").skip(1);
        let is_share = |kind: usize| KINDS[kind][0] == "share";
        Self {
            kind: counted().find_map(kind),
            ratio: words().any(|word| word == "per"),
            below: below().find_map(kind),
            share: counted().filter_map(kind).any(is_share),
            time: below().find_map(|w| TIMES.into_iter().find(|time| *time == w)),
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
        for (said, unit, currency) in [
            ("US dollars per year", "currency per year", "US dollars"),
            ("dollars per year", "currency per year", "USD"),
            ("euros per judge and year", "currency per year", "EUR"),
            ("share per year", "per year", "EUR"),
            ("share of judge days per week", "share", "EUR"),
            ("cases with an application, share", "share", "EUR"),
            ("represented cases per case filed", "share", "EUR"),
            ("people per month", "cases per month", "EUR"),
            ("judges leaving per judge and year", "per year", "EUR"),
            ("yearly share of judges", "per year", "EUR"),
            ("cases per fiscal year (12-month)", "cases per year", "EUR"),
            ("share of the FY2019 level", "factor", "EUR"),
        ] {
            assert!(fits(said, unit, currency), "{said} for {unit}");
        }
        for (said, unit) in [
            ("minutes", "days"),
            ("years", "days"),
            ("percent", "share"),
            ("% of cases", "share"),
            ("seekers per month", "cases per year"),
            ("days", "factor"),
            ("USD per year", "currency per year"),
            ("dollars per year", "currency per year"),
            ("cases per year", "factor"),
            ("days", "per year"),
            ("GBP per month", "currency per year"),
            ("GBP per year", "currency"),
            ("cases per year", "cases per month"),
            ("per month", "per year"),
            ("hearings", "people"),
            ("days per case", "share"),
        ] {
            assert!(!fits(said, unit, "GBP"), "{said} for {unit}");
        }
    }
}
