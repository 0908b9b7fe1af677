/* Finds sheets by the words typed: unit, sector, form, code. */
(() => {
  "use strict";

  const SHOWN = 30;

  const { add, filled, folded, brought } = planpress;

  const box = document.getElementById("_find");
  const input = document.getElementById("_find-words");
  const place = document.getElementById("_found");
  if (!box || !input || !place) return;

  /* Every sheet, with the words by which it is found: those of its unit, and those of its kind. */
  const read = ({ kinds, units }) => {
    const own = (text, part) => text.split("{}").join(part);
    const known = kinds.map(([path, code, title]) => ({ path, code, title, words: folded(`${title} ${code}`) }));
    return units.flatMap(([id, mark, name, more, places]) => {
      const [words, low] = [folded(`${more} ${name}`), folded(mark)];
      return places.map((at) => known[at]).map((kind) => ({
        path: own(kind.path, id),
        code: own(kind.code, mark),
        title: `${name} ${kind.title}`.trim(),
        words: `${words} ${own(kind.words, low)}`,
      }));
    });
  };
  let sheets;

  const show = () => {
    if (typeof planpressSheets === "undefined") return;
    sheets = sheets ?? read(planpressSheets);
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    place.textContent = "";
    if (!words.length) return;
    const found = sheets.filter((sheet) => words.every((word) => sheet.words.includes(word)));
    if (!found.length) add(place, "p", box.dataset.none, "find__none");
    const list = found.length ? add(place, "ul", "", "find__list") : null;
    for (const { path, code, title } of found.slice(0, SHOWN)) {
      const made = add(add(list, "li"), "a", "", "pdf");
      made.href = path;
      made.download = `${code} ${title}.pdf`;
      add(made, "span", title, "find__title");
      add(made, "span", code, "find__code");
    }
    const more = found.length - SHOWN;
    if (more > 0) add(place, "p", filled(box.dataset.more, { number: more }), "find__more");
  };

  /* The list of all sheets is fetched when someone looks for one. */
  const fetchSheets = () => brought("sheets.js", () => planpressSheets).then(show, () => {});

  box.hidden = false;
  input.addEventListener("focus", fetchSheets);
  input.addEventListener("input", () => {
    fetchSheets();
    show();
  });
  if (input.value) fetchSheets(); // what the browser kept from before
})();
