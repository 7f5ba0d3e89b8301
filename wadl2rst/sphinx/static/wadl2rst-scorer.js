/* Ranks the results of Sphinx's search: what is named as it was typed comes first. */
var Scorer = (() => {
  "use strict";
  const RANKS = { request: 1000, path: 900, id: 800, title: 700, type: 650, section: 620, name: 600, end: 450, start: 400 };
  const VERBS = ["get", "post", "put", "patch", "delete"];
  // Whatever a path parameter is called, its place is the same.
  const normal = (text) => text.toLowerCase().trim().replace(/\s+/g, " ").replace(/\{[^{}\/]*\}/g, "{}");

  const typed = () => {
    const given = new URLSearchParams(window.location.search).get("q");
    return normal(given ?? document.querySelector('input[name="q"]')?.value ?? "");
  };

  /* The type of an object, such as "wadl:method", which a result only has in words. */
  const typeOf = (description) => {
    const found = Object.values(Search._index.objnames).filter((names) => description.startsWith(names[2]));
    found.sort((one, other) => other[2].length - one[2].length);
    return found.length ? `${found[0][0]}:${found[0][1]}` : "";
  };

  /* The rank of something with a verb and a path, or with a path alone; 0 for none. */
  const rankOfPath = (name, query) => {
    const [, verb, path] = name.match(/^(?:(\S+) )?(\/.*)$/) ?? [];
    if (path === undefined) return 0;
    if (name === query) return verb ? RANKS.request : RANKS.path - 9;
    const order = verb ? (VERBS.indexOf(verb) + VERBS.length) % VERBS.length : 8;
    const wanted = query.replace(/\/$/, "") || query;
    if (path === wanted || path.replace(/\/$/, "") === wanted) return RANKS.path - order;
    if (wanted.startsWith("/") && path.endsWith(wanted)) return RANKS.end - order;
    if (wanted.startsWith("/") ? path.startsWith(wanted) : name.startsWith(wanted)) return RANKS.start - order;
    return 0;
  };

  const rank = (title, description, kind, query) => {
    const name = normal(title);
    const ofPath = rankOfPath(name, query);
    if (ofPath) return ofPath;
    if (kind === "title") {
      const [page, section] = name.split(/ > (.*)/);
      if (page === query && section === undefined) return RANKS.title;
      if (section === query) return RANKS.section;
      return (section ?? page).startsWith(query) ? RANKS.start - 10 : 0;
    }
    if (kind !== "object") return 0;
    const last = name.slice(name.lastIndexOf(".") + 1);
    const type = typeOf(description ?? "");
    if (name === query || last === query) {
      if (type === "wadl:method") return RANKS.id;
      if (type.startsWith("wadl:") && type !== "wadl:param") return RANKS.type;
      return name === query ? RANKS.name + 1 : RANKS.name;
    }
    return last.startsWith(query) || name.startsWith(query) ? RANKS.start - 20 : 0;
  };

  return {
    objNameMatch: 11,
    objPartialMatch: 6,
    objPrio: { 0: 15, 1: 5, 2: -5, 3: -6 },
    objPrioDefault: 0,
    title: 15,
    partialTitle: 7,
    term: 5,
    partialTerm: 2,
    score: ([, title, anchor, description, score, , kind]) => {
      const query = typed();
      // Before Sphinx 8.2, results do not tell their kind.
      const known = kind ?? (description ? "object" : "title");
      const found = query && known !== "text" && known !== "index" ? rank(title, description, known, query) : 0;
      // Of equals, the one with the shorter name and title is what others are variants of.
      const length = Math.min(title.length + (description ?? "").length, 900);
      return found ? found + (Math.min(score, 100) - length / 1000) / 1000 : Math.min(score, 100);
    },
  };
})();
