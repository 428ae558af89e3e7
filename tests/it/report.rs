//! The report layer: files, charts and the page.

use crate::report_data;

#[test]
#[ignore = "writes directories to look at: REPORT_OUT=dir"]
fn directories_to_look_at() {
    use docketsim::report::{OutputDir, Overwrite, Rows, publish};
    let out = std::path::PathBuf::from(std::env::var("REPORT_OUT").expect("a folder"));
    for (name, saved) in [
        ("run", report_data::run()),
        ("compare", report_data::compare()),
    ] {
        let names = saved.manifest.scenario_names();
        let dir = OutputDir::create(&out.join(name), &names, Overwrite::SameScenario).unwrap();
        publish(dir, saved.clone(), Rows::CsvAndJson, &[]).unwrap();
    }
}
