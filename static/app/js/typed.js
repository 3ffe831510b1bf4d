// What is typed while an answer is on its way stays, when the answer brings the part marked data-keeps anew.
(() => {
  const sent = new WeakMap();
  const typed = new WeakMap();
  const ticked = (field) => field.matches("[type=checkbox], [type=radio]");
  const valueOf = (field) => (ticked(field) ? field.checked : field.value);
  const fieldsOf = (part) => [...part.querySelectorAll("input[id]:not([type=hidden]), select[id], textarea[id]")];

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { target, xhr } = event.detail;
    if (target.matches("[data-keeps]")) sent.set(xhr, new Map(fieldsOf(target).map((field) => [field.id, valueOf(field)])));
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    const before = sent.get(xhr);
    if (before) typed.set(xhr, fieldsOf(target).filter((field) => before.has(field.id) && before.get(field.id) !== valueOf(field)));
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const { xhr } = event.detail;
    const changed = typed.get(xhr) || [];
    typed.delete(xhr);
    changed.forEach((old) => {
      const field = document.getElementById(old.id);
      if (!field || field.type !== old.type) return;
      field[ticked(field) ? "checked" : "value"] = valueOf(old);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
})();
