// The forms of a page, read from its text as a browser would send them, without a browser.

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Text without HTML's own spelling of some characters. */
function plain(text) {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (all, word) => {
    if (!word.startsWith("#")) return NAMED[word] ?? all;
    return String.fromCodePoint(word[1].toLowerCase() === "x" ? parseInt(word.slice(2), 16) : Number(word.slice(1)));
  });
}

/** The attributes of a tag; one without a value has the empty one. */
function attributes(tag) {
  const found = tag.replace(/^<[a-z0-9]+/i, "").matchAll(/([^\s=>/"]+)(?:="([^"]*)")?/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, plain(value ?? "")]));
}

/** Whether somebody writes words of their own into it. */
const TYPED = new Set(["text", "search", "email", "url", "tel", "textarea"]);

/** Every field of a form: its name, its type, what it holds, and what it offers. */
function fieldsOf(form) {
  const fields = [];
  for (const { 0: whole, 1: tag, index } of form.matchAll(/<(input|button|select|textarea)\b(?:[^>"]|"[^"]*")*>/g)) {
    const given = attributes(whole);
    if (!given.name || "disabled" in given) continue;
    const field = { name: given.name, id: given.id, type: tag === "input" ? (given.type ?? "text") : tag, value: given.value ?? "" };
    const inside = form.slice(index + whole.length);
    if (tag === "textarea") field.value = plain(inside.slice(0, inside.indexOf("</textarea>"))).replace(/^\n/, "");
    if (tag === "select") Object.assign(field, offered(inside.slice(0, inside.indexOf("</select>"))));
    field.isChosen = "checked" in given;
    field.isTyped = TYPED.has(field.type);
    fields.push(field);
  }
  return fields;
}

function offered(inside) {
  const options = [...inside.matchAll(/<option\b((?:[^>"]|"[^"]*")*)>/g)].map(([whole]) => attributes(whole));
  const chosen = options.find((option) => "selected" in option) ?? options[0];
  return { value: chosen?.value ?? "", options: options.map((option) => option.value ?? "") };
}

/** The address of this site that a form of the page at `address` is sent to. */
function arrivesAt(action, address) {
  const { pathname, search } = new URL(action, new URL(address, "http://area.example"));
  return pathname + search;
}

/** Every form of a page: where it goes, how, and its fields. */
export function formsOf(body, address) {
  return [...body.matchAll(/<form\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/form>/g)].map(([whole, , inside]) => {
    const given = attributes(whole.slice(0, whole.indexOf(">") + 1));
    return {
      action: arrivesAt(given.action || address, address),
      method: (given.method ?? "get").toLowerCase(),
      hasFiles: given.enctype === "multipart/form-data",
      fields: fieldsOf(inside),
    };
  });
}

/** What a browser sends of a form as it stands, with the first of its buttons. */
export function asItStands({ fields }) {
  const button = fields.find((field) => field.type === "button");
  return fields
    .filter((field) => {
      if (field.type === "button") return field === button;
      return field.type !== "file" && (!["radio", "checkbox"].includes(field.type) || field.isChosen);
    })
    .map(({ name, value }) => [name, value]);
}

/** Where the page after a refusal says that something is wrong: the ids its summary of errors leads to. */
export function wrongFields(body) {
  const [, list] = body.match(/govuk-error-summary__list">([\s\S]*?)<\/ul>/) ?? [];
  return [...(list ?? "").matchAll(/href="#([^"]*)"/g)].map(([, id]) => plain(id));
}
