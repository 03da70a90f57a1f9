// Fills a form with words that try to be more than words, and sends it as a browser would: where a rule refuses one
// field, that field alone gives way, until the form is taken or nothing of ours would be left in it.
import { asItStands, formsOf, wrongFields } from "./forms.mjs";
import { PAYLOADS, marked } from "./payloads.mjs";

/** What a field may want, when it wants no words of ours. */
const PLAIN = ["", "2026-10-14", "14 October 2026", "3", "someone@area.example", "https://area.example/x", "a-word", "October 2026"];
/** Most times one form is sent. */
const MOST_TRIES = 14;
/** Shapes short enough for a field that holds only a few words. */
const SHORT = PAYLOADS.map((text, shape) => ({ text, shape })).filter(({ text }) => text.length < 34).map(({ shape }) => shape);

/** What was put where, and what became of it. */
export class Ledger {
  fields = [];
  kept = new Map();
  /** Pages that answered a form: what was refused is repeated there. */
  answers = [];
  /** Where a form that was taken leads. */
  onward = [];
  turn = 0;

  /** The next shapes in turn, each marked for this field. */
  next(field, count, shapes = PAYLOADS.map((_, shape) => shape)) {
    const chosen = Array.from({ length: count }, () => shapes[(this.turn += 1) % shapes.length]);
    return { shapes: chosen, text: chosen.map((shape) => marked(shape, field)).join("\n") };
  }

  /** A field by its place; numbered, so that a marker tells where it was put. */
  number(place) {
    if (!this.fields.includes(place)) this.fields.push(place);
    return this.fields.indexOf(place);
  }
}

/** What is put into one field, try after try. */
class Attempt {
  constructor(ledger, place, field) {
    Object.assign(this, { ledger, field, place, number: ledger.number(place), step: 0 });
    this.choose();
  }

  choose() {
    const { ledger, field, number, step } = this;
    const many = field.type === "textarea" ? 4 : 1;
    const ours = [() => ledger.next(number, many), () => ledger.next(number, 1), () => ledger.next(number, 1, SHORT)];
    const plain = [field.value, ...PLAIN].filter((value, at, all) => all.indexOf(value) === at);
    this.given = ours[step] ? ours[step]() : { shapes: [], text: plain[(step - ours.length) % plain.length] };
  }

  giveWay() {
    this.step += 1;
    this.choose();
  }
}

/** A choice that a rule refused gives way to the next one offered. */
function chooseAnother(values, { name, type, options, value }, tries) {
  const at = values.findIndex(([given]) => given === name);
  if (type === "select") {
    const open = options.filter((option) => option !== "");
    if (at >= 0 && open.length > 0) values[at] = [name, open[tries % open.length]];
  } else if (["radio", "checkbox"].includes(type) && at < 0) values.push([name, value]);
}

/** Sends the form once as it is filled now. */
async function sendOnce(person, form, values, attempts) {
  const filled = values.map(([name, value], at) => [name, attempts.find((one) => one.field.name === name && one.at === at)?.given.text ?? value]);
  let body = new URLSearchParams(filled);
  if (form.hasFiles) {
    body = new FormData();
    for (const [name, value] of filled) body.append(name, value);
    for (const { name } of form.fields.filter((field) => field.type === "file")) {
      body.append(name, new Blob(["A text of somebody who tries.\n"]), `${attempts[0].given.text.replaceAll(/[/\\\s]+/g, " ").slice(0, 80)}.txt`);
    }
  }
  const answer = await person.ask(form.action, { method: "POST", body, headers: { origin: person.site, "sec-fetch-site": "same-origin" } });
  return { status: answer.status, headers: answer.headers, location: answer.headers.get("location") ?? "", body: await answer.text() };
}

/** Fills and sends the form at `at` of a page, as somebody; what was kept is written into the ledger. */
export async function fill(ledger, person, address, at, placeOf) {
  const body = await (await person.ask(address)).text();
  const form = formsOf(body, address)[at];
  if (!form) return;
  const values = asItStands(form);
  const attempts = form.fields.filter((field) => field.isTyped).map((field) => new Attempt(ledger, placeOf(field), field));
  for (const one of attempts) one.at = values.findIndex(([name]) => name === one.field.name);
  for (let tries = 0; tries < MOST_TRIES && attempts.some((one) => one.given.shapes.length > 0); tries += 1) {
    const answer = await sendOnce(person, form, values, attempts);
    if (answer.status === 303 && answer.location.includes("/account/confirm")) {
      await person.confirm();
      continue;
    }
    if (answer.status < 400) {
      ledger.onward.push({ address: form.action, location: answer.location });
      for (const { place, given } of attempts.filter((one) => one.given.shapes.length > 0)) {
        ledger.kept.set(place, new Set([...(ledger.kept.get(place) ?? []), ...given.shapes]));
      }
      if (answer.status === 200) ledger.answers.push({ ...answer, address: form.action, person });
      return;
    }
    if (tries === 0) ledger.answers.push({ ...answer, address: form.action, person });
    const wrong = wrongFields(answer.body);
    const named = (field) => wrong.some((id) => id === field.id || id === field.name);
    for (const one of attempts.filter((one) => wrong.length === 0 || named(one.field))) one.giveWay();
    const choices = form.fields.filter((field) => !field.isTyped && named(field));
    for (const choice of choices) chooseAnother(values, choice, tries);
  }
}
