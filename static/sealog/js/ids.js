// Record ids have ObjectId form: 4 bytes of seconds since 1970, then 8 random bytes, as 24 hex digits.

function hex(number, digits) {
  return number.toString(16).padStart(digits, "0");
}

export function newId(atMs) {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return hex(Math.floor(atMs / 1000), 8) + Array.from(random, (byte) => hex(byte, 2)).join("");
}
