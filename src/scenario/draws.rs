//! Drawn parameter vectors: each replication takes one, by its weight.

use super::parameter::key;
use crate::rng::{Cumulative, Decision, Stream};

/// Vectors of parameter values with weights.
#[derive(Clone, Debug)]
pub struct Draws {
    /// Names of the parameters.
    pub parameters: Vec<String>,
    /// Values of the parameters, vector by vector.
    pub vectors: Vec<Vec<f64>>,
    weights: Cumulative,
}

impl Draws {
    /// Vectors with weights of which not all are 0; `None` for weights that are none.
    pub fn new(parameters: Vec<String>, vectors: Vec<Vec<f64>>, weights: &[f64]) -> Option<Self> {
        let weights = Cumulative::new(weights).ok()?;
        Some(Self {
            parameters,
            vectors,
            weights,
        })
    }

    /// Position of the vector of a replication: the same in every scenario with these vectors.
    pub fn pick(&self, stream: Stream) -> usize {
        let u = stream.uniform(Decision::Parameter, key("(vector)"), 0);
        self.weights.pick(u).min(self.vectors.len() - 1)
    }

    /// The values of a vector by name.
    pub fn values(&self, vector: usize) -> impl Iterator<Item = (&str, f64)> {
        let names = self.parameters.iter().map(String::as_str);
        names.zip(self.vectors[vector].iter().copied())
    }
}
