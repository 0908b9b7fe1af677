/* Finds sheets of the print centre by the words typed: unit, sector, form, code. It reads what the page
   lists already, so it needs nothing else. */
(() => {
  "use strict";

  const SHOWN = 30;

  const { add, filled, folded } = planpress;

  const box = document.getElementById("_find");
  const input = document.getElementById("_find-words");
  const place = document.getElementById("_found");
  if (!box || !input || !place) return;

  /* Every sheet once, with the words by which it is found. */
  const read = () => {
    const sheets = new Map();
    for (const link of document.querySelectorAll("a[data-code]")) {
      const { code, title } = link.dataset;
      const within = link.closest("[data-unit]");
      const unit = within?.dataset.unit ?? "";
      const size = link.querySelector(".size")?.textContent ?? "";
      const words = folded(`${unit} ${within?.dataset.words ?? ""} ${title} ${code}`);
      if (!sheets.has(code)) sheets.set(code, { link, unit, title, code, size, words });
    }
    return [...sheets.values()];
  };
  let sheets;

  const show = () => {
    sheets ??= read();
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    place.replaceChildren();
    if (!words.length) return;
    const found = sheets.filter((sheet) => words.every((word) => sheet.words.includes(word)));
    if (!found.length) add(place, "p", box.dataset.none, "find__none");
    const list = found.length ? add(place, "ul", "", "find__list") : null;
    for (const { link, unit, title, code, size } of found.slice(0, SHOWN)) {
      const made = add(add(list, "li"), "a", "", "pdf");
      made.href = link.href;
      add(made, "span", [unit, title].filter(Boolean).join(" · "), "find__title");
      add(made, "span", [code, size].filter(Boolean).join(" · "), "find__code");
    }
    const more = found.length - SHOWN;
    if (more > 0) add(place, "p", filled(box.dataset.more, { number: more }), "find__more");
  };

  box.hidden = false;
  input.addEventListener("input", show);
  if (input.value) show(); // what the browser kept from before
})();
