/* "My unit": which one this device chose, kept on the device alone. On the home page it stands first;
   on a unit's page a button chooses it. Where nothing can be kept, nothing is offered. */
(() => {
  "use strict";

  const KEY = "planpress-unit";

  /* Another site at the same address (files of a disk share one) must not choose for this one. */
  const home = new URL(document.querySelector(".md-logo")?.getAttribute("href") ?? ".", location).href.replace(/[^/]*$/, "");
  const key = `${KEY} ${home}`;

  let store;
  try {
    store = window.localStorage;
    store.getItem(key);
  } catch {
    return; // private windows may forbid it
  }

  const chosen = () => {
    try {
      return JSON.parse(store.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };

  const mine = document.getElementById("_mine");
  const links = [...document.querySelectorAll("a[data-unit]")];

  for (const link of links) {
    link.addEventListener("click", () => store.setItem(key, JSON.stringify({ id: link.dataset.unit })));
  }

  /* A page that is drawn for a day keeps it. */
  const drawn = document.querySelector(".period");
  const today = (drawn && drawn.dataset.today) || planpress.today();

  /* Let a link of the card lead to an address, in these words; without an address it is not shown. */
  const lead = (selector, address, words) => {
    const place = mine.querySelector(selector);
    place.hidden = !address;
    if (address) place.href = address;
    if (words) place.textContent = words;
    return place;
  };

  /* What the card says stands in scripts, each of the units between two ids; only that of the chosen one is fetched. */
  const cards = {};
  const fetchCards = (number) => {
    cards[number] = {};
    const script = planpress.add(document.head, "script");
    script.addEventListener("load", () => {
      cards[number] = planpressUnits;
      show();
    });
    script.src = `units-${number}.js`;
  };

  const show = () => {
    const { id } = chosen();
    for (const link of links) link.classList.toggle("finder__unit--mine", link.dataset.unit === id);
    const number = id ? mine.dataset.cards.split(" ").filter((first) => first <= id).length : 0;
    if (number && !cards[number]) fetchCards(number);
    const card = number && cards[number][id];
    mine.hidden = !card;
    if (!card) return;
    const { page, name, days, pack, saved, changes, changed } = card;
    lead(".mine__unit", page, name);
    const print = lead(".mine__pack", pack);
    if (pack) print.download = saved;
    lead(".mine__changes", changes, changed);
    const next = days.find((day) => day >= today);
    const words = next ? planpress.filled(mine.dataset.next, { date: planpress.longDate(next) }) : mine.dataset.none;
    lead(".mine__next", days.length && `${page}#_dates`, words);
  };

  if (mine) {
    mine.querySelector(".mine__forget").addEventListener("click", () => {
      store.removeItem(key);
      show();
      document.querySelector(".finder a").focus();
    });
    for (const hint of document.querySelectorAll(".finder__hint")) hint.hidden = false;
    window.addEventListener("pageshow", show);
    show();
  }

  const button = document.querySelector(".unit-choose");
  if (button) {
    const words = button.querySelector("span:not(.icon)");
    const offer = words.textContent;
    const paint = () => {
      const here = chosen().id === button.dataset.unit;
      button.setAttribute("aria-pressed", String(here));
      words.textContent = here ? button.dataset.chosen : offer;
    };
    button.addEventListener("click", () => {
      if (chosen().id === button.dataset.unit) store.removeItem(key);
      else store.setItem(key, JSON.stringify({ id: button.dataset.unit }));
      paint();
    });
    button.hidden = false;
    window.addEventListener("pageshow", paint);
    paint();
  }
})();
