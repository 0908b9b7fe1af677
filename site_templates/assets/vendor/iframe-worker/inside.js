/* Runs in the frame that stands for a worker: what a worker script expects to find there. */
"use strict";
window.postMessage = (message, target) => parent.postMessage(message, target || "*");
window.importScripts = (...urls) =>
  urls.reduce(
    (before, url) =>
      before.then(
        () =>
          new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = url;
            script.onload = resolve;
            script.onerror = reject;
            document.body.appendChild(script);
          }),
      ),
    Promise.resolve(),
  );
