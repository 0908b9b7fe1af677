/* Fills in what each revision is on the reader's day, answers "which revision held on this day?", and makes
   links of the folders beside this site. Its words come from the page. */
(() => {
  "use strict";

  const fillIn = () => {
    const data = document.getElementById("_standings")?.dataset;
    if (!data) return;
    const revisions = planpress.revisions();
    const words = {
      "not-yet": data.notYet,
      "in-force": data.inForce,
      corrected: data.corrected,
      amended: data.amended,
      repealed: data.repealed,
      "taken-back": data.takenBack,
    };
    const day = planpress.today();
    for (const place of document.querySelectorAll("[data-standing]")) {
      const status = planpressVerdict.statusOn(revisions, place.dataset.standing, day);
      place.textContent = words[status];
      place.classList.add(`standing--${status}`);
    }
    for (const banner of document.querySelectorAll("[data-superseded]")) {
      const status = planpressVerdict.statusOn(revisions, banner.dataset.superseded, day);
      banner.classList.add(["in-force", "corrected"].includes(status) ? "banner--calm" : "banner--warm");
    }
  };

  /* The day that someone typed, in whatever writing, as YYYY-MM-DD; empty where it is none. A box for dates would show
     them as the browser likes, not as the page does. */
  const dayOf = (typed) => {
    const [, ...found] = planpress.folded(typed).match(/^\D*(\d{4})(?:\D+(\d\d?)\D+(\d\d?)|(\d\d)(\d\d))\D*$/) ?? [];
    const day = found.filter(Boolean).map((part) => part.padStart(2, "0")).join("-");
    const time = Date.parse(day);
    // Some engines take the 31st of February for a day of March.
    return Number.isNaN(time) || !new Date(time).toISOString().startsWith(day) ? "" : day;
  };

  const offerDays = () => {
    const form = document.getElementById("_day");
    const answer = document.getElementById("_day-answer");
    if (!form || !answer) return;
    const rows = [...document.querySelectorAll("tr[data-number]")];
    const show = () => {
      const typed = form.elements.d.value;
      const day = dayOf(typed);
      for (const row of rows) row.classList.remove("reign--asked");
      answer.textContent = "";
      if (typed && !day) planpress.add(answer, "p", form.dataset.noDay);
      if (!day) return;
      const held = planpressVerdict.inForce(planpress.revisions(), day);
      const row = rows.find(({ dataset }) => dataset.number === String(held?.number));
      row?.classList.add("reign--asked");
      const line = planpress.add(answer, "p");
      line.append(held ? `${form.dataset.on} ` : form.dataset.none);
      for (const link of row?.querySelectorAll("a") ?? []) line.append(link.cloneNode(true), " ");
      if (held && !row) {
        const { root, toRevision } = planpress.here();
        const link = planpress.add(line, held.folder ? "a" : "span", planpress.filled(toRevision, { number: planpress.called(held.number) }));
        if (held.folder) link.href = `${root}/../${held.folder}/index.html`;
      }
    };
    planpress.answering(form, ["d"], show);
  };

  const linkBeside = () => {
    const revisions = planpress.published()?.revisions ?? [];
    for (const place of document.querySelectorAll("[data-beside]")) {
      const folder = revisions.find((one) => String(one.number) === place.dataset.beside)?.folder;
      if (!folder) continue;
      const address = `${folder}/${place.dataset.page}`;
      place.textContent = "";
      planpress.add(place, "a", address).href = `${planpress.here().root}/../${address}`;
    }
  };

  planpress.whenRead(() => {
    fillIn();
    offerDays();
    linkBeside();
  });
})();
