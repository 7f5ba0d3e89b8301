/* The filter of lists of operations: an input above the first list, which hides the operations that do not have all its words. */
(() => {
  "use strict";
  const words = document.currentScript.dataset;

  const start = () => {
    const lists = [...document.querySelectorAll("ul.wadl-methods")];
    if (!lists.length || document.getElementById("wadl-filter")) return;
    const rows = lists.flatMap((list) => [...list.children]).map((row) => [row, row.textContent.toLowerCase()]);
    // A section is hidden with its lists; that of the whole page never is.
    const sectionOf = (list) => {
      const section = list.closest(".wadl-source") ?? list.closest("section");
      return section && section.parentElement.closest("section") ? section : list;
    };
    const sections = [...new Set(lists.map(sectionOf))];

    const box = document.createElement("div");
    box.className = "wadl-filter";
    const label = box.appendChild(document.createElement("label"));
    label.htmlFor = "wadl-filter";
    label.textContent = words.label;
    const input = box.appendChild(document.createElement("input"));
    Object.assign(input, { id: "wadl-filter", type: "search", autocomplete: "off", spellcheck: false });
    const told = box.appendChild(document.createElement("output"));
    told.htmlFor = "wadl-filter";
    told.setAttribute("aria-live", "polite");
    sections[0].before(box);

    const apply = () => {
      const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let number = 0;
      for (const [row, text] of rows) {
        row.hidden = !wanted.every((word) => text.includes(word));
        number += row.hidden ? 0 : 1;
      }
      for (const section of sections) section.hidden = !section.querySelector(".wadl-method:not([hidden])");
      const sentence = number === 0 ? words.none : number === 1 ? words.one : words.several;
      told.textContent = wanted.length ? sentence.replace("%(number)s", number) : "";
    };
    input.addEventListener("input", apply);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        input.value = "";
        apply();
      } else if (event.key === "Enter") {
        document.querySelector(".wadl-method:not([hidden]) a")?.click();
      }
    });
    if (input.value) apply();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
