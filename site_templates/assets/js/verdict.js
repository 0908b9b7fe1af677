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

  /* Tell what became of a sheet of a known code.
     `status` is what status.js holds, `record` that of the code, `fingerprint` in the same writing. */
  const verdict = (status, record, fingerprint, day) => {
    const spans = record.spans.filter((span) => span.fingerprint === fingerprint);
    if (!spans.length) {
      const here = status.draft && record.fingerprint === fingerprint;
      return { answer: here ? "draft" : "unlike", number: 0, day: "", last: 0 };
    }
    const effective = Object.fromEntries(status.revisions.map((one) => [one.number, one.effective]));
    const now = inForce(status.revisions, day)?.number ?? 0;
    const held = record.spans.find((span) => span.first <= now && now <= span.last);
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

  return { inForce, statusOn, verdict };
})();
