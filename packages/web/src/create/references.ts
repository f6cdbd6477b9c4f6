import type { Hints } from "@pastiche/client";
import { MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS, MAX_REFERENCES } from "@pastiche/contract/limits";
import { findMentions } from "@pastiche/engine/references";
import { signal } from "@preact/signals";
import { client, wordsOf } from "../session.ts";
import { isRecord, isText, recall, remember } from "../storage.ts";
import { toast } from "../ui/toast.tsx";
import { prompt, setPrompt } from "./prompt.ts";

/** One picture of the form. It is uploaded as soon as it is there, so that a run need not wait for it. */
export interface Reference {
  /** Of this page; the number in the prompt is its place in the list. */
  id: string;
  name: string;
  /** Where the browser finds its pixels: an object URL, or the server's. */
  src: string;
  width: number;
  height: number;
  hints: Hints | null;
  upload: { state: "waiting" } | { state: "done"; uri: string } | { state: "failed"; why: string };
}

export const references = signal<Reference[]>(recallReferences());

/** What a file picker offers. The server reads more kinds than that and says what it cannot read. */
export const ACCEPTED = "image/png,image/jpeg,image/webp,image/gif,image/avif,image/tiff";

const files = new Map<string, File>();

/** Adds pictures at the end, as many as there is room for, and says what was left out and why. */
export async function addFiles(list: Iterable<File>): Promise<void> {
  const room = MAX_REFERENCES - references.value.length;
  const all = [...list];
  const pictures = all.filter((file) => file.type.startsWith("image/") || file.type === "");
  if (pictures.length < all.length) toast(`${all.length - pictures.length} of ${all.length} files are no pictures.`);
  if (pictures.length > room) {
    toast(`A remix takes ${MAX_REFERENCES} pictures at most; ${pictures.length - Math.max(0, room)} were left out.`);
  }
  // Read side by side, but added in their order: small ones are read sooner.
  const read = await Promise.all(pictures.slice(0, Math.max(0, room)).map(readFile));
  const added = read.filter((reference) => reference !== null).slice(0, MAX_REFERENCES - references.value.length);
  set([...references.value, ...added]);
  await Promise.all(added.map(({ id }) => upload(id)));
}

/** A file as a reference that waits for its upload; null, and said why, where it is too large. */
async function readFile(file: File): Promise<Reference | null> {
  if (file.size > MAX_IMAGE_BYTES) {
    toast(`${file.name} has ${megabytes(file.size)} MB; a picture may have ${megabytes(MAX_IMAGE_BYTES)} MB.`);
    return null;
  }
  const src = URL.createObjectURL(file);
  const size = await sizeOf(src);
  // A TIFF is shown by few browsers, and read by the server.
  const isReadable = file.type === "image/tiff" || (size !== null && file.type !== "image/svg+xml");
  if (!isReadable) {
    toast(`${file.name} cannot be read: a picture is a JPEG, PNG, WebP, GIF, AVIF or TIFF.`);
    URL.revokeObjectURL(src);
    return null;
  }
  if (size && size.width * size.height > MAX_IMAGE_PIXELS) {
    toast(
      `${file.name} has ${megapixels(size.width * size.height)} megapixels; ${megapixels(MAX_IMAGE_PIXELS)} are the limit.`,
    );
    URL.revokeObjectURL(src);
    return null;
  }
  const id = newId();
  files.set(id, file);
  const name = file.name || "pasted picture";
  const { width, height } = size ?? { width: 0, height: 0 };
  return { id, name, src, width, height, hints: null, upload: { state: "waiting" } };
}

/** Adds a picture that a server has already: an example, a result, or a file of an earlier task. */
export async function addUri(uri: string, name: string): Promise<void> {
  if (references.value.length >= MAX_REFERENCES) {
    toast(`A remix takes ${MAX_REFERENCES} pictures at most; remove one first.`);
    return;
  }
  const added = await referenceTo({ uri, name });
  set([...references.value, added].slice(0, MAX_REFERENCES));
}

/** A picture that a server has, with the hints of an earlier run. */
interface Kept {
  uri: string;
  name: string;
  hints?: Hints | null;
}

/** Puts the form's pictures in the place of those that are there. */
export async function replaceWith(pictures: Kept[]): Promise<void> {
  set(await Promise.all(pictures.map(referenceTo)));
}

async function referenceTo({ uri, name, hints = null }: Kept): Promise<Reference> {
  const { width, height } = (await sizeOf(uri)) ?? { width: 0, height: 0 };
  return { id: newId(), name, src: uri, width, height, hints, upload: { state: "done", uri } };
}

/** Sends a picture's bytes to the server; asked for again after a failure or a sign-in. */
export async function upload(id: string): Promise<void> {
  const file = files.get(id);
  if (!file) return;
  change(id, { upload: { state: "waiting" } });
  try {
    const { uri } = await client.value.files.upload(file, { filename: file.name });
    change(id, { upload: { state: "done", uri } });
  } catch (error) {
    change(id, { upload: { state: "failed", why: wordsOf(error) } });
  }
}

/** Tries again what failed: after a sign-in, say. */
export function uploadWhatFailed(): void {
  for (const { id, upload: standing } of references.value) if (standing.state === "failed") void upload(id);
}

/** Moves a picture to another place; the numbers in the prompt follow. */
export function move(from: number, to: number): void {
  const order = references.value.map((_, index) => index);
  if (to < 0 || to >= order.length || from === to) return;
  order.splice(to, 0, ...order.splice(from, 1));
  renumber((index) => String(order.indexOf(index)));
  set(order.map((index) => references.value[index]));
}

/** Takes a picture away. The prompt's later numbers move up, and a `?` stands where it was named. */
export function removeAt(at: number): void {
  const before = { references: references.value, prompt: prompt.value };
  renumber((index) => (index === at ? "?" : String(index > at ? index - 1 : index)));
  set(references.value.filter((_, index) => index !== at));
  toast(`${before.references[at].name} was removed.`, {
    label: "Undo",
    run() {
      set(before.references);
      setPrompt(before.prompt);
    },
  });
}

export function setHints(at: number, hints: Hints | null): void {
  change(references.value[at].id, { hints });
}

/** Rewrites only the digits where there are some ("image 0", "[0]"), the whole mention where there are none ("the first photo"). */
function renumber(write: (index: number) => string): void {
  const count = references.value.length;
  const text = prompt.value;
  const mentions = mentionsOf(text, count);
  if (mentions === null) return;
  let at = 0;
  let next = "";
  for (const { start, end, references: named } of mentions) {
    const raw = text.slice(start, end);
    const single = named.length === 1 && /\d/.test(raw);
    const anew = single
      ? raw.replace(/\d+/, write(named[0]))
      : named.map((index) => `image ${write(index)}`).join(" and ");
    const same = named.every((index) => write(index) === String(index));
    next += text.slice(at, start) + (same ? raw : anew);
    at = end;
  }
  setPrompt(next + text.slice(at));
}

/** Where the prompt names pictures; null while it names one that is not there. */
export function mentionsOf(text: string, count: number) {
  try {
    return findMentions(text, count);
  } catch {
    // A tag such as <img>4</img> for a picture that was not given: the live plan says so.
    return null;
  }
}

function set(next: Reference[]): void {
  references.value = next;
  // What is not yet on the server cannot be found again after a reload.
  remember(
    "references",
    next.flatMap(({ upload: standing, name, width, height, hints }) =>
      standing.state === "done" ? [{ uri: standing.uri, name, width, height, hints }] : [],
    ),
  );
}

function change(id: string, changes: Partial<Reference>): void {
  set(references.value.map((reference) => (reference.id === id ? { ...reference, ...changes } : reference)));
}

function recallReferences(): Reference[] {
  type Remembered = Required<Kept> & Pick<Reference, "width" | "height">;
  const isKept = (value: unknown): value is Remembered =>
    isRecord(value) && isText(value.uri) && isText(value.name) && typeof value.width === "number";
  const isList = (value: unknown): value is Remembered[] => Array.isArray(value) && value.every(isKept);
  return (recall("references", isList) ?? [])
    .slice(0, MAX_REFERENCES)
    .map(({ uri, ...kept }) => ({ ...kept, id: newId(), src: uri, upload: { state: "done", uri } }));
}

let lastId = 0;
function newId(): string {
  return `r${++lastId}`;
}

/** Pixels as shown; null for what the browser cannot show (TIFF, say), which the server may still read. */
function sizeOf(src: string): Promise<{ width: number; height: number } | null> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => resolve(null);
    image.src = src;
  });
}

const megabytes = (bytes: number) => Math.round(bytes / 104_857.6) / 10;
const megapixels = (pixels: number) => Math.round(pixels / 100_000) / 10;
