import { RemixError } from "@pastiche/contract";
import { Agent } from "undici";
import { pictureTypeOf } from "../files/kind.ts";
import { loadSharp } from "../files/load-sharp.ts";
import { PATIENCE, type Patience, withPatience } from "./attempts.ts";
import type { Engine, EngineOptions, EngineResult } from "./engine.ts";
import { callReve, type ReveAnswer } from "./reve-call.ts";
import { reveBody, revePrompt } from "./reve-request.ts";

export interface ReveOptions {
  /** Null: its versions are known, and refused with what is missing. */
  apiKey: string | null;
  baseUrl: string;
  timeoutMs?: number;
  patience?: Patience;
}

const VERSIONS = ["reve-remix@20250915", "reve-remix-fast@20251030", "latest-fast"];
/** Calls at once: Reve limits them itself, with 429. */
const SLOTS = 8;
const TIMEOUT_MS = 120_000;
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
/** A usual call takes 11 to 26 s, and tells nothing meanwhile. */
const USUAL_MS = 18_000;
const TELL_EVERY_MS = 500;

/** Reve's hosted model. With a key it is the server's `latest` too, and lets Reve say which model that is. */
export function createReve({ apiKey, baseUrl, timeoutMs = TIMEOUT_MS, patience = PATIENCE }: ReveOptions): Engine {
  const agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxResponseSize: MAX_ANSWER_BYTES });
  return {
    name: "reve",
    about: `Reve's hosted model: draws the whole picture anew, so poses, faces and lighting can change; pictures leave this machine. No seed, hints, plan or layers.${apiKey === null ? " This server has no key for it (REVE_API_KEY)." : ""}`,
    versions: apiKey === null ? VERSIONS : ["latest", ...VERSIONS],
    slots: SLOTS,
    ignores: ["hints", "plan", "layers"],
    check({ prompt, images, version }) {
      requireKey(apiKey, version);
      revePrompt(prompt, images.length);
    },
    async run(request, { version, signal, onProgress }) {
      const service = { baseUrl, apiKey: requireKey(apiKey, version), agent, timeoutMs };
      const begunMs = performance.now();
      const body = await reveBody(request, version);
      const sentMs = performance.now();
      const answer = await whileTelling(onProgress, () =>
        withPatience(() => callReve(service, body, signal), patience, signal),
      );
      const made = await pictureOf(answer);
      const timings = [
        { step: "prepare", ms: Math.round(sentMs - begunMs) },
        { step: "reve", ms: Math.round(performance.now() - sentMs) },
      ];
      return { ...made, cost: answer.credits_used ?? undefined, timings };
    },
    close: () => agent.destroy(),
  };
}

function requireKey(apiKey: string | null, version: string): string {
  if (apiKey !== null) return apiKey;
  const message = `The version ${version} is Reve's own model: the server needs its key in REVE_API_KEY`;
  throw new RemixError("requirements_not_met", message, {
    requirements: [{ type: "secret", key: "REVE_API_KEY", message }],
  });
}

/** Progress by the clock: nine tenths are never quite reached. */
async function whileTelling<T>(onProgress: EngineOptions["onProgress"], work: () => Promise<T>): Promise<T> {
  const begunMs = performance.now();
  const tell = () => {
    const share = 1 - Math.exp((begunMs - performance.now()) / USUAL_MS);
    onProgress({ percent: 5 + 85 * share, step: "reve" });
  };
  tell();
  const timer = setInterval(tell, TELL_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function pictureOf({
  image,
  content_violation,
  request_id,
}: ReveAnswer): Promise<Pick<EngineResult, "image" | "contentType" | "width" | "height">> {
  const named = request_id ? ` (request ${request_id})` : "";
  if (content_violation) {
    throw new RemixError("validation_failed", `Reve refused the picture as a content violation${named}`);
  }
  const bytes = new Uint8Array(Buffer.from(image ?? "", "base64"));
  const contentType = pictureTypeOf(bytes);
  if (contentType !== "image/png" && contentType !== "image/jpeg" && contentType !== "image/webp") {
    throw new Error(`Reve's answer has no picture${named}`);
  }
  const sharp = await loadSharp();
  try {
    const pixels = sharp(bytes, { limitInputPixels: false, failOn: "truncated" });
    const { width, height } = await pixels.metadata();
    // Read to its end, although only a thumbnail is kept: a picture that breaks off is none.
    await pixels.resize({ width: 1 }).toBuffer();
    return { image: bytes, contentType, width, height };
  } catch (cause) {
    throw new Error(`Reve's picture cannot be decoded${named}`, { cause });
  }
}
