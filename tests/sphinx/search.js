// Runs Sphinx's own search on a built site: node search.js SITE QUERY... prints the first results of each query as JSON.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const [site, ...queries] = process.argv.slice(2);
const page = {
  location: { search: "" },
  document: { getElementById: () => null, querySelector: () => null, querySelectorAll: () => [] },
  localStorage: { setItem: () => {} },
  SPHINX_HIGHLIGHT_ENABLED: false,
  URLSearchParams,
  _: (text) => text,
  _ready: () => {},
};
page.window = page;
vm.createContext(page);
// In the order of the search page of Sphinx.
for (const name of ["_static/searchtools.js", "_static/language_data.js", "searchindex.js"])
  vm.runInContext(fs.readFileSync(path.join(site, name), "utf8"), page, { filename: name });
const found = queries.map((query) => {
  page.location.search = `?q=${encodeURIComponent(query)}`;
  page.query = query;
  return vm.runInContext("Search._performSearch(...Search._parseQuery(query))", page).slice(-10).reverse();
});
process.stdout.write(JSON.stringify(found));
