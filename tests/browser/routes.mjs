// Route patterns: `/{area}/roadmap` has one blank; `{rest...}` takes the remainder of a path.

const REST = Symbol("the remainder of a path");
const shapes = new Map();

/** What each part of a path must look like; kept, since thousands of paths are held against each pattern. */
function shapesOf(pattern) {
  const shape = (part) => new RegExp(`^${part.split(/\{[^}]+\}/).map(quoted).join("[^/]+")}$`);
  shapes.set(pattern, pattern.split("/").map((part) => (/^\{.+\.\.\.\}$/.test(part) ? REST : shape(part))));
  return shapes.get(pattern);
}

/** Whether a path is of a pattern. */
export function matches(pattern, path) {
  const wanted = shapes.get(pattern) ?? shapesOf(pattern);
  const given = path.split("/");
  for (const [at, shape] of wanted.entries()) {
    if (shape === REST) return given.length > at;
    if (given[at] === undefined || !shape.test(given[at])) return false;
  }
  return given.length === wanted.length;
}

function quoted(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The most particular of the routes that fit: the one with the most letters outside its blanks. */
export function routeOf(routes, path) {
  const letters = (route) => route.pattern.replace(/\{[^}]+\}/g, "").length;
  return routes
    .filter((route) => matches(route.pattern, path))
    .sort((one, other) => letters(other) - letters(one))[0];
}

/** Whether the table gives an address to ask for, because no link leads to such a page. */
function isUnlinked(route) {
  return route.unlinked !== undefined || (route.states ?? []).some((state) => state.unlinked);
}

/** A route for what is not there: no visited page may be taken for one of it. */
function isOfTheLost(route) {
  return (route.states ?? []).length > 0 && route.states.every((state) => (state.status ?? 200) >= 400);
}

/** The visited pages of each route, and what the table and the site do not agree on. */
export function cover(routes, pages) {
  const linked = routes.filter((route) => !isOfTheLost(route));
  const visited = new Map(routes.map((route) => [route.pattern, []]));
  const complaints = [];
  for (const page of pages) {
    const route = routeOf(linked, page.path);
    // An edition's permanent address holds pages that the table knows without it.
    const inner = route?.within && page.path.replace(/\/editions\/[^/]+/, "");
    if (!route || (inner && !routeOf(linked.filter((other) => !other.within), inner))) {
      complaints.push(`${page.path} (linked from ${page.from}) has no pattern in routes.json`);
    } else {
      visited.get(route.pattern).push(page);
    }
  }
  for (const route of routes) {
    if (visited.get(route.pattern).length === 0 && !isUnlinked(route)) {
      complaints.push(`no page of ${route.pattern} can be reached by links`);
    }
  }
  return { visited, complaints };
}

/** The address of each state of a route; the first visited page stands for a route without states. */
export function statesOf(route, pages) {
  const states = route.states ?? [{ state: "any" }];
  return states.map((wanted) => {
    const found = pages.find(
      (page) =>
        page.isPage &&
        (!wanted.address || page.address === wanted.address) &&
        (!wanted.area || page.path.startsWith(`/${wanted.area}/`)) &&
        (!wanted.containing || page.body.includes(wanted.containing)) &&
        (!wanted.tag || new RegExp(`govuk-tag[^>]*>\\s*${wanted.tag}\\s*<`).test(page.body)),
    );
    const address = wanted.unlinked ?? found?.address;
    return { name: wanted.state, address, status: wanted.status ?? 200 };
  });
}
