/* A form with data-guard warns before its answers are left behind unsaved. */

export function start(root) {
  for (const form of root.querySelectorAll("form[data-guard]")) guarded(form);
}

function guarded(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  /* A page that saves in the background says so with this event. */
  form.addEventListener("saved", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
