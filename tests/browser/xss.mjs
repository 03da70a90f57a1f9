// Words that try to be more than words, put into every text field that anybody of the office or of the public reaches;
// then every page that shows any of them is opened in a browser, as everybody who may read it. `cargo xtask browser`
// serves a demonstration of its own for this at WAYMARK_SITE.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { launch } from "./chromium.mjs";
import { crawl, links } from "./crawl.mjs";
import { Ledger, fill } from "./fill.mjs";
import { formsOf } from "./forms.mjs";
import { MARKER, PAYLOADS } from "./payloads.mjs";
import { Person, ROLES } from "./people.mjs";
import { released } from "./release.mjs";
import { routeOf } from "./routes.mjs";
import { formulas, traces } from "./traces.mjs";

const site = process.env.WAYMARK_SITE;
const AREA = "ridgeway";
const routes = JSON.parse(readFileSync(new URL("office-routes.json", import.meta.url), "utf8"));
const publicRoutes = JSON.parse(readFileSync(new URL("routes.json", import.meta.url), "utf8"));
const OFFICE = /^\/ridgeway\/(office|account|sign-in|invitation)(\/|$)/;
const STARTS = ["office", "account/confirm", "sign-in", "invitation", "office/documents/new"].map((path) => `/${AREA}/${path}`);
/** Where a form ends what another still needs: it is sent last. */
const ENDS = /(retire|withdraw|withhold|dismissal|closed|cancelled|split|place|succession\/.*|end|undo)$/;

/** What a page is called by in its own address. */
const NAMES = /: (key|word|wording|title)$/;

/** An address without what stands for other signs in it. */
function plainly(address) {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

const ledger = new Ledger();
const spent = [];
async function timed(what, work) {
  const began = Date.now();
  const done = await work();
  spent.push(`${what} ${Math.round((Date.now() - began) / 1000)} s`);
  return done;
}

/** Every page of somebody's office, each with its headers; files are fetched elsewhere. */
async function pagesOf(person) {
  const headers = new Map();
  const ask = async (address) => {
    const answer = await person.ask(address);
    headers.set(address, answer.headers);
    return answer;
  };
  const isPage = (path) => OFFICE.test(path) && !path.includes("/assets/") && routeOf(routes, path)?.kind !== "file";
  const walked = await crawl(site, STARTS, { ask, within: isPage });
  const pages = walked.pages.filter((page) => page.isPage && page.status === 200);
  return pages.map((page) => ({ ...page, headers: headers.get(page.address), role: person.role, person }));
}

async function publicPages() {
  const headers = new Map();
  const ask = async (address) => {
    const answer = await fetch(new URL(address, site), { redirect: "manual" });
    headers.set(address, answer.headers);
    return answer;
  };
  const within = (path) => path.startsWith(`/${AREA}/`) && !OFFICE.test(path) && !path.includes("/editions/");
  const { pages } = await crawl(site, [`/${AREA}/`], { ask, within });
  return pages.map((page) => ({ ...page, headers: headers.get(page.address), role: "the public" }));
}

/** What a form is, apart from which of many things it is about. */
function shapeOf(page, form) {
  const [last] = form.action.split("/").slice(-1);
  const names = form.fields.filter((field) => field.isTyped).map((field) => base(field.name));
  const kind = page.address.match(/\/(?:registers|papers)\/([\w-]+)/)?.[1] ?? "";
  const pattern = page.route?.pattern ?? page.path;
  const isOwn = form.action === page.path && !/\{(edit|event)\}$/.test(pattern);
  return `${pattern} ${kind} ${!isOwn && /^[a-z_-]+$/.test(last) ? last : ""} ${[...new Set(names)]}`;
}

/** A field's name without whose it is. */
const base = (name) => name.replace(/[.].*|-[0-9a-f]{12,}.*/, "").replace(/-\d+-/, "-n-");

/** Two pages with each form there is: the first and the last. */
function targets(pages) {
  const shapes = new Map();
  // A draft page is only looked at there: its forms lead nowhere before it is released.
  for (const page of pages.filter(({ address }) => !address.includes("/edition/pages/"))) {
    for (const [at, form] of formsOf(page.body, page.address).entries()) {
      if (form.method !== "post" || !form.fields.some((field) => field.isTyped)) continue;
      const shape = shapeOf(page, form);
      shapes.set(shape, [...(shapes.get(shape) ?? []), { page, at, shape, action: form.action }]);
    }
  }
  const chosen = [...shapes.values()].flatMap((all) => (all.length > 1 && all[0].action !== all.at(-1).action ? [all[0], all.at(-1)] : [all[0]]));
  return [...chosen.filter(({ action }) => !ENDS.test(action)), ...chosen.filter(({ action }) => ENDS.test(action))];
}

async function fillAll(person) {
  const pages = (await pagesOf(person)).map((page) => ({ ...page, route: routeOf(routes, page.path) }));
  for (const { page, at, shape } of targets(pages)) {
    await fill(ledger, person, page.address, at, (field) => `${shape}: ${base(field.name)}`);
  }
}

/** The public's own forms, as somebody without an account. */
const visitor = { site, role: "the public", ask: (address, more) => fetch(new URL(address, site), { redirect: "manual", ...more }) };
async function write() {
  const { pages } = await crawl(site, [`/${AREA}/roadmap`], { within: (path) => /^\/ridgeway\/(roadmap(\/entries\/.*)?|subscribe)$/.test(path) });
  const entries = pages.filter(({ path }) => path.includes("/entries/")).slice(0, 4);
  for (const { address } of [...entries, ...pages.filter(({ path }) => path.endsWith("/subscribe"))]) {
    const forms = formsOf(await (await visitor.ask(address)).text(), address);
    for (const [at, form] of forms.entries()) {
      if (form.method === "post") await fill(ledger, visitor, address, at, (field) => `the public ${form.action}: ${field.name}`);
    }
  }
}

await timed("public forms", write);
const people = [];
await timed("filling", async () => {
  // One after another: what one changes, the next sees.
  for (const role of ROLES) {
    const person = await Person.walkIn(site, AREA, role);
    if (role.endsWith("administrator")) await person.confirm();
    people.push(person);
    await fillAll(person);
  }
});
const edition = await timed("an edition", () => released(people, ledger));
const pages = await timed("walking", async () => {
  const everybody = await Promise.all(ROLES.map((role) => Person.walkIn(site, AREA, role)));
  for (const person of everybody.filter(({ role }) => role.endsWith("administrator"))) await person.confirm();
  const walked = await Promise.all([...everybody.map(pagesOf), publicPages()]);
  return walked.flat();
});

const isDocument = ({ headers }) => /html|svg|xml/.test(headers.get("content-type") ?? "");
const shown = pages.filter((page) => page.body.search(MARKER) >= 0);
/** Each once: a page may be the same to several people, but for the keys of its forms. */
const distinct = (all) => [...new Map(all.map((page) => [`${page.address} ${page.body.replaceAll(/[0-9a-f]{32}/g, "")}`, page])).values()];
const documents = covering(distinct([...shown, ...ledger.answers].filter(isDocument)));
const seen = (some) => new Set(some.flatMap((page) => [...page.body.matchAll(MARKER)].map(([, shape, field]) => `${shape} ${field}`)));

/** What a page alone can prove: each of its words, in a page of its pattern, to a reader of its role. */
function provenBy({ address, status, role, body }) {
  const path = new URL(address, site).pathname;
  const pattern = routeOf(routes, path)?.pattern ?? routeOf(publicRoutes, path)?.pattern ?? path;
  return [...body.matchAll(MARKER)].map(([, shape, field]) => `${role} ${status} ${pattern} ${shape} ${field}`);
}

/** The fewest of them that still show everything that all of them show: those that show most come first. */
function covering(all) {
  const proven = new Set();
  const chosen = [];
  for (const { page, proves } of all.map((page) => ({ page, proves: provenBy(page) })).sort((a, b) => b.proves.length - a.proves.length)) {
    if (proves.every((one) => proven.has(one))) continue;
    for (const one of proves) proven.add(one);
    chosen.push(page);
  }
  return chosen;
}

const none = (found) => assert.ok(found.length === 0, `\n${[...new Set(found)].slice(0, 40).join("\n")}`);
let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

/** Below these the check would have gone hollow. */
const FLOOR = { fields: 180, pairs: 1400, seen: 1100, pages: 1100 };

describe("words stay words", () => {
  test("many shapes are kept in many fields", (t) => {
    const pairs = [...ledger.kept.values()].reduce((sum, shapes) => sum + shapes.size, 0);
    const shapes = new Set([...ledger.kept.values()].flatMap((kept) => [...kept]));
    t.diagnostic(`${PAYLOADS.length} shapes, ${ledger.fields.length} fields, ${ledger.kept.size} kept some, ${pairs} pairs, ${seen(shown).size} seen again on ${shown.length} pages; ${spent.join(", ")}`);
    assert.equal(shapes.size, PAYLOADS.length, "a shape was kept nowhere");
    assert.ok(ledger.kept.size >= FLOOR.fields, `only ${ledger.kept.size} fields kept anything`);
    assert.ok(pairs >= FLOOR.pairs, `only ${pairs} pairs of a field and a shape`);
    assert.ok(seen(shown).size >= FLOOR.seen, `only ${seen(shown).size} were seen again`);
    assert.ok(shown.length >= FLOOR.pages, `only ${shown.length} pages show any`);
  });
  test("an edition with these words is out, and the public reads them", () => {
    assert.ok(edition > 0);
    assert.ok(seen(pages.filter(({ role }) => role === "the public")).size > 40);
  });
  test("everybody was shown some", () => {
    assert.deepEqual(ROLES.filter((role) => !shown.some((page) => page.role === role)), []);
  });
  test("no page that shows them has an element, an attribute or an address of theirs", async (t) => {
    const began = Date.now();
    none(await traces(browser, documents, site));
    t.diagnostic(`${documents.length} pages opened in ${Math.round((Date.now() - began) / 1000)} s`);
  });
  test("no address has words that are nobody's name for a page", () => {
    const within = (text) => [...text.matchAll(MARKER)].map(([, , field]) => ledger.fields[field]);
    const named = [...pages.flatMap((page) => links(page.body, new URL(page.address, site)).map(({ url }) => url.href)), ...ledger.onward.map(({ location }) => location)];
    const addresses = [...new Set(named)].filter((address) => address.startsWith(site) || address.startsWith("/"));
    assert.ok(addresses.length > 500, `only ${addresses.length} addresses`);
    none(addresses.flatMap((address) => within(plainly(address)).filter((field) => !NAMES.test(field)).map((field) => `${field}: ${address}`)));
  });
  test("no sheet takes one for a formula", () => {
    none(shown.filter(({ type }) => type?.startsWith("text/csv")).flatMap((file) => formulas(file.body).map((cell) => `${file.address}: ${cell}`)));
  });
});
