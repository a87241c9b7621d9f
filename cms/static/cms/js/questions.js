// Live sums of a budget table. The server computes them again; this is for the eye.
(() => {
  "use strict";

  const digits = /^\d+$/;

  // Reads what the server reads: "1,000,000원", "₩50000", "200만", full-width digits.
  function won(text) {
    let plain = text.normalize("NFKC").replace(/[\s,'’_]+/g, "").toUpperCase();
    plain = plain.replace(/^(₩|KRW)/, "").replace(/(KRW|원)$/, "");
    const found = /^(?:(\d+)억)?(?:(\d+)만)?(\d+)?$/.exec(plain);
    if (plain === "" || !found) {
      return null;
    }
    const [eok, man, rest] = found.slice(1).map((part) => (digits.test(part || "") ? Number(part) : 0));
    return eok * 100000000 + man * 10000 + rest;
  }

  function show(amount) {
    const number = amount.toLocaleString("en-US");
    return document.documentElement.lang.startsWith("ko") ? `${number}원` : `KRW ${number}`;
  }

  function sum(table) {
    const most = table.dataset.most ? Number(table.dataset.most) : null;
    for (const output of table.querySelectorAll("[data-total]")) {
      const kind = output.dataset.total;
      let total = 0;
      for (const box of table.querySelectorAll(`[data-amount="${kind}"]`)) {
        const amount = box.value.trim() === "" ? 0 : won(box.value);
        box.toggleAttribute("data-unread", amount === null);
        total += amount || 0;
      }
      output.textContent = show(total);
      if (kind === "grant" && most !== null) {
        const over = total > most;
        output.classList.toggle("budget__over", over);
        const state = table.parentElement.querySelector("[data-budget-state]");
        if (state) {
          const sentence = over ? state.dataset.over || "" : "";
          if (state.textContent.trim() !== sentence) {
            state.textContent = sentence;
          }
        }
      }
    }
  }

  function tidyBox(box) {
    const amount = box.value.trim() === "" ? null : won(box.value);
    if (amount !== null) {
      box.value = amount.toLocaleString("en-US");
    }
  }

  document.addEventListener("input", (event) => {
    const table = event.target.closest("[data-budget]");
    if (table) {
      sum(table);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-budget] [data-amount]")) {
      tidyBox(event.target);
    }
  });
})();
