import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_CHARACTERS = 24;

/** `task_…`: 120 random bits, in letters and digits that are not mistaken for each other. */
export function newId(prefix: "task" | "file" | "key" | "dlv" | "sess"): string {
  return `${prefix}_${randomText(ID_CHARACTERS)}`;
}

export function randomText(characters: number): string {
  let text = "";
  for (const byte of randomBytes(characters)) text += ALPHABET[byte & 31];
  return text;
}

/** The first eight characters of an id's random part. */
export function shortId(id: string): string {
  return id.slice(id.indexOf("_") + 1).slice(0, 8);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
