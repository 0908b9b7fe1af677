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

  const show = () => {
    const { id } = chosen();
    const link = links.find((each) => each.dataset.unit === id);
    mine.hidden = !link;
    for (const each of links) each.classList.toggle("finder__unit--mine", each === link);
    if (!link) return;
    const place = mine.querySelector(".mine__unit");
    place.textContent = link.textContent;
    place.href = link.href;
  };

  if (mine) {
    for (const link of links) {
      link.addEventListener("click", () => store.setItem(key, JSON.stringify({ id: link.dataset.unit })));
    }
    mine.querySelector(".mine__forget").addEventListener("click", () => {
      store.removeItem(key);
      show();
      document.querySelector(".hero__actions a")?.focus();
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
