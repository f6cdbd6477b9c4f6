import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { z } from "zod";
import type { Db, Sql, Value } from "./db.ts";

/** Transactions that share one commit, at most: it bounds how long the event loop is held. */
const MAX_BATCH = 128;
const BUSY_TIMEOUT_MS = 5000;
/** Prepared ones that are kept, of each connection: more than there are fixed ones, and callers' lists make ever new ones. */
const MAX_STATEMENTS = 256;

interface Waiting {
  /** Runs inside the batch's transaction; says how to settle the promise once that is durable. */
  apply(tx: Sql): Promise<() => void>;
  reject(reason: unknown): void;
}

/**
 * SQLite with a write-ahead log and a sync at each commit. Transactions that wait at the same moment are committed
 * together, each within its own savepoint: one sync pays for all of them, which is what makes a durable queue fast.
 * Reads outside a transaction go through a second connection, so that they see only what is committed.
 */
export function openSqlite(path: string): Db {
  const writer = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  writer.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  // 32 MiB of pages, and a checkpoint each 16 MiB of log: the queue's hot end stays in memory.
  writer.exec("PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000");
  const reader = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  reader.exec("PRAGMA query_only = ON");

  const writing = sqlOver(writer);
  const reading = sqlOver(reader);
  const queue: Waiting[] = [];
  let draining: Promise<void> | null = null;

  return {
    all: reading.all,
    run: (sql, values) => transaction((tx) => tx.run(sql, values)),
    transaction,
    skipLocked: "",
    async close() {
      await draining;
      reader.close();
      writer.close();
    },
  };

  function transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      queue.push({
        apply: async (tx) => {
          const value = await work(tx);
          return () => resolve(value);
        },
        reject,
      });
      draining ??= drain();
    });
  }

  async function drain(): Promise<void> {
    do {
      await nextTurn();
      await commitTogether(queue.splice(0, MAX_BATCH));
    } while (queue.length > 0);
    // In the same turn as the look at the queue: whoever comes next starts anew.
    draining = null;
  }

  async function commitTogether(batch: Waiting[]): Promise<void> {
    const settle: (() => void)[] = [];
    try {
      writer.exec("BEGIN IMMEDIATE");
      for (const waiting of batch) settle.push(await withinSavepoint(waiting));
      writer.exec("COMMIT");
    } catch (error) {
      if (writer.isTransaction) writer.exec("ROLLBACK");
      for (const waiting of batch) waiting.reject(error);
      return;
    }
    for (const done of settle) done();
  }

  async function withinSavepoint(waiting: Waiting): Promise<() => void> {
    writer.exec("SAVEPOINT one");
    try {
      const done = await waiting.apply(writing);
      writer.exec("RELEASE one");
      return done;
    } catch (error) {
      // A full disk ends the whole transaction by itself: then nothing of this batch happened, and all must be told.
      if (!writer.isTransaction) throw error;
      writer.exec("ROLLBACK TO one");
      writer.exec("RELEASE one");
      return () => waiting.reject(error);
    }
  }
}

function sqlOver(connection: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();

  return {
    async all<Schema extends z.ZodType>(schema: Schema, sql: string, values: Value[] = []) {
      return statement(sql)
        .all(byNumber(values))
        .map((row) => schema.parse(row));
    },
    async run(sql, values = []) {
      return Number(statement(sql).run(byNumber(values)).changes);
    },
  };

  function statement(sql: string): StatementSync {
    const found = prepared.get(sql) ?? connection.prepare(sql);
    // What was used last stands last, and what was not for longest goes.
    prepared.delete(sql);
    prepared.set(sql, found);
    if (prepared.size > MAX_STATEMENTS) prepared.delete(prepared.keys().next().value ?? sql);
    return found;
  }
}

// SQLite reads `$1` as a name, and so one value may stand at several places, as in Postgres.
function byNumber(values: Value[]): Record<string, Value> {
  const named: Record<string, Value> = {};
  for (let i = 0; i < values.length; i++) named[`$${i + 1}`] = values[i];
  return named;
}
