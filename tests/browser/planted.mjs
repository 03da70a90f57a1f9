// The checks themselves: each finds the fault planted for it, and none in a sound page.
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { WIDTHS, launch, open } from "./chromium.mjs";
import { crawl } from "./crawl.mjs";
import { cover, matches, routeOf, statesOf } from "./routes.mjs";
import { differences, mended } from "./office-walk.mjs";
import { listed } from "./people.mjs";
import { parts, representatives } from "./shapes.mjs";
import { travel } from "./journeys.mjs";
import { Keyboard } from "./keyboard.mjs";
import { asItStands, formsOf, wrongFields } from "./forms.mjs";
import { MARKUP, PAYLOADS, marked } from "./payloads.mjs";
import { formulas, traces } from "./traces.mjs";
import * as checks from "./checks.mjs";

const SOUND = {
  head: `<title>A page</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">`,
  skip: `<a href="#content">Skip to main content</a>`,
  main: `<h1>A page</h1><p>Words. <a href="/other">Another page</a></p>`,
};
const page = (parts = {}) => {
  const { head, skip, main } = { ...SOUND, ...parts };
  return `<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">${head}</head>
<body><header>${skip}</header><main id="content">${main}</main></body></html>\n`;
};

/** A form of every kind of field; each has these attributes more. */
const HANDS = (more) => `<h1>A</h1><form action="/found"><label>Why <textarea name="why" ${more}>Old words</textarea></label>
<fieldset><legend>How</legend>${["a", "b", "c"].map((value) => `<label><input type="radio" name="how" value="${value}" ${more}> ${value}</label>`).join("")}</fieldset>
<label>Who <select name="who" ${more}><option value="">Choose one</option><option value="us">Us</option><option value="them">Them</option></select></label>
<label><input type="checkbox" name="sure" value="yes" ${more}> Sure</label><button ${more}>Save it</button></form>`;

const SITE = {
  "/": page(),
  "/other": page({ main: `<h1>Other</h1><form role="search" action="/found"><label>Words <input name="q" type="search"></label> <button type="submit">Search</button></form>` }),
  "/hands": page({ main: HANDS("") }),
  "/handless": page({ main: HANDS(`tabindex="-1"`) }),
  "/unseen": page({ main: `<h1>A</h1><form action="/found"><button style="outline: none; background: transparent">Save</button></form>` }),
  "/found": page({ main: "<h1>Found</h1><p>1 result</p>" }),
  "/lost-link": page({ main: `<h1>A</h1><a href="/gone">Gone</a><a href="/#nowhere">Nowhere</a>` }),
  "/wide": page({ main: `<h1>A</h1><p>${"x".repeat(200)}</p>` }),
  "/no-words": page({ main: `<h1>A</h1><img src="data:,x">` }),
  "/no-label": page({ main: `<h1>A</h1><form><input name="q"></form>` }),
  "/no-heading": page({ main: "<p>Words</p>" }),
  "/no-title": page({ head: "" }),
  "/no-skip": page({ skip: `<a href="/other">Other</a>` }),
  "/policy": page({ main: `<h1>A</h1><script>document.title = "changed"</script>` }),
  "/foreign": page({ main: `<h1>A</h1><img alt="x" src="http://192.0.2.1/x.png">` }),
  "/bad-markup": page({ main: "<h1>A</h1><ul><p>not an item</ul>" }),
  "/scripts-only": page({ main: `<h1>A</h1><div id="late"></div><script src="/late.js"></script>` }),
};

let server, site, browser;
before(async () => {
  server = createServer((request, response) => {
    const path = request.url.split("?")[0];
    response.setHeader("Content-Security-Policy", "script-src 'self'");
    response.statusCode = SITE[path] || path === "/late.js" ? 200 : 404;
    response.setHeader("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
    response.end(path === "/late.js" ? `document.getElementById("late").textContent = "Later words";` : (SITE[path] ?? ""));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  site = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

/** What one check says of one page. */
async function on(path, check, scripts = true) {
  const context = await open(browser, WIDTHS[0], scripts);
  const window = await context.newPage();
  const heard = checks.listen(window, site);
  await window.goto(site + path, { waitUntil: "domcontentloaded" });
  await window.waitForTimeout(check ? 0 : 200);
  const found = check ? await check(window) : heard;
  await context.close();
  return found;
}

describe("each check finds its fault and spares a sound page", () => {
  const planted = [
    [checks.accessibility, "/no-words", "image-alt"],
    [checks.accessibility, "/no-label", "label"],
    [checks.reflow, "/wide", "320 px"],
    [checks.frame, "/no-heading", "0 main headings"],
    [checks.frame, "/no-title", "no title"],
    [checks.skipLink, "/no-skip", "Other"],
    [null, "/policy", "Content Security Policy"],
    [null, "/foreign", "asks another host"],
  ];
  for (const [check, path, word] of planted) {
    test(path, async () => {
      assert.ok((await on(path, check)).some((line) => line.includes(word)), `${path} was not found out`);
      assert.deepEqual(await on("/", check), []);
    });
  }
  test("/bad-markup", async () => {
    assert.ok((await checks.markup(SITE["/bad-markup"])).length > 0);
    assert.deepEqual(await checks.markup(SITE["/"]), []);
  });
  test("/scripts-only", async () => {
    const texts = [await on("/scripts-only", checks.content), await on("/scripts-only", checks.content, false)];
    assert.deepEqual(checks.missingWithoutScripts(...texts), ["only there with scripts: Later words"]);
  });
});

describe("the table of routes", () => {
  const lost = { pattern: "/{lost}", states: [{ state: "no such page", unlinked: "/x", status: 404 }] };
  const routes = [{ pattern: "/{area}/roadmap" }, { pattern: "/{area}/{rest...}" }, { pattern: "/about" }, lost];
  test("knows a path by its most particular pattern", () => {
    assert.ok(matches("/{area}/entries/{entry}.json", "/a/entries/b.json"));
    assert.ok(!matches("/{area}", "/a/b") && !matches("/{area}/b", "/a"));
    assert.equal(routeOf(routes, "/a/roadmap").pattern, "/{area}/roadmap");
    assert.equal(routeOf(routes, "/a/b/c").pattern, "/{area}/{rest...}");
  });
  test("is held against the site both ways", () => {
    const pages = [{ path: "/about", from: "/" }, { path: "/a/roadmap", from: "/" }, { path: "/lost", from: "/" }];
    const { complaints } = cover(routes, pages);
    assert.equal(complaints.length, 2);
    assert.match(complaints[0], /\/lost .* has no pattern/);
    assert.match(complaints[1], /no page of \/\{area\}\/\{rest\.\.\.\}/);
  });
  test("finds a state by its words and admits when there is none", () => {
    const route = { states: [{ state: "late", containing: "Late" }, { state: "done", containing: "Done" }] };
    const states = statesOf(route, [{ address: "/a", path: "/a", body: "Late", isPage: true }]);
    assert.deepEqual(states.map((state) => state.address), ["/a", undefined]);
  });
});

describe("the table of the office", () => {
  const text = "GET /office yes no no no no no no no no no -\nPOST /office yes yes yes yes yes yes yes yes yes yes -\nGET /api/v1/x yes -";
  const list = listed(text);
  const office = { pattern: "/{area}/office" };
  const reached = { path: "/a/office", from: "/", route: office, person: { role: "Programme office" } };
  test("is the program's list of pages", () => {
    assert.deepEqual(list, [{ pattern: "/office", roles: ["Programme office"] }]);
    assert.deepEqual(differences([office], [reached], list), []);
  });
  test("misses a page that nobody reaches, and one without a pattern", () => {
    assert.match(differences([office], [], list)[0], /Programme office reaches no page of/);
    assert.match(differences([], [], list)[0], /is not in office-routes.json/);
    assert.match(differences([office], [reached, { path: "/a/lost", from: "/" }], list)[0], /lost .* has no pattern/);
    assert.match(differences([office, { pattern: "/{area}/gone" }], [reached], list)[0], /is no page of the program/);
  });
  test("excuses what it gives a reason for, for as long as the reason holds", () => {
    const excused = { ...office, unreached: { everybody: "it has no door yet" } };
    assert.deepEqual(differences([excused], [], list), []);
    assert.match(differences([excused], [{ ...reached, route: excused }], list)[0], /need not say why/);
  });
  test("admits a fault for as long as it is there", () => {
    const faulty = { ...office, known: { "axe region": "a part of it stands outside" } };
    assert.deepEqual(mended([office, faulty], new Set(["/{area}/office: axe region"])), []);
    assert.match(mended([office, faulty], new Set())[0], /axe region is mended/);
  });
  test("looks at every part of a page, and at no page that shows nothing more", () => {
    const [plain, tagged, field] = ["<p>A</p>", `<p>B</p><b class="tag">B</b>`, `<p>C</p><input type="text" name="why.c">`];
    const chosen = representatives([plain, tagged, plain, field].map((body) => ({ body })));
    assert.deepEqual(chosen.map((page) => page.body), [tagged, field]);
    assert.ok(parts(field).has("input.[text why]"));
  });
});

describe("words that try to be more than words", () => {
  const written = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const places = (text) => `<h1>A</h1><p>${text}</p><form action="/found"><label>Words <input name="q" value="${text}"></label></form>`;
  const policy = new Headers({ "content-type": "text/html; charset=utf-8", "content-security-policy": "script-src 'self'" });
  const answer = (shape, main) => ({ address: `/shape-${shape}`, status: 200, headers: policy, body: page({ main, head: `<title>A page</title><link rel="icon" href="/late.js">` }) });
  const raw = (text) => `${places(text)}<a href="${text}">There</a>`;
  test("there are many, each with its mark", () => {
    assert.ok(PAYLOADS.length >= 60);
    assert.deepEqual(PAYLOADS.filter((text) => !text.includes("MARK")), []);
  });
  test("each that is markup betrays itself where it is not written out, and none where it is", async () => {
    const careless = await traces(browser, MARKUP.map((_, shape) => answer(shape, raw(marked(shape, 1)))), site);
    const caught = new Set(careless.map((line) => line.match(/shape-(\d+):/)[1]));
    assert.deepEqual(MARKUP.filter((_, shape) => !caught.has(String(shape))), []);
    assert.deepEqual(await traces(browser, PAYLOADS.map((_, shape) => answer(shape, places(written(marked(shape, 1))))), site), []);
  });
  test("a dialog is heard where no policy forbids it", async () => {
    const open = { ...answer(0, raw(marked(0, 1))), headers: new Headers({ "content-type": "text/html" }) };
    assert.ok((await traces(browser, [open], site)).some((line) => line.includes("a dialog says")));
  });
  test("a formula in a sheet is found, and one that was made harmless is not", () => {
    assert.deepEqual(formulas('a,=1+zx1q1z\n"\'=1+zx1q1z",b\n'), ["=1+zx1q1z"]);
  });
  test("a form is read as a browser would send it", () => {
    const [form] = formsOf(`<form action="../to" method="post"><input type="hidden" name="once" value="a&amp;b"><select name="s"><option value="1"><option value="2" selected></select>
<textarea name="t">\nx &lt;</textarea><input type="radio" name="r" value="1"><button name="deed" value="send">Send</button></form>`, "/a/b/c");
    assert.equal(form.action, "/a/to");
    assert.deepEqual(asItStands(form), [["once", "a&b"], ["s", "2"], ["t", "x <"], ["deed", "send"]]);
    assert.deepEqual(wrongFields(`<ul class="govuk-list govuk-error-summary__list"><li><a href="#t">x</a></ul>`), ["t"]);
  });
});

describe("the walk", () => {
  test("visits what is linked and reports links that do not arrive", async () => {
    const sound = await crawl(site);
    assert.deepEqual(sound.pages.map((page) => page.path), ["/", "/other"]);
    assert.deepEqual(sound.complaints, []);
    const { complaints } = await crawl(site, ["/lost-link"]);
    assert.match(complaints[0], /\/gone, linked from \/lost-link, answers 404/);
    assert.match(complaints[1], /#nowhere/);
  });
  test("fills and sends a form by keyboard, without scripts", async () => {
    const context = await open(browser, WIDTHS[1], false);
    const window = await context.newPage();
    const keys = new Keyboard(window);
    await window.goto(`${site}/hands`);
    await keys.type("why", "New words");
    await keys.choose("how", "b");
    await keys.pick("who", "them");
    await keys.tick("sure", (value) => value === "yes");
    await keys.press("Save");
    assert.equal(new URL(window.url()).search, "?why=New+words&how=b&who=them&sure=yes");
    await keys.reads("1 result");
    await context.close();
  });
  for (const [name, go] of [
    ["type", (keys) => keys.type("why", "x")],
    ["choose", (keys) => keys.choose("how", "b")],
    ["pick", (keys) => keys.pick("who", "us")],
    ["tick", (keys) => keys.tick("sure", () => true)],
    ["press", (keys) => keys.press("Save")],
  ]) {
    test(`finds out what the keyboard does not reach: ${name}`, async () => {
      const context = await open(browser, WIDTHS[1], false);
      const window = await context.newPage();
      await window.goto(`${site}/handless`);
      await assert.rejects(go(new Keyboard(window)), /cannot be reached by keyboard/);
      await context.close();
    });
  }
  test("finds out what does not show that the keyboard is on it", async () => {
    const context = await open(browser, WIDTHS[1], false);
    const window = await context.newPage();
    await window.goto(`${site}/unseen`);
    await assert.rejects(new Keyboard(window).press("Save"), /nothing shows it/);
    await context.close();
  });
  test("goes by keyboard, or says where it cannot go on", async () => {
    const context = await open(browser, WIDTHS[1]);
    const window = await context.newPage();
    const search = { field: "q", words: "speech", arrives: "/found" };
    const steps = [{ follow: "/other" }, { search }, { reads: "1 result" }, { back: "/other" }];
    await travel(window, site, { start: "/", steps });
    await assert.rejects(travel(window, site, { start: "/found", steps: [{ reads: "2 results" }] }), /does not say/);
    await context.close();
  });
});
