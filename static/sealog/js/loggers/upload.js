// Files to the server, with their paths: a browser sends only the last part of a name by itself.

import { ApiError } from "../api.js";

const PATIENCE_MS = 120000;

function csrfToken() {
  const match = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie);
  return match ? decodeURIComponent(match[1]) : "";
}

/** `chosen` is [{ file, path }]; `main` the path of the definition among them, or empty when that is plain. */
export async function send(chosen, main) {
  const body = new FormData();
  chosen.forEach(({ file, path }) => {
    body.append("files", file);
    body.append("paths", path);
  });
  body.append("main", main);
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const options = { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS) };
  const response = await fetch("/api/cruise-definitions", options).catch(() => {
    throw new ApiError(0, "The server cannot be reached.");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, answer.message || `The server refused this (${response.status}).`, answer);
  return answer;
}
