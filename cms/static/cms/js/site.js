/* The page's small conveniences; each module looks for its own data-* attributes.
   Nothing here is needed to use the site. */
import { start as menu } from "./menu.js";
import { start as counts } from "./counts.js";
import { start as focus } from "./focus.js";
import { start as dialogs } from "./dialogs.js";
import { start as guard } from "./guard.js";
import { start as copy } from "./copy.js";
import { start as printing } from "./printing.js";
import { start as filters } from "./filters.js";

/* Parts that htmx brings in later are started as they arrive. */
const parts = [counts, focus, dialogs, guard, copy, printing, filters];
menu(document);
for (const start of parts) start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt === document.body) return;
  for (const start of parts) start(event.detail.elt);
});
