/* The search: a worker that speaks Material's messages, so that its box stays as it is.

   In: what someone types. Out: entries of search/text.js and its further parts, in three ranks: those that contain it; where there are none,
   those that contain what it would be with one character put right; then those with parts of it, by how much and how
   rare. No score lifts an entry above its rank. Text and engine are fetched when someone searches, not before, and
   read a few entries at a time, since in a page from a disk nothing else runs meanwhile.

   All is compared as `folded` leaves it. Tokens are pairs of neighbours, a Chinese character or a whole run of Latin
   letters and digits each, and every such run alone. */
(() => {
  "use strict";
  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
  const [PARTS, NEARLY, CONTAINS] = [1, 2, 3];
  const RANK = 1000; // more than any score within a rank
  const LEAST = 150; // what an entry with parts must score to be shown

  const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]/;
  const SAID = /[\p{L}\p{M}\p{N}]/u;
  const AT_ONCE = 25; // entries that are read before other things may run
  const SHOWN = 140; // characters of a text that a result shows
  const BEFORE = 30; // of them before what was found
  const MOST_TYPED = 40; // characters that are looked through for a wrong one
  const MOST_TERMS = 5; // that the page found lights up

  /* Text without width, case and punctuation: a blank stands only between two Latin words. `at` takes the place in
     `text` of each character that is left. */
  const folded = (text, at = []) => {
    let made = "";
    let gap = false;
    let place = 0;
    for (const sign of text) {
      for (const part of HAN.test(sign) ? sign : sign.normalize("NFKC").toLowerCase()) {
        if (SAID.test(part)) {
          if (gap && made && !HAN.test(part) && !HAN.test(made[made.length - 1])) {
            made += " ";
            at.push(place);
          }
          for (let unit = 0; unit < part.length; unit++) at.push(place + Math.min(unit, sign.length - 1));
          made += part;
          gap = false;
        } else gap = true;
      }
      place += sign.length;
    }
    return made;
  };

  const UNITS = /[\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3400-\u4dbf\u4e00-\u9fff]+/g;
  const tokens = (text) => {
    const found = [];
    for (const run of text.split(/\s/)) {
      const units = run.match(UNITS) || [];
      units.forEach((unit, index) => {
        if (!HAN.test(unit) || units.length === 1) found.push(unit);
        if (index + 1 < units.length) found.push(unit + units[index + 1]);
      });
    }
    return found;
  };

  /* Where `pattern`, a global one, is found in folded text: never from within a Latin word or a number on. */
  const places = (text, pattern) => {
    const found = [];
    pattern.lastIndex = 0;
    for (let hit = pattern.exec(text); hit; hit = pattern.exec(text)) {
      const before = text[hit.index - 1] || " ";
      if (/\s/.test(before) || HAN.test(before) || HAN.test(hit[0][0])) found.push([hit.index, hit[0]]);
      pattern.lastIndex = hit.index + 1;
    }
    return found;
  };

  const exactly = (asked) => new RegExp(asked, "g"); // folded text has no sign that means anything else

  /* What `asked` may be with one character wrong, two changed about, one left out or one too many. */
  const nearly = (asked) => {
    const forms = [];
    for (let index = 0; index < asked.length; index++) {
      const [before, after] = [asked.slice(0, index), asked.slice(index + 1)];
      forms.push(`${before}[^\\s]${after}`);
      if (after) forms.push(`${before}${after[0]}${asked[index]}${after.slice(1)}`);
      if (index) forms.push(`${before}[^\\s]${asked[index]}${after}`);
      if (asked.length > 3) forms.push(before + after);
    }
    return new RegExp(forms.join("|"), "g");
  };

  // ---------------------------------------------------------------- what is searched

  /* An entry folded. `own` is the last part of a title, which says what stands there; the rest says where. */
  const read = (entry, id) => {
    const title = entry.title.split(" · ");
    const path = title[0].split(" › ");
    const [titleAt, textAt] = [[], []];
    const names = (entry.names || []).map((name) => folded(name));
    return {
      id,
      entry,
      weight: Math.pow(entry.boost || 1, 0.6),
      list: names,
      names: `\n${names.join("\n")}\n`,
      own: folded(path[path.length - 1]),
      title: folded(entry.title, titleAt),
      titleAt,
      titleCounts: entry.location.includes("#") ? 6 : 40,
      text: folded(entry.text || "", textAt),
      textAt,
      words: (entry.words || []).map((word) => folded(word)).join("\n"),
      codes: entry.codes && folded(entry.codes),
    };
  };

  const FIELDS = ["names", "own", "title", "text", "words"];
  const made = () => {
    const entries = [];
    const known = new Set();
    const engine = new MiniSearch({
      fields: FIELDS,
      tokenize: (text) => {
        const found = tokens(text);
        for (const token of found) known.add(token);
        return found;
      },
      processTerm: (term) => term,
      searchOptions: {
        boost: { names: 2, own: 2, title: 0.5, words: 1.5 },
        boostDocument: (id) => entries[id].weight,
        tokenize: tokens,
        prefix: (term) => !HAN.test(term) && term.length > 1,
      },
    });
    return { entries, engine, known };
  };

  // ---------------------------------------------------------------- how well an entry answers

  /* How much it counts where something is found: as a whole name, at its beginning, within it; in the text below. */
  const within = (entry, pattern) => {
    const inNames = places(entry.names, pattern);
    const inOwn = places(entry.own, pattern);
    const starts = inNames.filter(([at]) => entry.names[at - 1] === "\n");
    if (starts.some(([at, hit]) => entry.names[at + hit.length] === "\n")) return 100;
    if (inOwn.some(([, hit]) => hit === entry.own)) return 100;
    if (starts.length || inOwn.some(([at]) => at === 0)) return 60;
    if (inNames.length || inOwn.length) return 40;
    const inText = places(entry.text, pattern).length ? 20 : 0;
    const inWords = places(entry.words, pattern).length ? 15 : 0;
    const inTitle = places(entry.title, pattern).length ? entry.titleCounts : 0;
    return Math.max(inText, inWords, inTitle);
  };

  /* What `asked` would be with one character put right: of all that is written somewhere, what most entries have, and
     rather as long as `asked` is. Where every two characters of it stand together somewhere, none is wrong. */
  const corrected = ({ entries, known }, asked) => {
    if (asked.length < 3 || asked.length > MOST_TYPED || tokens(asked).every((token) => known.has(token))) return "";
    const pattern = nearly(asked);
    const counts = new Map();
    for (const entry of entries)
      for (const hit of new Set(FIELDS.map((field) => places(entry[field], pattern).map((one) => one[1])).flat()))
        counts.set(hit, (counts.get(hit) || 0) + entry.weight * (hit.length === asked.length ? RANK : 1));
    return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ["", 0])[0];
  };

  /* How much of what was typed is a name of the entry. */
  const named = (entry, asked) => {
    const found = [...entry.list, entry.own].filter((name) => name.length > 1 && asked.includes(name));
    const whole = found.filter((name) => places(asked, exactly(name)).length);
    return Math.max(0, ...whole.map((name) => name.length)) / asked.length;
  };

  /* How much of what was typed stands in the text, character by character: tells apart what is alike otherwise. */
  const spelled = (entry, asked) => {
    const rest = [...asked].reduce((left, sign) => left.replace(sign, ""), entry.text);
    return (entry.text.length - rest.length) / asked.length;
  };

  const answers = (index, typed) => {
    const { entries, engine } = index;
    const asked = folded(typed);
    const words = typed.split(/\s+/).map((word) => folded(word)).filter(Boolean);
    const parts = new Map(engine.search(asked).map((part) => [part.id, part.score]));
    const best = Math.max(1e-9, ...parts.values());
    const share = (entry) => (parts.get(entry.id) || 0) / best;
    const ranked = (rank, patterns) =>
      entries
        .map((entry) => ({ entry, found: Math.min(...patterns.map((pattern) => within(entry, pattern))) }))
        .filter(({ found }) => found)
        .map(({ entry, found }) => ({ entry, rank, patterns, score: found * entry.weight + 20 * share(entry) }));

    const found = ranked(CONTAINS, [exactly(asked)]);
    for (const entry of entries)
      if (entry.codes && `${asked} `.startsWith(`${entry.codes} `))
        found.push({ entry, rank: CONTAINS, patterns: [], score: RANK / 2, code: asked === entry.codes ? "" : typed });
    if (!found.length && words.length > 1) found.push(...ranked(CONTAINS, words.map(exactly)));
    const right = found.length ? "" : corrected(index, asked);
    if (right) found.push(...ranked(NEARLY, [exactly(right)]));
    const known = new Set(found.map((one) => one.entry.id));
    const patterns = tokens(asked).map(exactly);
    for (const entry of entries) {
      const score = 500 * share(entry) + 300 * Math.sqrt(named(entry, asked));
      if (!known.has(entry.id) && score > LEAST)
        found.push({ entry, rank: PARTS, patterns, score: score + 20 * spelled(entry, asked) });
    }
    return found.sort((one, other) => other.rank - one.rank || other.score - one.score);
  };

  // ---------------------------------------------------------------- what the box shows

  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const escaped = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);

  /* Where the patterns are found in folded text, by the places `at` in what is written: from, to; in order, and one
     where several meet. */
  const spans = (text, at, patterns) => {
    const all = patterns.map((pattern) => places(text, pattern)).flat();
    const found = [];
    for (const [start, hit] of all.sort((one, other) => one[0] - other[0])) {
      const [from, to] = [at[start], at[start + hit.length - 1] + 1];
      const last = found[found.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else found.push([from, to]);
    }
    return found;
  };

  /* Text as HTML, what was found in it marked; a long one from a little before that on. */
  const marked = (text, found, most) => {
    const long = text.length > most;
    const from = long && found.length ? Math.max(0, Math.min(found[0][0] - BEFORE, text.length - most)) : 0;
    const end = long ? from + most : text.length;
    let html = from ? "…" : "";
    let done = from;
    for (const [start, to] of found.filter((one) => one[1] <= end)) {
      html += `${escaped(text.slice(done, start))}<mark>${escaped(text.slice(start, to))}</mark>`;
      done = to;
    }
    return html + escaped(text.slice(done, end)) + (end < text.length ? "…" : "");
  };

  const shown = ({ entry: read, rank, score, patterns, code }) => {
    const { entry } = read;
    const text = entry.text || "";
    const [inTitle, inText] = [spans(read.title, read.titleAt, patterns), spans(read.text, read.textAt, patterns)];
    const terms = {};
    for (const [from, to] of inText.slice(0, MOST_TERMS)) terms[text.slice(from, to)] = true;
    return {
      location: entry.location + (code ? `?c=${encodeURIComponent(code.normalize("NFKC").trim())}` : ""),
      title: marked(entry.title, inTitle, Infinity),
      text: marked(text, inText, SHOWN),
      score: rank * RANK + score,
      terms,
    };
  };

  /* Results by page, the best first, each with the page itself. Of a page only the best rank is shown, so that nothing
     with parts stands before what contains all. */
  const results = (index, typed) => {
    const pages = new Map();
    for (const one of answers(index, typed)) {
      const page = one.entry.entry.location.split("#")[0];
      const found = pages.get(page) || [];
      if (!found.length || found[0].rank === one.rank) pages.set(page, [...found, one]);
    }
    const isPage = ({ entry: { entry } }) => !entry.location.includes("#");
    return [...pages].map(([page, found]) => {
      const itself = index.entries.find((one) => one.entry.location === page);
      if (itself && !found.some(isPage)) found.push({ entry: itself, rank: 0, score: 0, patterns: [] });
      return found.map(shown);
    });
  };

  // ---------------------------------------------------------------- messages

  /* In a page from a disk a frame stands for the worker (vendor/iframe-worker): scripts come in later there. */
  const framed = typeof document !== "undefined";
  const site = new URL("../../../", framed ? document.currentScript.src : location.href);
  const script = (path) => String(new URL(path, site));
  let index;
  const load = async () => {
    await importScripts(script("vendor/minisearch/minisearch.min.js"), script("search/text.js"));
    const { entries, ...found } = made();
    for (let part = 1; ; part++) {
      for (let at = 0; at < planpressText.length; at += AT_ONCE) {
        const next = planpressText.slice(at, at + AT_ONCE).map((entry, place) => read(entry, entries.length + place));
        entries.push(...next);
        found.engine.addAll(next);
        await new Promise((resolve) => setTimeout(resolve));
      }
      if (part === planpressParts) return { entries, ...found };
      await importScripts(script(`search/text-${part + 1}.js`));
    }
  };
  const loaded = () => {
    if (!index) index = load();
    return index;
  };

  const answer = ({ type, data }) => {
    if (type === SETUP) {
      if (framed) loaded(); // the box was opened
      return { type: READY };
    }
    if (type !== QUERY) throw new TypeError(`no such message: ${type}`);
    const found = data ? loaded().then((known) => (folded(data) ? results(known, data) : [])) : [];
    return Promise.resolve(found).then((items) => ({ type: RESULT, data: { items } }));
  };

  let turn = Promise.resolve();
  const again = () => {
    index = undefined; // what could not be fetched is asked for at the next key
  };
  addEventListener("message", (event) => {
    turn = turn
      .catch(again)
      .then(() => answer(event.data))
      .then((message) => postMessage(message));
  });
})();
