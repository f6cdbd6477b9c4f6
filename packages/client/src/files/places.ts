import { InferenceError, isRecord } from "../error.ts";

/**
 * A copy of `input` with every value that stands where the schema says `format: file`, however deep, replaced. Nothing
 * else is looked at: a word that happens to be base64, or the name of a file here, stays a word.
 *
 * @param schema The app's input schema (JSON Schema; `$ref` within it, `anyOf`, `oneOf` and `allOf` are followed).
 * @param replace Given the value and its JSON pointer in the request (`/input/images/0`).
 * @throws {InferenceError} `invalid_file` for bytes at a place that takes none: JSON could not carry them.
 */
export function replaceFiles(
  schema: unknown,
  input: unknown,
  replace: (value: unknown, pointer: string) => Promise<unknown>,
): Promise<unknown> {
  return visit([schema], input, "/input");

  async function visit(schemas: unknown[], value: unknown, pointer: string): Promise<unknown> {
    if (value === null || value === undefined) return value;
    const here = alternatives(schema, schemas);
    if (Array.isArray(value)) {
      return Promise.all(
        value.map((item, index) =>
          visit(
            here.flatMap((one) => itemsOf(one, index)),
            item,
            `${pointer}/${index}`,
          ),
        ),
      );
    }
    if (here.some((one) => one.format === "file")) return replace(value, pointer);
    if (value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      throw new InferenceError("invalid_file", `${pointer} takes no file, but holds bytes`);
    }
    if (!isRecord(value) || value instanceof URL) return value;
    const entries = Object.entries(value).map(async ([key, inner]) => {
      const place = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return [
        key,
        await visit(
          here.flatMap((one) => propertyOf(one, key)),
          inner,
          place,
        ),
      ] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}

/** Every schema that may describe one and the same value; each is met once, so that a circle of `$ref`s ends. */
function alternatives(root: unknown, schemas: unknown[]): Record<string, unknown>[] {
  const met = new Set<Record<string, unknown>>();
  const waiting = [...schemas];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    if (!isRecord(schema) || met.has(schema)) continue;
    met.add(schema);
    for (const branches of [schema.anyOf, schema.oneOf, schema.allOf]) {
      if (Array.isArray(branches)) waiting.push(...branches);
    }
    if (typeof schema.$ref === "string") waiting.push(resolve(root, schema.$ref));
  }
  return [...met];
}

function resolve(root: unknown, ref: string): unknown {
  if (!ref.startsWith("#")) return null;
  const keys = ref.slice(1).split("/").slice(1);
  return keys.reduce<unknown>((schema, key) => {
    const name = decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
    return isRecord(schema) ? schema[name] : null;
  }, root);
}

function itemsOf(schema: Record<string, unknown>, index: number): unknown[] {
  const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
  return index < prefix.length ? [prefix[index]] : [schema.items];
}

function propertyOf(schema: Record<string, unknown>, key: string): unknown[] {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return Object.hasOwn(properties, key) ? [properties[key]] : [schema.additionalProperties];
}
