//! The national court system at smaller sizes: whole courts of it, with their share of everything.

use std::io;
use std::path::Path;

use docketsim::court::{Blueprint, Levers, Silent, Workspace, simulate};
use docketsim::experiment::search::scale;
use docketsim::experiment::{Desk, Detail, Layout, layout, record};
use docketsim::policy::enact_all;
use docketsim::rng::Stream;
use docketsim::scenario::{Disk, Files, load_from};
use toml::{Table, Value};

use super::{SEED, path};

const FILE: &str = "scenarios/us-immigration-national.toml";

/// Some courts of the nation.
pub struct Part {
    blueprint: Blueprint,
    levers: Levers,
    layout: Layout,
}

/// The scenario file with some of its courts only.
struct Cut(String);

impl Files for Cut {
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        if file == path(FILE) {
            return Ok(self.0.as_bytes().to_vec());
        }
        Disk.read(file)
    }
}

impl Part {
    /// Courts that together open with about so many pending cases: the largest that still fit, then
    /// the next smaller ones. What is left over is made up by size, a few percent.
    pub fn of(pending: f64) -> Part {
        let text = std::fs::read_to_string(path(FILE)).expect("the scenario is there");
        let mut document: Table = text.parse().expect("the scenario is TOML");
        let national = f64::from(opening(&Part::from(&document, 1.0).blueprint));
        let (courts, share) = courts(&document, pending / national);
        let keep = |court: &str| courts.iter().any(|kept| kept == court);
        for (_, value) in &mut document {
            cut(value, &keep);
        }
        let list = document["court"].as_array_mut().expect("a list of courts");
        list.retain(|court| keep(court["id"].as_str().unwrap_or_default()));
        let mut part = Part::from(&document, share);
        let exact = pending / f64::from(opening(&part.blueprint));
        scale(&mut part.blueprint, &mut part.levers, exact);
        part
    }

    /// A document of courts that have this share of the national flows.
    fn from(document: &Table, share: f64) -> Part {
        let files = Cut(document.to_string());
        let loaded = load_from(&files, &path(FILE), &[]);
        let scenario = loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario;
        let stream = Stream::new(SEED, 0);
        let model = scenario.model(stream);
        let mut levers = enact_all(&model.levers, &model.policies, stream);
        let mut blueprint = model.blueprint.clone();
        let start = blueprint.start;
        for source in &mut blueprint.sources {
            source.rate = source.rate.map_within(start, None, |rate| rate * share);
        }
        if let Some(appeals) = &mut blueprint.appeals {
            appeals.opening = (f64::from(appeals.opening) * share) as u32;
        }
        levers.decisions = levers.decisions.scaled_from(start, share);
        Part {
            layout: layout(&scenario, Detail::Standard),
            blueprint,
            levers,
        }
    }

    /// Hearings of a replication of the court alone.
    pub fn silent(&self, space: &mut Workspace) -> u64 {
        let stream = Stream::new(SEED, 0);
        simulate(&self.blueprint, &self.levers, stream, space, &mut Silent).hearings
    }

    /// Hearings of a replication with all measures.
    pub fn measured(&self, desk: &mut Desk) -> u64 {
        let draws = (Stream::new(SEED, 0), 0);
        let done = record(
            &self.blueprint,
            &self.levers,
            &self.layout,
            None,
            draws,
            desk,
        );
        done.unwrap_or_else(|error| panic!("{error}")).hearings
    }

    /// Courts that are left.
    pub fn courts(&self) -> usize {
        self.blueprint.courts.len()
    }
}

/// Cases pending at the start.
fn opening(blueprint: &Blueprint) -> u32 {
    blueprint.opening.iter().map(|o| o.pending).sum()
}

/// The courts that make up a share of the nation, and what they have of it.
fn courts(document: &Table, share: f64) -> (Vec<String>, f64) {
    let sources = document["source"].as_array().expect("a list of sources");
    let first = sources[0]["destinations"].as_array().expect("a list");
    let mut all: Vec<(f64, &str)> = first
        .iter()
        .map(|to| (number(&to["share"]), court(to)))
        .collect();
    all.sort_by(|a, b| b.partial_cmp(a).expect("shares are numbers"));
    let (mut kept, mut sum) = (Vec::new(), 0.0);
    for (own, id) in &all {
        if sum + own <= share * 1.1 {
            sum += own;
            kept.push((*id).to_owned());
        }
    }
    (kept, sum)
}

fn court(entry: &Value) -> &str {
    entry
        .get("court")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn number(value: &Value) -> f64 {
    value.as_float().expect("a share is a number")
}

/// Drops all that is said of other courts.
fn cut(value: &mut Value, keep: &dyn Fn(&str) -> bool) {
    match value {
        Value::Array(list) if list.iter().any(|entry| !court(entry).is_empty()) => {
            drop_others(list, keep);
        }
        Value::Array(list) => list.iter_mut().for_each(|value| cut(value, keep)),
        Value::Table(table) => table.iter_mut().for_each(|(_, value)| cut(value, keep)),
        _ => {}
    }
}

/// Drops the entries of other courts; shares of a whole add to 1 again.
fn drop_others(list: &mut Vec<Value>, keep: &dyn Fn(&str) -> bool) {
    list.retain(|entry| keep(court(entry)));
    let shared = |entry: &Value| entry.get("share").and_then(Value::as_float);
    let sum: f64 = list.iter().filter_map(shared).sum();
    for entry in list {
        if let Some(Value::Float(share)) = entry.get_mut("share") {
            *share /= sum;
        }
    }
}
