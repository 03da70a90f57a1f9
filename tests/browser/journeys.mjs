// Main journeys by keyboard only: Tab, Enter, typing and the browser's own way back.
import { tabTo } from "./keyboard.mjs";
import { matches } from "./routes.mjs";

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
