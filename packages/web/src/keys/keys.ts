import type { ApiKey, KeyLimits, NewApiKey } from "@pastiche/client";
import { signal } from "@preact/signals";
import { ask } from "../lists/ask.ts";
import { key, signOut } from "../session.ts";

interface Keyring {
  keys: ApiKey[];
  /** The one that is signed in. */
  own: ApiKey | null;
}

export const keyring = signal<Keyring | null>(null);
export const failure = signal<unknown>(null);

let leave = new AbortController();
let owner: string | null = null;

/** Every key for an admin's, else the own one. */
export async function loadKeys(): Promise<void> {
  leave.abort();
  const { signal } = (leave = new AbortController());
  failure.value = null;
  if (owner !== key.value) keyring.value = null;
  owner = key.value;
  try {
    const [keys, usage] = await Promise.all([ask.value.keys.list({ signal }), ask.value.usage({}, { signal })]);
    if (!signal.aborted) keyring.value = { keys, own: keys.find(({ id }) => id === usage.key_id) ?? null };
  } catch (error) {
    if (!signal.aborted) failure.value = error;
  }
}

export async function createKey(wanted: NewApiKey): Promise<ApiKey> {
  const made = await ask.peek().keys.create(wanted);
  // What the list shows is never the secret.
  put([{ ...made, key: `${made.key.slice(0, 8)}…` }, ...(keyring.peek()?.keys ?? [])]);
  return made;
}

export async function changeKey(id: string, limits: KeyLimits): Promise<void> {
  const changed = await ask.peek().keys.change(id, limits);
  put(keyring.peek()?.keys.map((one) => (one.id === id ? changed : one)) ?? []);
}

export async function revokeKey(id: string): Promise<void> {
  const isOwn = keyring.peek()?.own?.id === id;
  await ask.peek().keys.revoke(id);
  if (isOwn) signOut();
  else put(keyring.peek()?.keys.filter((one) => one.id !== id) ?? []);
}

function put(keys: ApiKey[]): void {
  const own = keyring.peek()?.own?.id;
  keyring.value = { keys, own: keys.find(({ id }) => id === own) ?? null };
}
