/* A click on the mark beside a passage or row copies its whole address; without this, or where nothing
   may be copied, the mark is a plain link to it. */
(() => {
  "use strict";

  const SHOWN_MS = 2000;

  const copied = document.querySelector(".md-dialog");
  const words = JSON.parse(document.getElementById("__config")?.textContent ?? "{}").translations?.["clipboard.copied"];

  document.addEventListener("click", async (event) => {
    const mark = event.target.closest?.("a.headerlink");
    if (!mark || event.metaKey || event.ctrlKey || event.shiftKey) return;
    try {
      await navigator.clipboard.writeText(mark.href);
    } catch {
      return; // the link itself has been followed all the same
    }
    if (!copied || !words) return;
    copied.querySelector(".md-dialog__inner").textContent = words;
    copied.classList.add("md-dialog--active");
    setTimeout(() => copied.classList.remove("md-dialog--active"), SHOWN_MS);
  });
})();
