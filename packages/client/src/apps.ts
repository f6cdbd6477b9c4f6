import { InferenceError, isRecord } from "./error.ts";
import type { Transport } from "./transport.ts";

/** An app and the version of it that runs. */
export interface App {
  id: string;
  namespace: string;
  name: string;
  version: {
    /** JSON Schema. */
    input_schema: Record<string, unknown>;
    /** JSON Schema. */
    output_schema: Record<string, unknown>;
  };
}

export interface AppCatalogue {
  /** @param name `namespace/name`: "reve/remix". */
  get(name: string, options?: { signal?: AbortSignal }): Promise<App>;
}

export function createApps(transport: Transport): AppCatalogue & {
  /** Asked for once and kept: an app's schema does not change while a program runs. */
  inputSchema(app: string, signal?: AbortSignal): Promise<Record<string, unknown>>;
} {
  const schemas = new Map<string, Record<string, unknown>>();
  return { get, inputSchema };

  async function get(name: string, options?: { signal?: AbortSignal }): Promise<App> {
    const app = await transport.json({ method: "GET", url: `/apps/${pathOf(name)}`, ...options });
    if (isApp(app)) return app;
    throw new InferenceError(
      "invalid_response",
      `Expected the app ${name}, received ${JSON.stringify(app)?.slice(0, 120)}`,
    );
  }

  async function inputSchema(app: string, signal?: AbortSignal) {
    const name = pathOf(app);
    const schema = schemas.get(name) ?? (await get(app, { signal })).version.input_schema;
    schemas.set(name, schema);
    return schema;
  }
}

/** `namespace/name` of `namespace/name[@version][:function]`. */
function pathOf(app: string): string {
  const [namespace, name] = app.split(/[@:]/)[0].split("/");
  if (!namespace || !name) throw new InferenceError("invalid_request", `An app is "namespace/name", received "${app}"`);
  return `${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

function isApp(value: unknown): value is App {
  return isRecord(value) && isRecord(value.version) && isRecord(value.version.input_schema);
}
