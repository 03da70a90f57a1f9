//! Components with the markup of the GOV.UK Design System (npm package `govuk-frontend` 6.6.0).
//!
//! Each is a plain struct with public fields: fill in what the page needs, leave the rest to `Default`, and print it
//! with [`Component::html`]. The names of the fields are the options of the package, and every component is tested
//! against all of the package's examples. Where an option exists as `text` and as `html`, `html` wins when it is given.

mod button;
mod choices;
mod counted;
mod date;
mod field;
#[cfg(test)]
mod fixtures;
mod frame;
mod input;
mod navigation;
mod notice;
mod reveal;
mod rows;
mod words;

pub use button::{Button, ExitThisPage};
pub use choices::{Checkboxes, Choice, Conditional, Radios};
pub use counted::{CharacterCount, CountMessage};
pub use date::{AskedPart, DateInput, DatePart};
pub use field::{Fieldset, FormGroup, Legend};
pub use frame::{FrameSlots, GenericHeader, PhaseBanner, SiteLink, SiteNavigation, SkipLink, SlotEnd};
pub use input::{Affix, FileUpload, Input, InputWrapper, Select, SelectOption, Textarea};
pub use navigation::{
    BackLink, Breadcrumb, Breadcrumbs, LanguageLink, LanguageNavigation, Neighbour, PageNumber, Pagination,
};
pub use notice::{ErrorSummary, Feedback, NotificationBanner, Panel, PanelAction, PanelActions, SummarisedError};
pub use reveal::{Accordion, AccordionSection, Content, Details, Tab, TabPanel, Tabs};
pub use rows::{
    CardTitle, Cell, ScrollRegion, SummaryAction, SummaryActions, SummaryCard, SummaryList, SummaryRow, SummaryText,
    Table, Task, TaskList, TaskStatus,
};
pub use words::{ErrorMessage, Hint, InsetText, Label, Tag, WarningText};

use crate::Html;

/// Anything that can be printed into a page.
pub trait Component {
    /// The markup, safe to print as it stands.
    fn html(&self) -> Html;
}

impl<T: askama::Template> Component for T {
    fn html(&self) -> Html {
        Html::of(self)
    }
}
