/* What became of a sheet, and what a revision is, on a day: for pages that are read long after they were made. Days are text such as 2023-02-01, which sorts as days do. */
var planpressVerdict = (() => {
  "use strict";

  /* The revision with the highest number whose first day has come. */
  const inForce = (revisions, day) => revisions.filter((one) => one.effective <= day).at(-1);

  const statusOn = (revisions, number, day) => {
    const current = inForce(revisions, day);
    if (!current || number > current.number) return "not-yet";
    if (current.repeal) return "repealed";
    return number === current.number ? "in-force" : "amended";
  };

  /* Spans by the time that paper held: a new code alone ends no validity. */
  const runsOf = (spans) =>
    spans.reduce((runs, { fingerprint, first, last }) => {
      const before = runs.at(-1);
      if (before?.fingerprint === fingerprint && before.last + 1 === first) before.last = last;
      else runs.push({ fingerprint, first, last });
      return runs;
    }, []);

  /* The record of the sheet that bore `fingerprint` under `code`: an earlier version of the program may have sealed one
     code for several sheets. The last of them where none did. */
  const recordOf = (codes, code, fingerprint) => {
    const records = [codes[code], ...(codes[code].others ?? [])];
    const bore = (record) => (span) => span.fingerprint === fingerprint && (span.code ?? record.code) === code;
    return records.find((record) => record.spans.some(bore(record))) ?? records[0];
  };

  /* Tell what became of a sheet of a known code.
     `status` is what status.js holds, `record` that of the code, `fingerprint` in the same writing. */
  const verdict = (status, record, fingerprint, day) => {
    const runs = runsOf(record.spans);
    const spans = runs.filter((span) => span.fingerprint === fingerprint);
    if (!spans.length) {
      const here = status.draft && record.fingerprint === fingerprint;
      return { answer: here ? "draft" : "unlike", number: 0, day: "", last: 0 };
    }
    const effective = Object.fromEntries(status.revisions.map((one) => [one.number, one.effective]));
    const now = inForce(status.revisions, day)?.number ?? 0;
    const held = runs.find((span) => span.first <= now && now <= span.last);
    if (held?.fingerprint === fingerprint) {
      const answer = held.first === now ? "in-force" : "unchanged-since";
      return { answer, number: held.first, day: effective[held.first], now, last: now };
    }
    const past = spans.filter((span) => span.last < now);
    if (!past.length) {
      let first = spans[0].first;
      for (let number = first; number <= spans[0].last; number += 1)
        if (effective[number] < effective[first]) first = number;
      return { answer: "not-yet", number: first, day: effective[first], now, last: 0 };
    }
    const { last } = past.at(-1);
    return { answer: held ? "replaced" : "repealed", number: last + 1, day: effective[last + 1], now, last };
  };

  return { inForce, recordOf, statusOn, verdict };
})();
