/* Folds the notes of each group but the one that the address names. They come unfolded: without scripts, browsers of 2020
   would not unfold what a link leads to. */
(() => {
  "use strict";

  const unfold = () => {
    const note = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = note && note.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    note.scrollIntoView();
  };
  for (const group of document.querySelectorAll("details.pack__sheets")) group.open = false;
  window.addEventListener("hashchange", unfold);
  unfold();
})();
