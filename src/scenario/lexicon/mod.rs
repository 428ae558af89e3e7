//! The keys of scenario files, for people: read off the JSON Schema of the document types, so that
//! help can never differ from what is checked.

mod example;
mod parts;
mod sample;
mod words;

use serde_json::Value as Json;

use super::shape::schema;
use example::Trail;
pub use parts::parts;

/// A key of scenario files, or a form in which values may be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands, such as `court.judges`; keys of a policy after `policy` and its kind.
    pub key: String,
    /// What it means.
    pub meaning: String,
    /// What may be written there.
    pub form: String,
    /// Unit, in words.
    pub unit: Option<String>,
    /// Lowest and highest value.
    pub range: Option<String>,
    /// What holds where it is not given.
    pub default: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Words that it may be, with their meaning.
    pub words: Vec<(String, String)>,
    /// Keys inside it, with their meaning.
    pub keys: Vec<(String, String)>,
    /// Of a form of value the tables that it may be, by what they are.
    pub tables: Vec<(String, Vec<(String, String)>)>,
    /// A few lines of a scenario file that use it.
    pub example: String,
    /// Parts of the key after which an id may stand, as in `court.san-diego.judges`.
    lists: Vec<usize>,
    /// Whether keys of one's own stand inside.
    free: bool,
    /// Whether values stand there that may be written in several forms.
    valued: bool,
}

impl Entry {
    /// Whether a dotted key means this entry; ids of list entries may stand in it.
    pub fn answers(&self, query: &str) -> bool {
        let own: Vec<&str> = self.key.split('.').collect();
        let asked: Vec<&str> = query.split('.').collect();
        self.fits(&own, &asked, 0)
    }

    fn fits(&self, own: &[&str], asked: &[&str], at: usize) -> bool {
        let Some((first, rest)) = own.split_first() else {
            return asked.is_empty();
        };
        let above = at
            .checked_sub(1)
            .and_then(|above| self.key.split('.').nth(above));
        let free = matches!(above, Some("policy" | "policies"));
        match asked.split_first() {
            // In place of the kind of a policy its id may stand.
            Some((word, more)) if word == first || (free && !more.is_empty()) => {
                self.fits(rest, more, at + 1)
                    || (self.lists.contains(&at)
                        && !more.is_empty()
                        && !rest.is_empty()
                        && self.fits(rest, &more[1..], at + 1))
            }
            _ => false,
        }
    }

    /// Whether such keys may stand below this one, which has none of its own: a key of one's own,
    /// then keys of a form of value, or positions in a list, of which `part` knows the names.
    pub fn holds(&self, below: &[&str], part: impl Fn(&str) -> bool) -> bool {
        let of_value = if self.free {
            below.get(1..)
        } else {
            Some(below)
        };
        let known = |name: &&str| name.parse::<usize>().is_ok() || part(name);
        match of_value {
            Some([]) => self.free,
            Some(rest) => self.valued && rest.iter().all(known),
            None => false,
        }
    }

    /// The last part of the key.
    pub fn last(&self) -> &str {
        self.key.rsplit('.').next().unwrap_or(&self.key)
    }
}

/// Every key of scenario files, in the order of the format.
pub fn keys() -> Vec<Entry> {
    let schema = schema();
    let mut reader = Reader {
        schema: &schema,
        entries: Vec::new(),
    };
    reader.fields(&schema, "", &Trail::default(), &[]);
    reader.entries
}

/// The forms in which numbers, series, rates and distributions may be written.
pub fn forms() -> Vec<Entry> {
    let schema = schema();
    let reader = Reader {
        schema: &schema,
        entries: Vec::new(),
    };
    FORMS
        .into_iter()
        .flat_map(|(name, of)| reader.form(name, &schema["$defs"][of]))
        .collect()
}

/// The values with several forms: their names for people, and in the schema.
const FORMS: [(&str, &str); 4] = [
    ("number", "Number"),
    ("series", "Series"),
    ("rate", "Rate"),
    ("distribution", "Distribution"),
];

struct Reader<'a> {
    schema: &'a Json,
    entries: Vec<Entry>,
}

impl<'a> Reader<'a> {
    /// The schema meant by a reference or by an optional value.
    fn resolve(&self, schema: &'a Json) -> &'a Json {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.trim_start_matches("#/$defs/");
            return self.resolve(&self.schema["$defs"][name]);
        }
        let real = schema["anyOf"].as_array().map(|options| {
            let mut options = options.iter().filter(|option| option["type"] != "null");
            (options.next(), options.next())
        });
        match real {
            Some((Some(only), None)) => self.resolve(only),
            _ => schema,
        }
    }

    fn fields(&mut self, table: &'a Json, prefix: &str, trail: &Trail<'a>, lists: &[usize]) {
        let properties = table["properties"].as_object().into_iter().flatten();
        // The word that says which kind it is has been named already.
        for (name, property) in properties.filter(|(_, p)| !p["const"].is_string()) {
            let required = table["required"]
                .as_array()
                .is_some_and(|list| list.iter().any(|other| other == name));
            let key = format!("{prefix}{name}");
            self.field(&key, name, property, required, (trail, lists));
        }
    }

    fn field(
        &mut self,
        key: &str,
        name: &str,
        property: &'a Json,
        required: bool,
        (trail, lists): (&Trail<'a>, &[usize]),
    ) {
        let real = self.resolve(property);
        let listed = real["items"].is_object() && self.table(self.resolve(&real["items"]));
        let inner = if listed {
            self.resolve(&real["items"])
        } else {
            real
        };
        let mut lists = lists.to_vec();
        if listed {
            lists.push(key.split('.').count() - 1);
        }
        let mut entry = self.entry(key, property, real, required);
        entry.keys = self.inner_keys(inner);
        let table = self.table(inner) && inner.get("x-value").is_none();
        let inside = trail.enter(name, property, inner, listed);
        entry.example = if table {
            inside.whole(self, inner)
        } else {
            trail.with(self, name, &sample::sample(self, name, property, real))
        };
        entry.lists.clone_from(&lists);
        self.entries.push(entry);
        if inner["x-kinds"] == true {
            self.kinds(key, inner, &inside, &lists);
        } else if table {
            self.fields(inner, &format!("{key}."), &inside, &lists);
        }
    }

    /// Whether a schema is that of a table.
    fn table(&self, schema: &Json) -> bool {
        schema["properties"].is_object() || schema["x-kinds"] == true
    }

    fn kinds(&mut self, key: &str, schema: &'a Json, trail: &Trail<'a>, lists: &[usize]) {
        for variant in schema["oneOf"].as_array().into_iter().flatten() {
            let kind = variant["properties"]["kind"]["const"]
                .as_str()
                .unwrap_or_default();
            let trail = trail.of_kind(variant, kind);
            self.entries.push(Entry {
                key: format!("{key}.{kind}"),
                meaning: text(&variant["description"]),
                form: "a table of the list `policy` with this kind".to_owned(),
                keys: self.inner_keys(variant),
                example: trail.whole(self, variant),
                lists: lists.to_vec(),
                ..Entry::default()
            });
            self.fields(variant, &format!("{key}.{kind}."), &trail, lists);
        }
    }

    fn inner_keys(&self, schema: &'a Json) -> Vec<(String, String)> {
        if schema.get("x-value").is_some() {
            return Vec::new();
        }
        if let Some(kinds) = schema["oneOf"].as_array() {
            let kind = |one: &Json| {
                let name = one["properties"]["kind"]["const"].as_str()?;
                Some((name.to_owned(), text(&one["description"])))
            };
            return kinds.iter().filter_map(kind).collect();
        }
        let fields = schema["properties"].as_object().into_iter().flatten();
        fields
            .filter(|(_, property)| !property["const"].is_string())
            .map(|(name, property)| (name.clone(), self.meaning(property)))
            .collect()
    }

    fn meaning(&self, property: &'a Json) -> String {
        let own = text(&property["description"]);
        if own.is_empty() {
            text(&self.resolve(property)["description"])
        } else {
            own
        }
    }

    fn entry(&self, key: &str, property: &'a Json, real: &'a Json, required: bool) -> Entry {
        let limits = if real["items"].is_object() {
            words::range(&real["items"]).or_else(|| words::range(property))
        } else {
            words::range(property)
        };
        Entry {
            key: key.to_owned(),
            meaning: self.meaning(property),
            form: words::form(self, property, real),
            unit: property["x-unit"].as_str().map(str::to_owned),
            range: limits,
            default: words::default(&property["default"]),
            required,
            words: words::choices(real),
            free: real["additionalProperties"].is_object(),
            valued: self.valued(real),
            ..Entry::default()
        }
    }

    /// Whether a value with several forms stands there, or in each entry.
    fn valued(&self, schema: &'a Json) -> bool {
        let inside = ["items", "additionalProperties"].map(|key| &schema[key]);
        let mut own = std::iter::once(schema).chain(inside);
        own.any(|schema| self.resolve(schema)["x-value"].is_string())
    }

    /// The tables as which a value with several forms may be written.
    fn tables(&self, schema: &'a Json) -> impl Iterator<Item = &'a Json> {
        let options = schema["anyOf"].as_array().into_iter().flatten();
        let tables = options.map(|option| self.resolve(option)).flat_map(|one| {
            // A form may itself have forms.
            match one["anyOf"].as_array() {
                Some(list) => list.iter().map(|option| self.resolve(option)).collect(),
                None => vec![one],
            }
        });
        tables.filter(|table| table["properties"].is_object())
    }

    /// The entries of a value with several forms: the whole, and each table that it may be.
    fn form(&self, name: &str, schema: &'a Json) -> Vec<Entry> {
        let mut entries = vec![Entry {
            key: name.to_owned(),
            meaning: text(&schema["description"]),
            form: "a value that may be written in several ways".to_owned(),
            example: sample::form(name),
            ..Entry::default()
        }];
        for table in self.tables(schema) {
            let word = table["properties"]["distribution"]["const"].as_str();
            let keys = self.inner_keys(table);
            match word {
                Some(word) => entries.push(Entry {
                    key: word.to_owned(),
                    meaning: text(&table["description"]),
                    form: "a distribution".to_owned(),
                    example: format!("notice = {}", sample::distribution(word)),
                    keys,
                    ..Entry::default()
                }),
                None => entries[0].tables.push((text(&table["description"]), keys)),
            }
        }
        entries
    }
}

fn text(value: &Json) -> String {
    value.as_str().unwrap_or_default().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_with_and_without_ids() {
        let all = keys();
        let found = |query: &str| -> Vec<&str> {
            let hits = all.iter().filter(|entry| entry.answers(query));
            hits.map(|entry| entry.key.as_str()).collect()
        };
        assert_eq!(found("court.judges"), ["court.judges"]);
        assert_eq!(found("court.san-diego.judges"), ["court.judges"]);
        assert_eq!(
            found("docket.asylum.stage.merits.absent.order"),
            ["docket.stage.absent.order"]
        );
        assert_eq!(found("court.nonsense.judges.more"), Vec::<&str>::new());
        assert!(
            found("policy.my-bill.policies.cut.lag").contains(&"policy.bill.policies.arrivals.lag")
        );
        assert!(found("policy.mpp-calexico.capacity").contains(&"policy.remain-in-host.capacity"));
    }

    #[test]
    fn every_key_says_what_it_means() {
        for entry in keys().iter().chain(&forms()).chain(&parts()) {
            assert!(!entry.meaning.is_empty(), "{} has no meaning", entry.key);
            assert!(!entry.form.is_empty(), "{} has no form", entry.key);
        }
    }
}
