//! The report layer: files, charts and the page.

use docketsim::report::draw_all;

use crate::report_data;

#[test]
#[ignore = "writes pictures to look at: REPORT_OUT=dir"]
fn pictures_to_look_at() {
    let out = std::path::PathBuf::from(std::env::var("REPORT_OUT").expect("a folder"));
    for (name, saved) in [("run", report_data::run()), ("compare", report_data::compare())] {
        let dir = out.join(name);
        std::fs::create_dir_all(&dir).unwrap();
        let t = std::time::Instant::now();
        let charts = draw_all(&saved).unwrap();
        std::fs::write(dir.join("seconds"), format!("{:?} {}", t.elapsed(), charts.len())).unwrap();
        for chart in charts {
            std::fs::write(dir.join(format!("{}.svg", chart.id)), &chart.svg).unwrap();
            std::fs::write(dir.join(format!("{}.png", chart.id)), &chart.png).unwrap();
        }
    }
}
