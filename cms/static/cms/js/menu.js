/* The main menu on small screens, the panels below it on wide ones, and small pop-overs.
   Without scripts the button is a link to the menu, which the style sheet then shows. */

export function start(root) {
  const button = root.querySelector("[data-menu]");
  const menu = button && root.getElementById(button.dataset.menu);
  if (menu) toggled(button, menu);
  for (const item of root.querySelectorAll(".nav__item")) dismissable(item);
  closing(root);
}

function toggled(button, menu) {
  const show = (open) => {
    menu.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.setAttribute("role", "button");
  button.setAttribute("aria-controls", menu.id);
  show(false);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    show(!menu.classList.contains("is-open"));
  });
  button.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      button.click();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      show(false);
      button.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target) && !button.contains(event.target)) show(false);
  });
  document.addEventListener("focusin", (event) => {
    if (!menu.contains(event.target) && !button.contains(event.target)) show(false);
  });
}

/* A panel that opens under the pointer or the focus must close with Escape (WCAG 1.4.13). */
function dismissable(item) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && item.matches(":hover, :focus-within")) item.classList.add("is-dismissed");
  });
  for (const name of ["mouseleave", "focusout"]) {
    item.addEventListener(name, () => item.classList.remove("is-dismissed"));
  }
}

function closing(root) {
  const popovers = [...root.querySelectorAll("details[data-popover]")];
  document.addEventListener("click", (event) => {
    for (const one of popovers) if (!one.contains(event.target)) one.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && popovers.find((one) => one.open);
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
}
