export function signedOut(session) {
  return {
    out: false,
    init() {
      session.on("signed-out", () => (this.out = true));
    },
  };
}
