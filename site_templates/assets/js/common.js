/* What several scripts share; loaded before them on every page. */
var planpress = (() => {
  "use strict";

  const folder = new URL(".", document.currentScript.src).href;

  /* The reader's own day as YYYY-MM-DD, by the clock and zone of the device. */
  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  /* A day as a reader of the page's language writes it. */
  const longDate = (day) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" }).format(Date.parse(day));

  /* Put an element at the end of `parent`; return it. */
  const add = (parent, tag, text = "", className = "") => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return parent.appendChild(made);
  };

  /* Fill in the places that words of a page leave, such as {number}. */
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

  /* What someone typed, in whatever width and case. */
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  /* Run another script of the site, once; give what `read` finds of it, before any other can run. What could not be
     fetched is asked for again. */
  const asked = new Map();
  const brought = (address, read) => {
    if (!asked.has(address))
      asked.set(address, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.addEventListener("load", () => done(read()));
        script.addEventListener("error", () => {
          asked.delete(address);
          failed(new Error(address));
        });
        script.src = address;
        document.head.appendChild(script);
      }));
    return asked.get(address);
  };

  /* Let a form that is hidden without a script answer whenever it is sent, and for what the address asks. */
  const answering = (form, fields, show) => {
    const asked = new URLSearchParams(location.search);
    for (const name of fields) form.elements[name].value = asked.get(name) ?? "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    form.hidden = false;
    show();
  };

  /* Run `start` as soon as the whole page is there. */
  const whenRead = (start) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  };

  /* What every page says about itself, for scripts; nothing where there is no revision to speak of. */
  const here = () => document.getElementById("_here")?.dataset;

  /* What the file beside the folders tells of all publications. Nothing where it is missing, of a newer form than this
     page can read, or older than this page. */
  const published = () => {
    const known = typeof planpressPublications === "undefined" ? null : planpressPublications;
    const own = here()?.number;
    return known?.format <= 2 && known.revisions.some((one) => String(one.number) === own) ? known : null;
  };

  /* All revisions: as the publications know them, else as this page does. */
  const revisions = () => published()?.revisions ?? JSON.parse(here()?.revisions || "[]");

  /* The page says that its scripts did not run until this one does, and again where one of them fails. */
  const unscripted = document.getElementById("_unscripted");
  if (unscripted) {
    unscripted.hidden = true;
    window.addEventListener("error", ({ error, filename }) => {
      if (error && filename.startsWith(folder)) unscripted.hidden = false;
    });
    document.getElementById("_in-wechat").hidden = !/MicroMessenger/i.test(navigator.userAgent);
  }

  /* A file for an office program is called like the PDF beside it, but for its ending. */
  document.addEventListener("click", ({ target }) => {
    const link = target.closest && target.closest("a.office");
    const pdf = link && link.parentElement.querySelector("a[download]");
    if (pdf) link.download = pdf.download.replace(/pdf$/, link.href.split(".").pop());
  });

  /* What words call a revision, such as "1 · editorial 2"; nothing where there is none. */
  const called = (version) => {
    const [number, correction] = String(version || "").split(".");
    const words = here();
    return words && number ? filled(correction ? words.calledCorrected : words.called, { number, correction }) : number;
  };

  return { today, longDate, called, add, filled, folded, brought, answering, whenRead, here, published, revisions };
})();
