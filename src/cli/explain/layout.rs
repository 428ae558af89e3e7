//! Explanations as text: a heading, a meaning, and facts in two columns.

/// Widest line [characters].
const WIDTH: usize = 96;
/// Width of the names of facts [characters].
const NAMES: usize = 11;

/// A text under a heading.
#[derive(Debug)]
pub struct Page {
    out: String,
}

impl Page {
    /// A page about a name of some sort.
    pub fn new(name: &str, sort: &str) -> Self {
        Self {
            out: format!("{name}  ({sort})\n"),
        }
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        for line in wrap(text, WIDTH - 2) {
            self.line(&format!("  {line}"));
        }
    }

    /// A fact; an empty one is left out.
    pub fn fact(&mut self, name: &str, text: &str) {
        let lines = wrap(text, WIDTH - 2 - NAMES);
        for (i, line) in lines.iter().enumerate() {
            let name = if i == 0 { name } else { "" };
            self.line(&format!("  {name:NAMES$}{line}"));
        }
    }

    /// A list of names with their meaning.
    pub fn list(&mut self, heading: &str, items: &[(String, String)]) {
        if items.is_empty() {
            return;
        }
        self.line(&format!("  {heading}"));
        let widest = items.iter().map(|(name, _)| name.chars().count()).max();
        let column = widest.unwrap_or(0).min(38) + 2;
        for (name, meaning) in items {
            let lines = wrap(meaning, WIDTH - 4 - column);
            // A name wider than its column has a line of its own.
            let beside = usize::from(name.chars().count() + 2 <= column);
            let first = lines.iter().take(beside).next().map_or("", String::as_str);
            self.line(format!("    {name:column$}{first}").trim_end());
            for line in lines.iter().skip(beside) {
                self.line(&format!("    {:column$}{line}", ""));
            }
        }
    }

    /// Lines as they are, under a name.
    pub fn verbatim(&mut self, name: &str, text: &str) {
        for (i, line) in text.lines().enumerate() {
            let name = if i == 0 { name } else { "" };
            self.line(format!("  {name:NAMES$}{line}").trim_end());
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// The text.
    pub fn text(self) -> String {
        self.out.trim_end().to_owned()
    }
}

/// A text in lines no longer than `width` characters; a long word stays whole.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn a_name_wider_than_its_column_does_not_run_into_its_meaning() {
        let mut page = Page::new("key", "test");
        let wide = "policy.administrative-closure.applies_to_all";
        let item = |name: &str| (name.to_owned(), "What it means.".to_owned());
        page.list("Keys", &[item("short"), item(wide)]);
        let text = page.text();
        assert!(text.contains(&format!("    {wide}\n")), "{text}");
        assert_eq!(text.matches("  What it means.").count(), 2, "{text}");
    }
}
