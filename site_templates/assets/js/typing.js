/* The search box hears of keys alone. Who pastes, speaks, or taps a word of an input method presses none. */
(() => {
  "use strict";
  const box = document.querySelector(".md-search__input");
  if (!box) return;
  const hear = () => box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  box.addEventListener("input", hear);

  /* Whoever goes to the box will search: a blank makes the worker fetch what it needs. */
  const wake = () => {
    if (box.value) return;
    box.value = " ";
    hear();
    box.value = "";
    hear();
  };
  box.addEventListener("focus", wake, { once: true });
})();
