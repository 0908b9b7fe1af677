// The search listens to keys alone. Who pastes, speaks, or taps a word of an input method presses none.
(() => {
  "use strict";
  const box = document.querySelector(".md-search__input");
  box?.addEventListener("input", () => box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true })));
})();
