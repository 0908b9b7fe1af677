/* Where is the reader's own day in the period? Marks it on the bar, says it in the page's own words,
   and leaves of the due dates those to come. A page drawn for a given day keeps what was drawn. */
(() => {
  "use strict";

  const DAY_MS = 24 * 60 * 60 * 1000;

  const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

  const sentence = (day, { start, end, before, within, after }) => {
    const words = day < start ? before : day > end ? after : within;
    return planpress.filled(words, { date: planpress.longDate(day), day: daysBetween(start, day) + 1, left: daysBetween(day, end) });
  };

  const own = planpress.today();
  for (const figure of document.querySelectorAll(".period")) {
    const { start, end, today: drawn } = figure.dataset;
    if (drawn === own) continue;
    const words = figure.querySelector(drawn ? ".period__own" : ".period__words");
    words.textContent = sentence(own, figure.dataset);
    words.hidden = false;
    if (drawn) continue;
    const share = Math.min(Math.max(daysBetween(start, own) / (daysBetween(start, end) + 1), 0), 1);
    figure.querySelector(".period__gone").setAttribute("width", `${share * 100}%`);
    const mark = figure.querySelector(".period__mark");
    if (own < start || own > end) continue;
    mark.setAttribute("x1", `${share * 100}%`);
    mark.setAttribute("x2", `${share * 100}%`);
    mark.setAttribute("visibility", "visible");
  }

  const drawnFor = document.querySelector(".period")?.dataset.today;
  for (const phase of drawnFor ? [] : document.querySelectorAll(".phases li")) {
    const { start, end } = phase.dataset;
    if (start <= own && own <= end) phase.setAttribute("aria-current", "date");
  }

  for (const list of drawnFor ? [] : document.querySelectorAll(".next")) {
    const days = [...list.children];
    const ahead = days.filter((entry) => entry.dataset.day >= own).slice(0, Number(list.dataset.limit));
    for (const entry of days) entry.hidden = !ahead.includes(entry);
    if (ahead.length) continue;
    list.replaceWith(planpress.add(list.parentElement, "p", list.dataset.none, "next__none"));
  }
})();
