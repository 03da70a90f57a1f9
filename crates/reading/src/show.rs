//! A reading in a few lines for a person.

use std::fmt;

use crate::model::{Reading, StatusReading};

impl Reading {
    /// One line: how many entries, figures, periods and questions.
    pub fn summary(&self) -> String {
        let dated = self.items.iter().filter(|item| item.when.earliest.is_some() || item.when.latest.is_some()).count();
        let said = self.items.iter().filter(|item| item.status.reading != StatusReading::NotStated).count();
        format!(
            "{} entries ({dated} dated, {said} with a status), {} periods, {} figures, {} questions and remarks",
            self.items.len(),
            self.periods.len(),
            self.kpis.len(),
            self.warnings.len()
        )
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.plan.title.as_deref().unwrap_or("A page without a title"))?;
        writeln!(f, "{}", self.summary())?;
        for item in &self.items {
            let when = item.when.text.as_deref().unwrap_or("no date");
            let word = item.status.word.as_deref().unwrap_or("status not stated");
            let number = item.reference.as_deref().map_or_else(String::new, |number| format!("{number} "));
            writeln!(f, "- {number}{} [{when}; {word}]", item.text)?;
        }
        for kpi in &self.kpis {
            writeln!(f, "- figure: {}: {}", kpi.name, kpi.as_published)?;
        }
        for warning in &self.warnings {
            let place = warning.item.map_or_else(|| "page".to_owned(), |at| format!("entry {}", at + 1));
            writeln!(f, "? {place}: {}", warning.text)?;
            if !warning.choices.is_empty() {
                writeln!(f, "    {}", warning.choices.join(" | "))?;
            }
        }
        if let Some(tail) = &self.incomplete_tail {
            writeln!(f, "! {tail}")?;
        }
        for unread in &self.lines.unread {
            writeln!(f, "unread line {}: {}", unread.line, unread.text)?;
        }
        Ok(())
    }
}
