import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { databasePath, filesPath } from "../data-dir.ts";
import type { Db } from "../store/db.ts";
import { openSqlite } from "../store/sqlite.ts";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { KEY } from "../testing/test-server.ts";

const SERVER = fileURLToPath(new URL("../testing/noop-server.ts", import.meta.url));
const Accepted = z.object({ data: z.object({ id: z.string() }) });
const Count = z.object({ count: z.number() });

let dataDir: string;
let child: ChildProcess;
let url: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pastiche-"));
  await start();
});
afterEach(async () => {
  await stop("SIGKILL");
  await rm(dataDir, { recursive: true });
});

async function start(): Promise<void> {
  child = spawn(process.execPath, [SERVER, dataDir], {
    env: {
      ...process.env,
      PASTICHE_API_KEY: KEY,
      PASTICHE_LOG_LEVEL: "silent",
      NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("no stdout");
  const [line] = await once(child.stdout, "data");
  url = String(line).trim();
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

/** The id of an accepted task, or null where the server died before it answered. */
async function submit(prompt: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({
        app: "reve/remix",
        webhook: "http://webhooks.invalid/",
        input: { images: [PNG_DATA_URI], prompt },
      }),
    });
    return response.ok ? Accepted.parse(await response.json()).data.id : null;
  } catch {
    return null;
  }
}

async function count(db: Db, sql: string): Promise<number> {
  return (await db.all(Count, `SELECT COUNT(*) AS count FROM ${sql}`))[0].count;
}

async function untilAllEnded(db: Db): Promise<void> {
  while ((await count(db, "tasks WHERE ended_at IS NULL")) > 0) await sleep(20);
}

test("killed again and again, a server ends every task that it accepted, each once", async () => {
  const accepted = new Set<string>();
  for (let kill = 0; kill < 3; kill++) {
    const submitting = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 12; i++) {
          const id = await submit("sleep 30");
          if (id !== null) accepted.add(id);
        }
      }),
    );
    // Not after so many ms: on a busy machine nothing would be accepted by then.
    while (accepted.size < (kill + 1) * 12) await sleep(5);
    await sleep(kill * 20);
    await stop("SIGKILL");
    await submitting;
    await start();
  }
  const db = openSqlite(databasePath(dataDir));
  await untilAllEnded(db);

  expect(accepted.size).toBeGreaterThan(20);
  const Ended = z.object({ id: z.string(), status: z.string() });
  const tasks = await db.all(Ended, "SELECT id, status FROM tasks");
  const completed = new Set(tasks.filter(({ status }) => status === "completed").map(({ id }) => id));
  expect(completed.size).toBe(tasks.length);
  expect([...accepted].filter((id) => !completed.has(id))).toEqual([]);

  expect(await count(db, "events WHERE status = 'completed'")).toBe(tasks.length);
  expect(await count(db, "files WHERE category = 'output'")).toBe(tasks.length);
  expect(await count(db, "deliveries")).toBe(tasks.length);
  const attempts = await count(db, "tasks WHERE attempt > 1");
  expect(attempts).toBeGreaterThan(0);
  await db.close();

  // Every file that a row promises is there, whole.
  const stored = new Set(await readdir(filesPath(dataDir), { recursive: true }));
  const Id = z.object({ id: z.string() });
  const again = openSqlite(databasePath(dataDir));
  const files = await again.all(Id, "SELECT id FROM files");
  expect(files.filter(({ id }) => !stored.has(join(id.slice(-2), id)))).toEqual([]);
  await again.close();
});

test("SIGTERM gives running tasks back, and the next start ends them at their first attempt", async () => {
  const id = await submit("sleep 700");
  const db = openSqlite(databasePath(dataDir));
  while ((await count(db, "tasks WHERE status = 'running'")) === 0) await sleep(5);
  const before = performance.now();
  await stop("SIGTERM");
  expect(child.exitCode).toBe(0);
  expect(performance.now() - before).toBeLessThan(1000);
  expect(await count(db, "tasks WHERE status = 'queued' AND attempt = 0")).toBe(1);
  await start();
  await untilAllEnded(db);
  expect(await count(db, `tasks WHERE id = '${id}' AND status = 'completed' AND attempt = 1`)).toBe(1);
  await db.close();
});

test("after a kill the tasks that ran are taken up at once, not when their lease would run out", async () => {
  await submit("sleep 300");
  const db = openSqlite(databasePath(dataDir));
  while ((await count(db, "tasks WHERE status = 'running'")) === 0) await sleep(5);
  await stop("SIGKILL");
  await start();
  const before = performance.now();
  await untilAllEnded(db);
  expect(performance.now() - before).toBeLessThan(3000);
  await db.close();
});
