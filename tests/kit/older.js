/* Takes from a browser of today, or from node, what browsers of the floor do not have and a script would miss. */
for (const [path, names] of [
  ["globalThis", ["structuredClone", "EventTarget"]], // EventTarget can be asked for there, but not made
  ["globalThis.Object", ["hasOwn", "groupBy"]],
  ["globalThis.Array.prototype", ["at", "findLast", "toSorted", "with"]],
  ["globalThis.String.prototype", ["at", "replaceAll", "isWellFormed"]],
  ["globalThis.Element.prototype", ["replaceChildren"]],
  ["globalThis.Document.prototype", ["replaceChildren"]],
]) {
  const owner = path.split(".").slice(1).reduce((found, name) => found && found[name], globalThis);
  for (const name of owner ? names : []) delete owner[name];
}
