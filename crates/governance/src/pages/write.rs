//! Forms that change something: new, correct, add what happened, publish, take back.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use db::Tx;
use office::{Clash as ClashPage, ClashField, May, Once, PageError, Sent, Visit, staff_page};
use serde_json::{Map, Value, json};
use web::{FieldErrors, Html};

use crate::{
    deeds::{self, Desk, NotDone},
    model::{Dated, Kept, Summary},
};

use super::{
    ask::{Asked, FormPage},
    entry::asked_for,
    family::{Blanks, Family, check_written, with_kind},
    field::{Ask, EventForm, Field, Shown, field},
    lookup::Lookup,
    typed::{SEEN, Typed, from_json, to_json, typed, version},
};

/// A form's fields as they come.
pub(crate) type Fields = Vec<(String, String)>;

const PUBLISHED: &[Field] = &[
    field("said", "What was said, or what it is", Ask::Text).hint("Plain words for families. Name no person."),
    field("will_do", "What we will do", Ask::Text).optional(),
    field("means", "What this means for families", Ask::Text).optional(),
];

/// Which form of an entry is meant.
#[derive(Debug, Clone, Copy)]
enum Form {
    New,
    Edit,
    Add(&'static EventForm),
    Publish,
}

impl Form {
    fn of<M: Shown>(blanks: &Blanks, last: Last) -> Result<Self, PageError> {
        Ok(match last {
            Last::New => Self::New,
            Last::Edit => Self::Edit,
            Last::Publish => Self::Publish,
            Last::Add => {
                let word = blanks.get("event").map(String::as_str).unwrap_or_default();
                Self::Add(M::EVENTS.iter().find(|event| event.word == word).ok_or(PageError::NotFound)?)
            }
        })
    }

    fn fields<M: Shown>(self) -> Vec<Field> {
        match self {
            Self::New | Self::Edit => M::FIELDS.to_vec(),
            Self::Publish => PUBLISHED.to_vec(),
            Self::Add(event) => {
                let on = field("on", "The day it happened", Ask::Day);
                std::iter::once(on).chain(event.fields.iter().copied()).collect()
            }
        }
    }

    fn asked<F: Family, M: Shown>(self, kept: Option<&Kept<M>>, version: Option<i64>) -> Asked<'static> {
        let list = F::path(M::KIND);
        let at = kept.map_or_else(|| list.clone(), |kept| format!("{list}/{}", kept.key));
        let (title, path, button) = match self {
            Self::New => (format!("Add: {}", M::KIND.plain()), format!("{list}/new"), "Save"),
            Self::Edit => (format!("Correct: {}", M::KIND.plain()), format!("{at}/edit"), "Save"),
            Self::Publish => ("Words for the public".to_owned(), format!("{at}/publish"), "Publish"),
            Self::Add(event) => (event.title.to_owned(), format!("{at}/add/{}", event.word), "Save"),
        };
        let lead = kept.map_or_else(String::new, |kept| kept.about.title());
        let shows = if matches!(self, Self::Publish) { M::GOES_OUT } else { "" };
        Asked { title, lead, shows, path, leave: at, version, button }
    }
}

/// The last part of a form's pattern.
#[derive(Debug, Clone, Copy)]
enum Last {
    New,
    Edit,
    Add,
    Publish,
}

/// Writes the pair of handlers of each form: the page that asks, and what it is sent to.
macro_rules! pairs {
    ($($last:ident $asks:ident $takes:ident $what:literal;)+) => { $(
        #[doc = concat!("`GET` of the form: ", $what)]
        pub(crate) async fn $asks<F: Family>(
            may: May<F::Write>,
            Path(blanks): Path<Blanks>,
            Query(preset): Query<Typed>,
        ) -> Result<Response, PageError> {
            with_kind!(F::kind(&blanks)?, M => ask::<F, M>(&may, &blanks, Last::$last, &preset).await)
        }

        #[doc = concat!("`POST` of the form: ", $what)]
        pub(crate) async fn $takes<F: Family>(
            may: May<F::Write>,
            Path(blanks): Path<Blanks>,
            sent: Sent<Fields>,
        ) -> Result<Response, PageError> {
            with_kind!(F::kind(&blanks)?, M => take::<F, M>(&may, &blanks, Last::$last, &sent).await)
        }
    )+ };
}

pairs! {
    New ask_new take_new "a new entry.";
    Edit ask_edit take_edit "what is written, corrected.";
    Add ask_add take_add "what happened.";
    Publish ask_publish take_publish "words for the public.";
}

/// The entry a form is about; none for a new one.
async fn about<F: Family, M: Shown>(
    tx: &mut Tx,
    may: &May<F::Write>,
    blanks: &Blanks,
    form: Form,
) -> Result<Option<Kept<M>>, PageError> {
    if matches!(form, Form::New) { Ok(None) } else { asked_for::<F, M, _>(tx, may, blanks).await.map(Some) }
}

async fn ask<F: Family, M: Shown>(
    may: &May<F::Write>,
    blanks: &Blanks,
    last: Last,
    preset: &Typed,
) -> Result<Response, PageError> {
    let form = Form::of::<M>(blanks, last)?;
    let mut tx = may.read().await?;
    let kept = about::<F, M>(&mut tx, may, blanks, form).await?;
    let lookup = Lookup::of(&mut tx, may).await?;
    let begun = match (form, &kept) {
        (Form::Edit, Some(kept)) => from_json(&serde_json::to_value(&kept.about).map_err(PageError::ours)?, M::FIELDS),
        (Form::Publish, Some(kept)) => {
            let summary = kept.extract.as_ref().map(|extract| &extract.summary);
            from_json(&serde_json::to_value(summary).map_err(PageError::ours)?, PUBLISHED)
        }
        (Form::Add(event), Some(kept)) => {
            let preset = M::preset(kept, event.word).into_iter().map(|(name, value)| (name.to_owned(), value));
            preset.chain([("on".to_owned(), may.today().to_string())]).collect()
        }
        _ => preset.clone(),
    };
    let asked = form.asked::<F, M>(kept.as_ref(), kept.as_ref().map(|kept| kept.version));
    Ok(shown(may, &asked, &form.fields::<M>(), &begun, &FieldErrors::new(), &lookup))
}

fn shown(
    visit: &Visit,
    asked: &Asked<'_>,
    fields: &[Field],
    typed: &Typed,
    errors: &FieldErrors,
    lookup: &Lookup,
) -> Response {
    let page = FormPage::new(visit, asked, fields, typed, errors, lookup);
    visit.show(&errors.shown_on(staff_page(visit, &asked.path, &asked.title, Html::of(&page))))
}

async fn take<F: Family, M: Shown>(
    may: &May<F::Write>,
    blanks: &Blanks,
    last: Last,
    sent: &Sent<Fields>,
) -> Result<Response, PageError> {
    let form = Form::of::<M>(blanks, last)?;
    let fields = form.fields::<M>();
    let typed = typed(&sent.fields, &fields, &[SEEN])?;
    let mut tx = may.write().await?;
    let kept = about::<F, M>(&mut tx, may, blanks, form).await?;
    let ticket = match sent.once(&mut tx, may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let lookup = Lookup::of(&mut tx, may).await?;
    let done = match to_json(&typed, &fields, &lookup) {
        Ok(map) => done::<F, M>(&mut tx, may, form, kept.as_ref(), version(&typed), map).await?,
        Err(errors) => Err(Refused::Fields(errors)),
    };
    let asked = form.asked::<F, M>(kept.as_ref(), kept.as_ref().map(|_| version(&typed)));
    match done {
        Ok(kept) => {
            let answer = ticket.go_to(&mut tx, may, &format!("{}/{}", F::path(M::KIND), kept.key)).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(Refused::Fields(errors)) => Err(PageError::form(shown(may, &asked, &fields, &typed, &errors, &lookup))),
        Err(Refused::Clash(clash)) => Err(both_texts(may, form, &asked, &fields, &typed, &clash)),
    }
}

/// Why nothing was saved, as far as a form can show it.
enum Refused {
    Fields(FieldErrors),
    Clash(deeds::Clash),
}

/// Does what the form asks. The outer error is one that no form can show.
async fn done<F: Family, M: Shown>(
    tx: &mut Tx,
    may: &May<F::Write>,
    form: Form,
    kept: Option<&Kept<M>>,
    version: i64,
    map: Map<String, Value>,
) -> Result<Result<Kept<M>, Refused>, PageError> {
    let actor = may.actor();
    let desk = Desk { actor: &actor, at: may.now };
    let key = kept.map_or("", |kept| kept.key.as_str());
    let result = match form {
        Form::New | Form::Edit => {
            let about: M = read(map)?;
            // A paper moved to another board must be one that may be written there too.
            check_written::<F, M, _>(tx, may, &about).await?;
            match kept {
                None => deeds::open_next(tx, desk, about).await,
                Some(_) => deeds::correct(tx, desk, key, version, about).await,
            }
        }
        Form::Publish => deeds::publish(tx, desk, key, version, read::<Summary>(map)?).await,
        Form::Add(event) => {
            let mut map = map;
            let on = map.remove("on").unwrap_or_default();
            map.insert("what".to_owned(), json!(event.word));
            // A question left out means "no".
            for asked in event.fields.iter().filter(|asked| matches!(asked.ask, Ask::Yes)) {
                map.entry(asked.name).or_insert(json!(false));
            }
            let dated: Dated<M::Event> =
                read([("on".to_owned(), on), ("event".to_owned(), Value::Object(map))].into_iter().collect())?;
            deeds::happen(tx, desk, key, version, dated).await
        }
    };
    match result {
        Ok(kept) => Ok(Ok(kept)),
        Err(NotDone::Wrong(wrong)) => {
            let label = form.fields::<M>().into_iter().find(|field| field.name == wrong.field).map(|field| field.label);
            let mut errors = FieldErrors::new();
            errors.add(wrong.field, format!("{}: {}", label.unwrap_or(wrong.field), wrong.what));
            Ok(Err(Refused::Fields(errors)))
        }
        Err(NotDone::Clash(clash)) => Ok(Err(Refused::Clash(clash))),
        Err(other) => Err(other.into()),
    }
}

fn read<T: serde::de::DeserializeOwned>(map: Map<String, Value>) -> Result<T, PageError> {
    serde_json::from_value(Value::Object(map)).map_err(|_| {
        PageError::refused(
            "We could not read the form",
            "Open the page again and send it from there; nothing was saved.",
        )
    })
}

/// The page with both texts. An event has no text of somebody else beside it: it is sent again, after a look.
fn both_texts(
    visit: &Visit,
    form: Form,
    asked: &Asked<'_>,
    fields: &[Field],
    typed: &Typed,
    clash: &deeds::Clash,
) -> PageError {
    let there = if matches!(form, Form::Edit) { from_json(&clash.now, fields) } else { typed.clone() };
    let of = |from: &Typed, field: &Field| from.get(field.name).cloned().unwrap_or_default();
    let both = |field: &Field| ClashField {
        name: field.name.to_owned(),
        label: field.label.to_owned(),
        now: of(&there, field),
        typed: of(typed, field),
    };
    ClashPage {
        path: asked.path.clone(),
        about: format!("{} {}", clash.kind.plain(), clash.key),
        saved_by: String::new(),
        fields: fields.iter().map(both).collect(),
        hidden: vec![(SEEN.to_owned(), clash.version.to_string())],
        leave: asked.leave.clone(),
    }
    .page(visit)
}

/// `POST` that takes an entry back from the public.
pub(crate) async fn withhold<F: Family>(
    may: May<F::Write>,
    Path(blanks): Path<Blanks>,
    sent: Sent<Fields>,
) -> Result<Response, PageError> {
    with_kind!(F::kind(&blanks)?, M => withhold_of::<F, M>(&may, &blanks, &sent).await)
}

async fn withhold_of<F: Family, M: Shown>(
    may: &May<F::Write>,
    blanks: &Blanks,
    sent: &Sent<Fields>,
) -> Result<Response, PageError> {
    let typed = typed(&sent.fields, &[], &[SEEN])?;
    let mut tx = may.write().await?;
    let kept = asked_for::<F, M, _>(&mut tx, may, blanks).await?;
    let ticket = match sent.once(&mut tx, may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let desk = Desk { actor: &actor, at: may.now };
    deeds::withhold::<M>(&mut tx, desk, &kept.key, version(&typed)).await?;
    let answer = ticket.go_to(&mut tx, may, &format!("{}/{}", F::path(M::KIND), kept.key)).await?;
    tx.commit().await?;
    Ok(answer)
}
