/* Talking to the site: sending what is kept, fetching a fresh list, doing one thing at once. */

export class SignedOut extends Error {}
export class Offline extends Error {}
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

async function asked(address, options = {}) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", ...options });
  } catch {
    throw new Offline();
  }
  if (response.status >= 500) throw new Offline();
  if (response.redirected) throw new SignedOut();
  const isJson = response.headers.get("content-type")?.includes("application/json");
  if (!isJson) throw response.status === 403 ? new Refused("forbidden") : new SignedOut();
  const told = await response.json();
  if (!response.ok && !("ok" in told)) throw new Refused(told.code);
  return told;
}

export const freshList = (base) => asked(`${base}list/`, { headers: { Accept: "application/json" } });

export function send(base, token, pass, entries) {
  return asked(`${base}upload/`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": token,
    },
    body: JSON.stringify({ pass, entries }),
  });
}

export function doOne(base, token, values) {
  return asked(`${base}enter/`, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams(values),
  });
}
