// A file of streams to the server: it may be larger than a JSON body.

import { ApiError } from "../api.js";

const PATIENCE_MS = 300000;

function csrfToken() {
  const match = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie);
  return match ? decodeURIComponent(match[1]) : "";
}

export async function upload(url, file) {
  const body = new FormData();
  body.append("file", file);
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const options = { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS) };
  const response = await fetch(url, options).catch(() => {
    throw new ApiError(0, "The server cannot be reached.");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, answer.message || `The server refused this (${response.status}).`, answer);
  return answer;
}
