// Requests to the JSON API of the pages.

const PATIENCE_MS = 10000;

/** A refusal (status, message, fields, the server's answer) or, with status 0, no answer at all. */
export class ApiError extends Error {
  constructor(status, message, body = {}) {
    super(message);
    this.status = status;
    this.fields = body.fields || {};
    this.body = body;
  }

  /** Worth sending again as it is: no answer, or an answer that speaks of the server's state and not of the request. */
  get passing() {
    return this.status === 0 || this.status >= 500 || [408, 425, 429].includes(this.status);
  }

  get signedOut() {
    return this.status === 401;
  }
}

function csrfToken() {
  const match = /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie);
  return match ? decodeURIComponent(match[1]) : "";
}

async function answerOf(response) {
  try {
    return await response.json();
  } catch {
    // A proxy's HTML page or an empty answer: its status says enough.
    return null;
  }
}

export async function request(method, url, body, { patience = PATIENCE_MS } = {}) {
  const stopper = new AbortController();
  const timer = setTimeout(() => stopper.abort(), patience);
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: stopper.signal,
    });
    const answer = await answerOf(response);
    if (!response.ok) throw new ApiError(response.status, refusal(response, answer), answer || {});
    if (answer === null) throw new ApiError(0, "The server's answer could not be read.");
    return answer;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, stopper.signal.aborted ? "The server did not answer in time." : "The server cannot be reached.");
  } finally {
    clearTimeout(timer);
  }
}

function refusal(response, answer) {
  if (answer && answer.message) return answer.message;
  if (response.status === 401) return "You are logged out.";
  if (response.status >= 500) return "The server has a problem.";
  return `The server refused this (${response.status}).`;
}

export const get = (url, options) => request("GET", url, undefined, options);
