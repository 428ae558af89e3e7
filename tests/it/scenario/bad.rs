//! What is wrong is said with its place, the rule, and what would be right.
//!
//! One test for each fault, by code; the rendered text is the snapshot.

use std::io;
use std::path::Path;

use docketsim::diagnostic::{Code, Severity};
use docketsim::scenario::{Files, load_from};

use super::world::{World, world};

/// The diagnostics of a spoilt world as text; the first code must be among them.
fn said(world: &World, code: Code) -> String {
    let (diagnostics, sources) = world.diagnosed();
    assert!(
        diagnostics.iter().any(|diagnostic| diagnostic.code == code),
        "{diagnostics:#?}"
    );
    let texts = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.render(&sources, false));
    texts.collect::<Vec<_>>().join("\n")
}

/// A sound `[history]`, spoilt.
fn past(sound: &str, spoilt: &str) -> World {
    let text = r#"
[history]
vintage = "2021"
fitted_until = 2019
parameters = ["judge_minutes"]
[[history.target]]
series = "pending"
tolerance = 0.02
[[actual.series]]
name = "pending"
measure = "pending"
vintage = "2021"
points = [{ at = 2019-09-30, value = 70000 }]
"#;
    let text = if sound.is_empty() {
        text.to_owned()
    } else {
        text.replacen(sound, spoilt, 1)
    };
    world("base.toml").append("base.toml", &text)
}

macro_rules! cases {
    ($($name:ident: $code:ident, $world:expr;)+) => {
        $(
            #[test]
            fn $name() {
                let text = said(&$world, Code::$code);
                insta::with_settings!({ omit_expression => true }, {
                    insta::assert_snapshot!(stringify!($name), text);
                });
            }
        )+

        /// Codes that have a case.
        const COVERED: &[Code] = &[$(Code::$code),+];
    };
}

cases! {
    a_file_that_does_not_exist: FileNotFound, world("nowhere.toml");
    an_extended_file_that_does_not_exist: FileNotFound,
        world("mpp.toml").edit("mpp.toml", "\"base.toml\"", "\"bsae.toml\"");
    a_csv_file_that_does_not_exist: FileNotFound,
        world("base.toml").base("\"data/opening_age.csv\"", "\"data/opening.csv\"");
    a_file_that_is_too_large: FileTooLarge,
        world("large.toml").file("large.toml", vec![b'#'; 4 * 1024 * 1024 + 1]);
    an_empty_file: FileEmpty, world("empty.toml").file("empty.toml", "\n \n");
    a_file_in_another_encoding: NotUtf8,
        world("latin.toml").file("latin.toml", b"[scenario]\ntitle = \"caf\xe9\"\n");
    several_syntax_errors: Syntax, world("broken.toml").file("broken.toml",
        "[scenario]\nname = \nstart = 2018-10-01\n\n[rules\nqueue = \"call-up\"\nx = 1 2\n");
    a_key_given_twice: Syntax, world("base.toml").base("seed = 20190312", "seed = 1\nseed = 2");
    an_impossible_date: Syntax, world("base.toml").base("end = 2021-09-30", "end = 2019-02-30");
    a_file_that_extends_itself: ExtendsCycle,
        world("a.toml").file("a.toml", "extends = \"b.toml\"\n").file("b.toml", "extends = \"./a.toml\"\n");
    a_chain_that_is_too_long: ExtendsTooDeep, (0..20).fold(world("0.toml"), |world, i| {
        world.file(&format!("{i}.toml"), format!("extends = \"{}.toml\"\n", i + 1))
    });
    an_extends_that_is_no_path: WrongType, world("mpp.toml").edit("mpp.toml", "\"base.toml\"", "3");
    nothing_to_remove: NothingToRemove,
        world("mpp.toml").append("mpp.toml", "\n[[policy]]\nid = \"mroe\"\nremove = true\n");
    a_setting_without_a_value: SetSyntax, world("base.toml").set("rules.queue");
    a_setting_with_an_empty_key: SetSyntax, world("base.toml").set("rules..queue=3");
    a_setting_of_an_unknown_key: UnknownKey, world("base.toml").set("court.rest.judgs=9");
    a_setting_of_an_unknown_court: UnknownName, world("base.toml").set("court.san-deigo.judges=9");
    a_setting_of_an_impossible_value: OutOfRange, world("base.toml").set("docket.mpp.applies=1.5");
    a_setting_that_is_no_toml: Syntax, world("base.toml").set("docket.mpp.notice={ low = 3");
    an_unknown_key: UnknownKey, world("base.toml").base("departures =", "departure =");
    an_unknown_key_of_a_policy: UnknownKey, world("mpp.toml").edit("mpp.toml", "intake_ramp", "intake_rmap");
    an_unknown_key_that_resembles_nothing: UnknownKey, world("base.toml").base("seed = 20190312", "zzz = 1");
    a_missing_key: MissingKey, world("base.toml").base("planned = 60\n", "");
    a_missing_table: MissingKey, world("small.toml").file("small.toml", "[rules]\nqueue = \"call-up\"\n");
    a_court_without_minutes: MissingKey, world("base.toml").base("minutes_per_day = \"judge_minutes\"\n", "");
    a_distribution_without_a_range: MissingKey, world("base.toml").base("high = 350\n", "");
    a_distribution_without_a_parameter: MissingKey,
        world("base.toml").base("mean = 170, cv = 0.4", "mean = 170");
    a_close_without_a_disposition: MissingKey,
        world("base.toml").base("then = \"close\", disposition = \"removal\" }", "then = \"close\" }");
    withdrawals_without_a_disposition: MissingKey,
        world("base.toml").base("withdrawal = { value = 0.01, unit = \"per year\" }\nwithdrawn = \"voluntary-departure\"\n", "withdrawal = 0.01\n");
    appeals_without_a_body: MissingKey, world("base.toml").base(
        "[appeals]\nopening = 5000\ndecisions_per_year = 19448\nremand = 0.16\nopening_remands = [{ court = \"rest\", docket = \"non-detained\", share = 1.0 }]\n", "");
    a_key_without_effect: MisplacedKey,
        world("base.toml").base("disposition = \"removal\", share = 0.15", "disposition = \"removal\", share = 0.15, to = \"master\"");
    a_series_that_is_no_rate: MisplacedKey, world("base.toml").base("value = 9 }] }", "value = 9 }], per = \"month\" }");
    ready_on_a_date_and_at_a_capacity: MisplacedKey,
        world("mpp.toml").edit("mpp.toml", "ready = { date", "ready = { capacity = 10, date");
    texts_of_many_letters: TextTooLong, world("base.toml")
        .base("title = \"A small court system", &format!("title = \"{}", "t".repeat(201))).base("What happens to the backlog?", &"q".repeat(1001))
        .base("Master calendar", &"\u{e9}".repeat(201));
    citations_and_remarks_of_many_letters: TextTooLong, world("mpp.toml")
        .base("source = \"an observed calendar\"", &format!("source = \"{}\"", "s".repeat(2001)))
        .base("note = \"bench time only\"", &format!("note = \"{}\"", "\u{e9}".repeat(2001)))
        .base("source = \"closures\"", &format!("source = \"{}\"", "s".repeat(2001)))
        .base("pending = 60000", &format!("pending = {{ value = 60000, note = \"{}\" }}", "n".repeat(100_000)))
        .append("mpp.toml", &format!("[[policy]]\nid = \"cut\"\nkind = \"arrivals\"\neffective = 2019-07-01\nsources = [\"port\"]\nmultiplier = 0.9\nsource = \"{}\"\n", "s".repeat(2001)));
    a_string_for_a_number: WrongType, world("base.toml").base("seed = 20190312", "seed = \"20190312\"");
    a_string_for_a_date: WrongType, world("base.toml").base("end = 2021-09-30", "end = \"2021-09-30\"");
    a_time_for_a_date: WrongType, world("base.toml").base("end = 2021-09-30", "end = 2021-09-30T12:00:00Z");
    a_table_for_a_list: WrongType, world("base.toml").base("[[actual.series]]", "[actual.series]");
    a_list_for_a_number: WrongType, world("base.toml").base("judges = 380", "judges = [380]");
    a_number_for_a_truth_value: WrongType, world("base.toml").base("merits = true", "merits = 1");
    an_unknown_word: UnknownValue, world("base.toml").base("queue = \"book-ahead\"", "queue = \"bookahead\"");
    an_unknown_distribution: UnknownValue, world("base.toml").base("\"gamma\"", "\"gama\"");
    an_unknown_kind: UnknownKind, world("mpp.toml").edit("mpp.toml", "\"remain-in-host\"", "\"remain-in-hots\"");
    an_unknown_kind_with_other_faults: UnknownKind, world("mpp.toml")
        .edit("mpp.toml", "\"remain-in-host\"", "\"remain-in-hots\"")
        .edit("mpp.toml", "intake_ramp", "intake_rmap");
    a_series_from_a_date_that_is_none: WrongType, world("mpp.toml")
        .edit("mpp.toml", "effective = 2019-01-29", "effective = \"soon\"");
    a_list_of_the_wrong_length: WrongLength, world("base.toml").base("[1, 1, 1, 1, 1, 0, 0]", "[1, 1, 1, 1, 1]");
    a_docket_without_stages: WrongLength, world("base.toml").append("base.toml", "[[docket]]\nid = \"empty\"\nstage = []\n");
    a_probability_above_one: OutOfRange, world("base.toml").base("represented = 0.65", "represented = 65");
    a_negative_count: OutOfRange, world("base.toml").base("judges = 380", "judges = -380");
    a_parameter_that_does_not_fit: OutOfRange,
        world("base.toml").base("starting_productivity = 0.5", "starting_productivity = \"judge_minutes\"");
    a_multiple_that_does_not_fit: OutOfRange, world("base.toml")
        .base("starting_productivity = 0.5", "starting_productivity = { value = \"overcrowding\", scale = 0.9 }");
    a_multiple_of_nothing: UnknownParameter, world("base.toml")
        .base("starting_productivity = 0.5", "starting_productivity = { value = \"overcrowdign\", scale = 0.1 }");
    more_bench_time_held_than_there_is: OutOfRange, world("base.toml").base("courtrooms = 8",
        "courtrooms = 8\nreserved = [{ docket = \"detained\", share = 0.6 }, { docket = \"mpp\", session = \"master\", share = 0.5 }]");
    weights_that_are_all_zero: OutOfRange, world("base.toml").base("[1, 1, 1, 1, 1, 0, 0]", "[0, 0, 0, 0, 0, 0, 0]");
    a_number_that_is_not_finite: NotFinite, world("base.toml").base("cv = 0.4", "cv = nan");
    a_setting_that_is_no_number: NotFinite, world("base.toml").set("court.rest.judges=NaN");
    half_a_judge: NotWhole, world("base.toml").base("judges = 380", "judges = 380.5");
    half_a_replication: NotWhole, world("base.toml").base("replications = 20", "replications = 20.5");
    a_number_beyond_64_bits: LimitExceeded, world("base.toml").base("judges = 380", "judges = 99999999999999999999");
    a_horizon_that_is_too_long: LimitExceeded, world("base.toml").base("end = 2021-09-30", "end = 2121-09-30");
    too_many_replications: LimitExceeded, world("base.toml").base("replications = 20", "replications = 2000000");
    too_many_cases_a_day: LimitExceeded, world("base.toml").base("per = \"month\"", "per = \"day\"")
        .base("value = 2400", "value = 240000");
    too_many_cases_in_all: LimitExceeded, world("base.toml").base("pending = 60000", "pending = 49000000")
        .base("inactive = 120", "inactive = 49000000").base("value = 2400, per = \"month\"", "value = 9000, per = \"day\"");
    too_many_courts: LimitExceeded, (0..200).fold(world("base.toml"), |world, i| {
        world.append("base.toml", &format!("[[court]]\nid = \"c{i}\"\njudges = 1\n"))
    });
    a_book_that_is_too_large: LimitExceeded, (0..198).fold(world("base.toml"), |world, i| {
        world.append("base.toml", &format!("[[court]]\nid = \"c{i}\"\njudges = 1\n"))
    }).base("end = 2021-09-30", "end = 2063-08-09").base("book_limit = 3650", "book_limit = 36500")
        .base("value = 2400, per = \"month\"", "value = 2400, per = \"year\"").base("scale = 0.9", "scale = 0.1");
    a_series_that_ends_before_its_last_step: DatesOutOfOrder,
        world("base.toml").base("value = 9 }] }", "value = 9 }], until = 2019-01-01 }");
    an_id_with_capitals: InvalidId, world("base.toml").base("name = \"base\"", "name = \"Base Case\"");
    an_id_that_is_too_long: InvalidId, world("base.toml").base("name = \"base\"", &format!("name = \"{}\"", "x".repeat(101)));
    a_text_with_a_control_character: ControlCharacter, world("base.toml").base("title = \"A small", "title = \"\\u0000A small");
    a_court_and_a_docket_of_the_name_of_all: ReservedId, world("base.toml").append("base.toml",
        "[[court]]\nid = \"all\"\njudges = 1\n[[docket]]\nid = \"all\"\n[[docket.stage]]\nid = \"all\"\nsession = \"master\"\nplanned = 10\nminutes = 10\n[[docket.stage.outcomes]]\nshares = [{ then = \"close\", disposition = \"removal\" }]\n");
    two_courts_of_the_same_id: DuplicateId, world("base.toml").base("id = \"rest\"", "id = \"san-diego\"");
    a_court_that_does_not_exist: UnknownName, world("mpp.toml").edit("mpp.toml", "court = \"san-diego\"", "court = \"san-deigo\"");
    a_stage_that_does_not_exist: UnknownName, world("base.toml").base("to = \"individual\", share = 0.3", "to = \"indvidual\", share = 0.3");
    a_disposition_that_does_not_exist: UnknownName, world("base.toml").base("relief = 0.05", "releif = 0.05");
    a_parameter_that_does_not_exist: UnknownParameter, world("base.toml").base("minutes_per_day = \"judge_minutes\"", "minutes_per_day = \"judges_minutes\"");
    a_value_outside_its_range: InvalidRange, world("base.toml").base("low = 250", "low = 310");
    a_distribution_upside_down: InvalidDistribution, world("base.toml").base("low = 20, high = 60", "low = 60, high = 20");
    a_distribution_that_may_turn_over: InvalidDistribution,
        world("base.toml").base("low = 20, high = 60", "low = 20, high = { value = 60, low = 10, high = 80, distribution = \"uniform\" }");
    a_negative_delay: InvalidDistribution, world("base.toml").base("low = 20, high = 60", "low = -20, high = 60");
    a_fit_to_another_edition: VintageMixed, past("vintage = \"2021\"", "vintage = \"2025\"");
    a_fit_to_a_series_that_does_not_exist: UnknownName, past("series = \"pending\"", "series = \"pendign\"");
    a_fit_of_a_parameter_that_does_not_exist: UnknownParameter, past("[\"judge_minutes\"]", "[\"judge_minuets\"]");
    a_fit_of_a_fixed_parameter: ParameterFixed,
        past("", "").append("base.toml", "[parameters.fixed]\nvalue = 3\n").edit("base.toml", "[\"judge_minutes\"]", "[\"fixed\"]");
    a_fit_to_years_beyond_the_end: HistoryYears, past("fitted_until = 2019", "fitted_until = 2031");
    a_fit_to_years_before_the_start: HistoryYears, past("fitted_until = 2019", "fitted_until = 1990");
    a_fit_to_years_without_values: HistoryYears, past("2019-09-30, value = 70000", "2020-09-30, value = 70000");
    drawn_vectors_that_do_not_fit: DrawsMalformed, world("base.toml").append("base.toml",
        "[draws]\nparameters = [\"judge_minutes\"]\nvectors = [[1.0, 280.0], [-1.0, 290.0], [1.0, 2900.0], [1.0]]\n");
    drawn_vectors_of_a_file_without_weights: CsvColumn, world("base.toml")
        .file("draws.csv", "wieght,judge_minutes\n1,300\n").append("base.toml", "[draws]\nfile = \"draws.csv\"\n");
    drawn_vectors_of_an_unknown_parameter: UnknownParameter, world("base.toml")
        .file("draws.csv", "weight,judge_minuets\n1,300\n").append("base.toml", "[draws]\nfile = \"draws.csv\"\n");
    draws_of_nothing: MissingKey, world("base.toml").append("base.toml", "[draws]\nsource = \"nobody\"\n");
    a_wave_and_a_flow: MisplacedKey, world("kinds.toml").edit("kinds.toml", "cases = 50\nover = 100", "cases = 50\nrate = 3");
    an_end_before_the_start: EndBeforeStart, world("base.toml").base("end = 2021-09-30", "end = 2017-09-30");
    a_policy_that_ends_before_it_holds: UntilBeforeEffective, world("mpp.toml").edit("mpp.toml", "until = 2021-01-20", "until = 2019-01-20");
    a_policy_after_the_end: EffectiveAfterEnd, world("mpp.toml").edit("mpp.toml", "effective = 2019-01-29\nuntil = 2021-01-20", "effective = 2029-01-29");
    steps_out_of_order: DatesOutOfOrder, world("base.toml").base("from = 2019-10-01, value = 9", "from = 2018-09-01, value = 9");
    a_series_that_starts_late: SeriesGap, world("base.toml").base("from = 2018-10-01, value = 8", "from = 2018-11-01, value = 8");
    shares_that_miss_one: SharesNotOne, world("base.toml").base("id = \"master\"\nname = \"Master calendar\"\nshare = 0.4", "id = \"master\"\nshare = 0.3");
    shares_of_outcomes_that_miss_one: SharesNotOne, world("base.toml").base("disposition = \"relief\", share = 0.4", "disposition = \"relief\", share = 0.5");
    a_first_table_with_conditions: ConditionalFirst,
        world("base.toml").base("[[docket.stage.outcomes]]\nshares = [{ then = \"close\", disposition = \"removal\" }]",
            "[[docket.stage.outcomes]]\napplies = true\nshares = [{ then = \"close\", disposition = \"removal\" }]");
    a_stage_that_never_closes: StageNeverCloses,
        world("base.toml").base("{ then = \"close\", disposition = \"removal\" }", "{ then = \"continue\" }");
    a_site_on_a_docket_that_does_not_wait_there: DocketNotHost, world("base.toml").base("waits = \"host\"", "waits = \"in-country\"")
        .append("base.toml", include_str!("files/mpp.toml").split_once("[[policy]]").unwrap().1.split_once("[[policy]]").unwrap().0
            .replace("\nid =", "\n[[policy]]\nid =").as_str());
    a_csv_file_with_a_short_row: CsvMalformed, world("base.toml").edit("data/opening_age.csv", "180,0.2", "180");
    a_column_that_does_not_exist: CsvColumn, world("base.toml").base("column = \"pending_end\"", "column = \"pendingend\"");
    a_filter_that_keeps_nothing: CsvNoRow, world("base.toml").base("\"new_cases\", where = { vintage = \"2021-04\"", "\"new_cases\", where = { vintage = \"2021-03\"");
    a_cell_that_is_no_number: CsvCell, world("base.toml").edit("data/opening_age.csv", "365,0.4", "365,two fifths");
    a_cell_that_is_no_date: CsvCell, world("base.toml").base("at = \"fiscal_year\", column = \"new_cases\"", "at = \"period\", column = \"new_cases\"");
    two_rows_of_the_same_date: CsvDuplicate, world("base.toml").file("data/eoir_caseload.csv",
        "vintage,fiscal_year,period,pending_end,new_cases\n2021-04,2018,FY,1,1\n2021-04,2018,FY,2,2\n");
    a_figure_of_an_unknown_measure: UnknownName, world("base.toml").append("base.toml", &figure("measure = \"pendign\"\nperiod = \"fy:2019\"\nvalue = 1")).base("measure = \"pending\"\n", "measure = \"pendin\"\n");
    a_figure_without_a_source: MissingKey, world("base.toml").append("base.toml",
        "\n[[actual.value]]\nid = \"x\"\nmeasure = \"pending\"\nperiod = \"fy:2019\"\nvalue = 1\nused = \"fitted\"\n");
    a_figure_without_a_period: MissingKey, world("base.toml").append("base.toml", &figure("measure = \"pending\"\nvalue = 1"));
    a_figure_of_a_docket_that_is_not_measured: MisplacedKey,
        world("base.toml").append("base.toml", &figure("measure = \"judges\"\ndocket = \"detained\"\nperiod = \"fy:2019\"\nvalue = 1"));
    many_faults_of_figures_at_once: InvalidPeriod, [
        "measure = \"completions\"\nperiod = \"2019\"\nvalue = 1",
        "measure = \"pending\"\nuntil = 2019-09-30\nvalue = 1",
        "measure = \"completions\"\nfrom = 2018-10-15\nuntil = 2019-09-29\nvalue = 1",
        "measure = \"completions\"\nperiod = \"horizon\"\nfrom = 2018-11-01\nvalue = 1",
        "measure = \"cohort_merits_p50\"\nperiod = \"month:2019-01\"\nvalue = 1",
        "measure = \"pending\"\nperiod = \"fy:2019\"\nvalue = 1\nlow = 2",
        "measure = \"pending\"\nperiod = \"fy:2019\"\nvalue = 1\nlow = 0\ntolerance = 0.1",
        "measure = \"clearance_date\"\nperiod = \"horizon\"\nvalue = 1",
        "measure = \"pending\"\nperiod = \"fy:2019\"\nvalue = 1\ncourt = \"san-deigo\"\ntolerance = 2",
    ].iter().enumerate().fold(world("base.toml"), |world, (i, figure)| {
        let text = figure_named(&format!("x{i}"), figure);
        world.append("base.toml", &text)
    });
    a_figure_outside_the_horizon: OutsideHorizon, world("base.toml").append("base.toml", &figure("measure = \"completions\"\nperiod = \"fy:2091\"\nvalue = 1"));
    a_parameter_without_use: UnusedParameter, world("base.toml").base("overcrowding = 1.3", "overcrowding = 1.3\ngrowth = 1.1");
    a_stage_that_is_not_reached: UnreachableStage, world("base.toml").base("minutes = 60\n",
        "minutes = 60\n[[docket.stage.outcomes]]\nshares = [{ then = \"close\", disposition = \"removal\" }]\n[[docket.stage]]\nid = \"late\"\nsession = \"master\"\nplanned = 10\nminutes = 10\n");
    closure_by_a_disposition_that_finishes: DispositionNotInactive, policy("kind = \"administrative-closure\"\ndocket = \"mpp\"\ndisposition = \"relief\"\nshare = 0.1");
    more_judges_than_courtrooms: TooManyJudges, world("base.toml").base("judges = 7", "judges = 9");
    fewer_posts_than_are_cut: PostsBelowZero, policy("kind = \"judges\"\ncourts = [{ court = \"rest\", posts = -381 }]");
    bench_time_dedicated_on_top_of_what_is_held: BenchTimeAboveOne, policy(DEDICATED)
        .base("courtrooms = 8", "courtrooms = 8\nreserved = [{ docket = \"detained\", share = 0.36 }]");
    bench_time_dedicated_twice_for_a_time: BenchTimeAboveOne, policy(DEDICATED).append("one.toml",
        &format!("[[policy]]\nid = \"two\"\neffective = 2020-01-01\n{}\n", DEDICATED.replace("mpp", "detained")));
    minutes_that_no_judge_has: BenchTimeBeyondPosts, world("mpp.toml").edit("mpp.toml", "minutes = 450", "minutes = 4500");
    minutes_that_shares_do_not_leave: BenchTimeBeyondPosts, world("mpp.toml").edit("mpp.toml", "minutes = 450", "minutes = 700")
        .base("courtrooms = 8", "courtrooms = 8\nreserved = [{ docket = \"detained\", share = 0.36 }]");
    a_court_that_closes_before_its_programme: HostCourtCloses, new_court().edit("one.toml", "posts = 3", "posts = 3\nuntil = 2020-06-01")
        .append("one.toml", include_str!("files/mpp.toml").split_once("judges = 8\n").unwrap().1.split_once("\n[[policy]]\nid = \"more\"").unwrap().0
            .replace("court = \"san-diego\"", "court = \"new\"").as_str());
    a_wave_of_more_than_are_inactive: WaveBeyondInactive, policy("kind = \"recalendar\"\ndocket = \"mpp\"\ncases = 1000000");
    a_court_that_is_open_already: CourtAlreadyOpen, policy(OPEN_REST);
    a_court_that_opens_after_the_end: EffectiveAfterEnd, new_court().append("one.toml", "lead_time = 4000\n");
    shares_of_a_catchment_above_one: CatchmentAboveOne, new_court().append("one.toml",
        "[[policy]]\nid = \"second\"\nkind = \"open-court\"\neffective = 2019-08-01\ncourt = \"new\"\nposts = 1\ncatchment = [{ court = \"rest\", share = 0.7 }]\n");
    pending_shares_of_one_day_above_one: CatchmentAboveOne, new_court().edit("one.toml", "share = 0.4", "share = 0.4, pending = 0.6").append("one.toml",
        "[[policy]]\nid = \"second\"\nkind = \"open-court\"\neffective = 2019-06-01\nlead_time = 30\ncourt = \"new\"\nposts = 1\ncatchment = [{ court = \"rest\", share = 0.1, pending = 0.5 }]\n");
    a_court_that_takes_from_itself: UnknownName, new_court().edit("one.toml", "{ court = \"rest\"", "{ court = \"new\"");
    a_closure_that_starts_before_it_is_known: ClosureDates, policy("kind = \"closure\"\nuntil = 2019-09-01\nfrom = 2019-06-01");
    a_closure_that_ends_before_it_starts: ClosureDates, policy("kind = \"closure\"\nuntil = 2019-09-01\nfrom = 2019-10-01");
    a_closure_without_an_end: MissingKey, policy("kind = \"closure\"");
    a_bill_in_a_bill: NestedBill, policy("kind = \"bill\"\n[[policy.policies]]\nid = \"inner\"\nkind = \"bill\"\npolicies = []");
    a_bill_without_provisions: WrongLength, policy("kind = \"bill\"\npolicies = []");
    a_provision_with_a_probability: UnknownKey, bill("probability = 0.5");
    a_provision_before_its_bill: ProvisionBeforeBill, bill("effective = 2019-06-01");
    a_provision_that_outlives_its_bill: ProvisionAfterBill,
        bill("until = 2020-12-01").edit("one.toml", "kind = \"bill\"", "kind = \"bill\"\nuntil = 2020-06-01");
    a_provision_with_the_id_of_its_bill: DuplicateId, bill("").edit("one.toml", "id = \"cut\"", "id = \"one\"");
    a_provision_with_a_fault: OutOfRange, bill("lag = -3");
    a_provision_of_an_unknown_kind: UnknownKind, bill("").edit("one.toml", "kind = \"arrivals\"", "kind = \"arivals\"");
    two_policies_that_set_one_lever: Contradiction, policy("kind = \"priority\"\ndocket = \"mpp\"\npriority = 1")
        .append("one.toml", "[[policy]]\nid = \"two\"\nkind = \"priority\"\neffective = 2019-07-01\ndocket = \"mpp\"\npriority = 3\n");
    a_capacity_below_zero: OutOfRange, world("mpp.toml").edit("mpp.toml", "capacity = 20000", "capacity = -1");
    a_site_without_a_court: MissingKey, world("mpp.toml").edit("mpp.toml", "court = \"san-diego\"\n", "");
    a_probability_of_a_policy_above_one: OutOfRange, world("mpp.toml").edit("mpp.toml", "probability = 1.0", "probability = 1.5");
    a_wave_to_a_stage_that_does_not_exist: UnknownName, policy("kind = \"recalendar\"\ndocket = \"mpp\"\ncases = 10\nstage = \"masters\"");
    appeals_policy_without_a_body: MissingKey, policy("kind = \"appeals\"\nmultiplier = 2").base(
        "[appeals]\nopening = 5000\ndecisions_per_year = 19448\nremand = 0.16\nopening_remands = [{ court = \"rest\", docket = \"non-detained\", share = 1.0 }]\n", "");
    feedback_on_exact_totals: MisplacedKey, policy("kind = \"closure\"\nuntil = 2019-09-01")
        .append("one.toml", "[feedback.arrivals]\nelasticity = 0.5\nreference = 300\nsources = [\"port\"]\n[[source]]\nid = \"port\"\nexact_totals = true\n");
    exact_totals_of_what_is_left_to_chance: MisplacedKey,
        world("base.toml").base("overdispersion = 0.05", "overdispersion = 0.05\nexact_totals = true");
    exact_totals_of_what_may_be_drawn: MisplacedKey, world("base.toml").base("overdispersion = 0.05",
        "overdispersion = { value = 0, low = 0, high = 0.3, distribution = \"uniform\" }\nexact_totals = true")
        .base("group_sizes = [0.7, 0.2, 0.1]\n", "");
    more_exact_cases_than_keys_tell_apart: LimitExceeded, policy(
        "kind = \"arrivals\"\nsources = [\"port\"]\nmultiplier = { value = 1, low = 0.5, high = 1.5, distribution = \"uniform\" }")
        .append("one.toml", "[[source]]\nid = \"port\"\nexact_totals = true\nrate = { value = 17_000_000, per = \"fiscal-year\" }\n")
        .base("end = 2021-09-30", "end = 2019-09-30");
    units_of_something_else: UnitMismatch, world("base.toml")
        .base("unit = \"per year\"", "unit = \"per month\"")
        .base("unit = \"minutes\"", "unit = \"hours\"")
        .base("measure = \"pending\"\n", "measure = \"pending\"\nunit = \"days\"\n");
    more_waves_than_keys_tell_apart: LimitExceeded, policy(
        "kind = \"recalendar\"\ndocket = \"mpp\"\nrate = { value = 30, per = \"month\" }")
        .base("end = 2021-09-30", "end = 2046-09-30");
    many_faults_at_once: UnknownKey, world("mpp.toml")
        .edit("mpp.toml", "intake_ramp", "intake_rmap").edit("mpp.toml", "eligible = 0.8", "eligible = 8")
        .edit("mpp.toml", "judges = 8", "judges = \"nine\"").base("seed = 20190312", "seed = -1")
        .base("share = 0.05, interval = 10", "share = 0.06, interval = 10").set("rules.queue=callup");
}

/// A scenario with one policy.
fn policy(fields: &str) -> World {
    let text = format!(
        "extends = \"base.toml\"\n[scenario]\nname = \"one\"\n\n[[policy]]\nid = \"one\"\neffective = 2019-07-01\n{fields}\n"
    );
    world("one.toml").file("one.toml", text)
}

const DEDICATED: &str = "kind = \"priority\"\ndocket = \"mpp\"\ndedicated = [{ court = \"san-diego\", session = \"master\", share = 0.9 }]";

const OPEN_REST: &str = "kind = \"open-court\"\ncourt = \"rest\"\nposts = 3\ncatchment = [{ court = \"san-diego\", share = 0.4 }]";

/// A scenario in which a court opens.
fn new_court() -> World {
    let fields = OPEN_REST
        .replace("\"rest\"", "\"new\"")
        .replace("san-diego", "rest");
    let court = "[[court]]\nid = \"new\"\njudges = 0\n";
    policy(&fields).append("base.toml", court)
}

/// A scenario with a bill of one provision.
fn bill(fields: &str) -> World {
    policy(&format!(
        "kind = \"bill\"\n[[policy.policies]]\nid = \"cut\"\nkind = \"arrivals\"\nsources = [\"interior\"]\nmultiplier = 0.9\n{fields}"
    ))
}

/// A published figure.
fn figure(fields: &str) -> String {
    figure_named("x", fields)
}

fn figure_named(id: &str, fields: &str) -> String {
    format!(
        "\n[[actual.value]]\nid = \"{id}\"\n{fields}\nused = \"held-out\"\nsource = \"a report\"\n"
    )
}

/// A place in which a path is a directory, and another cannot be read.
struct Hostile;

impl Files for Hostile {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if path.ends_with("folder.toml") {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

#[test]
fn a_directory_and_a_file_that_cannot_be_read_are_told_apart() {
    let code = |path: &str| {
        let faults = load_from(&Hostile, Path::new(path), &[]).unwrap_err();
        faults.diagnostics[0].code
    };
    assert_eq!(code("folder.toml"), Code::NotAFile);
    assert_eq!(code("secret.toml"), Code::FileUnreadable);
    let folder = docketsim::scenario::load(Path::new("src"), &[]).unwrap_err();
    assert_eq!(folder.diagnostics[0].code, Code::NotAFile);
}

#[test]
fn citations_and_remarks_may_have_two_thousand_letters_and_no_more() {
    for (key, said) in [
        ("source", "an observed calendar"),
        ("note", "bench time only"),
    ] {
        let of = |letters| format!("{key} = \"{}\"", "\u{e9}".repeat(letters));
        let world = |letters| world("base.toml").base(&format!("{key} = \"{said}\""), &of(letters));
        world(2000).scenario();
        assert!(world(2001).load().is_err(), "{key}");
    }
}

#[test]
fn every_code_has_a_case() {
    let elsewhere = [
        Code::NotAFile,
        Code::FileUnreadable,
        // No input leads there: that is what the mutation tests look for.
        Code::Internal,
    ];
    let missing: Vec<&Code> = Code::ALL
        .iter()
        .filter(|code| !COVERED.contains(code) && !elsewhere.contains(code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_list_of_codes_is_stable() {
    let lines = Code::ALL
        .iter()
        .map(|code| format!("{code}: {}", code.description()));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn warnings_do_not_keep_a_scenario_from_loading() {
    let loaded = world("base.toml").load().unwrap();
    assert!(
        loaded
            .warnings
            .iter()
            .all(|warning| warning.severity == Severity::Warning)
    );
}

#[test]
fn colour_marks_the_severity_and_nothing_else_changes() {
    let faults = world("base.toml").set("rules.queue=3").load().unwrap_err();
    let coloured = faults.diagnostics[0].render(&faults.sources, true);
    assert!(coloured.contains("\u{1b}[1;31merror[wrong-type]"));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    assert_eq!(plain, faults.diagnostics[0].render(&faults.sources, false));
}
