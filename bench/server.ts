/**
 * Measures the server on real HTTP and a real disk, beside what it cannot be faster than: the engine alone, a route that
 * does nothing, and one synced write for each task.
 *
 *   npm run bench:server [-- accept | overhead | drain | streams]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RemixError } from "@pastiche/contract/errors";
import { createServer, type Engine, readConfig } from "@pastiche/server";

const KEY = "inf_benchmark_key_of_this_process";
const headers = { authorization: `Bearer ${KEY}`, "x-api-version": "2" };
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/** The server without the pixels. What these engines give is not made by any, and so simulated. */
const SIMULATED = {
  /** Ends at once with a picture of one pixel, which is stored. */
  pixel: async () => ({ image: pixel, contentType: "image/png" as const, width: 1, height: 1, cost: 0, timings: [] }),
  /** Ends at once without a picture: the queue and nothing else. */
  noop: async () => {
    throw new RemixError("validation_failed", "This engine makes nothing.");
  },
  /** Works until it is stopped. */
  hold: (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
};

type Kind = keyof typeof SIMULATED | "compose";

function simulated(kind: keyof typeof SIMULATED): Engine {
  return {
    name: kind,
    about: "For measuring.",
    versions: [`${kind}@1`],
    slots: kind === "hold" ? 2 : 64,
    run: (_, { signal }) => SIMULATED[kind](signal),
    close: async () => {},
  };
}

function isKind(name: string): name is Kind {
  return name === "compose" || name in SIMULATED;
}

if (process.send) await serve(process.argv[2], process.argv[3]);
else await measureAll();

/** The server of one measurement, in a process of its own, so that its memory and its cores' time are its own. */
async function serve(kind: string, dataDir: string): Promise<void> {
  if (!isKind(kind)) throw new Error(`There is no engine ${kind} to measure.`);
  const engines = kind === "compose" ? undefined : [simulated(kind)];
  const config = readConfig({ port: 0, dataDir, workers: 1 });
  const server = await createServer({ ...config, apiKey: KEY, maxQueue: 100_000 }, { engines });
  process.send?.(server.url);
  process.on("message", () => process.send?.(Math.round(process.memoryUsage().rss / 1024 / 1024)));
  await once(process, "disconnect");
  await server.close();
}

interface Server {
  url: string;
  residentMegabytes(): Promise<number>;
}

async function withServer<T>(kind: Kind, measure: (server: Server) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), "pastiche-bench-"));
  const child = fork(import.meta.filename, [kind, dataDir]);
  const [url] = await once(child, "message");
  try {
    return await measure({
      url,
      async residentMegabytes() {
        child.send("memory");
        return (await once(child, "message"))[0];
      },
    });
  } finally {
    child.disconnect();
    await once(child, "exit");
    rmSync(dataDir, { recursive: true });
  }
}

async function measureAll(): Promise<void> {
  const parts = { accept, overhead, drain, streams };
  const results: Record<string, number> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (process.argv[2] === undefined || process.argv[2] === name) Object.assign(results, await measure());
  }
  console.log(JSON.stringify(results));
}

/** How long a run takes to be accepted and to be started, one after the other, with files that were uploaded before. */
async function accept() {
  return withServer("pixel", async (server) => {
    const images = [await upload(server, "examples/bear.jpg"), await upload(server, "examples/table.jpg")];
    const accepted: number[] = [];
    const started: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < 300; i++) {
      const begun = performance.now();
      const task = await run(server, { images });
      accepted.push(performance.now() - begun);
      const healthy = performance.now();
      await call(server, "GET", "/healthz");
      bare.push(performance.now() - healthy);
      const { created_at, started_at } = await ended(server, task.id);
      started.push(Date.parse(started_at) - Date.parse(created_at));
    }
    console.log(
      `accept a run   p50 ${p50(accepted).toFixed(1)} ms   (a route that does nothing: ${p50(bare).toFixed(1)} ms)`,
    );
    console.log(`start it       p50 ${p50(started).toFixed(1)} ms`);
    return {
      acceptMs: round(p50(accepted)),
      acceptOverBareRoute: round(p50(accepted) / p50(bare)),
      startMs: p50(started),
    };
  });
}

/** A whole remix through the server, waited for, against the engine in this process; in turn. */
async function overhead() {
  // Not at the top: the server's own process must not carry it.
  const { remix } = await import("@pastiche/engine");
  return withServer("compose", async (server) => {
    const images = [await upload(server, "examples/cat.jpg"), await upload(server, "examples/coffee.jpg")];
    const bytes = [await readFile("examples/cat.jpg"), await readFile("examples/coffee.jpg")];
    const prompt = "the cat from 0 on the table from 1";
    const through: number[] = [];
    const alone: number[] = [];
    for (let i = 0; i < 9; i++) {
      const begun = performance.now();
      await call(server, "POST", "/apps/run?wait=true", { app: "reve/remix", input: { prompt, images } });
      const middle = performance.now();
      await remix({ prompt, images: bytes });
      if (i < 2) continue; // both sides warm up
      through.push(middle - begun);
      alone.push(performance.now() - middle);
    }
    const over = p50(through) - p50(alone);
    console.log(
      `a remix        p50 ${Math.round(p50(through))} ms through the server, ${Math.round(p50(alone))} ms in process`,
    );
    return { overheadMs: round(over), serverOverEngine: round(p50(through) / p50(alone)) };
  });
}

/** No-op tasks that were all accepted durably and may start at one moment: ended durably, one transaction each. */
async function drain() {
  return { ...(await drained("noop", "drainedPerSecond")), ...(await drained("pixel", "drainedWithPicturePerSecond")) };
}

async function drained(kind: Kind, name: string) {
  const count = 4000;
  return withServer(kind, async (server) => {
    const images = [await upload(server, "examples/cat.jpg")];
    const runAt = Date.now() + 15_000;
    const accepting = performance.now();
    const ids: string[] = [];
    const submit = async () => {
      while (ids.length < count) {
        const slot = ids.push("") - 1;
        ids[slot] = (await run(server, { images }, runAt)).id;
      }
    };
    await Promise.all(Array.from({ length: 32 }, submit));
    const accepted = count / ((performance.now() - accepting) / 1000);
    if (Date.now() > runAt) throw new Error("not all tasks were accepted before the first one started");
    let last = runAt;
    for (const id of ids) last = Math.max(last, Date.parse((await ended(server, id)).ended_at));
    const rate = ids.length / ((last - runAt) / 1000);
    const syncs = syncsPerSecond();
    console.log(
      `drain ${kind.padEnd(8)} ${Math.round(rate)} tasks/s, accepted at ${Math.round(accepted)}/s   (this disk: ${Math.round(syncs)} synced writes/s)`,
    );
    return { [name]: Math.round(rate), [`${name}OverSyncs`]: round(rate / syncs) };
  });
}

/** A thousand callers follow one task each, two of which run while the others wait. */
async function streams() {
  const count = 1000;
  return withServer("hold", async (server) => {
    const images = [await upload(server, "examples/cat.jpg")];
    const tasks = [];
    for (let i = 0; i < count; i++) tasks.push(await run(server, { images }));
    let failures = 0;
    let open = 0;
    const closed = tasks.map(
      ({ id }) =>
        new Promise<void>((resolve) => {
          const { hostname, port } = new URL(server.url);
          const follow = request({ hostname, port, path: `/tasks/${id}/stream`, agent: false, headers });
          let last = "";
          const fail = () => {
            failures++;
            resolve();
          };
          follow.on("error", fail);
          follow.on("response", (response) => {
            open++;
            response.on("data", (chunk: Buffer) => {
              last = chunk.toString();
            });
            response.on("error", fail);
            response.on("end", () => {
              if (!last.includes('"cancelled"')) failures++;
              resolve();
            });
          });
          follow.end();
        }),
    );
    while (open + failures < count) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 11_000)); // one heartbeat goes by
    const residentMegabytes = await server.residentMegabytes();
    for (const { id } of tasks) await call(server, "POST", `/tasks/${id}/cancel`);
    await Promise.all(closed);
    console.log(`streams        ${count} open, ${failures} failures, ${residentMegabytes} MB resident`);
    return { streamFailures: failures, residentMegabytes };
  });
}

interface TaskView {
  id: string;
  status_text: string;
  created_at: string;
  started_at: string;
  ended_at: string;
}

async function call(server: Server, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...(body ? { "content-type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function run(server: Server, input: { images: string[] }, runAt?: number): Promise<TaskView> {
  return (await call(server, "POST", "/apps/run", {
    app: "reve/remix",
    input: { prompt: "0 at night", ...input },
    ...(runAt ? { run_at: new Date(runAt).toISOString() } : {}),
  })) as TaskView;
}

async function ended(server: Server, id: string): Promise<TaskView> {
  for (;;) {
    const task = (await call(server, "GET", `/tasks/${id}`)) as TaskView;
    if (["completed", "failed", "cancelled"].includes(task.status_text)) return task;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function upload(server: Server, path: string): Promise<string> {
  const [file] = (await call(server, "POST", "/files", {
    files: [{ filename: "a.jpg", content_type: "image/jpeg" }],
  })) as {
    uri: string;
    upload_url: string;
  }[];
  const put = await fetch(file.upload_url, {
    method: "PUT",
    headers: { "content-type": "image/jpeg" },
    body: await readFile(path),
  });
  if (!put.ok) throw new Error(`upload: ${put.status} ${await put.text()}`);
  return file.uri;
}

function syncsPerSecond(): number {
  const path = join(tmpdir(), `pastiche-sync-${process.pid}`);
  const file = openSync(path, "w");
  const begun = performance.now();
  const count = 300;
  for (let i = 0; i < count; i++) {
    writeSync(file, "one row");
    fsyncSync(file);
  }
  rmSync(path);
  return count / ((performance.now() - begun) / 1000);
}

function p50(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
