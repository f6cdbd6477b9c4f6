import { type Numbering, RemixError, STATUSES, statusNumber } from "@pastiche/contract";
import { z } from "zod";
import type { Value } from "../store/db.ts";
import { type Condition, type ListQuery, OPERATORS, type Order } from "../store/listing.ts";
import { parse, Time } from "./parse.ts";

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;
const MAX_TEXT = 500;
const MAX_FILTERS = 20;
const MAX_CHOICES = 100;
const MAX_SORTS = 3;
/** A pattern of many wildcards takes time that grows with their power. */
const MAX_WILDCARDS = 4;

const name = z.string().max(100);
const scalar = z.union([z.string().max(MAX_TEXT), z.number(), z.boolean(), z.null()]);

const Filter = z.object({
  field: name,
  operator: z.enum(OPERATORS),
  value: z.union([scalar, z.array(scalar).max(MAX_CHOICES)]).optional(),
});

/** The SDK's `CursorListRequest`. What an account's other members have does not exist here, and is not asked for. */
export const ListRequest = z.object({
  cursor: z
    .string()
    .max(2000)
    .nullish()
    .describe("next_cursor or prev_cursor of the page before; empty: the first page"),
  page: z.int().min(1).max(1_000_000).nullish().describe("instead of a cursor: the number of a page, from 1"),
  limit: z.int().min(0).max(MAX_LIMIT).nullish().describe(`items on a page; 0 or absent: ${DEFAULT_LIMIT}`),
  direction: name.nullish().describe("a cursor knows its own direction: this is accepted and not needed"),
  search: z
    .object({ term: z.string().max(MAX_TEXT), exact: z.boolean().nullish() })
    .nullish()
    .describe("items that hold the term"),
  filters: z.array(Filter).max(MAX_FILTERS).nullish().describe("items for which all of these are true"),
  sort: z
    .array(z.object({ field: name, dir: z.enum(["asc", "desc", "ASC", "DESC", ""]).nullish() }))
    .max(MAX_SORTS)
    .nullish()
    .describe("default: the newest first"),
});
export type ListRequest = z.infer<typeof ListRequest>;

/** A field that a caller may filter by, and the column that holds it. */
export interface Field {
  column: string;
  kind: "text" | "time" | "number" | "status";
  /** Never null, and so fit to sort by. */
  sortable?: true;
}
export type Fields = Record<string, Field>;

const Cursor = z.object({
  /** The order for which it was made. */
  o: z.string(),
  v: z.array(z.union([z.string(), z.number()])),
  b: z.boolean(),
});

/** Reads a list's request into a query. @throws RemixError validation_failed, naming what was wrong. */
export function readListRequest(
  body: unknown,
  { fields, search, numbering }: { fields: Fields; search: string[]; numbering: Numbering },
): ListQuery {
  const request = parse(ListRequest, body ?? {});
  const limit = request.limit || DEFAULT_LIMIT;
  const order = orderOf(request.sort ?? [], fields);
  const place = placeOf(request.cursor ?? "", order);
  return {
    conditions: (request.filters ?? []).map((filter, index) => conditionOf(filter, index, fields, numbering)),
    search: request.search?.term
      ? { columns: search, term: request.search.term, exact: request.search.exact ?? false }
      : null,
    order,
    place,
    offset: place === null ? ((request.page ?? 1) - 1) * limit : 0,
    limit,
  };
}

/** The cursor of the page after (or before) a row. */
export function cursorOf(row: Record<string, unknown>, order: Order[], backwards: boolean): string {
  const cursor = { o: nameOf(order), v: order.map(({ column }) => row[column]), b: backwards };
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function orderOf(sort: NonNullable<ListRequest["sort"]>, fields: Fields): Order[] {
  const asked = sort.map(({ field, dir }, index) => {
    const { column, sortable } = fieldOf(field, `/sort/${index}/field`, fields);
    if (!sortable) {
      const able = Object.keys(fields).filter((one) => fields[one].sortable);
      refuse(`/sort/${index}/field`, `cannot be sorted by ${field}; it can by ${able.join(", ")}`);
    }
    return { column, descending: dir?.toLowerCase() !== "asc" };
  });
  const order = asked.length > 0 ? asked : [{ column: "created_at", descending: true }];
  return order.some(({ column }) => column === "id") ? order : [...order, { ...order[order.length - 1], column: "id" }];
}

function placeOf(text: string, order: Order[]): ListQuery["place"] {
  if (text === "") return null;
  const cursor = Cursor.safeParse(jsonOf(text)).data;
  if (cursor === undefined || cursor.v.length !== order.length) {
    return refuse("/cursor", `is none that a list of this server gave (received ${JSON.stringify(text.slice(0, 60))})`);
  }
  if (cursor.o !== nameOf(order)) return refuse("/cursor", `belongs to a list sorted by ${cursor.o}`);
  return { values: cursor.v, backwards: cursor.b };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return undefined;
  }
}

function nameOf(order: Order[]): string {
  return order.map(({ column, descending }) => `${column}${descending ? " desc" : ""}`).join(", ");
}

function conditionOf(
  { field, operator, value }: z.infer<typeof Filter>,
  index: number,
  fields: Fields,
  numbering: Numbering,
): Condition {
  const pointer = `/filters/${index}/value`;
  const { column, kind } = fieldOf(field, `/filters/${index}/field`, fields);
  if (/^is_/.test(operator)) return { column, operator, values: [] };
  const given = Array.isArray(value) ? value : [value ?? null];
  const isList = operator === "in" || operator === "not_in";
  if (!isList && given.length !== 1) refuse(pointer, `must be one value for ${operator} (received ${given.length})`);
  const isText = /like|contains/.test(operator);
  const values = given.map((one) => readValue(one, isText ? "text" : kind, pointer, numbering));
  if (/like/.test(operator)) refuseManyWildcards(String(values[0]), pointer);
  return { column, operator, values };
}

function readValue(
  value: string | number | boolean | null,
  kind: Field["kind"],
  pointer: string,
  numbering: Numbering,
): Value {
  if (value === null) return null;
  switch (kind) {
    case "text":
      return String(value);
    case "number":
      return typeof value === "number"
        ? value
        : refuse(pointer, `must be a number (received ${JSON.stringify(value)})`);
    case "time":
      return (
        Time.safeParse(value).data ??
        refuse(pointer, `must be a time as in RFC 3339 (received ${JSON.stringify(value)})`)
      );
    case "status": {
      const status = STATUSES.find((word) => word === value || statusNumber(word, numbering) === value);
      return status ?? refuse(pointer, `must be a status: ${STATUSES.join(", ")} (received ${JSON.stringify(value)})`);
    }
  }
}

function refuseManyWildcards(pattern: string, pointer: string): void {
  const wildcards = pattern.match(/[%_]/g)?.length ?? 0;
  if (wildcards > MAX_WILDCARDS) {
    refuse(pointer, `may hold at most ${MAX_WILDCARDS} of % and _ (received ${wildcards})`);
  }
}

function fieldOf(asked: string, pointer: string, fields: Fields): Field {
  return Object.hasOwn(fields, asked)
    ? fields[asked]
    : refuse(pointer, `must be one of ${Object.keys(fields).join(", ")} (received ${JSON.stringify(asked)})`);
}

function refuse(pointer: string, detail: string): never {
  throw new RemixError("validation_failed", `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}
