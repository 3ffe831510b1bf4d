// Forms: one submit, confirmation in place, a calendar beside date fields, drafts saved as typed.
(() => {
  const RETRY_MS = 5000;
  const buttons = (form) => [...form.querySelectorAll("button:not([type=button]), input[type=submit]")];

  // A button that is disabled loses the focus: it gets it back when the form comes back to be corrected.
  const pressed = new WeakMap();

  function hold(form, held) {
    const focused = document.activeElement;
    if (held && form.contains(focused)) pressed.set(form, focused);
    buttons(form).forEach((button) => { button.disabled = held; });
    if (!held && form.isConnected && focused === document.body) pressed.get(form)?.focus();
    if (!held) pressed.delete(form);
    form.toggleAttribute("data-sent", held);
    form.setAttribute("aria-busy", String(held));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("data-takes")) return;
    if (form.hasAttribute("data-sent")) return event.preventDefault();
    form.toggleAttribute("data-sent", true);
    setTimeout(() => hold(form, true));
  });
  document.addEventListener("change", (event) => event.target.matches("[data-submits]") && event.target.form.requestSubmit());
  document.addEventListener("htmx:beforeRequest", (event) => event.target.matches("form") && hold(event.target, true));
  document.addEventListener("htmx:afterRequest", (event) => event.target.matches?.("form") && hold(event.target, false));
  window.addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form[data-sent]").forEach((form) => hold(form, false)));

  // The focus goes in with the opening itself: the browser's own "toggle" comes a moment later, when the next key may have been pressed.
  function enter(box) {
    const field = box.querySelector("select, textarea, input:not([type=hidden])") || box.querySelector("button[type=submit]");
    field.focus();
    box.scrollIntoView({ block: "nearest" });
  }
  const close = (box) => { box.open = false; box.querySelector("summary").focus(); };
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-confirm]");
    if (event.target.closest("[data-cancels]")) return close(box);
    if (!box || event.target.closest("summary")?.parentElement !== box) return;
    event.preventDefault();
    box.open = !box.open;
    if (box.open) enter(box);
  });
  // One that the server sent open.
  function enterOpened(root) {
    const box = root.querySelector("[data-confirm][open]");
    if (box && !box.contains(document.activeElement)) enter(box);
  }
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-confirm][open]");
    if (box && event.key === "Escape") close(box);
  });

  // The browser's own button speaks the browser's language: ours lies under it, and the name of what was chosen beside.
  document.addEventListener("change", (event) => {
    const chosen = event.target.closest("[data-file]")?.querySelector("[data-chosen]");
    if (!chosen) return;
    chosen.textContent = [...event.target.files].map((file) => file.name).join(", ") || "Nic nie wybrano.";
    chosen.classList.toggle("o-soft", !event.target.files.length);
  });

  function calendar(box) {
    const field = box.querySelector("input");
    if (field.readOnly || field.disabled || box.querySelector("[type=date]")) return;
    const day = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn" });
    const sprite = document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0];
    day.setAttribute("aria-hidden", "true");
    button.setAttribute("aria-label", "Wybierz dzień z kalendarza");
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${sprite}#calendar"/></svg>`;
    button.addEventListener("click", () => {
      const [d, m, y] = field.value.split(".");
      if (y?.length === 4) day.value = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
      day.showPicker();
    });
    day.addEventListener("change", () => {
      if (day.value) field.value = day.value.split("-").reverse().join(".");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
    box.append(button, day);
  }

  // What was typed in the last second goes with the page that is left.
  const draftOf = (node) => node.closest?.("form")?.querySelector("[data-draft]");
  const unsaved = (draft, yes) => draft?.toggleAttribute("data-unsaved", yes);
  document.addEventListener("input", (event) => unsaved(draftOf(event.target), true));
  // A form that is on its way is no draft any more: saved after it, its text would come back in the next empty form.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches?.("[data-draft]")) return;
    if (event.target.closest("form").hasAttribute("data-sent")) return event.preventDefault();
    unsaved(event.target, false);
  });
  // While an earlier saving is on its way, its answer, which names the next version, never comes to the page that is left.
  window.addEventListener("pagehide", () => document.querySelectorAll("[data-draft][data-unsaved]").forEach((draft) => {
    const form = draft.closest("form");
    if (form.hasAttribute("data-sent")) return;
    const typed = new FormData();
    new FormData(form).forEach((value, name) => value instanceof File || typed.append(name, value));
    if (draft.matches(".htmx-request")) typed.append("draft_next", Number(typed.get("draft_version")) + 1);
    navigator.sendBeacon(draft.getAttribute("hx-post"), typed);
    unsaved(draft, false);
  }));

  // Saving as typed and sending the form would race for the version: the form waits for the saving to end.
  document.addEventListener("submit", (event) => {
    const draft = event.target.querySelector("[data-draft].htmx-request");
    if (!draft || event.target.hasAttribute("hx-post")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    draft.addEventListener("htmx:afterRequest", () => setTimeout(() => event.target.requestSubmit(submitter)), { once: true });
  }, true);
  window.addEventListener("beforeunload", (event) => document.querySelector("[data-draft][data-state=lost]") && event.preventDefault());

  function lost(event) {
    const draft = event.target.closest?.("[data-draft]");
    if (!draft) return;
    unsaved(draft, true);
    draft.dataset.state = "lost";
    (draft.querySelector("[data-said]") || draft).textContent = "Brak połączenia. Tekst zostaje na stronie, zapis zostanie ponowiony.";
    setTimeout(() => htmx.trigger(draft, "retry"), RETRY_MS);
  }
  window.addEventListener("online", () => document.querySelectorAll("[data-draft][data-state=lost]").forEach((draft) => htmx.trigger(draft, "retry")));
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:afterSwap", (event) => event.target.matches?.("[data-draft]") && delete event.target.dataset.state);

  // Forms of the panel print bare fields; the empty row that Django copies for a further one stays bare.
  function boxed(field) {
    if (field.closest(".empty-form, [data-date]")) return;
    const box = Object.assign(document.createElement("span"), { className: "o-date" });
    box.toggleAttribute("data-date", true);
    field.replaceWith(box);
    box.append(field);
  }

  function prepare(root) {
    root.querySelectorAll("[data-day]").forEach(boxed);
    root.querySelectorAll("[data-date]").forEach(calendar);
    enterOpened(root);
  }
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:afterSettle", (event) => prepare(event.target));
  document.addEventListener("formset:added", (event) => prepare(event.target));
})();
