//! Words: ids, references, choices.

use super::Walker;
use crate::diagnostic::{Code, Diagnostic, Origin};
use crate::scenario::node::{Node, Path};
use crate::scenario::shape::{Shape, TextShape};

/// Longest id [characters]: files are named after them.
const LONGEST_ID: usize = 100;

impl Walker<'_, '_> {
    pub(super) fn text(&mut self, node: &Node, shape: &TextShape, path: &Path) -> Node {
        let Some(text) = node.as_text() else {
            return self.mistyped(node, &Shape::Text(shape.clone()), "a string", path);
        };
        if shape.id {
            self.check_id(text, node.origin, "-");
        } else {
            self.check_controls(text, node, path);
            self.check_length(text, shape.longest, node, path);
        }
        if shape.reserved.as_deref() == Some(text) {
            let message = format!("{} may not be `{text}`", self.name(path));
            let fault = Diagnostic::error(Code::ReservedId, message).at(node.origin, "reserved");
            let help = "stands for all courts, or all dockets, together";
            self.report(fault.help(format!("in results `{text}` {help}")));
        }
        let known = shape
            .refers
            .as_ref()
            .is_none_or(|list| self.refer(text, list, shape.also.as_deref(), node.origin));
        if !known {
            self.replaced.push(path.clone());
        }
        node.clone()
    }

    pub(super) fn choice(&mut self, node: &Node, words: &[String], path: &Path) -> Node {
        let shape = Shape::Choice(words.to_vec());
        let Some(text) = node.as_text() else {
            return self.mistyped(node, &shape, "a string", path);
        };
        if words.iter().any(|word| word == text) {
            return node.clone();
        }
        let message = format!("{} may not be `{text}`", self.name(path));
        let fault = Diagnostic::error(Code::UnknownValue, message).at(node.origin, "unknown");
        self.report(fault.suggest(text, words.iter().map(String::as_str)));
        self.replace(node, &shape, path)
    }

    /// Reports control characters, which `\u0000` and the like bring in: no page may hold them.
    fn check_controls(&mut self, text: &str, node: &Node, path: &Path) {
        let wrong = |c: &char| c.is_control() && !['\n', '\r', '\t'].contains(c);
        if let Some(found) = text.chars().find(wrong) {
            let message = format!("{} holds a control character", self.name(path));
            let label = format!("U+{:04X}", u32::from(found));
            let fault = Diagnostic::error(Code::ControlCharacter, message);
            self.report(fault.at(node.origin, label));
        }
    }

    /// Reports a text longer than what charts and tables can show.
    fn check_length(&mut self, text: &str, longest: Option<usize>, node: &Node, path: &Path) {
        let letters = text.chars().count();
        if let Some(most) = longest.filter(|&most| letters > most) {
            let message = format!("{} has {letters} letters, at most {most}", self.name(path));
            let fault = Diagnostic::error(Code::TextTooLong, message);
            self.report(fault.at(node.origin, "too long"));
        }
    }

    /// Whether the text is an id, made of a-z, 0-9 and some further signs.
    pub(super) fn check_id(&mut self, id: &str, origin: Origin, signs: &str) {
        if id.chars().count() > LONGEST_ID {
            let message = format!("an id has at most {LONGEST_ID} letters");
            let fault = Diagnostic::error(Code::InvalidId, message).at(origin, "too long");
            self.report(fault.help("files are named after scenarios and courts"));
            return;
        }
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || signs.contains(c);
        if !id.is_empty() && id.chars().all(letter) {
            return;
        }
        let signs: Vec<String> = signs.chars().map(|sign| format!("`{sign}`")).collect();
        let rule = format!("made of a-z, 0-9 and {}", signs.join(" or "));
        let message = if id.is_empty() {
            format!("an id is {rule}; this one is empty")
        } else {
            format!("`{id}` is not an id: ids are {rule}")
        };
        let fault = Diagnostic::error(Code::InvalidId, message).at(origin, "");
        let slug: String = id
            .to_lowercase()
            .chars()
            .map(|c| if letter(c) { c } else { '-' })
            .collect();
        let slug = slug.trim_matches('-');
        let help = (!slug.is_empty()).then(|| format!("for example `{slug}`"));
        self.report(Diagnostic { help, ..fault });
    }

    /// Whether a name stands in a list of the document; reports it if not.
    pub(super) fn refer(
        &mut self,
        name: &str,
        list: &str,
        also: Option<&str>,
        origin: Origin,
    ) -> bool {
        let items = self.root.get(list);
        // What is no list is told at its own place: nothing says which names it would hold.
        let unread = items.is_some_and(|items| items.as_list().is_none());
        let items = items.and_then(Node::as_list).unwrap_or_default();
        let ids = items
            .iter()
            .filter_map(|item| item.get("id").and_then(Node::as_text));
        let valid: Vec<&str> = ids.chain(also).collect();
        // An entry that could not be read may be the one that is meant.
        let hidden = |item: &Node| item.unread() || item.get("id").is_some_and(Node::unread);
        if valid.contains(&name) || unread || items.iter().any(hidden) {
            return true;
        }
        let message = format!("there is no {list} `{name}`");
        let fault = Diagnostic::error(Code::UnknownName, message).at(origin, "unknown");
        let fault = fault.suggest(name, valid);
        self.report(fault);
        false
    }
}
