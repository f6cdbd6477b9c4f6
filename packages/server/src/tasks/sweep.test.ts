import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDisk } from "../files/disk.ts";
import { createUris } from "../files/uris.ts";
import { createGuard } from "../net/guard.ts";
import { getFile, insertFile } from "../store/files.ts";
import { migrate } from "../store/schema.ts";
import { openSqlite } from "../store/sqlite.ts";
import { getTask, insertTask } from "../store/tasks.ts";
import { PNG } from "../testing/pictures.ts";
import { fileRow, taskRow } from "../testing/rows.ts";
import type { TaskContext } from "./context.ts";
import { createPreviews } from "./previews.ts";
import { sweepExpired, sweepOrphans } from "./sweep.ts";
import { createWakeups } from "./wakeups.ts";
import { createWorker, type Worker } from "./worker.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-22T10:00:00Z");
let folder: string;
let now: number;
let context: TaskContext;
let worker: Worker;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-sweep-"));
  now = START;
  const db = openSqlite(join(folder, "db"));
  await migrate(db);
  context = {
    db,
    bytes: await openDisk(join(folder, "files")),
    uris: createUris("secret"),
    guard: createGuard([]),
    wakeups: createWakeups(),
    previews: createPreviews(),
    log: pino({ level: "silent" }),
    clock: () => now,
    deliveryOf: () => null,
    onEnded: () => {},
    onDelivery: () => {},
  };
  worker = createWorker(context, [], "me");
});
afterEach(async () => {
  await worker.drain(0);
  context.wakeups.close();
  await context.db.close();
  await rm(folder, { recursive: true });
});

const pathOf = (id: string) => join(folder, "files", id.slice(-2), id);

async function addTask(id: string, changes: Parameters<typeof taskRow>[1] = {}): Promise<void> {
  await context.db.transaction((tx) => insertTask(tx, taskRow(id, changes)));
}

async function addFile(id: string, changes: Parameters<typeof fileRow>[1] = {}): Promise<void> {
  await context.bytes.write(id, PNG, { maxBytes: 1000 });
  await context.db.transaction((tx) => insertFile(tx, fileRow(id, { updated_at: now, created_at: now, ...changes })));
}

const taskIsThere = async (id: string) => (await getTask(context.db, id)) !== null;
const fileIsThere = async (id: string) => {
  const row = (await getFile(context.db, id)) !== null;
  expect(existsSync(pathOf(id))).toBe(row);
  return row;
};

test("an ended task goes when its time is over, with its files; one that has not ended stays", async () => {
  await addTask("task_kept", { ended_at: START, status: "completed" });
  await addTask("task_short", { ended_at: START, status: "completed", keep_ms: HOUR });
  await addTask("task_long", { ended_at: START, status: "failed", keep_ms: 48 * HOUR });
  await addTask("task_open", { keep_ms: HOUR });
  await addFile("file_short", { task_id: "task_short" });

  const standing = async () =>
    Promise.all(["task_kept", "task_short", "task_long", "task_open"].map((id) => taskIsThere(id)));
  now = START + HOUR - 1;
  await sweepExpired(context, worker, null);
  expect(await standing()).toEqual([true, true, true, true]);
  now = START + HOUR;
  await sweepExpired(context, worker, null);
  expect(await standing()).toEqual([true, false, true, true]);
  expect(await fileIsThere("file_short")).toBe(false);
  now = START + 24 * HOUR;
  await sweepExpired(context, worker, 24 * HOUR);
  expect(await standing()).toEqual([false, false, true, true]);
});

test("a file that another task is to read is handed on to it, and goes with it", async () => {
  await addTask("task_first", { ended_at: START, status: "completed", keep_ms: HOUR });
  await addFile("file_out", { task_id: "task_first" });
  await addTask("task_next", { input: { ...taskRow("").input, images: [{ file: "file_out" }] } });
  now = START + HOUR;
  await sweepExpired(context, worker, null);
  expect([await taskIsThere("task_first"), await fileIsThere("file_out")]).toEqual([false, true]);
  await context.db.run("UPDATE tasks SET ended_at = $1, keep_ms = 1 WHERE id = 'task_next'", [now]);
  now += 1;
  await sweepExpired(context, worker, null);
  expect([await taskIsThere("task_next"), await fileIsThere("file_out")]).toEqual([false, false]);
});

test("an upload goes with the retention, but not while a task is to read it; without one it stays", async () => {
  await addFile("file_idle");
  await addFile("file_used");
  await addTask("task_open", { input: { ...taskRow("").input, images: [{ file: "file_used" }] } });
  now = START + 1000 * HOUR;
  await sweepExpired(context, worker, null);
  expect(await fileIsThere("file_idle")).toBe(true);
  await sweepExpired(context, worker, HOUR);
  expect([await fileIsThere("file_idle"), await fileIsThere("file_used")]).toEqual([false, true]);
});

test("an upload whose bytes never came is forgotten after a day", async () => {
  await context.db.transaction((tx) => insertFile(tx, fileRow("file_never", { sha256: null, created_at: START })));
  now = START + 24 * HOUR - 1;
  await sweepExpired(context, worker, null);
  expect(await getFile(context.db, "file_never")).not.toBeNull();
  now = START + 24 * HOUR;
  await sweepExpired(context, worker, null);
  expect(await getFile(context.db, "file_never")).toBeNull();
});

test("bytes without a row are those of a server that died: they go after an hour", async () => {
  await addFile("file_known");
  for (const id of ["file_old", "file_young"]) await context.bytes.write(id, PNG, { maxBytes: 1000 });
  const written = (id: string, ms: number) => utimes(pathOf(id), ms / 1000, ms / 1000);
  await written("file_known", START - 10 * HOUR);
  await written("file_old", START - HOUR - 1000);
  await written("file_young", START - HOUR + 1000);
  await sweepOrphans(context);
  expect(["file_known", "file_old", "file_young"].map((id) => existsSync(pathOf(id)))).toEqual([true, false, true]);
});
