/* Finds sheets by the words typed: unit, sector, form, code. */
(() => {
  "use strict";

  const SHOWN = 30;

  const { add, filled, folded, brought } = planpress;

  const box = document.getElementById("_find");
  const input = document.getElementById("_find-words");
  const place = document.getElementById("_found");
  if (!box || !input || !place) return;

  /* Every sheet, with the words by which it is found. */
  const read = () =>
    planpressSheets.flatMap(([within, sheets]) =>
      sheets.map(([path, code, title]) => ({ path, code, title, words: folded(`${within} ${title} ${code}`) })));
  let sheets;

  const show = () => {
    if (typeof planpressSheets === "undefined") return;
    sheets = sheets ?? read();
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
