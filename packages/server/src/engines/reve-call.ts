import { RemixError } from "@pastiche/contract";
import { type Agent, request } from "undici";
import { z } from "zod";
import { TransientFault } from "./attempts.ts";

export interface ReveService {
  /** With or without a slash at the end. */
  baseUrl: string;
  apiKey: string;
  agent: Agent;
  timeoutMs: number;
}

const Answer = z.object({
  image: z.string().nullish(),
  content_violation: z.boolean().nullish(),
  request_id: z.string().nullish(),
  credits_used: z.number().nullish(),
});
export type ReveAnswer = z.infer<typeof Answer>;

const Refusal = z.object({ error_code: z.string().nullish(), message: z.string() });

const SHOWN_CHARACTERS = 200;

/**
 * One call of `POST /v1/image/remix`. It asks for JSON, since with an image Reve tells an error as a grey picture.
 * @throws RemixError for a refusal; TransientFault for what may be gone the next time; Error for all else. A call that
 * stays unanswered is no transient fault: Reve may still be at work on it, and would charge for another.
 */
export async function callReve(service: ReveService, body: object, signal: AbortSignal): Promise<ReveAnswer> {
  const timeout = AbortSignal.timeout(service.timeoutMs);
  const { status, headers, text } = await exchange(service, body, AbortSignal.any([signal, timeout])).catch((cause) => {
    signal.throwIfAborted();
    if (timeout.aborted) throw new Error(`Reve did not answer within ${service.timeoutMs / 1000} s`, { cause });
    throw new TransientFault(`Reve could not be reached: ${reasonOf(cause)}`, { cause });
  });
  const json = parseJson(text);
  if (status !== 200) throw faultOf(status, json, text, headers["retry-after"]);
  if (json === undefined) throw new TransientFault(`Reve answered with something else than JSON: ${shown(text)}`);
  const answer = Answer.safeParse(json);
  if (!answer.success) throw new Error(`Reve answered in a form that is not its own: ${shown(text)}`);
  return answer.data;
}

async function exchange({ baseUrl, apiKey, agent }: ReveService, body: object, signal: AbortSignal) {
  const answer = await request(`${baseUrl.replace(/\/+$/, "")}/v1/image/remix`, {
    method: "POST",
    dispatcher: agent,
    signal,
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: "application/json",
      "content-type": "application/json",
      "user-agent": "pastiche",
    },
    body: JSON.stringify(body),
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

function faultOf(status: number, json: unknown, text: string, retryAfter: string | string[] | undefined): Error {
  const refusal = Refusal.safeParse(json);
  const code = refusal.success ? refusal.data.error_code : null;
  const words = refusal.success ? `${refusal.data.message}${code ? ` (${code})` : ""}` : shown(text);
  if (status === 429 || status >= 500) {
    return new TransientFault(`Reve answered with ${status}: ${words}`, { retryAfterMs: delayOf(retryAfter) });
  }
  if (status === 401 || status === 403) return new Error(`Reve does not accept REVE_API_KEY (${status}): ${words}`);
  if (status === 402) return new Error(`The credits of REVE_API_KEY are used up (402): ${words}`);
  // A page instead of Reve's own words is no refusal: REVE_BASE_URL leads elsewhere.
  if (!refusal.success) return new Error(`Reve's address answered with ${status}: ${words}`);
  return new RemixError("validation_failed", `Reve refused: ${words}`);
}

function delayOf(header: string | string[] | undefined): number | null {
  if (typeof header !== "string") return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.replace(/\s+/g, " ").slice(0, SHOWN_CHARACTERS));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
