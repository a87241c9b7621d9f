/* A form with data-filters sends itself when a choice changes; its button is then not needed.
   Where the form carries hx-get, htmx swaps the results in and keeps the place. */

export function start(root) {
  for (const form of root.querySelectorAll("form[data-filters]")) {
    form.querySelector("[data-filters-submit]")?.classList.add("visually-hidden");
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=radio], input[type=checkbox], input[type=month]")) form.requestSubmit();
    });
  }
}
