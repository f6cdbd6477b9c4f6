import { effect, signal } from "@preact/signals";
import { client, key } from "../session.ts";
import { isRecord } from "../storage.ts";

/** One field of the app's input, as its JSON Schema tells it. */
export interface InputField {
  name: string;
  description: string;
  /** The values to choose from; empty where any of its kind will do. */
  choices: (string | number)[];
  minimum: number | null;
  maximum: number | null;
  schema: Record<string, unknown>;
}

/** What a version of the app is and can do, as the server tells it. */
export interface Version {
  name: string;
  /** The engine behind it, and what it does that others do not. */
  engine: string;
  about: string;
}

export interface RemixApp {
  fields: Map<string, InputField>;
  required: string[];
  versions: Version[];
  input: Record<string, unknown>;
  output: Record<string, unknown>;
}

/** The app as the server describes it; null until it has, or where nobody is signed in. */
export const remixApp = signal<RemixApp | null>(null);

const ASK_AGAIN_MS = 10_000;

effect(() => {
  const asked = client.value;
  if (key.value === null) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async () => {
    try {
      const app = await asked.apps.get("reve/remix");
      if (client.peek() === asked) remixApp.value = readApp(app.version);
    } catch (error) {
      // Said where it matters, when a run is asked for; the form has sensible controls without it.
      console.warn("The app's description cannot be had", error);
      timer = setTimeout(ask, ASK_AGAIN_MS);
    }
  };
  void ask();
  return () => clearTimeout(timer);
});

function readApp(version: { input_schema: Record<string, unknown>; output_schema: Record<string, unknown> }): RemixApp {
  const { input_schema: input, output_schema: output } = version;
  const properties = isRecord(input.properties) ? input.properties : {};
  const metadata = "metadata" in version && isRecord(version.metadata) ? version.metadata : {};
  return {
    fields: new Map(
      Object.entries(properties).flatMap(([name, schema]) => (isRecord(schema) ? [[name, fieldOf(name, schema)]] : [])),
    ),
    required: Array.isArray(input.required) ? input.required.filter((name) => typeof name === "string") : [],
    versions: versionsOf(metadata),
    input,
    output,
  };
}

function fieldOf(name: string, schema: Record<string, unknown>): InputField {
  // `.nullish()` becomes anyOf [the type, null].
  const parts = [schema, ...(Array.isArray(schema.anyOf) ? schema.anyOf.filter(isRecord) : [])];
  const first = (field: string) => parts.map((part) => part[field]).find((value) => value !== undefined);
  const choices = parts.flatMap((part) => (Array.isArray(part.enum) ? part.enum : "const" in part ? [part.const] : []));
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return {
    name,
    description: String(first("description") ?? ""),
    choices: choices.filter((choice) => typeof choice === "string" || typeof choice === "number"),
    minimum: number(first("minimum")),
    maximum: number(first("maximum")),
    schema,
  };
}

function versionsOf({ versions, engines }: Record<string, unknown>): Version[] {
  if (Array.isArray(engines)) {
    return engines.filter(isRecord).map(({ name, engine, about }) => ({
      name: String(name),
      engine: String(engine ?? ""),
      about: String(about ?? ""),
    }));
  }
  return (Array.isArray(versions) ? versions : []).map((name) => ({ name: String(name), engine: "", about: "" }));
}
