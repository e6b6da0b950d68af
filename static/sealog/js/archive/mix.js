/** One component out of parts; getters stay getters. Later parts win. */
export function mix(...parts) {
  return parts.reduce((whole, part) => Object.defineProperties(whole, Object.getOwnPropertyDescriptors(part)), {});
}
