// Menus are <details class="menu">; this closes them by Esc, by a click elsewhere and after a choice.

function openMenus() {
  return document.querySelectorAll("details.menu[open]");
}

export function startMenus() {
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      const chosen = event.target.closest(".menu-item");
      if (chosen || !menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
}
