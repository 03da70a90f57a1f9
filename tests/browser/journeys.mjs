// Main journeys by keyboard only: Tab, Enter, typing and the browser's own way back.
import { matches } from "./routes.mjs";

/** More stops than any page may need before its main content is reached, twice over. */
const MOST_STOPS = 600;

/** What the keyboard is on. */
function focus(page) {
  return page.evaluate(() => {
    const here = document.activeElement;
    const box = here?.getBoundingClientRect();
    const style = here ? getComputedStyle(here) : null;
    const ring = style && (style.outlineStyle !== "none" || style.boxShadow !== "none" || style.backgroundColor !== "rgba(0, 0, 0, 0)");
    return {
      path: here instanceof HTMLAnchorElement && here.origin === location.origin ? here.pathname : null,
      hash: here instanceof HTMLAnchorElement ? here.hash : "",
      field: here?.getAttribute("name") ?? null,
      name: here?.textContent.trim().slice(0, 60) ?? "",
      seen: !!box && box.width > 0 && box.height > 0 && !!ring,
    };
  });
}

/** Presses Tab until the keyboard is on what is wanted; says when a stop on the way cannot be seen. */
async function tabTo(page, wanted, what) {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const here = await focus(page);
    if (!wanted(here)) continue;
    if (!here.seen) throw new Error(`the keyboard is on ${what}, but nothing shows it`);
    return;
  }
  throw new Error(`${what} cannot be reached by keyboard from ${page.url()}`);
}

const STEPS = {
  async follow(page, pattern) {
    const here = new URL(page.url()).pathname;
    const wanted = ({ path, hash }) => path !== null && path !== here && hash === "" && matches(pattern, path);
    await tabTo(page, wanted, `a link to ${pattern}`);
    await Promise.all([page.waitForURL((url) => matches(pattern, url.pathname)), page.keyboard.press("Enter")]);
  },
  async search(page, { field, words, arrives }) {
    await tabTo(page, (here) => here.field === field, `the field "${field}"`);
    await page.keyboard.type(words);
    await Promise.all([page.waitForURL((url) => url.searchParams.get(field) === words), page.keyboard.press("Enter")]);
    if (!matches(arrives, new URL(page.url()).pathname)) throw new Error(`the search arrives at ${page.url()}`);
  },
  async back(page, pattern) {
    // The browser's own key for this belongs to its window, which a headless browser has not.
    await page.goBack();
    if (!matches(pattern, new URL(page.url()).pathname)) throw new Error(`back arrives at ${page.url()}`);
  },
  async reads(page, words) {
    const text = await page.locator("main").innerText();
    if (!text.includes(words)) throw new Error(`${page.url()} does not say "${words}"`);
  },
};

/** Goes one journey; throws where it cannot go on. */
export async function travel(page, site, journey) {
  await page.goto(new URL(journey.start, site).href);
  for (const step of journey.steps) {
    const [[name, wish]] = Object.entries(step);
    if (!STEPS[name]) throw new Error(`there is no step "${name}"`);
    await STEPS[name](page, wish);
  }
}
