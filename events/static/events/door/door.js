/* The page at the door. One tap is kept on the device first and sent then, so that it is the same
   with and without a network; what the site answers corrects what is shown. */
import { canScan, scan } from "./camera.js";
import { byCode, matches, opened } from "./list.js";
import { Offline, Refused, SignedOut, doOne, freshList, send } from "./sending.js";
import { dequeue, enqueue, forgetList, forgetOld, keepList, listOf, queuedFor } from "./store.js";

const root = document.querySelector("[data-door]");
const part = (name) => root.querySelector(`[data-${name}]`);
const { base } = root.dataset;
const session = Number(root.dataset.session);
const person = Number(root.dataset.person);
const words = JSON.parse(document.getElementById("door-words").textContent);
const RETRY = 15_000;

let list = null;
let token = part("token").value;
let waiting = new Map(); /* registration -> what was not sent yet: a check-in, or that somebody is excused */
let brought = new Map(); /* registration -> children chosen before the check-in */
let sending = null;

const say = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name]);
const clock = (date) => date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Seoul" });

/* --- What is said ------------------------------------------------------------------------- */

function note(text, tone = "success") {
  const notes = part("notes");
  const one = document.createElement("p");
  one.className = `door__note door__note--${tone}`;
  one.append(text);
  if (tone === "warning") {
    const away = document.createElement("button");
    away.type = "button";
    away.className = "door__away";
    away.textContent = words.seen;
    away.addEventListener("click", () => one.remove());
    one.append(away);
  }
  for (const old of notes.querySelectorAll(".door__note--success")) old.remove();
  notes.prepend(one);
}

function network(text = "") {
  part("net").hidden = !text;
  part("net").replaceChildren(text);
  if (text === words.signedOut) {
    const link = document.createElement("a");
    link.href = `${root.dataset.signIn}?next=${encodeURIComponent(base)}`;
    link.textContent = words.signIn;
    part("net").append(" ", link);
  }
}

/* --- What is shown ------------------------------------------------------------------------ */

const stands = (one) => (waiting.has(one.id) ? (waiting.get(one.id).what ?? "in") : one.state);
const isIn = (one) => ["in", "came"].includes(stands(one));
const isExcused = (one) => stands(one) === "excused";
const childrenOf = (one) => waiting.get(one.id)?.children ?? (one.state === "came" ? one.children : (brought.get(one.id) ?? one.places));

function line(one) {
  const row = part("line").content.cloneNode(true).firstElementChild;
  const find = (selector) => row.querySelector(selector);
  const sent = !waiting.has(one.id);
  row.dataset.registration = one.id;
  row.classList.toggle("line--in", isIn(one));
  row.classList.toggle("line--waiting", !sent);
  find(".line__name").textContent = one.name;
  find(".line__tail").textContent = one.tail;
  if (isIn(one)) {
    const at = sent ? one.at : clock(new Date(waiting.get(one.id).at));
    find(".line__at").textContent = say(sent ? "inAt" : "inAtWaiting", { at });
  } else if (isExcused(one) && !sent) find(".line__at").textContent = words.excusedWaiting;
  else if (words.states[one.state]) find(".line__at").textContent = words.states[one.state];
  const stepper = find(".stepper");
  if (one.places && !isExcused(one)) {
    const label = say("childrenOf", { name: one.name });
    stepper.setAttribute("aria-label", label);
    find(".stepper__number").textContent = say("children", { number: childrenOf(one) });
    find("[data-less]").setAttribute("aria-label", `${label} −1`);
    find("[data-more]").setAttribute("aria-label", `${label} +1`);
  } else stepper.remove();
  const [enter, excuse, undo] = ["[data-in]", "[data-excuse]", "[data-undo]"].map(find);
  for (const [button, word] of [[enter, words.checkIn], [excuse, words.excuse], [undo, words.undo]]) {
    button.textContent = word;
    button.setAttribute("aria-label", `${word} ${one.name}`);
  }
  if (isIn(one)) enter.remove();
  if (isIn(one) || isExcused(one)) excuse.remove();
  else undo.remove();
  return row;
}

function show() {
  const people = list?.people ?? [];
  const typed = part("search").querySelector("input").value;
  const shown = people.filter((one) => matches(one, typed));
  const focused = document.activeElement?.closest("[data-registration]")?.dataset.registration;
  part("lines").replaceChildren(...shown.map(line));
  if (list && !shown.length) part("lines").append(empty(people.length ? words.noMatch : words.nobody));
  if (focused) part("lines").querySelector(`[data-registration="${focused}"] button:not(.stepper__button)`)?.focus();
  const came = people.filter(isIn);
  part("counts").textContent = say("counts", {
    came: came.length,
    seats: people.length,
    children: came.reduce((sum, one) => sum + childrenOf(one), 0),
  });
}

function empty(text) {
  const item = document.createElement("li");
  item.className = "lines__none";
  item.textContent = text;
  return item;
}

/* --- What is done ------------------------------------------------------------------------- */

async function checkIn(one, method) {
  if (isIn(one)) {
    note(say("already", { name: one.name, at: one.at || clock(new Date(waiting.get(one.id).at)) }), "warning");
    return;
  }
  await letGo(one);
  await keep(one, { what: "in", children: childrenOf(one), method });
  note(say("checkedIn", { name: one.name }));
  show();
  await flush();
}

async function excuse(one) {
  if (isIn(one) || isExcused(one)) return;
  await keep(one, { what: "excused", children: null, method: "name" });
  note(say("excusedNow", { name: one.name }));
  show();
  await flush();
}

async function keep(one, what) {
  const entry = { key: crypto.randomUUID(), session, registration: one.id, at: new Date().toISOString(), ...what };
  await enqueue(entry);
  waiting.set(one.id, entry);
}

/* Whether something about them was not sent yet, and is not going to be. */
async function letGo(one) {
  const entry = waiting.get(one.id);
  if (sending) await sending;
  if (!entry || !waiting.has(one.id)) return false;
  await dequeue(entry.key);
  waiting.delete(one.id);
  return true;
}

async function byTypedCode(typed) {
  let one = await byCode(list?.people ?? [], typed);
  if (!one && (await refreshed())) one = await byCode(list.people, typed);
  if (one) await checkIn(one, "qr");
  else note(words.unknownCode, "warning");
}

async function undo(one) {
  if (await letGo(one)) {
    show();
    return;
  }
  await atOnce({ action: "undo", registration: one.id }, () => {
    one.state = "undone";
    one.children = one.places;
  });
}

async function step(one, by) {
  const number = Math.min(one.places, Math.max(0, childrenOf(one) + by));
  const entry = waiting.get(one.id);
  if (entry) {
    entry.children = number;
    await enqueue(entry);
  } else if (one.state === "came") {
    await atOnce({ action: "children", registration: one.id, children: number }, () => {
      one.children = number;
    });
    return;
  } else brought.set(one.id, number);
  show();
}

/* What needs the site's word: only where there is a network. */
async function atOnce(values, then) {
  try {
    const told = await doOne(base, token, values);
    note(told.text, told.ok ? "success" : "warning");
    if (told.ok) then();
    else await refreshed();
  } catch (error) {
    hear(error);
    if (error instanceof Offline) note(words.needsNetwork, "warning");
  }
  show();
}

/* --- The site ----------------------------------------------------------------------------- */

function hear(error) {
  if (error instanceof Offline) network(say("offline", { number: waiting.size }));
  else if (error instanceof SignedOut) network(words.signedOut);
  else if (error instanceof Refused) network(words.refused);
  else throw error;
}

async function refreshed() {
  try {
    const given = await freshList(base);
    token = given.token;
    return await take(given);
  } catch (error) {
    hear(error);
    return false;
  }
}

async function take(given) {
  const found = await opened(given, session, person, Date.now());
  if (!found) return false;
  list = found;
  const { people, ...kept } = found;
  await keepList(kept);
  show();
  return true;
}

function flush() {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll(again = true) {
  const entries = (await queuedFor(session)).slice(0, 500);
  if (!entries.length) return navigator.onLine && network();
  if (!list) return undefined;
  try {
    const sent = entries.map(({ session: _session, ...entry }) => entry);
    const { results } = await send(base, token, list.pass, sent);
    for (const result of results) await heard(result);
    network();
  } catch (error) {
    if (error instanceof Refused && again && (await refreshed())) return sendAll(false);
    hear(error);
  }
  show();
  return undefined;
}

async function heard(result) {
  const one = list.people.find((each) => each.id === result.registration);
  if (!["in", "excused"].includes(result.outcome)) note(result.text, "warning");
  if (one && result.outcome === "excused") one.state = "excused";
  else if (one && result.outcome !== "refused") {
    Object.assign(one, { state: "came", at: result.at, children: result.children });
  }
  waiting.delete(result.registration);
  await dequeue(result.key);
}

/* --- The beginning ------------------------------------------------------------------------ */

async function worker() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(root.dataset.worker, { scope: base });
  } catch {
    /* Without it the page still works while there is a network. */
  }
}

async function start() {
  await forgetOld(person, Date.now());
  for (const entry of await queuedFor(session)) waiting.set(entry.registration, entry);
  const inPage = document.getElementById("door-list");
  if (inPage) {
    if (!(await take(JSON.parse(inPage.textContent)))) note(words.noList, "warning");
  } else {
    const kept = await listOf(session);
    list = kept && (await opened(kept, session, person, Date.now()));
    if (!list) {
      await forgetList(session);
      note(words.noList, "warning");
    }
    network(say("offline", { number: waiting.size }));
  }
  for (const plain of root.querySelectorAll("[data-plain]")) plain.remove();
  part("search").hidden = false;
  show();
  listen();
  root.dataset.ready = "yes";
  await worker();
  if (!inPage) await refreshed();
  await flush();
  if (await canScan()) camera();
}

function listen() {
  part("lines").addEventListener("click", (event) => {
    const row = event.target.closest("[data-registration]");
    const one = list?.people.find((each) => String(each.id) === row?.dataset.registration);
    if (!one) return;
    if (event.target.closest("[data-in]")) checkIn(one, "name");
    else if (event.target.closest("[data-excuse]")) excuse(one);
    else if (event.target.closest("[data-undo]")) undo(one);
    else if (event.target.closest("[data-less]")) step(one, -1);
    else if (event.target.closest("[data-more]")) step(one, 1);
  });
  part("search").addEventListener("input", show);
  part("code").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.code;
    const typed = field.value;
    field.value = "";
    if (typed.trim()) byTypedCode(typed);
  });
  window.addEventListener("online", () => refreshed().then(flush));
  window.addEventListener("offline", () => network(say("offline", { number: waiting.size })));
  setInterval(() => waiting.size && flush(), RETRY);
  setInterval(expire, RETRY);
}

/* The list goes from the page and the device when its time is over. */
async function expire() {
  if (!list || list.ends > Date.now()) return;
  list = null;
  await forgetOld(person, Date.now());
  note(words.noList, "warning");
  show();
}

function camera() {
  let stop = null;
  const turn = (on) => {
    part("scan").hidden = on;
    part("camera").hidden = !on;
  };
  turn(false);
  part("scan").addEventListener("click", async () => {
    turn(true);
    try {
      stop = await scan(part("camera").querySelector("video"), byTypedCode);
    } catch {
      turn(false);
      note(words.noCamera, "warning");
    }
  });
  part("camera").querySelector("button").addEventListener("click", () => {
    stop?.();
    turn(false);
  });
}

if (root && window.isSecureContext && "indexedDB" in window) start();
