/* A button with data-copy copies what the field of that id holds, and says that it has. */

export function start(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      const text = field.value ?? field.textContent.trim();
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        field.select?.();
        return;
      }
      told(button);
    });
  }
}

function told(button) {
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  words.setAttribute("role", "status");
  setTimeout(() => { words.textContent = before; }, 2500);
}
