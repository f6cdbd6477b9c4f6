import { setPriority } from "node:os";
import { RemixError } from "@pastiche/contract/errors";
import { cutOut as lift, type RemixResult, remix } from "@pastiche/engine";
import { move, transferableSymbol, valueSymbol } from "piscina";
import { ABORT, type CutOutAnswer, type CutOutWork, type Refused, type Work, type WorkAnswer } from "./messages.ts";
import { shared, Used } from "./shared.ts";

// On Linux this speaks for the calling thread alone: pixel work gives way to the API on a machine that is fully busy.
if (process.platform === "linux") setPriority(10);

/** Runs in a worker thread: one remix at a time. */
export default async function work({ request, seen, matting, port }: Work): Promise<object> {
  const abort = new AbortController();
  port.on("message", (message) => {
    if (message === ABORT) abort.abort();
  });
  const found = new Used(seen);
  try {
    const result = await remix(request, {
      signal: abort.signal,
      onProgress: (progress) => port.postMessage(progress),
      matting,
      seen: found,
    });
    return moved(result, new Map(found.used().map(([name, one]) => [name, shared(one)])));
  } catch (error) {
    return refusalOf(error);
  } finally {
    port.close();
  }
}

/** Runs in a worker thread: one cut-out. */
export async function cutOut({ image, matting }: CutOutWork): Promise<CutOutAnswer> {
  try {
    return { ok: true, result: await lift(image, { matting }) };
  } catch (error) {
    return refusalOf(error);
  }
}

/** @throws whatever is no refusal. */
function refusalOf(error: unknown): Refused {
  if (!(error instanceof RemixError)) throw error;
  return { ok: false, error: { code: error.code, message: error.message, errors: error.errors } };
}

/** Answers once this file, and the engine with it, is loaded. */
export function ready(): boolean {
  return true;
}

// Copied once: the memory that a codec library gave may not be ours to hand over. (A Buffer's slice would not copy.)
function moved(result: RemixResult, seen: Work["seen"]): object {
  const image = new Uint8Array(result.image);
  const layers = result.layers && new Uint8Array(result.layers);
  const answer: WorkAnswer = { ok: true, result: { ...result, image, layers }, seen };
  const memory = layers ? [image.buffer, layers.buffer] : [image.buffer];
  return move({ [transferableSymbol]: memory, [valueSymbol]: answer });
}
