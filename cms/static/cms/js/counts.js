/* How many characters of a text are written, below its box. Counted as the server counts:
   code points, a line break as one. Spoken only after a pause, so as not to chatter. */

const PAUSE = 1200;

export function start(root) {
  for (const line of root.querySelectorAll("[data-count]")) counted(line);
}

function counted(line) {
  const box = document.getElementById(line.dataset.count);
  if (!box || line.dataset.counting) return;
  line.dataset.counting = "yes";
  const limit = Number(line.dataset.limit);
  const digits = new Intl.NumberFormat(document.documentElement.lang);
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  const words = document.createElement("span");
  line.replaceChildren(words);
  line.after(spoken);
  let timer = 0;
  const say = (event) => {
    const count = [...box.value].length;
    const over = count - limit;
    words.textContent = (over > 0 ? line.dataset.over : line.dataset.words)
      .replace("{count}", digits.format(count))
      .replace("{limit}", digits.format(limit))
      .replace("{over}", digits.format(over));
    line.classList.toggle("field__count--over", over > 0);
    clearTimeout(timer);
    if (event && count > limit * 0.8) timer = setTimeout(() => { spoken.textContent = words.textContent; }, PAUSE);
  };
  box.addEventListener("input", say);
  say();
}
