import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { createServer, type Dependencies, readConfig } from "../main.ts";
import { PNG_DATA_URI } from "./pictures.ts";
import { createTestEngine } from "./test-engine.ts";

export const KEY = "inf_a_key_for_tests";

const Output = z.looseObject({
  image: z.string(),
  output_meta: z.object({ outputs: z.array(z.record(z.string(), z.unknown())) }),
});

/** What the tests read of a task. */
export const Task = z.looseObject({
  id: z.string(),
  status: z.number(),
  status_text: z.string(),
  progress: z.number(),
  output: Output.nullable(),
  error: z.string(),
  input: z.looseObject({ images: z.array(z.string()) }),
  logs: z.array(z.looseObject({ content: z.string() })),
  events: z.array(z.looseObject({ status: z.number() })),
});
export type Task = z.infer<typeof Task>;

const Enveloped = z.looseObject({ data: z.unknown() });

export interface TestServer {
  url: string;
  dataDir: string;
  /** Sends with the test's key; a body is sent as JSON. */
  call(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Response>;
  /** The `data` of the default envelope. */
  data<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.infer<Schema>>;
  run(prompt: string, more?: Record<string, unknown>): Promise<Task>;
  ended(id: string): Promise<Task>;
  close(): Promise<void>;
}

/** A whole server on a free port and in a folder of its own, with the test engine unless others are given. */
export async function startServer({
  environment = {},
  dependencies = {},
  workers,
}: {
  environment?: Record<string, string>;
  dependencies?: Dependencies;
  workers?: number;
} = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "pastiche-"));
  const config = readConfig(
    { port: 0, dataDir, workers },
    { PASTICHE_API_KEY: KEY, PASTICHE_LOG_LEVEL: "silent", ...environment },
  );
  const server = await createServer(config, { engines: [createTestEngine()], ...dependencies });

  return {
    url: server.url,
    dataDir,
    call,
    data,
    run: (prompt, more = {}) =>
      data(Task, "POST", "/apps/run", { app: "reve/remix", input: { images: [PNG_DATA_URI], prompt }, ...more }),
    async ended(id) {
      for (;;) {
        const task = await data(Task, "GET", `/tasks/${id}`);
        if (["completed", "failed", "cancelled"].includes(task.status_text)) return task;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async close() {
      await server.close({ graceMs: 100 });
      await rm(dataDir, { recursive: true });
    },
  };

  function call(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    return fetch(new URL(path, server.url), {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async function data<Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown) {
    const response = await call(method, path, { body });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return schema.parse(Enveloped.parse(answer).data);
  }
}
