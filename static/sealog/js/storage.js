// What this device remembers. Storage may be full, forbidden or absent: then it is only forgotten at reload.

const PREFIX = "sealog.";

export function recall(name, otherwise = null) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** Returns whether it will survive a reload. */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept, nothing to remove.
  }
}

/** Names (without our prefix) that begin with `start`, sorted. */
export function remembered(start) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + start))
      .map((key) => key.slice(PREFIX.length))
      .sort();
  } catch {
    return [];
  }
}

/** Calls back when another tab writes (value) or removes (null) something whose name begins with `start`. */
export function watch(start, callback) {
  window.addEventListener("storage", (event) => {
    if (event.key && event.key.startsWith(PREFIX + start)) {
      callback(event.key.slice(PREFIX.length), event.newValue === null ? null : JSON.parse(event.newValue));
    }
  });
}
