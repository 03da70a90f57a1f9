//! The tokens of PDF (ISO 32000-2, 7.2 and 7.3), read leniently: whatever some reader would take for an action must be
//! met here.

/// Depth of arrays and dictionaries.
const DEPTH: usize = 64;

/// A value, as far as the check needs it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A name, with `#xx` resolved.
    Name(String),
    /// A whole number.
    Number(i64),
    /// A string, in either form; whether it has any signs.
    Text(bool),
    /// A list.
    List(Vec<Value>),
    /// A dictionary.
    Dictionary(Dictionary),
    /// A word such as `obj`, `stream`, `R` or `true`.
    Word(String),
}

/// Names and values of a dictionary.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dictionary(pub(super) Vec<(String, Value)>);

impl Dictionary {
    pub(super) fn value(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) fn name(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            Value::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The names under a key that holds one name or a list of them.
    pub(super) fn names(&self, key: &str) -> Vec<&str> {
        let listed = match self.value(key) {
            Some(Value::List(list)) => list.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        listed
            .iter()
            .filter_map(|value| if let Value::Name(name) = value { Some(name.as_str()) } else { None })
            .collect()
    }
}

/// Reads values one after another.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next value; `None` at the end, `Err` when it is nested too deep.
    pub(super) fn next(&mut self) -> Result<Option<Value>, TooDeep> {
        self.value(0)
    }

    fn value(&mut self, depth: usize) -> Result<Option<Value>, TooDeep> {
        if depth > DEPTH {
            return Err(TooDeep);
        }
        self.skip_white();
        let Some(sign) = self.peek() else { return Ok(None) };
        self.at += 1;
        Ok(Some(match sign {
            b'/' => Value::Name(self.name()),
            b'(' => Value::Text(self.literal()),
            b'<' if self.peek() == Some(b'<') => {
                self.at += 1;
                Value::Dictionary(self.dictionary(depth)?)
            }
            b'<' => Value::Text(self.hexadecimal()),
            b'[' => Value::List(self.list(depth)?),
            b'>' if self.peek() == Some(b'>') => {
                self.at += 1;
                Value::Word(">>".to_owned())
            }
            b']' => Value::Word("]".to_owned()),
            b')' | b'{' | b'}' | b'>' => Value::Word(char::from(sign).to_string()),
            _ => {
                self.at -= 1;
                self.word()
            }
        }))
    }

    fn skip_white(&mut self) {
        while let Some(sign) = self.peek() {
            if is_white(sign) {
                self.at += 1;
            } else if sign == b'%' {
                while self.peek().is_some_and(|sign| !matches!(sign, b'\r' | b'\n')) {
                    self.at += 1;
                }
            } else {
                return;
            }
        }
    }

    /// A name as readers compare it: `/J#53` is `/JS`.
    fn name(&mut self) -> String {
        let mut name = Vec::new();
        while let Some(sign) = self.peek().filter(|sign| is_regular(*sign)) {
            self.at += 1;
            let digits = self.bytes.get(self.at..self.at + 2).and_then(|two| std::str::from_utf8(two).ok());
            let coded = digits.filter(|_| sign == b'#').and_then(|two| u8::from_str_radix(two, 16).ok());
            if coded.is_some() {
                self.at += 2;
            }
            name.push(coded.unwrap_or(sign));
        }
        String::from_utf8_lossy(&name).into_owned()
    }

    fn literal(&mut self) -> bool {
        let (mut depth, mut any) = (1usize, false);
        while let Some(sign) = self.peek() {
            self.at += 1;
            match sign {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            any |= !is_white(sign) && !matches!(sign, 0xfe | 0xff);
        }
        any
    }

    fn hexadecimal(&mut self) -> bool {
        let from = self.at;
        while self.peek().is_some_and(|sign| sign != b'>') {
            self.at += 1;
        }
        let digits = self.bytes.get(from..self.at).unwrap_or_default();
        self.at += 1;
        // The mark of UTF-16 alone is no text.
        digits.iter().any(|digit| !is_white(*digit) && !matches!(digit, b'0' | b'f' | b'F' | b'e' | b'E'))
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Value>, TooDeep> {
        let mut list = Vec::new();
        loop {
            match self.value(depth + 1)? {
                None => return Ok(list),
                Some(Value::Word(end)) if end == "]" || ends_thing(&end) => return Ok(list),
                Some(value) => list.push(value),
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Dictionary, TooDeep> {
        let mut entries = Dictionary::default();
        let mut key: Option<String> = None;
        loop {
            match self.value(depth + 1)? {
                None => break,
                Some(Value::Word(end)) if end == ">>" => break,
                // A dictionary that was never closed: what follows is read as if it had been.
                Some(Value::Word(end)) if ends_thing(&end) => {
                    self.at -= end.len();
                    break;
                }
                Some(Value::Name(name)) => match key.take() {
                    None => key = Some(name),
                    Some(held) => entries.0.push((held, Value::Name(name))),
                },
                // The rest of `12 0 R` comes after its first number: it has no key and is left out.
                Some(value) => {
                    if let Some(held) = key.take() {
                        entries.0.push((held, value));
                    }
                }
            }
        }
        entries.0.extend(key.map(|held| (held, Value::Word(String::new()))));
        Ok(entries)
    }

    fn word(&mut self) -> Value {
        let from = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        // A sign that is neither regular nor known is passed over, so that reading always goes on.
        self.at = self.at.max(from + 1);
        let word = String::from_utf8_lossy(self.bytes.get(from..self.at).unwrap_or_default()).into_owned();
        word.parse().map_or(Value::Word(word), Value::Number)
    }
}

/// Arrays or dictionaries are nested beyond what any program writes.
pub(super) struct TooDeep;

fn ends_thing(word: &str) -> bool {
    matches!(word, "endobj" | "stream" | "obj" | "xref" | "startxref")
}

pub(super) fn is_white(sign: u8) -> bool {
    matches!(sign, 0 | b'\t' | b'\n' | 0xc | b'\r' | b' ')
}

fn is_regular(sign: u8) -> bool {
    !is_white(sign) && !matches!(sign, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Value {
        Tokens::new(text.as_bytes()).next().ok().flatten().unwrap()
    }

    #[test]
    fn a_name_in_disguise_reads_as_what_it_is() {
        assert_eq!(first("/Java#53cript"), Value::Name("JavaScript".to_owned()));
        assert_eq!(first("/#4A#53"), Value::Name("JS".to_owned()));
    }

    #[test]
    fn a_dictionary_keeps_what_it_says_in_order() {
        let Value::Dictionary(read) = first("<</A/B /C 12 0 R%x\n/D(a\\)b)/E[/F/G]/H<<>> /S/Launch>>") else {
            panic!()
        };
        assert_eq!(read.name("A"), Some("B"));
        assert_eq!(read.value("C"), Some(&Value::Number(12)));
        assert_eq!(read.names("E"), ["F", "G"]);
        assert_eq!(read.name("S"), Some("Launch"));
    }

    #[test]
    fn endless_nesting_ends() {
        assert!(Tokens::new("[".repeat(100_000).as_bytes()).next().is_err());
    }
}
