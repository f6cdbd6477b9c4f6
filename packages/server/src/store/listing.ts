import { z } from "zod";
import type { Sql, Value } from "./db.ts";

/** What a list is made from: a table, and the part of it that the caller may see. */
export interface Listed<Schema extends z.ZodType> {
  /** Or a SELECT in brackets, with a name. */
  table: string;
  schema: Schema;
  /** SQL that every row must hold to, with `$1` … for `values`. */
  visible: string;
  values: Value[];
}

export const OPERATORS = [
  "eq",
  "neq",
  "in",
  "not_in",
  "gt",
  "gte",
  "lt",
  "lte",
  "like",
  "ilike",
  "contains",
  "not_contains",
  "is_null",
  "is_not_null",
  "is_empty",
  "is_not_empty",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** `column` is a column of ours, never a caller's word. */
export interface Condition {
  column: string;
  operator: Operator;
  values: Value[];
}

export interface Order {
  column: string;
  descending: boolean;
}

export interface ListQuery {
  conditions: Condition[];
  /** Rows with the term in any of the columns, whatever its case; or where one of them is exactly the term. */
  search: { columns: string[]; term: string; exact: boolean } | null;
  /** The last must be unique. None may be null. */
  order: Order[];
  /** The place next to which the page begins: the values of `order` of a row, which is not in the page. */
  place: { values: Value[]; backwards: boolean } | null;
  offset: number;
  limit: number;
}

export interface Page<Row> {
  rows: Row[];
  hasNext: boolean;
  hasPrevious: boolean;
  total: number;
}

const Count = z.object({ count: z.number() });

/** A page of rows, in order. Pages stay whole while rows come and go, since each begins at a place, not at a number. */
export async function listRows<Schema extends z.ZodType>(
  db: Sql,
  { table, schema, visible, values: owned }: Listed<Schema>,
  { conditions, search, order, place, offset, limit }: ListQuery,
): Promise<Page<z.infer<Schema>>> {
  const values = [...owned];
  const bind = (value: Value) => `$${values.push(value)}`;
  const wanted = [visible, ...conditions.map((condition) => sqlOf(condition, bind)), ...searchSql(search, bind)];
  const [{ count: total }] = await db.all(
    Count,
    `SELECT COUNT(*) AS count FROM ${table} WHERE ${wanted.join(" AND ")}`,
    values,
  );

  const backwards = place?.backwards ?? false;
  const walked = order.map(({ column, descending }) => ({ column, descending: descending !== backwards }));
  const onPage = place === null ? wanted : [...wanted, afterPlace(walked, place.values, bind)];
  const sorted = walked.map(({ column, descending }) => `${column} ${descending ? "DESC" : "ASC"}`).join(", ");
  const found = await db.all(
    schema,
    `SELECT * FROM ${table} WHERE ${onPage.join(" AND ")} ORDER BY ${sorted}
     LIMIT ${bind(limit + 1)} OFFSET ${bind(offset)}`,
    values,
  );
  const more = found.length > limit;
  const rows = found.slice(0, limit);
  return backwards
    ? { rows: rows.reverse(), hasNext: true, hasPrevious: more, total }
    : { rows, hasNext: more, hasPrevious: place !== null || offset > 0, total };
}

type Bind = (value: Value) => string;

function sqlOf({ column, operator, values }: Condition, bind: Bind): string {
  const [value] = values;
  switch (operator) {
    case "eq":
      return `${column} = ${bind(value)}`;
    case "neq":
      return `${column} IS DISTINCT FROM ${bind(value)}`;
    case "in":
      return values.length === 0 ? "1 = 0" : `${column} IN (${values.map(bind).join(", ")})`;
    case "not_in":
      return values.length === 0 ? "1 = 1" : `(${column} IS NULL OR ${column} NOT IN (${values.map(bind).join(", ")}))`;
    case "gt":
      return `${column} > ${bind(value)}`;
    case "gte":
      return `${column} >= ${bind(value)}`;
    case "lt":
      return `${column} < ${bind(value)}`;
    case "lte":
      return `${column} <= ${bind(value)}`;
    case "like":
      return `${column} LIKE ${bind(value)}`;
    case "ilike":
      return `LOWER(${column}) LIKE LOWER(${bind(value)})`;
    case "contains":
      return contains(column, String(value), bind);
    case "not_contains":
      return `(${column} IS NULL OR NOT ${contains(column, String(value), bind)})`;
    case "is_null":
      return `${column} IS NULL`;
    case "is_not_null":
      return `${column} IS NOT NULL`;
    case "is_empty":
      return `(${column} IS NULL OR CAST(${column} AS TEXT) = '')`;
    case "is_not_empty":
      return `(${column} IS NOT NULL AND CAST(${column} AS TEXT) <> '')`;
  }
}

function searchSql(search: ListQuery["search"], bind: Bind): string[] {
  if (search === null) return [];
  const { columns, term, exact } = search;
  return [
    `(${columns.map((column) => (exact ? `${column} = ${bind(term)}` : contains(column, term, bind))).join(" OR ")})`,
  ];
}

function contains(column: string, term: string, bind: Bind): string {
  return `LOWER(${column}) LIKE LOWER(${bind(`%${term.replace(/[\\%_]/g, "\\$&")}%`)}) ESCAPE '\\'`;
}

// (a, b) after (x, y): a after x, or a = x and b after y.
function afterPlace(order: Order[], values: Value[], bind: Bind): string {
  const bound = order.map((_, index) => bind(values[index]));
  const ways = order.map(({ column, descending }, index) => {
    const same = order.slice(0, index).map((earlier, at) => `${earlier.column} = ${bound[at]}`);
    return [...same, `${column} ${descending ? "<" : ">"} ${bound[index]}`].join(" AND ");
  });
  return `(${ways.join(" OR ")})`;
}
