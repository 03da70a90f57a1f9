// Route patterns: `/{area}/roadmap` has one blank; `{rest...}` takes the remainder of a path.

/** Whether a path is of a pattern. */
export function matches(pattern, path) {
  const wanted = pattern.split("/");
  const given = path.split("/");
  for (const [at, part] of wanted.entries()) {
    if (/^\{.+\.\.\.\}$/.test(part)) return given.length > at;
    if (given[at] === undefined) return false;
    const shape = new RegExp(`^${part.split(/\{[^}]+\}/).map(quoted).join("[^/]+")}$`);
    if (!shape.test(given[at])) return false;
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

/** The visited pages of each route, and what the table and the site do not agree on. */
export function cover(routes, pages) {
  const visited = new Map(routes.map((route) => [route.pattern, []]));
  const complaints = [];
  for (const page of pages) {
    const route = routeOf(routes, page.path);
    if (route) visited.get(route.pattern).push(page);
    else complaints.push(`${page.path} (linked from ${page.from}) has no pattern in routes.json`);
  }
  for (const route of routes) {
    const reached = visited.get(route.pattern).length > 0;
    const direct = (route.states ?? []).some((state) => state.unlinked);
    if (!reached && !direct) complaints.push(`no page of ${route.pattern} can be reached by links`);
  }
  return { visited, complaints };
}

/** The address of each state of a route; the first visited page stands for a route without states. */
export function statesOf(route, pages) {
  const states = route.states ?? [{ state: "any" }];
  return states.map((wanted) => {
    const found = pages.find(
      (page) =>
        (!wanted.address || page.address === wanted.address) &&
        (!wanted.area || page.path.startsWith(`/${wanted.area}/`)) &&
        (!wanted.containing || page.body.includes(wanted.containing)),
    );
    const address = wanted.unlinked ?? found?.address;
    return { name: wanted.state, address, status: wanted.status ?? 200 };
  });
}
