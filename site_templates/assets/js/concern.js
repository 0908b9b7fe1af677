/* On a sector's page: hides the passages and rows that name other units than the one chosen. What names
   no unit concerns everyone and stays. */
(() => {
  "use strict";

  const box = document.getElementById("_concern");
  const select = document.getElementById("_concern-unit");
  const passages = [...document.querySelectorAll("[data-units]")];
  if (!box || !select) return;
  const answer = box.querySelector("[role=status]");

  /* Only units that some passage names can be chosen. */
  const named = new Set(passages.flatMap((passage) => passage.dataset.units.split(" ")));
  for (const option of [...select.options]) {
    if (option.value && !named.has(option.value)) option.remove();
  }
  if (select.options.length < 2) {
    box.remove();
    return;
  }

  const show = () => {
    const unit = select.value;
    let number = 0;
    for (const passage of passages) {
      passage.hidden = Boolean(unit) && !passage.dataset.units.split(" ").includes(unit);
      if (passage.hidden && !passage.classList.contains("details")) number += 1;
    }
    answer.textContent = unit ? planpress.filled(box.dataset.shown, { number }) : "";
  };

  /* Whoever comes for a passage sees it. */
  const reach = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.hidden) return;
    select.value = "";
    show();
    target.scrollIntoView();
  };

  box.hidden = false;
  select.addEventListener("change", show);
  window.addEventListener("hashchange", reach);
  window.addEventListener("pageshow", () => { // the browser may have kept a choice
    show();
    reach();
  });
})();
