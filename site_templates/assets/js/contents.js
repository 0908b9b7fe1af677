/* Marks in the bar of headings where on the page the reader is, and keeps that entry in sight. */
(() => {
  "use strict";

  const bar = document.querySelector(".contents");
  if (!bar) return;
  const links = [...bar.querySelectorAll("a")];
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let current;

  /* The entry whose heading was passed last: entries need not stand in the order of the page. */
  const show = () => {
    const line = bar.getBoundingClientRect().bottom + 24;
    let found;
    let nearest = -Infinity;
    places.forEach((place, number) => {
      const top = place ? place.getBoundingClientRect().top : Infinity;
      if (top > line || top < nearest) return;
      nearest = top;
      found = links[number];
    });
    if (found === current) return;
    if (current) current.removeAttribute("aria-current");
    current = found;
    if (!found) return;
    found.setAttribute("aria-current", "true");
    bar.scrollLeft += found.getBoundingClientRect().left - bar.getBoundingClientRect().left - 16;
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      show();
    });
  };
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  show();
})();
