import { InferenceError, isRecord } from "./error.ts";
import type { Transport } from "./transport.ts";

export type FilterOperator =
  | "eq"
  | "neq"
  | "in"
  | "not_in"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "like"
  | "ilike"
  | "contains"
  | "not_contains"
  | "is_null"
  | "is_not_null"
  | "is_empty"
  | "is_not_empty";

/** What to list. All of it may be left out: the newest first, 20 on a page. */
export interface ListRequest {
  /** `next_cursor` or `prev_cursor` of another page. */
  cursor?: string;
  /** Items on a page, 1 to 100. */
  limit?: number;
  /** Items that hold the term, whatever its case; with `exact`, those of which a field is just that. */
  search?: { term: string; exact?: boolean };
  /** Items for which all of these are true. The server tells the fields that it knows where one is none of them. */
  filters?: { field: string; operator: FilterOperator; value?: Scalar | Scalar[] }[];
  sort?: { field: string; dir?: "asc" | "desc" }[];
}

export type Scalar = string | number | boolean | null;

/** A part of a list. It begins at a place, not at a number: what comes and goes meanwhile moves nothing. */
export interface Page<Item> {
  items: Item[];
  /** Empty where there is no further page. */
  next_cursor: string;
  prev_cursor: string;
  has_next: boolean;
  has_previous: boolean;
  items_per_page: number;
  /** On all pages together. */
  total_items: number;
}

/** @throws {InferenceError} `validation_failed` where the list cannot be; `invalid_response` where the answer is none. */
export async function listOf<Item>(
  transport: Transport,
  url: string,
  itemOf: (value: unknown) => Item,
  request: ListRequest = {},
  options?: { signal?: AbortSignal },
): Promise<Page<Item>> {
  const page = await transport.json({ method: "POST", url, json: request, ...options });
  if (isPage(page)) return { ...page, items: page.items.map(itemOf) };
  throw new InferenceError("invalid_response", `Expected a list, received ${JSON.stringify(page)?.slice(0, 120)}`);
}

function isPage(value: unknown): value is Page<unknown> {
  return isRecord(value) && Array.isArray(value.items) && typeof value.next_cursor === "string";
}
