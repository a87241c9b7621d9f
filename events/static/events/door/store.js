/* What a device at the door keeps: the signed list of each session, and the check-ins not sent yet.
   The queue holds no names. */

const NAME = "pumasi-door";

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("lists", { keyPath: "session" });
      asked.result.createObjectStore("queue", { keyPath: "key" }).createIndex("session", "session");
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function within(store, mode, work) {
  const database = await opened();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction(store, mode);
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked?.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keepList = (list) => within("lists", "readwrite", (store) => store.put(list));
export const listOf = (session) => within("lists", "readonly", (store) => store.get(session));
export const forgetList = (session) => within("lists", "readwrite", (store) => store.delete(session));

/* Forget lists whose time is over, and those of somebody else who signed in here before. */
export async function forgetOld(person, now) {
  const lists = await within("lists", "readonly", (store) => store.getAll());
  for (const list of lists) {
    if (list.person !== person || list.ends <= now) await forgetList(list.session);
  }
}

export const enqueue = (entry) => within("queue", "readwrite", (store) => store.put(entry));
export const dequeue = (key) => within("queue", "readwrite", (store) => store.delete(key));
export const queuedFor = (session) =>
  within("queue", "readonly", (store) => store.index("session").getAll(session));
