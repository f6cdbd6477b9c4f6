import { isRecord } from "../storage.ts";

/** One field of a JSON Schema, for a table. */
export interface Field {
  name: string;
  type: string;
  /** What it may be: values, a range, lengths; empty where anything goes. */
  range: string;
  /** As JSON; empty where there is none. */
  fallback: string;
  isRequired: boolean;
  description: string;
}

type Schema = Record<string, unknown>;

export function fieldsOf(schema: Schema): Field[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([name, field]) =>
    isRecord(field) ? [{ ...describe(field), name, isRequired: required.includes(name) }] : [],
  );
}

function describe(field: Schema): Omit<Field, "name" | "isRequired"> {
  return {
    type: typeOf(field),
    range: rangeOf(field),
    fallback: "default" in field ? JSON.stringify(field.default) : isNullable(field) ? "null" : "",
    description: String(field.description ?? ""),
  };
}

function typeOf(schema: Schema): string {
  const kinds = alternatives(schema).map((one) => {
    if (one.type === "array") return `array of ${isRecord(one.items) ? inBrackets(typeOf(one.items)) : "anything"}`;
    if (one.format === "file") return "file";
    return String(one.type ?? "anything");
  });
  return [...new Set(kinds)].join(" or ");
}

function inBrackets(type: string): string {
  return type.includes(" or ") ? `(${type})` : type;
}

function rangeOf(schema: Schema): string {
  return alternatives(schema)
    .map((one) => {
      if (Array.isArray(one.enum)) return one.enum.join(", ");
      if (one.type === "array") return between(one.minItems, one.maxItems, " items");
      if (one.type === "string") return between(one.minLength, one.maxLength, " characters");
      if (one.type === "object" && isRecord(one.properties)) return Object.keys(one.properties).join(", ");
      return between(one.minimum, one.maximum, "");
    })
    .filter((text) => text !== "")
    .join("; ");
}

function between(from: unknown, to: unknown, unit: string): string {
  if (typeof from === "number" && typeof to === "number") return `${from} to ${to}${unit}`;
  if (typeof to === "number") return `at most ${to}${unit}`;
  return typeof from === "number" ? `at least ${from}${unit}` : "";
}

function alternatives(schema: Schema): Schema[] {
  return Array.isArray(schema.anyOf) ? schema.anyOf.filter(isRecord) : [schema];
}

function isNullable(schema: Schema): boolean {
  return alternatives(schema).some(({ type }) => type === "null");
}
