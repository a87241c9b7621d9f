/* A swipe over the calendar follows its own links to the days before or after.
   Where the finger began in something that scrolls sideways, the swipe is that one's. */

const FAR = 70; /* pixels */
const page = document.querySelector("[data-swipe]");
let from = null;

page?.addEventListener("touchstart", (event) => {
  const one = event.touches.length === 1 && !event.target.closest("input, select, details");
  from = one ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
}, { passive: true });

page?.addEventListener("touchend", (event) => {
  if (!from) return;
  const x = event.changedTouches[0].clientX - from.x;
  const y = event.changedTouches[0].clientY - from.y;
  from = null;
  if (Math.abs(x) < FAR || Math.abs(x) < 2 * Math.abs(y)) return;
  page.querySelector(`a[rel=${x > 0 ? "prev" : "next"}]`)?.click();
}, { passive: true });
