//! Small dense linear algebra: least squares and normal posteriors.

/// The lower triangle L with A = L L', or `None` where A is not positive definite.
pub fn cholesky(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            let rest = a[i][j] - dot;
            if i == j {
                if !(rest > 0.0 && rest.is_finite()) {
                    return None;
                }
                l[i][i] = rest.sqrt();
            } else {
                l[i][j] = rest / l[j][j];
            }
        }
    }
    Some(l)
}

/// The solution of L x = b.
pub fn forward(l: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x: Vec<f64> = Vec::with_capacity(b.len());
    for i in 0..b.len() {
        let dot: f64 = (0..i).map(|k| l[i][k] * x[k]).sum();
        x.push((b[i] - dot) / l[i][i]);
    }
    x
}

/// The solution of L' x = b.
pub fn backward(l: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut x = vec![0.0; n];
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|k| l[k][i] * x[k]).sum();
        x[i] = (b[i] - dot) / l[i][i];
    }
    x
}

/// A straight line through the outputs of a design: one of several outputs.
#[derive(Clone, Debug)]
pub struct Plane {
    /// Value at the origin.
    pub level: f64,
    /// Slope along each axis.
    pub slopes: Vec<f64>,
    /// Variance of what the plane leaves open.
    pub residual: f64,
}

/// Planes through each output by least squares; `None` with too few points.
pub fn planes(points: &[Vec<f64>], outputs: &[Vec<f64>]) -> Option<Vec<Plane>> {
    let d = points.first()?.len();
    let degrees = points.len().checked_sub(d + 1).filter(|&df| df > 0)?;
    let row = |p: &Vec<f64>| {
        let mut row = vec![1.0];
        row.extend(p);
        row
    };
    let rows: Vec<Vec<f64>> = points.iter().map(row).collect();
    let mut normal = vec![vec![0.0; d + 1]; d + 1];
    for row in &rows {
        for i in 0..=d {
            for j in 0..=d {
                normal[i][j] += row[i] * row[j];
            }
        }
    }
    let l = cholesky(&normal)?;
    let plane = |m: usize| {
        let mut right = vec![0.0; d + 1];
        for (row, output) in rows.iter().zip(outputs) {
            right
                .iter_mut()
                .zip(row)
                .for_each(|(r, x)| *r += x * output[m]);
        }
        let fit = backward(&l, &forward(&l, &right));
        let square = |(row, output): (&Vec<f64>, &Vec<f64>)| {
            let at: f64 = row.iter().zip(&fit).map(|(x, b)| x * b).sum();
            (output[m] - at).powi(2)
        };
        let squares: f64 = rows.iter().zip(outputs).map(square).sum();
        Plane {
            level: fit[0],
            slopes: fit[1..].to_vec(),
            residual: squares / degrees as f64,
        }
    };
    Some((0..outputs.first()?.len()).map(plane).collect())
}

/// A normal distribution by its mean and the triangle L of its precision L L', widened by a factor.
#[derive(Clone, Debug)]
pub struct Normal {
    /// Mean.
    pub mean: Vec<f64>,
    precision: Vec<Vec<f64>>,
    widened: f64,
}

impl Normal {
    /// The standard normal distribution.
    pub fn standard(dimensions: usize) -> Self {
        let unit = |i: usize| (0..dimensions).map(move |j| f64::from(u8::from(i == j)));
        Self {
            mean: vec![0.0; dimensions],
            precision: (0..dimensions).map(|i| unit(i).collect()).collect(),
            widened: 1.0,
        }
    }

    /// Where the outputs of the planes are 0, each with a normal error of this variance, from a
    /// standard normal distribution before; widened by a factor.
    pub fn posterior(planes: &[Plane], variances: &[f64], widened: f64) -> Option<Self> {
        let d = planes.first()?.slopes.len();
        let standard = Self::standard(d);
        let mut precision = standard.precision;
        let mut right = vec![0.0; d];
        for (plane, variance) in planes.iter().zip(variances) {
            for (i, slope) in plane.slopes.iter().enumerate() {
                right[i] -= slope * plane.level / variance;
                let row = precision[i].iter_mut().zip(&plane.slopes);
                row.for_each(|(entry, other)| *entry += slope * other / variance);
            }
        }
        let l = cholesky(&precision)?;
        Some(Self {
            mean: backward(&l, &forward(&l, &right)),
            precision: l,
            widened,
        })
    }

    /// The point with these independent standard normal coordinates.
    pub fn at(&self, standard: &[f64]) -> Vec<f64> {
        let offset = backward(&self.precision, standard);
        let mean = self.mean.iter().zip(offset);
        mean.map(|(m, x)| m + self.widened * x).collect()
    }

    /// Logarithm of the density, less a constant of the dimension.
    pub fn log_density(&self, point: &[f64]) -> f64 {
        let d = point.len();
        let off: Vec<f64> = point.iter().zip(&self.mean).map(|(x, m)| x - m).collect();
        let mut log = -(d as f64) * self.widened.ln();
        for j in 0..d {
            let y: f64 = (j..d).map(|i| self.precision[i][j] * off[i]).sum();
            log += self.precision[j][j].ln() - 0.5 * (y / self.widened).powi(2);
        }
        log
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_solves_its_system_and_an_indefinite_matrix_has_none() {
        let a = vec![vec![4.0, 2.0], vec![2.0, 3.0]];
        let l = cholesky(&a).expect("positive definite");
        let x = backward(&l, &forward(&l, &[8.0, 7.0]));
        assert!(
            (x[0] - 1.25).abs() < 1e-12 && (x[1] - 1.5).abs() < 1e-12,
            "{x:?}"
        );
        assert!(cholesky(&[vec![1.0, 2.0], vec![2.0, 1.0]]).is_none());
    }

    #[test]
    fn a_plane_is_found_again_with_nothing_left_open() {
        let points: Vec<Vec<f64>> = (0..9)
            .map(|i| vec![f64::from(i % 3), f64::from(i / 3)])
            .collect();
        let outputs: Vec<Vec<f64>> = points
            .iter()
            .map(|p| vec![2.0 + p[0] - 3.0 * p[1]])
            .collect();
        let planes = planes(&points, &outputs).expect("enough points");
        let plane = &planes[0];
        assert!((plane.level - 2.0).abs() < 1e-9 && (plane.slopes[1] + 3.0).abs() < 1e-9);
        assert!(plane.residual < 1e-18);
    }

    #[test]
    fn a_posterior_by_hand() {
        // z ~ N(0, 1), output = z - 2 with variance 1/3: precision 4, mean 3/4 of 2.
        let plane = Plane {
            level: -2.0,
            slopes: vec![1.0],
            residual: 0.0,
        };
        let normal = Normal::posterior(&[plane], &[1.0 / 3.0], 1.0).expect("proper");
        assert!((normal.mean[0] - 1.5).abs() < 1e-12);
        assert!((normal.at(&[1.0])[0] - 2.0).abs() < 1e-12);
        let standard = Normal::standard(1);
        assert!((standard.log_density(&[2.0]) + 2.0).abs() < 1e-12);
        // ln 2 - (0.5 / 0.5)^2 / 2.
        assert!((normal.log_density(&[2.0]) - (2.0_f64.ln() - 0.5)).abs() < 1e-12);
    }
}
