// Favourites of an account on this browser, the same in all its windows.

import { recall, remember, watch } from "../storage.js";

export function createPins(userId, changed) {
  const key = `values.pinned.${userId}`;
  let names = recall(key, []);
  watch(key, (_name, value) => {
    names = value || [];
    changed();
  });
  return {
    list: () => names,
    has: (name) => names.includes(name),
    toggle(name) {
      names = names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
      remember(key, names);
      changed();
    },
  };
}
