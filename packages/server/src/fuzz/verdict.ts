import { STATUS_OF_CODE } from "@pastiche/contract";
import { z } from "zod";
import type { Answer, FuzzRequest } from "./request.ts";

const detail = z.string().min(10);
const FieldErrors = z.array(z.looseObject({ pointer: z.string(), detail: z.string().min(3) })).min(1);
const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail,
  code: z.string(),
  errors: z.array(z.unknown()).optional(),
});
const Enveloped = Problem.extend({ success: z.literal(false), error: z.object({ code: z.string(), message: detail }) });
const OpenAi = z.object({
  error: z.object({ message: detail, type: z.string(), param: z.string().nullable(), code: z.string().nullable() }),
});
const Reve = z.object({ error_code: z.string(), message: detail, params: z.record(z.string(), z.string()) });
const JsonRpc = z.object({
  jsonrpc: z.literal("2.0"),
  error: z.object({ code: z.number(), message: z.string().min(5) }),
  id: z.unknown(),
});

/** What is wrong with an answer, or null. `secrets` are what its caller may not see. */
export function faultOf(request: FuzzRequest, answer: Answer, secrets: string[]): string | null {
  const { status, text } = answer;
  const whole = `${JSON.stringify(answer.headers)}${text}`;
  const seen = secrets.find((secret) => whole.includes(secret));
  if (seen !== undefined) return `shows ${seen}, which is another's`;
  if (/\n\s+at |node_modules|"stack"/.test(text)) return `shows the inside of the server: ${text.slice(0, 300)}`;
  if (status >= 500) return `is a ${status}: ${text.slice(0, 300)}`;
  if (status < 400) return null;
  const wrong = request.method === "HEAD" ? null : formFault(request, answer);
  return wrong === null ? null : `is a ${status} whose form is wrong: ${wrong}; it was ${text.slice(0, 300)}`;
}

function formFault(request: FuzzRequest, { status, headers, text }: Answer): string | null {
  // The bytes of a file have no other way to say it.
  if (status === 416) return headers["content-range"] === undefined ? "no Content-Range" : null;
  if (headers["x-reve-error-code"] !== undefined && headers["content-type"]?.startsWith("image/")) {
    return headers["x-pastiche-error"] === undefined ? "no X-Pastiche-Error" : null;
  }
  const body = jsonOf(text);
  if (body === undefined) return "no JSON";
  const path = request.path.split("?")[0];
  if (path.endsWith("/images/edits") && OpenAi.safeParse(body).success) return null;
  if (path.endsWith("/image/remix") && Reve.safeParse(body).success) return null;
  if (path.endsWith("/mcp") && JsonRpc.safeParse(body).success) return null;
  return problemFault(request, status, body);
}

function problemFault({ headers }: FuzzRequest, status: number, body: unknown): string | null {
  const version = headers["x-api-version"];
  const { data, error } = (version === "2" || version === "3" ? Problem : Enveloped).safeParse(body);
  if (data === undefined) return error.message;
  if (data.status !== status) return `it says ${data.status}`;
  if (!Object.hasOwn(STATUS_OF_CODE, data.code)) return `its code is ${data.code}`;
  const named =
    data.errors === undefined || data.code === "requirements_not_met" || FieldErrors.safeParse(data.errors).success;
  return named ? null : "its errors do not name the fields";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
