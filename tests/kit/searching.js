/* Runs the search worker of a built site as a browser would, without one: node searching.js SITE, queries as JSON on
   standard input. Prints what it posts for each of them, and how many milliseconds the first and the slowest took. */
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const site = path.resolve(process.argv[2]);
const workers = path.join(site, "assets/javascripts/workers");
const worker = path.join(workers, fs.readdirSync(workers)[0]);
const posted = [];
let hear;
let took = () => {};
const self = vm.createContext({
  URL,
  setTimeout,
  location: { href: `file://${worker}` },
  addEventListener: (_name, listener) => (hear = listener),
  importScripts: (...urls) => urls.forEach((url) => run(new URL(url).pathname)),
  postMessage: (message) => (posted.push(JSON.parse(JSON.stringify(message))), took()),
});
const run = (file) => vm.runInContext(fs.readFileSync(file, "utf-8"), self, { filename: file });
run(path.join(__dirname, "older.js"));
const ask = (type, data) => new Promise((resolve) => ((took = resolve), hear({ data: { type, data } })));

(async () => {
  run(worker);
  await ask(0, JSON.parse(fs.readFileSync(path.join(site, "search/search_index.json"), "utf-8")));
  const before = performance.now();
  await ask(2, " ");
  const times = [performance.now() - before];
  for (const query of JSON.parse(fs.readFileSync(0, "utf-8"))) {
    const start = performance.now();
    await ask(2, query);
    times.push(performance.now() - start);
  }
  console.log(JSON.stringify({ posted, load: times[0], first: times[1], slowest: Math.max(...times.slice(1)) }));
})();
