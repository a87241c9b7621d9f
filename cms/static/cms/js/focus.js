/* A list of what is wrong takes the focus, and its links lead into the boxes themselves. */

export function start(root) {
  const summary = root.querySelector("[data-focus]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box) return;
    event.preventDefault();
    (box.closest("fieldset") ?? box.closest(".field") ?? box).scrollIntoView({ block: "start" });
    box.focus({ preventScroll: true });
  });
}
