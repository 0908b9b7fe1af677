/* Is a sheet of paper still valid? Compares a code and a fingerprint, from the address or typed, with
   what status.js says, and where the site is published, with what publications.js knows of all publications. Its words
   come from the page, which knows the language. */
(() => {
  "use strict";

  const { add, called, filled, folded } = planpress;
  const { order, sameRevision } = planpressVerdict;

  const LOOKALIKES = { o: "0", i: "1", l: "1" };

  /* The signs that someone read or typed, without what cannot be told apart or does not count. */
  const signs = (text) =>
    folded(text)
      .replace(/[^0-9a-z]/g, "")
      .replace(/[oil]/g, (letter) => LOOKALIKES[letter]);

  /* The codes that `typed` may mean: itself where there is such a code, else all that look like it. */
  const codesLike = (codes, typed) => {
    const exact = typed.normalize("NFKC").trim().toUpperCase();
    if (Object.prototype.hasOwnProperty.call(codes, exact)) return [exact];
    const wanted = signs(typed);
    return wanted ? Object.keys(codes).filter((code) => signs(code) === wanted) : [];
  };

  /* The fingerprint of the sheets with this code that `shown` means; empty where none ever had such a one. */
  const fingerprintLike = (entry, shown) =>
    [entry, ...(entry.others ?? [])]
      .flatMap((record) => [...record.spans.map((span) => span.fingerprint), record.fingerprint])
      .find((one) => one && signs(one) === shown) ?? "";

  /* The code that the sheet of `record` had in a revision. */
  const codeIn = (record, number) =>
    record.spans.find(({ first, last }) => order(first) <= order(number) && order(number) <= order(last))?.code ??
    record.code;

  /* Answers: those of verdict.js, `unknown` for a code that never was, `compare` without a fingerprint. */
  const answerTo = (status, typed, fingerprint, day) => {
    const found = codesLike(status.codes, typed);
    if (!found.length) return { answer: "unknown", code: "" };
    const shown = signs(fingerprint);
    if (!shown) {
      const record = status.codes[found[0]];
      return { ...planpressVerdict.verdict(status, record, "-", day), answer: "compare", code: found[0], record };
    }
    const code = found.find((one) => fingerprintLike(status.codes[one], shown)) ?? found[0];
    const mark = fingerprintLike(status.codes[code], shown);
    const record = planpressVerdict.recordOf(status.codes, code, mark);
    return { ...planpressVerdict.verdict(status, record, mark, day), code, record };
  };

  /* A redline; whoever hears it is told where each mark begins and ends. */
  const addRedline = (parent, pieces, words) => {
    const line = add(parent, "p", "", "redline");
    for (const [mark, text] of pieces) {
      const piece = mark ? add(line, mark < 0 ? "del" : "ins") : line;
      if (mark) add(piece, "span", mark < 0 ? words.deleted : words.inserted, "heard");
      text.split("\n").forEach((part, at) => {
        if (at) piece.appendChild(document.createElement("br"));
        piece.append(part);
      });
      if (mark) add(piece, "span", words.end, "heard");
    }
  };

  /* The publication of the newest revision up to `number` for which `fits` is true. */
  const publicationUpTo = (number, fits) =>
    (planpress.published()?.revisions ?? []).filter((one) => one.folder && order(one.number) <= order(number) && fits(one)).pop();

  /* The page about a revision: on this site, or in the publication that knows it. */
  const storyOf = (number, now) => {
    const later = order(number) > order(planpress.here()?.number);
    const home = later && publicationUpTo(now, (one) => order(one.number) >= order(number));
    return `${home ? `../${home.folder}/` : ""}revisions/${number}.html`;
  };

  /* What each revision after the sheet's own changed on it, up to the one in force. */
  const addDifferences = (parent, { record, last, now }, revisions, words) => {
    /* Of what was published before anything was sealed, no page tells what changed. */
    if (!words.stories || order(last) < order(planpressStatus.revisions[0].number)) return;
    const told = typeof planpressDifferences === "undefined" ? { sheets: {}, changes: {} } : planpressDifferences;
    const box = add(parent, "div", "", "answer__differences");
    add(box, "h3", words.differences);
    const passed = revisions
      .map((one) => one.number)
      .filter((number) => order(last) < order(number) && order(number) <= order(now));
    let count = 0;
    for (const number of passed) {
      const shown = told.sheets[number]?.[codeIn(record, number)] ?? [];
      if (!shown.length) continue;
      const head = add(box, "p", "", "answer__revision");
      const link = add(head, "a", filled(words.revision, { number: called(number) }));
      link.href = storyOf(number, now);
      const list = add(box, "ul", "", "changes");
      const changes = shown.map((at) => told.changes[number][at]);
      /* Where only a number is another, its line is enough; it stands behind what changed in words. */
      changes.sort((one, other) => !one.pieces.length - !other.pieces.length);
      for (const { what, where, pieces } of changes) {
        const item = add(list, "li", "", "change");
        const title = add(item, "p", "", "change__head");
        add(title, "span", what, "change__what");
        if (where) add(title, "span", ` ${where}`, "place");
        if (pieces.length) addRedline(item, pieces, words);
        count += 1;
      }
    }
    if (!count) {
      const line = add(box, "p", words.noDifferences);
      const link = add(line, "a", ` ${filled(words.revision, { number: called(passed[0]) })}`);
      link.href = storyOf(passed[0], now);
    }
  };

  /* Where the sheet that holds lies: on this site where it prints the same, else in a publication that does. */
  const addressOf = (record, { fingerprint }, now) => {
    const entry = planpressStatus.codes[record.code];
    const own = [entry, ...(entry?.others ?? [])].find((one) => one?.fingerprint === fingerprint);
    if (own) return own.path;
    const home = publicationUpTo(now, (one) => planpressVerdict.markIn(record, one) === fingerprint);
    return home ? `../${home.folder}/${record.paths?.[home.number] ?? record.path}` : "";
  };

  /* The sheet that is to be used: its code, its fingerprint, and a link to it. */
  const addSheet = (parent, { code, record, held, now }, words) => {
    const heads = Array.from(document.querySelectorAll(".codes tbody th"));
    const unit = heads.find(({ textContent }) => textContent === record.code)?.closest("[data-unit]")?.dataset.unit;
    const name = [unit, record.title].filter(Boolean).join(" · ");
    const address = held ? addressOf(record, held, now) : "";
    const line = add(parent, "p", "", "answer__sheet");
    add(line, "strong", code);
    if (held) add(line, "span", `${words.fingerprint} ${held.fingerprint.slice(0, 4)} ${held.fingerprint.slice(4)}`);
    add(line, address ? "a" : "span", name);
    if (address) Object.assign(line.lastChild, { href: address, download: `${code} ${name.replace(/ · /g, " ")}.pdf` });
    const called = codeIn(record, now);
    if (held && called !== code) add(parent, "p", filled(words.renamed, { code: called }), "answer__more");
  };

  const start = () => {
    const form = document.getElementById("_check");
    const answer = document.getElementById("_answer");
    if (!form || !answer || typeof planpressStatus === "undefined") return;
    const known = planpress.published();
    const status = known ? { ...known, draft: false } : planpressStatus;
    const words = form.dataset;
    const wordsOf = (kind, more) =>
      words[kind.replace(/-(\w)/g, (_all, letter) => letter.toUpperCase()) + more] ?? "";

    const show = () => {
      const typed = form.elements.c.value;
      const found = typed.trim() && answerTo(status, typed, form.elements.f.value, planpress.today());
      answer.textContent = ""; // what the page says of itself where no script answers
      delete answer.dataset.answer;
      if (!found) return;
      const { answer: kind, code, held } = found;
      const values = { number: called(found.number), date: found.day, now: called(found.now), since: held?.effective };
      const use = held ? wordsOf(kind, "Use") : wordsOf(kind, "None") && words.none;
      answer.dataset.answer = kind;
      add(answer, "p", filled(wordsOf(kind, ""), values), "answer__words");
      add(answer, "p", [wordsOf(kind, "More"), use].filter(Boolean).map((part) => filled(part, values)).join(" "), "answer__more");
      if (code) addSheet(answer, found, words);
      if (words.alone && !known) add(answer, "p", words.alone, "answer__more answer__alone");
      const passed = kind === "replaced" && held && order(found.last) < order(found.now);
      if (passed && sameRevision(found.last, found.now)) add(answer, "p", words.answers, "answer__more");
      if (passed) addDifferences(answer, found, status.revisions, words);
    };

    planpress.answering(form, ["c", "f"], show);
  };

  planpress.whenRead(start);
})();
