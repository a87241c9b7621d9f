/* Answers for one page at the door where there is no network: with its empty shell and what it
   is made of. Names are never in here; the page has them in its own store, for a day at most. */
const VERSION = "{{ version }}";
const ASSETS = {{ assets|safe }};
const BASE = new URL(self.registration.scope).pathname;
const SHELL = `${BASE}shell/`;
const MINE = `door:${BASE}:`;
const CACHE = MINE + VERSION;
const PATIENCE = 5000;
const PARTS = ["style", "script", "image", "font"];

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === BASE) event.respondWith(page(request));
  else if (PARTS.includes(request.destination)) event.respondWith(piece(request));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  const shell = await fetch(SHELL, { credentials: "same-origin" });
  if (!shell.ok || shell.redirected) throw new Error("The page was not given.");
  await cache.put(SHELL, shell);
  await cache.addAll(ASSETS);
}

async function forgetOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith(MINE) && name !== CACHE) await caches.delete(name);
  }
}

function soon(request) {
  return Promise.race([
    fetch(request),
    new Promise((_done, failed) => setTimeout(() => failed(new Error("slow")), PATIENCE)),
  ]);
}

async function page(request) {
  try {
    const answer = await soon(request);
    if (answer.status < 500) return answer;
  } catch {
    /* No network, or one too slow to wait for. */
  }
  const cache = await caches.open(CACHE);
  return (await cache.match(SHELL)) ?? Response.error();
}

async function piece(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await soon(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request)) ?? Response.error();
  }
}
