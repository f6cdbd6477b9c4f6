import { createHmac, timingSafeEqual } from "node:crypto";
import { extensionOf } from "./kind.ts";

const TOKEN_CHARACTERS = 32;
const UPLOAD_VALID_MS = 60 * 60 * 1000;

/**
 * File uris are capabilities: `/files/{id}/{token}.png`, with 192 bits of an HMAC in the token, so that an `<img>`
 * needs no header and nobody guesses one. An upload url authorises one PUT, for an hour.
 */
export interface Uris {
  uriOf(file: { id: string; content_type: string }, baseUrl: string): string;
  uploadUrlOf(id: string, baseUrl: string, now: number): string;
  /** Whether the last part of a file's path opens it. */
  opens(id: string, name: string): boolean;
  /** Whether an upload url's parameters allow a PUT now. */
  allowsUpload(id: string, parameters: { expires: string; signature: string }, now: number): boolean;
  /** The file that a uri of ours names, whatever host it came by; null for any other URL. */
  recognise(url: URL): string | null;
}

const FILE_PATH = /\/files\/(file_[a-z0-9]+)\/([A-Za-z0-9_-]+(?:\.[a-z]+)?)$/;

export function createUris(secret: string): Uris {
  const sign = (text: string) =>
    createHmac("sha256", secret).update(text).digest("base64url").slice(0, TOKEN_CHARACTERS);
  const opens = (id: string, name: string) => same(name.replace(/\..*$/, ""), sign(`read:${id}`));

  return {
    uriOf({ id, content_type }, baseUrl) {
      return `${baseUrl}/files/${id}/${sign(`read:${id}`)}${extensionOf(content_type)}`;
    },
    uploadUrlOf(id, baseUrl, now) {
      const expires = String(now + UPLOAD_VALID_MS);
      return `${baseUrl}/files/${id}/upload?expires=${expires}&signature=${sign(`write:${id}:${expires}`)}`;
    },
    opens,
    allowsUpload: (id, { expires, signature }, now) =>
      Number(expires) > now && same(signature, sign(`write:${id}:${expires}`)),
    recognise(url) {
      const match = FILE_PATH.exec(url.pathname);
      return match !== null && opens(match[1], match[2]) ? match[1] : null;
    },
  };
}

function same(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
