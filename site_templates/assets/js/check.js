/* Is a sheet of paper still valid? Compares a code and a fingerprint, from the address or typed, with
   what status.js says. Its words come from the page, which knows the language. */
(() => {
  "use strict";

  const LOOKALIKES = { O: "0", I: "1", L: "1" };

  /* What someone read or typed, without what cannot be told apart or does not count. */
  const folded = (text) =>
    text
      .normalize("NFKC")
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, "")
      .replace(/[OIL]/g, (letter) => LOOKALIKES[letter]);

  /* The codes that `typed` may mean: itself where there is such a code, else all that look like it. */
  const codesLike = (codes, typed) => {
    const exact = typed.normalize("NFKC").trim().toUpperCase();
    if (Object.hasOwn(codes, exact)) return [exact];
    const wanted = folded(typed);
    return wanted ? Object.keys(codes).filter((code) => folded(code) === wanted) : [];
  };

  /* Answers: valid, replaced, unknown, or compare where no fingerprint was given. */
  const verdict = (codes, typed, fingerprint) => {
    const found = codesLike(codes, typed);
    const shown = folded(fingerprint);
    const fitting = found.filter((code) => folded(codes[code].fingerprint) === shown);
    if (fitting.length) return { answer: "valid", code: fitting[0] };
    if (!found.length) return { answer: "unknown", code: "" };
    return { answer: shown ? "replaced" : "compare", code: found[0] };
  };

  const add = (parent, tag, text, className) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return parent.appendChild(made);
  };

  const start = () => {
    const form = document.getElementById("_check");
    const answer = document.getElementById("_answer");
    if (!form || !answer || typeof planpressStatus === "undefined") return;
    const { codes } = planpressStatus;
    const words = form.dataset;

    const show = () => {
      answer.replaceChildren();
      delete answer.dataset.answer;
      if (!form.elements.c.value.trim()) return;
      const { answer: kind, code } = verdict(codes, form.elements.c.value, form.elements.f.value);
      answer.dataset.answer = kind;
      add(answer, "p", words[kind], "answer__words");
      add(answer, "p", words[`${kind}More`], "answer__more");
      if (!code) return;
      const { fingerprint, path, title } = codes[code];
      const row = document.querySelector(`[data-code="${code}"]`);
      const unit = row?.closest("[data-unit]")?.dataset.unit;
      const line = add(answer, "p", "", "answer__sheet");
      add(line, "strong", code);
      add(line, "span", `${words.fingerprint} ${fingerprint.slice(0, 4)} ${fingerprint.slice(4)}`);
      const link = add(line, "a", [unit, title].filter(Boolean).join(" · "));
      link.href = path;
    };

    form.hidden = false;
    const asked = new URLSearchParams(location.search);
    form.elements.c.value = asked.get("c") ?? "";
    form.elements.f.value = asked.get("f") ?? "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    show();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
