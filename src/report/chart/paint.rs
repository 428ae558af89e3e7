//! From marks to SVG and PNG: one function draws both, on the same grid of points.

use plotters::backend::BitMapBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle};

use super::scene::{
    Anchor, FONT_FAMILY, FONT_HEIGHT, Mark, Scene, Weight, Xy, drawable, ensure_font,
};
use super::style::{Colour, Dash, PAPER};

/// Points of the drawing grid for each pixel of the chart. The library draws on whole points, so a
/// fine grid gives smooth curves in SVG and, averaged, smooth edges in PNG.
const GRID: f64 = 4.0;
/// Pixels of the PNG for each pixel of the chart, so that text is crisp on paper.
const PNG_SCALE: usize = 2;

/// What differs between the backends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Medium {
    /// Letters are placed and lines are joined by the reader's program.
    Vector,
    /// Letters and lines are drawn here.
    Bitmap,
}

/// The picture as an SVG document; `id` makes the ids inside unique within a page.
pub fn svg(scene: &Scene, id: &str, title: &str, alt: &str) -> Result<String, String> {
    let mut body = String::new();
    {
        let area = SVGBackend::with_string(&mut body, grid_size(scene)).into_drawing_area();
        paint(scene, &area, Medium::Vector)?;
    }
    // The library's own opening tag has the size of the grid and no name for readers who listen.
    let inner = body.split_once('>').map_or("", |(_, rest)| rest);
    let (width, height) = grid_size(scene);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {width} {height}\" stroke-linejoin=\"round\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n\
         <desc id=\"{id}-desc\">{}</desc>\n{}",
        scene.width,
        scene.height,
        escape(title),
        escape(alt),
        inner.trim_start(),
    ))
}

/// The picture as a PNG file.
pub fn png(scene: &Scene) -> Result<Vec<u8>, String> {
    let (width, height) = grid_size(scene);
    let mut fine = vec![255_u8; width as usize * height as usize * 3];
    {
        let area = BitMapBackend::with_buffer(&mut fine, (width, height)).into_drawing_area();
        paint(scene, &area, Medium::Bitmap)?;
    }
    let step = GRID as usize / PNG_SCALE;
    let (width, height) = (width as usize / step, height as usize / step);
    encode(&averaged(&fine, width, height, step), width, height)
}

/// Averages blocks of `step` by `step` points.
fn averaged(fine: &[u8], width: usize, height: usize, step: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(width * height * 3);
    let count = (step * step) as u32;
    for y in 0..height {
        for x in 0..width {
            for channel in 0..3 {
                let mut sum = count / 2;
                for dy in 0..step {
                    for dx in 0..step {
                        let at = ((y * step + dy) * width * step + x * step + dx) * 3 + channel;
                        sum += u32::from(fine[at]);
                    }
                }
                out.push((sum / count) as u8);
            }
        }
    }
    out
}

fn encode(pixels: &[u8], width: usize, height: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat colours pack best as they are.
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.set_compression(png::Compression::Default);
    // Print size: the chart's own width at 96 pixels an inch.
    let per_metre = (96.0 / 0.0254 * PNG_SCALE as f64).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
    writer.write_image_data(pixels).map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())?;
    Ok(bytes)
}

fn grid_size(scene: &Scene) -> (u32, u32) {
    ((scene.width * GRID) as u32, (scene.height * GRID) as u32)
}

fn paint<DB: DrawingBackend>(
    scene: &Scene,
    area: &DrawingArea<DB, Shift>,
    medium: Medium,
) -> Result<(), String> {
    if !ensure_font() {
        return Err("the font inside the program could not be read".to_owned());
    }
    area.fill(&rgb(PAPER)).map_err(|e| e.to_string())?;
    for mark in &scene.marks {
        draw(mark, area, medium).map_err(|e| e.to_string())?;
    }
    area.present().map_err(|e| e.to_string())
}

type Drawn<DB> =
    Result<(), plotters::drawing::DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

fn draw<DB: DrawingBackend>(
    mark: &Mark,
    area: &DrawingArea<DB, Shift>,
    medium: Medium,
) -> Drawn<DB> {
    match mark {
        Mark::Line {
            points,
            colour,
            width,
            dash,
        } => {
            let style = stroke(*colour, *width);
            for piece in dashes(points, dash) {
                draw_line(&piece, style, area, medium)?;
            }
            Ok(())
        }
        Mark::Area { points, colour } => {
            let points: Vec<(i32, i32)> = points.iter().map(|p| grid(*p)).collect();
            area.draw(&Polygon::new(points, rgb(*colour)))
        }
        Mark::Rect { from, to, colour } => {
            let corners = [grid(*from), grid(*to)];
            area.draw(&Rectangle::new(
                corners,
                ShapeStyle::from(rgb(*colour)).filled(),
            ))
        }
        Mark::Disc { at, radius, colour } => {
            let radius = (radius * GRID).round().max(1.0) as i32;
            area.draw(&Circle::new(
                grid(*at),
                radius,
                ShapeStyle::from(rgb(*colour)).filled(),
            ))
        }
        Mark::Text { .. } => draw_text(mark, area, medium),
    }
}

fn draw_line<DB: DrawingBackend>(
    points: &[Xy],
    style: ShapeStyle,
    area: &DrawingArea<DB, Shift>,
    medium: Medium,
) -> Drawn<DB> {
    let points: Vec<(i32, i32)> = points.iter().map(|p| grid(*p)).collect();
    if medium == Medium::Vector {
        return area.draw(&PathElement::new(points, style));
    }
    // The library fills a thick line as one outline, which has holes where a noisy line turns back
    // upon itself: so each stretch is drawn alone, with a disc at each joint.
    let radius = (style.stroke_width / 2) as i32;
    for pair in points.windows(2) {
        if pair[0] != pair[1] {
            area.draw(&PathElement::new(pair.to_vec(), style))?;
        }
    }
    let inner = points
        .get(1..points.len().saturating_sub(1))
        .unwrap_or_default();
    for joint in inner.iter().filter(|_| radius > 1) {
        area.draw(&Circle::new(*joint, radius, style.filled()))?;
    }
    Ok(())
}

fn draw_text<DB: DrawingBackend>(
    mark: &Mark,
    area: &DrawingArea<DB, Shift>,
    medium: Medium,
) -> Drawn<DB> {
    let Mark::Text {
        at,
        text,
        size,
        weight,
        colour,
        anchor,
    } = mark
    else {
        return Ok(());
    };
    let em = size * GRID;
    // The backends take a size differently, and neither as the em; they also differ in where the
    // baseline falls below the point given (vector: a fixed 0.76 em, bitmap: half the size).
    let (library_size, drop) = match medium {
        Medium::Vector => (em * 1.24, em * 0.76),
        Medium::Bitmap => {
            let even = (em * FONT_HEIGHT / 2.0).round() * 2.0;
            (even, even / 2.0)
        }
    };
    let style = if *weight == Weight::Bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let horizontal = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let font = FontDesc::new(FontFamily::Name(FONT_FAMILY), library_size, style);
    let kind = font.color(&rgb(*colour));
    let kind = plotters::style::TextStyle {
        pos: Pos::new(horizontal, VPos::Top),
        ..kind
    };
    let (x, y) = grid(*at);
    // A reader's program has other fonts to look in.
    let text = match medium {
        Medium::Vector => text.as_str().into(),
        Medium::Bitmap => drawable(text),
    };
    area.draw(&Text::new(&*text, (x, y - drop.round() as i32), kind))
}

/// The stretches of a line that are drawn.
fn dashes(points: &[Xy], dash: Dash) -> Vec<Vec<Xy>> {
    if dash.is_empty() {
        return vec![points.to_vec()];
    }
    let mut pieces: Vec<Vec<Xy>> = Vec::new();
    let (mut step, mut left, mut current) = (0, dash[0], Vec::new());
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).hypot(to.1 - from.1);
        while length > left {
            let part = left / length;
            let mid = (
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            );
            if step % 2 == 0 {
                current.push(from);
                current.push(mid);
                pieces.push(std::mem::take(&mut current));
            }
            length -= left;
            from = mid;
            step += 1;
            left = dash[step % dash.len()];
        }
        if step % 2 == 0 {
            current.push(from);
        }
        left -= length;
    }
    if let (false, Some(last)) = (current.is_empty(), points.last()) {
        current.push(*last);
        pieces.push(current);
    }
    pieces
}

fn grid((x, y): Xy) -> (i32, i32) {
    ((x * GRID).round() as i32, (y * GRID).round() as i32)
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn stroke(colour: Colour, width: f64) -> ShapeStyle {
    ShapeStyle::from(rgb(colour)).stroke_width((width * GRID).round().max(1.0) as u32)
}

/// Text inside XML.
fn escape(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::style::DASHED;

    #[test]
    fn dashes_cover_their_share_of_the_line() {
        let pieces = dashes(&[(0.0, 0.0), (70.0, 0.0), (140.0, 0.0)], DASHED);
        let drawn: f64 = pieces.iter().map(|p| p[p.len() - 1].0 - p[0].0).sum();
        assert!((drawn - 90.0).abs() < 1e-9, "{drawn}");
        assert_eq!(dashes(&[(0.0, 0.0), (1.0, 1.0)], &[]).len(), 1);
    }
}
