// The frame: folding navigation, menus, dialogs, lines of feedback, errors that take the focus.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const TOAST_MS = 10000;

  function fold(open) {
    document.body.classList.toggle("o-nav-open", open);
    all("[data-folds]").forEach((button) => button.setAttribute("aria-expanded", String(open)));
    if (open) document.querySelector("#nawigacja a")?.focus();
  }

  function settle(toast) {
    if (toast.dataset.settled || toast.dataset.toast === "stays") return;
    toast.dataset.settled = "1";
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, TOAST_MS) : toast.remove());
    setTimeout(leave, TOAST_MS);
  }

  function say(text) {
    const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
    toast.querySelector("[data-text]").textContent = text;
    document.getElementById("feedback").append(toast);
    settle(toast);
  }

  function prepare(root = document) {
    all("[data-toast]", root).forEach(settle);
    root.querySelector("[data-errors]")?.focus();
    all(".o-tabs [aria-current], .o-parts [aria-current]", root).forEach((part) => {
      const strip = part.closest("ul, ol");
      strip.scrollLeft += part.getBoundingClientRect().left - strip.getBoundingClientRect().left - strip.clientWidth / 3;
    });
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("[data-folds]")) return fold(!document.body.classList.contains("o-nav-open"));
    if (!target.closest(".o-nav")) document.body.classList.contains("o-nav-open") && fold(false);
    const opener = target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (target.closest("[data-closes]")) target.closest("[data-toast]")?.remove();
    if (target.closest("[data-prints]")) window.print();
    all("[data-menu][open]").forEach((menu) => menu.contains(target) || menu.removeAttribute("open"));
    const error = target.closest("[data-errors] a");
    if (error) focusField(event, error.hash.slice(1));
  });

  function focusField(event, id) {
    const named = document.getElementById(id);
    const field = named?.matches("input, select, textarea") ? named : named?.querySelector("input, select, textarea");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    fold(false);
    all("[data-menu][open]").forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("ops:said", (event) => say(event.detail.text));
  document.addEventListener("htmx:afterSettle", (event) => prepare(event.detail.elt));
  document.addEventListener("htmx:beforeRequest", () => document.body.classList.add("o-busy"));
  document.addEventListener("htmx:afterRequest", () => document.body.classList.remove("o-busy"));
  document.addEventListener("DOMContentLoaded", () => prepare());
})();
