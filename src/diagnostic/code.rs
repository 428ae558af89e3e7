//! The stable codes of diagnostics.

use std::fmt;

macro_rules! codes {
    ($($variant:ident $code:literal $text:literal;)+) => {
        /// What is wrong, as a stable code: scripts may depend on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $text] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// The code as printed, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)+ }
            }

            /// The rule that was broken, in a sentence.
            pub fn description(self) -> &'static str {
                match self { $(Code::$variant => $text,)+ }
            }
        }
    };
}

codes! {
    FileNotFound "file-not-found" "A file that is named does not exist.";
    NotAFile "not-a-file" "A path that should name a file names a directory.";
    FileUnreadable "file-unreadable" "A file exists but cannot be read.";
    FileTooLarge "file-too-large" "A file is larger than the loader accepts.";
    FileEmpty "file-empty" "A file holds nothing.";
    NotUtf8 "not-utf8" "A text file must be UTF-8.";
    Syntax "syntax" "The text is not TOML.";
    ExtendsCycle "extends-cycle" "A file may not extend itself, directly or through others.";
    ExtendsTooDeep "extends-too-deep" "A chain of `extends` has a limited length.";
    NothingToRemove "nothing-to-remove" "`remove = true` needs an inherited entry with the same id.";
    SetSyntax "set-syntax" "A setting is KEY=VALUE, with a dotted key; a variation KEY=a..b:n or KEY=v1,v2.";
    UnknownKey "unknown-key" "A table may hold only the keys of the format.";
    MissingKey "missing-key" "A key without a default must be given.";
    MisplacedKey "misplaced-key" "A key that has no effect where it stands is refused.";
    WrongType "wrong-type" "A value has the type that its key asks for.";
    UnknownValue "unknown-value" "A word is one of those its key allows.";
    UnknownKind "unknown-kind" "A policy has one of the known kinds.";
    WrongLength "wrong-length" "A list has a number of entries that makes sense.";
    OutOfRange "out-of-range" "A number lies in the range that its key allows.";
    NotFinite "not-finite" "A number is finite.";
    NotWhole "not-whole" "A count is a whole number.";
    LimitExceeded "limit-exceeded" "Limits keep a run within memory and time.";
    InvalidId "invalid-id" "An id is made of a-z, 0-9 and `-`, and has at most 100 letters.";
    ControlCharacter "control-character" "A text holds no control characters but line breaks and tabs.";
    TextTooLong "text-too-long" "A text that charts and tables show has a limited length.";
    ReservedId "reserved-id" "`all` is no id of a court or docket: in results it stands for all of them.";
    DuplicateId "duplicate-id" "Ids are unique within their list.";
    UnknownName "unknown-name" "A name refers to an entry of the scenario.";
    UnknownParameter "unknown-parameter" "A name in place of a number refers to an entry of `[parameters]`.";
    UnitMismatch "unit-mismatch" "A unit that is stated is that of its key.";
    InvalidRange "invalid-range" "A stated range holds its value: low <= value <= high.";
    InvalidDistribution "invalid-distribution" "The parameters of a distribution describe one.";
    EndBeforeStart "end-before-start" "The last day is not before the first.";
    UntilBeforeEffective "until-before-effective" "A policy ends after its effective date.";
    EffectiveAfterEnd "effective-after-end" "A policy takes effect within the horizon.";
    DatesOutOfOrder "dates-out-of-order" "Steps are in the order of their dates, each date once.";
    SeriesGap "series-gap" "A series has a value from the first day on which it is used, and a row for each period in between.";
    SharesNotOne "shares-not-one" "Shares of a whole add to 1.";
    ConditionalFirst "conditional-first" "The first table of outcomes holds without conditions.";
    StageNeverCloses "stage-never-closes" "From every stage a case can reach its end.";
    DocketNotHost "docket-not-host" "A site in a host country is heard on a docket that waits in `host`.";
    DispositionNotInactive "disposition-not-inactive" "Administrative closure ends a case with a disposition that makes it inactive.";
    CourtAlreadyOpen "court-already-open" "A court that opens had no judges and no posts before.";
    TooManyJudges "too-many-judges" "A court starts with no more judges than it has posts, and courtrooms for them.";
    PostsBelowZero "posts-below-zero" "Policies cut no more posts of a court than it has.";
    BenchTimeAboveOne "bench-time-above-one" "The shares of a court's bench time of one kind that are set aside at one time add to at most 1.";
    BenchTimeBeyondPosts "bench-time-beyond-posts" "The minutes of a court day that are set aside are there when all posts are filled, beside what shares take.";
    HostCourtCloses "host-court-closes" "The court that hears people at a host site has posts for as long as the programme holds.";
    WaveBeyondInactive "wave-beyond-inactive" "A wave brings back no more cases than can be inactive by then.";
    CatchmentAboveOne "catchment-above-one" "The shares of a court's filings, or of its pending cases, that others take add to at most 1.";
    ClosureDates "closure-dates" "A closure starts when it is known or later, and before it ends.";
    NestedBill "nested-bill" "A bill may not hold a bill, itself or another.";
    ProvisionBeforeBill "provision-before-bill" "A provision takes effect with its bill or later.";
    ProvisionAfterBill "provision-after-bill" "A provision ends with its bill or before.";
    Contradiction "contradiction" "Two policies may not set one lever on one date.";
    InvalidPeriod "invalid-period" "A published figure is of a period for which its measure is counted.";
    OutsideHorizon "outside-horizon" "A published figure outside the horizon is not compared.";
    CsvMalformed "csv-malformed" "A CSV file has a header and as many fields in each row.";
    CsvColumn "csv-column" "A column that is named stands in the header of the CSV file.";
    CsvNoRow "csv-no-row" "A filter on a CSV file keeps at least one row.";
    CsvCell "csv-cell" "A cell that is used holds a number, or a date where one is needed.";
    CsvDuplicate "csv-duplicate" "A series from a CSV file has one row for each date.";
    HistoryYears "history-years" "A fit needs whole fiscal years with published values up to the last fitted one.";
    VintageMixed "vintage-mixed" "All targets of a fit are of one edition of the published series.";
    ParameterFixed "parameter-fixed" "A parameter that is fitted or drawn has a distribution with a range.";
    DrawsMalformed "draws-malformed" "Drawn vectors have a weight and a value within its range for each parameter.";
    UnusedParameter "unused-parameter" "A parameter that nothing refers to has no effect.";
    UnreachableStage "unreachable-stage" "A stage that no case can reach has no effect.";
    Internal "internal" "The program contradicts itself: please report it.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_in_kebab_case() {
        let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(codes.iter().all(|code| code.chars().all(kebab)));
        assert!(
            Code::ALL
                .iter()
                .all(|code| code.description().ends_with('.'))
        );
    }
}
