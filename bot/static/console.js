"use strict";
// Staff pages work without this. It sends a form once, prints, and loads a page anew when its list has changed.
(() => {
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  const main = document.querySelector("[data-pulse]");
  if (!main) return;
  const LOOK = 15000, OLD = 60000, loaded = Date.now();
  const show = (name, on) => { main.querySelector(name).hidden = !on; };
  const isBusy = () => document.querySelector("details[open]")
    || document.activeElement.matches("input, textarea, select, summary");

  async function look() {
    if (document.hidden) return;
    let beat;
    try {
      const answer = await fetch(main.dataset.pulseUrl, { cache: "no-store" });
      beat = answer.ok ? await answer.text() : null;
    } catch {
      beat = null;
    }
    show(".stale", beat === null);
    if (beat === null) return;
    const isOther = beat !== main.dataset.pulse;
    if (isBusy()) {
      show(".changed", isOther);
    } else if (isOther || Date.now() - loaded > OLD) {
      history.replaceState(null, "", location.pathname);
      location.reload();
    }
  }
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);
})();
