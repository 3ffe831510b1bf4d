// The session: a fresh token on each htmx request; after a lost session the sign-in opens over the page, the text stays.
(() => {
  const say = (text) => document.dispatchEvent(new CustomEvent("ops:said", { detail: { text } }));
  const token = () => document.querySelector("meta[name=csrf-token]");

  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token().content; });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) return overlay();
    say("Nie udało się. Spróbuj jeszcze raz; jeśli się powtórzy, powiadom administratora.");
  });

  async function check() {
    const answer = await fetch(dialog().dataset.check, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : { user: null };
  }

  const dialog = () => document.getElementById("sesja");

  function overlay() {
    const box = dialog();
    if (box.open) return;
    const frame = Object.assign(document.createElement("iframe"), { src: box.dataset.signIn, title: "Logowanie" });
    frame.addEventListener("load", () => arrived(frame));
    box.querySelector("[data-session-frame]").replaceChildren(frame);
    box.showModal();
  }

  async function arrived(frame) {
    frame.contentDocument?.body.classList.add("o-framed");
    const signedIn = new URL(dialog().dataset.signIn, location.href).searchParams.get("next");
    if (frame.contentWindow.location.pathname !== signedIn) return;
    const now = await check();
    if (String(now.user) !== document.body.dataset.user) {
      dialog().querySelector("[data-session-text]").textContent = "Zalogowała się inna osoba niż ta, która zaczęła pracę na tej stronie. Skopiuj potrzebny tekst i odśwież stronę.";
      return;
    }
    token().content = now.token;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = now.token; });
    dialog().querySelector("[data-session-frame]").replaceChildren();
    dialog().close();
    document.querySelectorAll("[data-draft]").forEach((draft) => htmx.trigger(draft, "retry"));
    say("Zalogowano ponownie. Powtórz ostatnią czynność.");
  }

  // A form first asks whether the same person is still signed in and the network there, so that its text is never lost.
  const asked = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || !document.body.dataset.user || form.hasAttribute("hx-post") || asked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    try {
      const now = await check();
      if (String(now.user) !== document.body.dataset.user) return overlay();
      asked.add(form);
      form.requestSubmit(submitter);
      asked.delete(form);
    } catch {
      say("Brak połączenia. Tekst zostaje na stronie; spróbuj za chwilę.");
    }
  }, true);
})();
