import { type Inference, InferenceError, inference } from "@pastiche/client";
import { computed, signal } from "@preact/signals";
import { forgetAll, isText, recall, remember } from "./storage.ts";

/** Who is signed in: an API key, kept in this browser only, or null. */
export const key = signal<string | null>(takeKeyOfLink() ?? recall("key", isText));

addEventListener("hashchange", () => {
  const secret = takeKeyOfLink();
  if (secret === null) return;
  key.value = secret;
  isRefused.value = false;
});

/** The server did not know the key when it was last used: revoked, expired, or of another server. */
export const isRefused = signal(false);

/** Shown over the page: why a key is asked for, or null. */
export const askingForKey = signal<string | null>(null);

/** The client of the server that served this page. Without a key it calls all the same, and is told 401. */
export const client = computed<Inference>(() => inference({ baseUrl: location.origin, apiKey: key.value }));

/** Where this server is, as snippets name it. */
export const baseUrl = location.origin;

/** A call that the client has no method for, with the key; the answer out of its envelope. */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: {
      "X-API-Version": "1",
      ...(key.value ? { Authorization: `Bearer ${key.value}` } : {}),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  }).catch((cause) => {
    if (signal?.aborted) throw signal.reason;
    throw new InferenceError("connection_failed", "The server cannot be reached.", { cause });
  });
  if (response.status === 204) return undefined as T;
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer.data;
  if (response.status === 401) refuse();
  throw new InferenceError(
    answer.code ?? "internal_error",
    answer.detail ?? `The server answered ${response.status}.`,
    {
      status: response.status,
      errors: answer.errors,
    },
  );
}

/** @throws InferenceError unauthorized where the server does not know the key. */
export async function signIn(secret: string): Promise<void> {
  const apiKey = secret.trim();
  // Not the page's own client: all that watches the key would ask with it, before it is known to work.
  await inference({ baseUrl, apiKey }).keys.list();
  key.value = apiKey;
  remember("key", apiKey);
  isRefused.value = false;
  askingForKey.value = null;
}

/** Leaves nothing of this person behind for the next one at this browser: neither kept, nor in the page. */
export function signOut(): void {
  forgetAll();
  location.reload();
}

/** Says that the key works no more, and asks for another. */
export function refuse(): void {
  isRefused.value = true;
  askForKey("This key does not work here any more.");
}

export function askForKey(why = ""): void {
  askingForKey.value = why;
}

/** The words for an error, for people. */
export function wordsOf(error: unknown): string {
  if (error instanceof InferenceError && error.code === "connection_failed")
    return "The server cannot be reached. Is it still running?";
  return error instanceof Error ? error.message : String(error);
}

/** The link that `pastiche serve` prints carries the key behind the #, which is sent to no server; it leaves the address at once. */
function takeKeyOfLink(): string | null {
  const found = /^#key=([\x21-\x7e]+)$/.exec(location.hash);
  if (!found) return null;
  const secret = decoded(found[1]);
  history.replaceState(null, "", "#/");
  remember("key", secret);
  return secret;
}

/** Text of an address as it was before it was put there; as it stands where somebody typed what stands for nothing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
