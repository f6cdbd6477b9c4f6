import type { Readable } from "node:stream";
import { MAX_IMAGE_BYTES, RemixError } from "@pastiche/contract";
import { request } from "undici";
import { ForbiddenAddress, type Guard } from "../net/guard.ts";
import { tooLarge } from "./disk.ts";
import { PICTURE_NAMES, pictureTypeOf } from "./kind.ts";

const MAX_REDIRECTS = 5;
const TIMEOUT_MS = 30_000;

/**
 * The bytes of a picture somewhere on the web. Each hop of a redirect is checked as the first address was.
 * @throws RemixError: validation_failed where the address, the answer or the content is refused; too_large.
 */
export async function fetchPicture(
  url: string,
  { guard, signal }: { guard: Guard; signal: AbortSignal },
): Promise<Uint8Array<ArrayBuffer>> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const bytes = await follow(new URL(url), guard, bounded, MAX_REDIRECTS);
    if (pictureTypeOf(bytes) === null) throw refused(url, `is not a picture: only ${PICTURE_NAMES} are read`);
    return bytes;
  } catch (error) {
    throw translate(error, url, signal);
  }
}

async function follow(
  url: URL,
  guard: Guard,
  signal: AbortSignal,
  redirectsLeft: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol !== "http:" && url.protocol !== "https:") throw refused(url.href, `is not an http(s) URL`);
  guard.checkLiteral(url);
  const answer = await request(url, {
    dispatcher: guard.agent,
    signal,
    headers: { accept: "image/*,*/*;q=0.8", "user-agent": "pastiche" },
  });
  const next = answer.headers.location;
  if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof next === "string") {
    await answer.body.dump();
    if (redirectsLeft === 0) throw refused(url.href, `redirects more than ${MAX_REDIRECTS} times`);
    return follow(new URL(next, url), guard, signal, redirectsLeft - 1);
  }
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw refused(url.href, `answered with status ${answer.statusCode}`);
  }
  return collect(answer.body);
}

async function collect(body: Readable): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_IMAGE_BYTES) throw tooLarge(MAX_IMAGE_BYTES, size);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function refused(url: string, why: string, cause?: unknown): RemixError {
  return new RemixError("validation_failed", `The reference ${url} ${why}`, { cause });
}

function translate(error: unknown, url: string, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof RemixError) return error;
  if (error instanceof ForbiddenAddress) return refused(url, `cannot be fetched: ${error.message}`, error);
  if (error instanceof Error && error.name === "TimeoutError") {
    return refused(url, `did not arrive within ${TIMEOUT_MS / 1000} seconds`, error);
  }
  return refused(url, `could not be fetched: ${error instanceof Error ? error.message : String(error)}`, error);
}
