// Somebody at the keyboard: Tab, Enter, Space, arrows and typing, and nothing else.

/** More stops than any page may need before its main content is reached, twice over. */
const MOST_STOPS = 600;
/** More choices than any list offers. */
const MOST_CHOICES = 80;

/** What the keyboard is on. */
function focus(page) {
  return page.evaluate(() => {
    const here = document.activeElement;
    const box = here?.getBoundingClientRect();
    const style = here ? getComputedStyle(here) : null;
    const ring = style && (style.outlineStyle !== "none" || style.boxShadow !== "none" || style.backgroundColor !== "rgba(0, 0, 0, 0)");
    // A hidden radio or tick box is drawn beside its label, and so is what shows that the keyboard is on it.
    const drawn = here?.matches("input[type=radio], input[type=checkbox]") && here.labels[0];
    const beside = drawn ? getComputedStyle(drawn, "::before") : null;
    return {
      tag: here?.tagName.toLowerCase() ?? "",
      type: here?.getAttribute("type") ?? "",
      path: here instanceof HTMLAnchorElement && here.origin === location.origin ? here.pathname : null,
      hash: here instanceof HTMLAnchorElement ? here.hash : "",
      field: here?.getAttribute("name") ?? null,
      value: here?.value ?? "",
      isChosen: here?.checked === true,
      name: here?.textContent.replaceAll(/\s+/g, " ").trim() ?? "",
      seen: !!box && box.width > 0 && box.height > 0 && !!(ring || (beside && (beside.boxShadow !== "none" || beside.outlineStyle !== "none"))),
    };
  });
}

/** Presses Tab until the keyboard is on what is wanted; says when it is there and nothing shows it. */
export async function tabTo(page, wanted, what) {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const here = await focus(page);
    if (!wanted(here)) continue;
    if (!here.seen) throw new Error(`the keyboard is on ${what}, but nothing shows it`);
    return here;
  }
  throw new Error(`${what} cannot be reached by keyboard from ${page.url()}`);
}

/** Goes on with Enter from where the keyboard is, to the page it leads to. */
async function enter(page) {
  const [answer] = await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  return answer;
}

/** The hands at one window. Names of fields and words of links and buttons are as the page has them. */
export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /** Follows the link that begins with these words. */
  async follow(words) {
    await tabTo(this.page, ({ tag, name }) => tag === "a" && name.startsWith(words), `the link "${words}"`);
    return enter(this.page);
  }

  /** Writes into a field, in place of what it holds. */
  async type(field, text) {
    await tabTo(this.page, (here) => here.field === field && /^(input|textarea)$/.test(here.tag), `the field "${field}"`);
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.type(text);
  }

  /** Chooses one of several round buttons. */
  async choose(field, value) {
    const isHere = (here) => here.field === field && here.type === "radio";
    let here = await tabTo(this.page, isHere, `the choice "${field}"`);
    for (let step = 0; here.value !== value; step += 1) {
      if (step > MOST_CHOICES || !isHere(here)) throw new Error(`"${value}" of "${field}" cannot be chosen by keyboard`);
      await this.page.keyboard.press("ArrowDown");
      here = await focus(this.page);
    }
    if (!here.isChosen) await this.page.keyboard.press("Space");
    if (!(await focus(this.page)).isChosen) throw new Error(`"${value}" of "${field}" does not take the space bar`);
  }

  /** Picks from a list. */
  async pick(field, value) {
    let here = await tabTo(this.page, ({ tag, field: name }) => tag === "select" && name === field, `the list "${field}"`);
    await this.page.keyboard.press("Home");
    for (let step = 0; here.value !== value; step += 1) {
      if (step > MOST_CHOICES) throw new Error(`"${value}" of "${field}" cannot be picked by keyboard`);
      await this.page.keyboard.press("ArrowDown");
      here = await focus(this.page);
    }
  }

  /** Ticks the box whose value passes, or takes its tick away. */
  async tick(field, isWanted) {
    const before = await tabTo(this.page, (here) => here.field === field && here.type === "checkbox" && isWanted(here.value), `the box "${field}"`);
    await this.page.keyboard.press("Space");
    if ((await focus(this.page)).isChosen === before.isChosen) throw new Error(`the box "${field}" does not take the space bar`);
  }

  /** Presses the button that begins with these words. */
  async press(words) {
    await tabTo(this.page, ({ tag, name }) => tag === "button" && name.startsWith(words), `the button "${words}"`);
    return enter(this.page);
  }

  /** The words of the page's main area. */
  async words() {
    return (await this.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
  }

  /** Says when the page does not have these words. */
  async reads(text) {
    const words = await this.words();
    if (!words.includes(text)) throw new Error(`${this.page.url()} does not say "${text}": ${words.slice(0, 600)}`);
  }
}
