// The page works without this file. With it, forms are sent and news comes without a reload, and what
// could not be sent is sent again, with the same key, until it is saved.
(() => {
  "use strict";
  const RETRY = [1, 2, 4, 8, 15], NEWS = 10000;
  const queue = [];
  let sending = false;

  const wait = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));
  const notice = (words) => {
    const line = document.getElementById("notice");
    if (line) { line.textContent = words; line.hidden = !words; }
  };
  const read = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

  const field = () => document.getElementById("text");
  // What somebody is writing stays, as long as it belongs to the same question.
  const place = (page) => {
    const about = page.querySelector('input[name="about"]');
    return about ? about.value : "";
  };

  function show(page, moved) {
    const old = field(), kept = old && place(document) === place(page) ? old.value : "";
    const writing = old && document.activeElement === old;
    const open = [...document.querySelectorAll("details")].map((one) => one.open);
    document.body.className = page.body.className;
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.body.replaceChildren(...page.body.childNodes);
    document.querySelectorAll(".folded").forEach((one, n) => { one.open = !moved && open[n + 1]; });
    const now = document.getElementById("now");
    if (kept && field()) field().value = kept;
    if (writing && field()) field().focus();
    else if (moved && now) { 
      now.focus({ preventScroll: true });
      now.scrollIntoView({ block: now.offsetHeight > innerHeight - 170 ? "start" : "nearest" });
    }
  }

  async function send({ url, body }) {
    for (let n = 0; ; n += 1) {
      try {
        const response = await fetch(url, {
          method: "POST", body, credentials: "same-origin",
          headers: { "content-type": "application/x-www-form-urlencoded" },
        });
        if (response.status < 500) {
          const page = await read(response);
          if (response.status === 413) notice([...page.querySelectorAll("section:first-of-type p, section:first-of-type h1")].map((p) => p.textContent).join(" "));
          else { notice(""); show(page, true); }
          return;
        }
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // the network failed
      }
      const line = document.getElementById("notice");
      if (line) notice(line.dataset.unsaved);
      await wait(RETRY[Math.min(n, RETRY.length - 1)]);
    }
  }

  async function work() {
    if (sending) return;
    sending = true;
    while (queue.length) { await send(queue[0]); queue.shift(); }
    sending = false;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.hasAttribute("data-whole")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    if (button && button.name) fields.append(button.name, button.value);
    const body = fields.toString();
    if (queue.some((one) => one.body === body)) return;
    if (button) button.classList.add("sending");
    queue.push({ url: form.action, body });
    work();
  });

  async function news() {
    const page = document.getElementById("page");
    if (!page || !page.dataset.news || document.hidden || sending) return;
    try {
      const response = await fetch(`${page.dataset.news}?since=${encodeURIComponent(page.dataset.mark)}`, { credentials: "same-origin" });
      if (response.status !== 200 || sending) return;
      const fresh = await read(response);
      const old = field();
      if (old && old.value && place(document) !== place(fresh)) return; // first let them finish
      show(fresh, false);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // no network: the next look is in ten seconds
    }
  }
  setInterval(news, NEWS);
  document.addEventListener("visibilitychange", news);
})();
