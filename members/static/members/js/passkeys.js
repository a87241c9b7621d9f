/* What went wrong with a passkey, in words on the page; allauth only tells the console. */

document.addEventListener("allauth.error", (event) => {
  const box = document.querySelector("[data-passkey-error]");
  if (!box) return;
  event.preventDefault();
  box.hidden = false;
  box.focus();
});

/* A browser that knows no passkeys is not offered one. */
if (!("PublicKeyCredential" in window)) {
  for (const offer of document.querySelectorAll("[data-passkey]")) offer.hidden = true;
}
