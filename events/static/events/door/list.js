/* The signed list: whether it is whole and still good, and finding somebody in it. */

export async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Return what the pass says of its list; the server alone can check who signed it. */
function headOf(pass) {
  const encoded = pass.split(":")[0].replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(atob(encoded));
}

/* Return the list with its people, or null where it is not what was signed, for this session
   and person, and in its time. */
export async function opened(given, session, person, now) {
  try {
    const head = headOf(given.pass);
    const same = head.session === session && head.by === person && head.ends * 1000 > now;
    if (!same || head.digest !== (await digest(given.text))) return null;
    return {
      session,
      person,
      pass: given.pass,
      text: given.text,
      ends: head.ends * 1000,
      people: JSON.parse(given.text),
    };
  } catch {
    return null;
  }
}

/* Return the person whose ticket or reference was scanned or typed, or undefined. */
export async function byCode(people, typed) {
  const text = typed.trim();
  const ticket = /\/t\/([\w-]+)\/?$/.exec(text)?.[1];
  const wanted = ticket
    ? [await digest(ticket)]
    : [await digest(text), await digest(reference(text))];
  return people.find((one) => one.hashes.some((hash) => wanted.includes(hash)));
}

/* "c7k2m 9qxd" is read as C-7K2M-9QXD. */
function reference(text) {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return plain.length === 9 ? `${plain[0]}-${plain.slice(1, 5)}-${plain.slice(5)}` : text;
}

const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

function initials(name) {
  return [...name]
    .map((char) => {
      const place = char.charCodeAt(0) - 0xac00;
      return place >= 0 && place < 11172 ? INITIALS[Math.floor(place / 588)] : char;
    })
    .join("");
}

/* A name, its first consonants, or the last digits of the telephone. */
export function matches(one, typed) {
  const text = typed.trim().toLowerCase();
  return (
    !text ||
    one.name.toLowerCase().includes(text) ||
    initials(one.name).includes(text) ||
    (one.tail !== "" && one.tail.includes(text))
  );
}
