import { InferenceError } from "@pastiche/client";
import { MAX_IMAGE_BYTES } from "@pastiche/contract/limits";
import { signal } from "@preact/signals";
import { ask } from "../lists/ask.ts";
import { bytesOf } from "../lists/format.ts";
import { call, wordsOf } from "../session.ts";
import { files } from "./files.ts";

export interface Upload {
  id: number;
  name: string;
  /** 0 to 1. */
  progress: number;
  problem: string | null;
}

/** Those under way, and those that failed until they are dismissed. */
export const uploads = signal<Upload[]>([]);

const sources = new Map<number, File>();
const MOST_AT_ONCE = 3;
let last = 0;
let running = 0;
const waiting: number[] = [];

export function uploadFiles(list: Iterable<File>): void {
  for (const file of list) {
    const id = ++last;
    const problem =
      file.size > MAX_IMAGE_BYTES
        ? `It has ${bytesOf(file.size)}; a file may have ${bytesOf(MAX_IMAGE_BYTES)}.`
        : file.size === 0
          ? "It is empty."
          : null;
    uploads.value = [...uploads.value, { id, name: file.name || "pasted picture", progress: 0, problem }];
    if (problem !== null) continue;
    sources.set(id, file);
    waiting.push(id);
  }
  goOn();
}

/** Not where the file itself was refused. */
export function canRetry(id: number): boolean {
  return sources.has(id);
}

export function retry(id: number): void {
  change(id, { problem: null, progress: 0 });
  waiting.push(id);
  goOn();
}

export function dismiss(id: number): void {
  sources.delete(id);
  uploads.value = uploads.value.filter((one) => one.id !== id);
}

function goOn(): void {
  while (running < MOST_AT_ONCE) {
    const id = waiting.shift();
    if (id === undefined) return;
    running++;
    void send(id).finally(() => {
      running--;
      goOn();
    });
  }
}

async function send(id: number): Promise<void> {
  const file = sources.get(id);
  if (!file) return;
  try {
    const announced = { filename: file.name || "pasted picture", content_type: file.type, size: file.size };
    const [record] = await call<{ id: string; upload_url: string }[]>("POST", "/files", { files: [announced] });
    await put(record.upload_url, file, (progress) => change(id, { progress }));
    files.prepend(await ask.peek().files.get(record.id));
    dismiss(id);
  } catch (error) {
    change(id, { problem: wordsOf(error) });
  }
}

/** `fetch` does not tell how much of a body has gone. */
function put(url: string, file: File, onProgress: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      request.status < 300
        ? resolve()
        : reject(new InferenceError("internal_error", problemOf(request), { status: request.status }));
    request.onerror = () => reject(new InferenceError("connection_failed", "The server cannot be reached."));
    request.send(file);
  });
}

function problemOf({ responseText, status }: XMLHttpRequest): string {
  try {
    return String(JSON.parse(responseText).detail);
  } catch {
    // Not the server's own answer, but a proxy's.
    return `The server answered ${status}.`;
  }
}

function change(id: number, changes: Partial<Upload>): void {
  uploads.value = uploads.value.map((one) => (one.id === id ? { ...one, ...changes } : one));
}
