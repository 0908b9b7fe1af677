/* Unfolds the notes among which the one is that the address names: browsers of 2020 do not. */
(() => {
  "use strict";

  const unfold = () => {
    const note = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = note && note.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    note.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();
})();
