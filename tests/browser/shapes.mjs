// Which pages of many to look at closely: as few as show everything that any of them is made of.

/** What a page is made of: its elements with their classes, and its fields, without its words. */
export function parts(body) {
  const found = new Set();
  for (const [, tag, rest] of body.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    const value = (name) => rest.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? "";
    // What stands behind a dot in a field's name is whose field it is.
    const field = /^(input|select|textarea|button)$/.test(tag) ? `[${value("type")} ${value("name").replace(/\..*/, "")}]` : "";
    found.add(`${tag}.${value("class").split(/\s+/).sort().join(".")}${field}`);
  }
  return found;
}

/** Pages that between them show every part there is; one page at least. */
export function representatives(pages) {
  const open = pages.map((page) => ({ page, parts: parts(page.body) }));
  const shown = new Set();
  const chosen = [];
  const news = (one) => [...one.parts].filter((part) => !shown.has(part)).length;
  while (open.length > 0) {
    const best = open.reduce((one, other) => (news(other) > news(one) ? other : one));
    if (news(best) === 0) break;
    chosen.push(best.page);
    best.parts.forEach((part) => shown.add(part));
    open.splice(open.indexOf(best), 1);
  }
  return chosen;
}
