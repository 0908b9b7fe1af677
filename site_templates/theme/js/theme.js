/* What Material writes into every page as scripts, as a file, so that the policy of a page need name none.
   It stands behind the switches of the palette, before anything else is drawn; Material's bundle uses its names.
   A test tells when Material's own have changed. */
var __md_scope = new URL("..", document.currentScript.src);
var __md_hash = (text) => [...text].reduce((sum, sign) => (sum << 5) - sum + sign.charCodeAt(0), 0);
var __md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key));
var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    /* no room, or not allowed: the choice holds for this page alone */
  }
};

(() => {
  "use strict";

  /* What a script will fold is not shown first. */
  document.body.classList.add("scripted");

  /* A browser takes no icon from a file beside a page that it opened from a disk: there they come as data. */
  if (location.protocol === "file:")
    document.write(`<link rel="stylesheet" href="${new URL("css/on-disk.css", __md_scope).href.replace(/&/g, "&amp;")}">`);

  /* The colours that the reader chose. */
  const palette = __md_get("__palette");
  if (palette && palette.color) {
    if (palette.color.media === "(prefers-color-scheme)") {
      const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
      const input = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${scheme})']`);
      for (const name of ["media", "scheme", "primary", "accent"])
        palette.color[name] = input.getAttribute("data-md-color-" + name);
    }
    for (const [name, value] of Object.entries(palette.color))
      document.body.setAttribute("data-md-color-" + name, value);
  }

  /* That this revision is not the current one, where a page before has found so. */
  const outdated = document.querySelector("[data-md-component=outdated]");
  if (outdated && __md_get("__outdated", sessionStorage)) outdated.hidden = false;
})();
