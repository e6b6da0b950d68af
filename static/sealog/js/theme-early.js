// Runs in <head> before the first paint, as a plain script: a module would come too late and flash the wrong theme.
(function () {
  var chosen = null;
  try {
    chosen = JSON.parse(localStorage.getItem("sealog.theme"));
  } catch (error) {
    // No storage on this device: the system's own preference decides.
  }
  if (["day", "dark", "red"].indexOf(chosen) < 0) {
    chosen = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "day";
  }
  document.documentElement.dataset.theme = chosen;
})();
