// The keyboard layer: / search, g + letter go, j k rows, Enter opens, n p pages, ? the list; data-key on any control.
(() => {
  const GO_MS = 1500;
  const all = (selector) => [...document.querySelectorAll(selector)];
  let going = 0;
  let held = "";

  const on = () => document.body.dataset.keys !== "off";
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") && !element.matches("[type=checkbox], [type=radio]");
  const rows = () => all("[data-rows] > tbody > tr, [data-rows] > li").filter((row) => row.offsetParent && row.querySelector("a, [data-open]"));

  function step(by) {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.contains(document.activeElement) || row.classList.contains("o-here"));
    const next = list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)];
    list.forEach((row) => row.classList.toggle("o-here", row === next));
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function open(row) {
    (row.querySelector("[data-open]") || row.querySelector("a[href]"))?.click();
  }

  const press = (selector) => all(selector).find((element) => element.offsetParent)?.click();
  const plain = {
    "/": () => document.getElementById("szukaj")?.focus(),
    "?": () => document.getElementById("klawisze")?.showModal(),
    g: (event) => { going = event.timeStamp; },
    j: () => step(1),
    k: () => step(-1),
    n: () => press("a[rel=next]"),
    p: () => press("a[rel=prev]"),
  };

  // A part marked data-waits that is about to be replaced hears no key: one that opens something is pressed on the part that comes,
  // any other is for what the person saw and is dropped. So a quick "j a Enter" never acts on the record that was left.
  const waits = () => document.querySelector("[data-waits].htmx-request");
  const ownOf = (letter) => all(`[data-key="${CSS.escape(letter)}"]`).find((element) => element.offsetParent && !element.disabled);
  function arrived() {
    if (!held || waits()) return;
    const letter = held;
    held = "";
    ownOf(letter)?.click();
  }
  document.addEventListener("htmx:afterSettle", arrived);
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.failed) held = ""; });
  document.addEventListener("keydown", (event) => {
    if (!waits() || !(event.key === "Enter" || event.key === " ") || typing(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || !on() || document.querySelector("dialog[open]")) return;
    if (typing(target)) return;
    if (event.repeat && !"jk".includes(event.key)) return;
    if (event.key === "Enter") return target.matches("[data-rows] tr, [data-rows] > li") ? open(target) : undefined;
    const letter = event.key.toLowerCase();
    const gone = going && event.timeStamp - going < GO_MS && document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
    going = 0;
    const own = ownOf(letter);
    if (!gone && own && waits()?.contains(own)) {
      held = letter;
      return event.preventDefault();
    }
    const act = gone ? () => gone.click() : own ? () => own.click() : plain[event.key] || plain[letter];
    if (!act) return;
    event.preventDefault();
    act(event);
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-rows] > tbody > tr");
    if (!row || event.target.closest("a, button, input, label, summary, select") || String(getSelection())) return;
    open(row);
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-search]");
    if (!box) return;
    const results = [...box.querySelectorAll(".o-search-results a")];
    const at = results.indexOf(document.activeElement);
    if (event.key === "Escape") box.querySelector(".o-search-results").replaceChildren();
    if (event.key === "Escape" && at >= 0) box.querySelector("input").focus();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (results[next] || box.querySelector("input")).focus();
  });

  document.addEventListener("focusout", (event) => {
    const box = event.target.closest("[data-search]");
    if (box && event.relatedTarget && !box.contains(event.relatedTarget)) box.querySelector(".o-search-results").replaceChildren();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector("[data-page-keys]");
    all("[data-key]").forEach((element) => {
      const line = document.createElement("div");
      const name = document.createElement("dt");
      const key = document.createElement("dd");
      const sign = document.createElement("kbd");
      name.textContent = element.dataset.keyName || [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join(" ").trim();
      sign.textContent = element.dataset.key;
      key.append(sign);
      line.append(name, key);
      list?.append(line);
    });
  });
})();
