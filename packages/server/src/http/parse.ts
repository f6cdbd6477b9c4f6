import { type FieldError, RemixError } from "@pastiche/contract";
import { z } from "zod";
import { readDuration } from "../duration.ts";

const SHOWN_CHARACTERS = 60;

/** Parses what a caller sent. @throws RemixError validation_failed with a pointer and a reason for each wrong field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(fieldError);
  const named = errors.map(({ pointer, detail }) => `${pointer || "the body"}: ${detail}`);
  throw new RemixError("validation_failed", named.join("; "), { errors });
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const received = issue.input === undefined ? "nothing was received" : `received ${shown(issue.input)}`;
  return { pointer: pointerOf(issue.path), detail: `${issue.message} (${received})` };
}

function pointerOf(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  if (typeof value === "string" && value.length > SHOWN_CHARACTERS) {
    return `${value.length} characters, ${JSON.stringify(`${value.slice(0, SHOWN_CHARACTERS)}…`)}`;
  }
  return typeof value === "object" && value !== null ? "an object" : JSON.stringify(value);
}

/** A time as RFC 3339, read into ms since 1970. */
export const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** A length of time in seconds, or as text such as `30s`, `12h` or `30d`, read into ms. */
export const Duration = z
  .union([z.int().min(1).max(1e10), z.string()], "must be seconds, or a time such as 12h or 30d")
  .transform((given, context) => {
    const ms = readDuration(String(given));
    if (ms === null) context.addIssue("must be seconds, or a time such as 12h or 30d");
    return ms ?? 0;
  });
