/* Where is the reader's own day in the period? Marks it on the bar, says it in the page's own words,
   and leaves of the due dates those to come. A page drawn for a given day keeps what was drawn. */
(() => {
  "use strict";

  const DAY_MS = 86_400_000;

  /* The date of the device as YYYY-MM-DD, by its own clock and zone. */
  const today = () => {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  };

  const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

  const longDate = (day) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }).format(Date.parse(day));

  const sentence = (day, { start, end, before, within, after }) => {
    const words = day < start ? before : day > end ? after : within;
    const found = { date: longDate(day), day: daysBetween(start, day) + 1, left: daysBetween(day, end) };
    return words.replace(/\{(date|day|left)\}/g, (_, name) => found[name]);
  };

  const own = today();
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
  for (const list of drawnFor ? [] : document.querySelectorAll(".next")) {
    const days = [...list.children];
    const ahead = days.filter((entry) => entry.dataset.day >= own).slice(0, Number(list.dataset.limit));
    for (const entry of days) entry.hidden = !ahead.includes(entry);
    if (ahead.length) continue;
    const none = document.createElement("p");
    none.className = "next__none";
    none.textContent = list.dataset.none;
    list.replaceWith(none);
  }
})();
