// Whether words stayed words: pages are opened as they were answered, byte for byte and with their own headers, and
// nothing in them may have come out of a field.
import * as checks from "./checks.mjs";
import { WIDTHS, open } from "./chromium.mjs";
import { elsewhere } from "./people.mjs";

/** Attributes that repeat words for a machine or an assistive tool, and run none of them. */
const REPEATS = ["value", "content", "title", "aria-label", "alt", "placeholder", "label", "data-options"];

/** How many pages are looked at side by side. */
const WINDOWS = 3;

/** What Chromium's own view of a feed, which has a style of its own, says of the feed's policy. */
const VIEWER = "Applying inline style violates the following Content Security Policy directive";
const isFeed = (headers) => /xml/.test(headers.get("content-type") ?? "") && !/html|svg/.test(headers.get("content-type") ?? "");

/** Elements, attributes and addresses that a marked word has become. */
function made({ repeats }) {
  const marker = /zx\d+q\d+z/;
  // An address that somebody gave may lead elsewhere; none of ours does.
  const leads = (value) => {
    const url = URL.parse(value, document.baseURI);
    return url !== null && (url.origin === location.origin || (/^(https?|mailto|tel):$/.test(url.protocol) && url.host !== "192.0.2.1"));
  };
  // A key made of the words, with something of ours before it.
  const isKey = (name, value) => /^(id|name|for|aria-.*)$/.test(name) && /^[a-z-]+[.-][\w. -]+$/.test(value);
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    if (marker.test(tag)) found.push(`an element ${tag}`);
    for (const { name, value } of element.attributes) {
      if (/^on/.test(name) || marker.test(name)) found.push(`an attribute ${name} of ${tag}`);
      else if (/^(href|src|action|formaction|data|xlink:href)$/.test(name) && !leads(value)) {
        found.push(`an address ${value.slice(0, 60)} of ${tag}`);
      } else if (marker.test(value) && !repeats.includes(name) && !/^(href|action)$/.test(name) && !isKey(name, value)) {
        found.push(`${name}="${value.slice(0, 60)}" of ${tag}`);
      }
    }
    if (/^(script|style|noscript|iframe|object|embed|template)$/.test(tag) && marker.test(element.textContent)) found.push(`words inside ${tag}`);
  }
  const notes = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (notes.nextNode()) if (marker.test(notes.currentNode.data)) found.push("words inside a comment");
  return found;
}

/** Opens one answer in a window and says what became of the words in it. */
export async function tracesIn(window, { address, status, headers, body }, site) {
  const heard = checks.listen(window, site);
  const dialogs = (dialog) => {
    heard.push(`a dialog says ${dialog.message()}`);
    return dialog.dismiss();
  };
  window.on("dialog", dialogs);
  const whole = new URL(address, site).href;
  const answered = (route) => route.fulfill({ status, headers: Object.fromEntries(headers), body });
  await window.route(whole, answered, { times: 1 });
  try {
    await window.goto(whole, { waitUntil: "load" });
    // Chromium itself reports the answer that we asked for.
    const said = heard.filter((line) => !line.includes(`status of ${status}`) && !(isFeed(headers) && line.includes(VIEWER)));
    return [...said, ...(await window.evaluate(made, { repeats: REPEATS }))];
  } finally {
    window.removeAllListeners();
    await window.unroute(whole, answered);
  }
}

/** Opens every answer, a few side by side; complaints, each with where it was seen. */
export async function traces(browser, answers, site) {
  const complaints = [];
  const left = [...answers];
  const work = async () => {
    const context = await open(browser, WIDTHS[1]);
    // How it looks is not asked here, and looks take most of a page's time.
    await context.route("**/*.css", (route) => route.fulfill({ contentType: "text/css", body: "" }));
    const window = await context.newPage();
    for (let answer = left.pop(); answer; answer = left.pop()) {
      await context.setExtraHTTPHeaders(elsewhere());
      const found = await tracesIn(window, answer, site);
      complaints.push(...found.map((line) => `${answer.role ?? "anybody"}: ${answer.address}: ${line}`));
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: WINDOWS }, work));
  return complaints;
}

/** Cells of a table of commas that a sheet would take for a formula. */
export function formulas(text) {
  const cells = text.match(/(?<=^|,)("(?:[^"]|"")*"|[^,\n]*)/gm) ?? [];
  return cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell) && /zx\d+q\d+z/.test(cell));
}
