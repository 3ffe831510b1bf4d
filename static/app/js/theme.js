// Before the first paint: 'auto' follows the system's light or dark.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => {
    if (root.dataset.theme === "auto") root.dataset.bsTheme = dark.matches ? "dark" : "light";
  };
  dress();
  dark.addEventListener("change", dress);
})();
