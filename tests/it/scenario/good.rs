//! A good file becomes what it says.

use std::path::Path;

use docketsim::scenario::{Scenario, load};

fn scenario(name: &str, sets: &[&str]) -> Scenario {
    let path = Path::new("tests/it/scenario/files").join(name);
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    match load(&path, &sets) {
        Ok(loaded) => loaded.scenario,
        Err(faults) => panic!("{faults}"),
    }
}

#[test]
fn a_file_and_the_one_it_extends_load() {
    let scenario = scenario("mpp.toml", &[]);
    println!("{}", scenario.resolved_toml());
    println!("{:#?}", scenario.parameters);
    println!("{:#?}", scenario.blueprint().sources);
    println!("{:#?}", scenario.levers());
}
