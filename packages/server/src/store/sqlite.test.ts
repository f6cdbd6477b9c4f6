import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { describeStore } from "../testing/store-contract.ts";
import { openSqlite } from "./sqlite.ts";

describeStore("SQLite", async () => {
  const { path, remove } = await newPath();
  const db = openSqlite(path);
  return {
    db,
    async discard() {
      await db.close();
      await remove();
    },
  };
});

const Row = z.object({ a: z.number() });

test("queries in ever new forms leave no more than so many prepared", async () => {
  const { path, remove } = await newPath();
  const db = openSqlite(path);
  const prepare = vi.spyOn(DatabaseSync.prototype, "prepare");
  const ask = (form: number) => db.all(Row, `SELECT ${form} AS a`);
  await ask(0);
  await ask(1);
  for (let form = 2; form < 1000; form++) {
    await ask(0);
    await ask(form);
  }
  // What is used stays, and what is not is prepared again when it comes.
  expect(prepare).toHaveBeenCalledTimes(1000);
  expect(await ask(1)).toEqual([{ a: 1 }]);
  expect(prepare).toHaveBeenCalledTimes(1001);
  prepare.mockRestore();
  await db.close();
  await remove();
});

test("what is written is not read before its commit, and by another connection after it", async () => {
  const { path, remove } = await newPath();
  const db = openSqlite(path);
  await db.run("CREATE TABLE t (a INTEGER)");
  await db.transaction(async (tx) => {
    await tx.run("INSERT INTO t VALUES ($1)", [1]);
    expect(await db.all(Row, "SELECT a FROM t")).toEqual([]);
    expect(await tx.all(Row, "SELECT a FROM t")).toEqual([{ a: 1 }]);
  });
  const other = openSqlite(path);
  expect(await other.all(Row, "SELECT a FROM t")).toEqual([{ a: 1 }]);
  await other.run("INSERT INTO t VALUES ($1)", [2]);
  expect(await db.all(Row, "SELECT a FROM t ORDER BY a")).toEqual([{ a: 1 }, { a: 2 }]);
  await other.close();
  await db.close();
  await remove();
});

test("a value may stand at several places of a statement", async () => {
  const { path, remove } = await newPath();
  const db = openSqlite(path);
  expect(await db.all(Row, "SELECT $2 + $1 + $1 AS a", [1, 40])).toEqual([{ a: 42 }]);
  await db.close();
  await remove();
});

test("transactions that wait together are all done, in order", async () => {
  const { path, remove } = await newPath();
  const db = openSqlite(path);
  await db.run("CREATE TABLE t (a INTEGER)");
  await Promise.all(Array.from({ length: 500 }, (_, a) => db.run("INSERT INTO t VALUES ($1)", [a])));
  const rows = await db.all(Row, "SELECT a FROM t ORDER BY rowid");
  expect(rows.map(({ a }) => a)).toEqual(Array.from({ length: 500 }, (_, a) => a));
  await db.close();
  await remove();
});

async function newPath() {
  const folder = await mkdtemp(join(tmpdir(), "pastiche-"));
  return { path: join(folder, "test.db"), remove: () => rm(folder, { recursive: true }) };
}
