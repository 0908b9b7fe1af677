/* Fills in what each revision is on the reader's day, answers "which revision held on this day?", and makes
   links of the folders beside this site. Its words come from the page. */
(() => {
  "use strict";

  const fillIn = () => {
    const data = document.getElementById("_standings")?.dataset;
    if (!data) return;
    const revisions = JSON.parse(data.revisions).map(([number, effective, repeal]) => ({ number, effective, repeal }));
    const words = {
      "not-yet": data.notYet,
      "in-force": data.inForce,
      amended: data.amended,
      repealed: data.repealed,
    };
    const day = planpress.today();
    for (const place of document.querySelectorAll("[data-standing]")) {
      const status = planpressVerdict.statusOn(revisions, Number(place.dataset.standing), day);
      place.textContent = words[status];
      place.classList.add(`standing--${status}`);
    }
    for (const banner of document.querySelectorAll("[data-superseded]")) {
      const status = planpressVerdict.statusOn(revisions, Number(banner.dataset.superseded), day);
      banner.classList.add(status === "in-force" ? "banner--calm" : "banner--warm");
    }
  };

  const offerDays = () => {
    const form = document.getElementById("_day");
    const answer = document.getElementById("_day-answer");
    if (!form || !answer) return;
    const rows = [...document.querySelectorAll("tr[data-first]")];
    const show = () => {
      const day = form.elements.d.value;
      for (const row of rows) row.classList.remove("reign--asked");
      answer.replaceChildren();
      if (!day) return;
      const row = rows.find(({ dataset }) => dataset.first <= day && (!dataset.until || day < dataset.until));
      row?.classList.add("reign--asked");
      const line = planpress.add(answer, "p");
      line.append(row ? `${form.dataset.on} ` : form.dataset.none);
      for (const link of row?.querySelectorAll("a") ?? []) line.append(link.cloneNode(true), " ");
    };
    planpress.answering(form, ["d"], show);
  };

  const linkBeside = () => {
    const up = new URL("../", new URL(document.querySelector("[data-beside-root]")?.dataset.besideRoot ?? ".", location.href));
    for (const place of document.querySelectorAll("[data-beside]")) {
      const words = place.textContent;
      place.replaceChildren();
      planpress.add(place, "a", words).href = new URL(place.dataset.beside, up).href;
    }
  };

  planpress.whenRead(() => {
    fillIn();
    offerDays();
    linkBeside();
  });
})();
