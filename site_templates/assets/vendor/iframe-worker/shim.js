/* iframe-worker 1.0.4 by Martin Donath, MIT (LICENSE.txt), rewritten in two points: what prepares the frame is a file
   (inside.js) and no inline script, so that a strict Content-Security-Policy can name it; and older browsers, in which
   nobody can make an EventTarget or clone a structure, are served, too. */
"use strict";
(() => {
  const inside = new URL("inside.js", document.currentScript.src).href;

  class IFrameWorker {
    constructor(url) {
      this.heard = document.createTextNode(""); // what listens
      this.received = (event) => {
        if (event.source === this.window) this.heard.dispatchEvent(new MessageEvent("message", { data: event.data }));
      };
      this.iframe = document.body.appendChild(document.createElement("iframe"));
      this.iframe.hidden = true;
      const page = this.window.document;
      page.open();
      const script = (address) => `<script src="${String(address).replace(/&/g, "&amp;")}"></` + "script>";
      page.write(`<html><body>${script(inside)}${script(url)}</body></html>`);
      page.close();
      addEventListener("message", this.received);
      this.ready = new Promise((resolve) => {
        this.window.onload = resolve;
      });
    }

    get window() {
      return this.iframe.contentWindow;
    }

    addEventListener(...heard) {
      this.heard.addEventListener(...heard);
    }

    removeEventListener(...heard) {
      this.heard.removeEventListener(...heard);
    }

    terminate() {
      this.iframe.remove();
      removeEventListener("message", this.received);
    }

    postMessage(data) {
      this.ready.then(() => this.window.dispatchEvent(new MessageEvent("message", { data })));
    }
  }

  window.IFrameWorker = IFrameWorker;
  if (location.protocol === "file:") window.Worker = IFrameWorker;
})();
