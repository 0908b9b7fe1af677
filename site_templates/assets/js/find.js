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
    for (const link of document.querySelectorAll('a[download$=".pdf"]')) {
      const [code, ...words] = link.download.slice(0, -".pdf".length).split(" ");
      const title = words.join(" ");
      const within = link.closest("[data-words]")?.dataset.words ?? "";
      const size = link.querySelector(".size")?.textContent ?? "";
      if (!sheets.has(code)) sheets.set(code, { link, title, code, size, words: folded(`${within} ${title} ${code}`) });
    }
    return [...sheets.values()];
  };
  let sheets;

  const show = () => {
    sheets = sheets ?? read();
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    place.textContent = "";
    if (!words.length) return;
    const found = sheets.filter((sheet) => words.every((word) => sheet.words.includes(word)));
    if (!found.length) add(place, "p", box.dataset.none, "find__none");
    const list = found.length ? add(place, "ul", "", "find__list") : null;
    for (const { link, title, code, size } of found.slice(0, SHOWN)) {
      const made = add(add(list, "li"), "a", "", "pdf");
      made.href = link.href;
      made.download = link.download;
      add(made, "span", title, "find__title");
      add(made, "span", [code, size].filter(Boolean).join(" · "), "find__code");
    }
    const more = found.length - SHOWN;
    if (more > 0) add(place, "p", filled(box.dataset.more, { number: more }), "find__more");
  };

  box.hidden = false;
  input.addEventListener("input", show);
  if (input.value) show(); // what the browser kept from before
})();
