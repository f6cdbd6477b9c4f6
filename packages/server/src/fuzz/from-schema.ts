import fc, { type Arbitrary } from "fast-check";
import { z } from "zod";
import { describeApi } from "../openapi/document.ts";
import type { RequestName } from "../openapi/operations.ts";
import { forbiddenUrls, references } from "./references.ts";
import { numbers, spoilt, strings, wrong } from "./values.ts";

/** What is read of JSON Schema: the part that zod writes. */
const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  get anyOf() {
    return z.array(Schema).optional();
  },
  get oneOf() {
    return z.array(Schema).optional();
  },
  get items() {
    return Schema.optional();
  },
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
});
type Schema = z.infer<typeof Schema>;

const Schemas = z.record(z.string(), Schema);
const schemas = Schemas.parse(describeApi("http://127.0.0.1").components.schemas);

/** Bodies that are nearly what a schema asks for: the schemas are the very ones that validate. */
export function bodiesOf(name: RequestName): Arbitrary<unknown> {
  return spoilt(valuesOf(schemas[name], name));
}

function valuesOf(schema: Schema, name: string): Arbitrary<unknown> {
  const known = BY_NAME[name];
  if (known !== undefined) return known;
  const { $ref, format, type } = schema;
  if ($ref !== undefined) return valuesOf(schemas[$ref.split("/").at(-1) ?? ""], name);
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => spoilt(valuesOf(choice, ""))));
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => valuesOf({ ...schema, type: one }, "")));
  if (format === "file") return references;
  if (format === "uri") return forbiddenUrls;
  if (format === "date-time") return times;
  switch (type) {
    case "object":
      return objectsOf(schema);
    case "array":
      return arraysOf(spoilt(valuesOf(schema.items ?? {}, "")));
    case "integer":
    case "number":
      return fc.oneof({ weight: 3, arbitrary: inRange(schema) }, { weight: 1, arbitrary: numbers });
    case "boolean":
      return fc.boolean();
    case "string":
      return strings;
    case "null":
      return fc.constant(null);
    default:
      return wrong;
  }
}

function objectsOf({ properties = {} }: Schema): Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, spoilt(valuesOf(schema, name))] as const);
  const asked = fc.record(Object.fromEntries(fields), { requiredKeys: Object.keys(properties) });
  const some = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  const strange = fc.tuple(some, fc.dictionary(strings, wrong, { maxKeys: 3 })).map(([a, b]) => ({ ...a, ...b }));
  const least = fc.record(Object.fromEntries(fields), {
    requiredKeys: Object.keys(properties).filter((name) => NEEDED.includes(name)),
  });
  return fc.oneof({ weight: 16, arbitrary: least }, asked, { weight: 3, arbitrary: some }, strange);
}

// Some of them longer than any list may be.
function arraysOf(items: Arbitrary<unknown>): Arbitrary<unknown> {
  const few = fc.array(items, { minLength: 1, maxLength: 3 });
  return fc.oneof({ weight: 8, arbitrary: few }, { weight: 1, arbitrary: fc.array(items, { maxLength: 8 }) });
}

function inRange({ minimum = 0, maximum = 100 }: Schema): Arbitrary<number> {
  const [min, max] = [Math.max(minimum, -(2 ** 31)), Math.min(maximum, 2 ** 31)];
  return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
}

const times = fc.oneof(
  fc
    .date({ min: new Date(0), max: new Date(1_700_000_000_000), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.constantFrom("2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00+99:99", "now"),
);

// Without these a body says nothing, and with wrong ones little.
const NEEDED = [
  "app",
  "input",
  "prompt",
  "images",
  "reference_images",
  "references",
  "files",
  "name",
  "field",
  "operator",
];
const BY_NAME: Record<string, Arbitrary<unknown>> = {
  app: fc.oneof(
    { weight: 40, arbitrary: fc.constant("reve/remix") },
    fc.constantFrom("reve/remix@noop@1:run", "reve/remix@", "reve/remix:other", "@:", "a/b", "reve/remix@x:run:run"),
  ),
  prompt: fc.oneof({ weight: 4, arbitrary: fc.constantFrom("0 at night", "fail") }, strings),
  version: fc.oneof(
    { weight: 8, arbitrary: fc.constant("latest") },
    fc.constantFrom("noop@1", "reve-remix@20250915", "__proto__", ""),
  ),
  session: fc.constantFrom("new", "<victim.session>", "<attacker.session>", "sess_x"),
  field: fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom("id", "created_at", "status", "error", "filename", "size", "name", "app"),
    },
    fc.constantFrom("__proto__", "toString", "key_id", "secret", "id; DROP TABLE tasks", "created_at desc, id"),
  ),
  model: strings,
};
