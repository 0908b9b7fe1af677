/* Is a sheet of paper still valid? Compares a code and a fingerprint, from the address or typed, with
   what status.js says, and where the site is published, with what revisions.js knows of all publications. Both name the
   parts in which the codes stand; one is fetched when it is asked for. Its words come from the page, which knows the
   language. */
(() => {
  "use strict";

  const { add, called, filled, folded, brought } = planpress;
  const { order, sameRevision } = planpressVerdict;

  const LOOKALIKES = { o: "0", i: "1", l: "1" };

  /* The signs that someone read or typed, without what cannot be told apart or does not count. */
  const signs = (text) =>
    folded(text)
      .replace(/[^0-9a-z]/g, "")
      .replace(/[oil]/g, (letter) => LOOKALIKES[letter]);

  /* The codes among which `typed` is, where it is any: those of the last part that begins before it. */
  const codesNear = ({ parts }, home, typed) => {
    const wanted = signs(typed);
    const part = parts.filter(([first]) => first <= wanted).pop();
    return part ? brought(home + part[1], () => planpressCodes) : {};
  };

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
  const answerTo = async (status, home, typed, fingerprint, day) => {
    const codes = await codesNear(status, home, typed);
    const found = codesLike(codes, typed);
    if (!found.length) return { answer: "unknown", code: "" };
    const shown = signs(fingerprint);
    if (!shown) {
      const record = codes[found[0]];
      return { ...planpressVerdict.verdict(status, record, "-", day), answer: "compare", code: found[0], record };
    }
    const code = found.find((one) => fingerprintLike(codes[one], shown)) ?? found[0];
    const mark = fingerprintLike(codes[code], shown);
    const record = planpressVerdict.recordOf(codes, code, mark);
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

  /* What each revision that this site tells of changed, of those that a sheet has passed; the first changed nothing. */
  const toldOf = (passed, words) => {
    const known = (words.stories ?? "").split(" ").slice(1);
    const told = passed.filter((number) => known.includes(String(number)));
    return Promise.all(told.map(async (number) => [number, await brought(`differences-${number}.js`, () => planpressDifferences)]));
  };

  /* The revisions after the sheet's own, up to the one in force. Of what was published before anything was sealed, no
     page tells what changed. */
  const passedBy = ({ answer, held, last, now }, revisions, words) => {
    const known = answer === "replaced" && held && words.stories && order(last) >= order(planpressStatus.revisions[0].number);
    const numbers = known ? revisions.map((one) => one.number) : [];
    return numbers.filter((number) => order(last) < order(number) && order(number) <= order(now));
  };

  /* What each of these revisions changed on a sheet. */
  const addDifferences = (parent, { record, now }, passed, told, words) => {
    const box = add(parent, "div", "", "answer__differences");
    add(box, "h3", words.differences);
    let count = 0;
    for (const [number, { changes: all, sheets }] of told) {
      const shown = sheets[codeIn(record, number)] ?? [];
      if (!shown.length) continue;
      const head = add(box, "p", "", "answer__revision");
      const link = add(head, "a", filled(words.revision, { number: called(number) }));
      link.href = storyOf(number, now);
      const list = add(box, "ul", "", "changes");
      const changes = shown.map((at) => all[at]);
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
  const addressOf = (entry, record, { fingerprint }, now) => {
    const own = [entry, ...(entry?.others ?? [])].find((one) => one?.fingerprint === fingerprint);
    if (own) return own.path;
    const home = publicationUpTo(now, (one) => planpressVerdict.markIn(record, one) === fingerprint);
    return home ? `../${home.folder}/${record.paths?.[home.number] ?? record.path}` : "";
  };

  /* The sheet that is to be used: its code, its fingerprint, and a link to it. `entry` is what this site knows of it. */
  const addSheet = (parent, { code, record, held, now }, entry, words) => {
    const name = [entry?.owner, record.title].filter(Boolean).join(" · ");
    const address = held ? addressOf(entry, record, held, now) : "";
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
    const words = form.dataset;
    const unread = answer.firstElementChild; // what the page says of itself where no script answers
    const wordsOf = (kind, more) =>
      words[kind.replace(/-(\w)/g, (_all, letter) => letter.toUpperCase()) + more] ?? "";

    /* What is said of a sheet, and whether all publications were asked. */
    const found = async (typed, mark, day) => {
      if (known)
        try {
          return [await answerTo({ ...known, draft: false }, "../", typed, mark, day), known.revisions];
        } catch {
          // what stands beside the folders cannot be read
        }
      return [await answerTo(planpressStatus, "", typed, mark, day), null];
    };

    const tell = ([one, revisions], entry, passed, told) => {
      const { answer: kind, code, held } = one;
      const values = { number: called(one.number), date: one.day, now: called(one.now), since: held?.effective };
      const use = held ? wordsOf(kind, "Use") : wordsOf(kind, "None") && words.none;
      answer.dataset.answer = kind;
      add(answer, "p", filled(wordsOf(kind, ""), values), "answer__words");
      add(answer, "p", [wordsOf(kind, "More"), use].filter(Boolean).map((part) => filled(part, values)).join(" "), "answer__more");
      if (code) addSheet(answer, one, entry, words);
      if (words.alone && !revisions) add(answer, "p", words.alone, "answer__more answer__alone");
      const replaced = kind === "replaced" && held && order(one.last) < order(one.now);
      if (replaced && sameRevision(one.last, one.now)) add(answer, "p", words.answers, "answer__more");
      if (passed.length) addDifferences(answer, one, passed, told, words);
    };

    let turn = 0;
    const show = async () => {
      const mine = ++turn;
      const typed = form.elements.c.value;
      let saying = () => {};
      answer.setAttribute("aria-busy", "true");
      if (typed.trim())
        try {
          const told = await found(typed, form.elements.f.value, planpress.today());
          const { code, record } = told[0];
          const entry = code && (await codesNear(planpressStatus, "", record.code))[record.code];
          const passed = passedBy(told[0], told[1] ?? planpressStatus.revisions, words);
          const changes = await toldOf(passed, words);
          saying = () => tell(told, entry, passed, changes);
        } catch {
          saying = () => answer.appendChild(unread);
        }
      if (mine !== turn) return; // something else was asked meanwhile
      answer.textContent = "";
      delete answer.dataset.answer;
      saying();
      answer.removeAttribute("aria-busy");
    };

    planpress.answering(form, ["c", "f"], show);
  };

  planpress.whenRead(start);
})();
