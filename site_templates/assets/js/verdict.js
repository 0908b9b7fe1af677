/* What became of a sheet, and what a revision is, on a day: for pages that are read long after they were made. Days are text such as 2023-02-01, which sorts as days do. */
var planpressVerdict = (() => {
  "use strict";

  /* Where a revision stands among all: behind its number comes how often it was corrected, so that 1.10 follows 1.9. */
  const order = (version) => {
    const [number, correction] = String(version).split(".");
    return number * 1000 + Number(correction ?? 0);
  };

  /* Whether two are the same revision, however often it was corrected. */
  const sameRevision = (one, other) => Math.floor(order(one) / 1000) === Math.floor(order(other) / 1000);

  /* The revisions that hold one after the other, each from its first day on. What was taken back never holds, nor what
     a later revision overtook before its first day. */
  const reigns = (revisions) => {
    const standing = revisions.filter((one) => !one.taken_back);
    return standing.filter((one) => !standing.some((by) => order(by.number) > order(one.number) && by.effective <= one.effective));
  };

  /* The last revision whose first day has come. */
  const inForce = (revisions, day) => reigns(revisions).filter((one) => one.effective <= day).pop();

  const statusOn = (revisions, version, day) => {
    const own = order(version);
    if (revisions.find((one) => order(one.number) === own)?.taken_back) return "taken-back";
    const current = inForce(revisions, day);
    const begun = current && order(current.number) >= own;
    if (begun && current.repeal) return "repealed";
    if (begun && order(current.number) === own) return "in-force";
    const holding = reigns(revisions);
    if (!begun && holding.some((one) => order(one.number) === own)) return "not-yet";
    const by = begun ? current : holding.find((one) => order(one.number) > own);
    return by && sameRevision(by.number, version) ? "corrected" : "amended";
  };

  /* The record of the sheet that bore `fingerprint` under `code`: an earlier version of the program may have sealed one
     code for several sheets. The last of them where none did. */
  const recordOf = (codes, code, fingerprint) => {
    const records = [codes[code], ...(codes[code].others ?? [])];
    const bore = (record) => (span) => span.fingerprint === fingerprint && (span.code ?? record.code) === code;
    return records.find((record) => record.spans.some(bore(record))) ?? records[0];
  };

  /* The fingerprint that the sheet of `record` has in a revision; empty where that prints none. */
  const markIn = (record, { number }) =>
    record.spans.find(({ first, last }) => order(first) <= order(number) && order(number) <= order(last))?.fingerprint ?? "";

  /* The first of those revisions at the end of `list` in which the sheet is as in the last. */
  const since = (list, record) => {
    const mark = markIn(record, list[list.length - 1]);
    return list[list.map((one) => markIn(record, one) !== mark).lastIndexOf(true) + 1];
  };

  /* Tell what became of a sheet of a known code.
     `status` is what status.js holds, `record` that of the code, `fingerprint` in the same writing, empty where no sheet
     of this code ever had it.
     In the answer, `number` and `day` are those of the revision that made it so, `now` is the one in force (0: none),
     `held` what holds on that day instead, `last` the revision up to which it was as it is. */
  const verdict = (status, record, fingerprint, day) => {
    const marked = (one) => markIn(record, one);
    const bearing = status.revisions.filter((one) => fingerprint && marked(one) === fingerprint);
    const all = reigns(status.revisions);
    const begun = all.filter((one) => one.effective <= day);
    const coming = all.slice(begun.length);
    const now = begun[begun.length - 1];
    const held = now && marked(now) ? { fingerprint: marked(now), ...since(begun, record) } : null;
    const found = (answer, by, last = 0) => ({
      answer,
      number: by?.number ?? 0,
      day: by?.effective ?? "",
      now: now?.number ?? 0,
      held,
      last,
    });
    if (!bearing.length) return found(status.draft && fingerprint && record.fingerprint === fingerprint ? "draft" : "unlike");
    const stands = bearing.filter((one) => !one.taken_back);
    if (!stands.length) return found("taken-back", bearing[bearing.length - 1]);
    if (held?.fingerprint === fingerprint)
      return found(held.number === now.number ? "in-force" : "unchanged-since", held, now.number);
    const last = stands.filter((one) => now && order(one.number) < order(now.number)).pop()?.number;
    if (last && held)
      return found("replaced", begun.find((one) => order(one.number) > order(last) && marked(one)), last);
    if (last) {
      const by = since(begun, record);
      return found(by.repeal ? "repealed" : "withdrawn", by, last);
    }
    const first = coming.find((one) => marked(one) === fingerprint);
    if (first) return found("not-yet", first);
    const overtaken = stands[stands.length - 1].number;
    return found("replaced", coming.find((one) => order(one.number) > order(overtaken)), overtaken);
  };

  return { inForce, markIn, order, recordOf, reigns, sameRevision, statusOn, verdict };
})();
