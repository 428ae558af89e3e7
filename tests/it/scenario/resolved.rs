//! The resolved text is the scenario again.

use docketsim::rng::Stream;

use super::world::{World, world};

fn again(text: &str) -> World {
    let mut world = world("again.toml").file("again.toml", text);
    // It needs no other file.
    world
        .files
        .0
        .retain(|path, _| path == std::path::Path::new("again.toml"));
    world
}

#[test]
fn the_resolved_text_needs_no_other_file_and_gives_an_equal_scenario() {
    for path in ["base.toml", "mpp.toml"] {
        let first = world(path).set("court.rest.judges=333").scenario();
        let second = again(first.resolved_toml()).scenario();
        assert!(first == second, "{path}");
        assert_eq!(first.content_hash, second.content_hash);
        assert_eq!(first.actual, second.actual);
        let stream = Stream::new(3, 4);
        assert_eq!(first.model(stream).levers, second.model(stream).levers);
        let keys = |scenario: &docketsim::scenario::Scenario| {
            let list = scenario.parameters.iter();
            let mut keys: Vec<_> = list
                .map(|p| (p.key.clone(), p.value.to_bits(), p.source.clone()))
                .collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(&first), keys(&second));
    }
}

#[test]
fn every_value_says_where_it_came_from() {
    let text = world("mpp.toml").set("court.rest.judges=333").scenario();
    let text = text.resolved_toml();
    assert!(text.contains("judges = 333  # --set:1\n"), "{text}");
    assert!(text.contains("judges = 8  # mpp.toml:9\n"));
    assert!(text.contains("departures = 0.07  # base.toml:75\n"));
    let bare = text
        .lines()
        .filter(|line| !line.is_empty() && !line.contains("  # "));
    assert_eq!(bare.count(), 1, "only the first line has no origin");
}

#[test]
fn the_hash_changes_with_values_and_not_with_comments() {
    let hash = |world: World| world.scenario().content_hash;
    let first = hash(world("base.toml"));
    assert_eq!(first.len(), 64);
    assert_eq!(
        first,
        hash(world("base.toml").append("base.toml", "# a remark\n"))
    );
    assert_ne!(first, hash(world("base.toml").set("court.rest.judges=381")));
    let csv = world("base.toml").edit("data/opening_age.csv", "365,0.4", "365,0.41");
    assert_ne!(first, hash(csv));
}
