import fc, { type Arbitrary } from "fast-check";
import { z } from "zod";
import { OPERATIONS, REQUESTS } from "../openapi/operations.ts";

/** A body that is right but for one field, and where that is. */
export interface OneWrong {
  path: string;
  body: unknown;
  pointer: string;
}

const Fields = z.record(z.string(), z.unknown());
/** No field of ours may hold it: not even one that takes any text, any number, any list or any object. */
const WRONG = [[{ wrong: [["wrong"]] }]];

// Reve's and OpenAI's dialects have their own forms of saying it.
const places = OPERATIONS.filter(
  ({ tag, method, path }) => tag !== "dialects" && method === "post" && path !== "/files",
).flatMap(({ path, body, example }) => {
  if (body === undefined || !Object.hasOwn(REQUESTS, body) || path.includes("apikeys/{id}")) return [];
  const right = Fields.parse(example.body);
  return pointersIn(right).map((pointer) => ({
    path: path.replace("{namespace}/{name}", "reve/remix"),
    right,
    pointer,
  }));
});

/** For every field of every example: the same without it being what it should. */
export const oneWrongField: Arbitrary<OneWrong> = fc
  .constantFrom(...places)
  .map(({ path, right, pointer }) => ({ path, body: replaced(right, pointer.split("/").slice(1), WRONG), pointer }));

function pointersIn(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const pointer = `${at}/${name}`;
    // What a caller notes of a task is its own.
    return pointer === "/metadata/order" ? [] : [pointer, ...pointersIn(inner, pointer)];
  });
}

function replaced(value: unknown, [name, ...rest]: string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(name), replaced(value[Number(name)], rest, by));
  const fields = Fields.parse(value);
  return { ...fields, [name]: replaced(fields[name], rest, by) };
}
