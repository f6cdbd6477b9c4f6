import { chmod, mkdir, open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Db } from "./store/db.ts";
import { migrate } from "./store/schema.ts";
import { openSqlite } from "./store/sqlite.ts";

/** Where things lie within the data directory. */
export function databasePath(dataDir: string): string {
  return join(dataDir, "pastiche.db");
}

export function filesPath(dataDir: string): string {
  return join(dataDir, "files");
}

/** The database file holds something that is none, or is broken. */
export class DamagedDatabase extends Error {
  override name = "DamagedDatabase";

  constructor(path: string, cause: Error) {
    super(`The database ${path} is damaged: ${cause.message}. ${mendOf(path)}`, { cause });
  }
}

export function mendOf(path: string): string {
  return `Restore the data directory from a backup, or move ${path} away and start anew`;
}

/**
 * Opens the database of a data directory, at the newest schema; both are made if missing. Only their user can read them:
 * they hold secrets and everybody's pictures. What SQLite lays beside the database takes the database's mode.
 * @throws DamagedDatabase
 */
export async function openDataDir(dataDir: string): Promise<Db> {
  await closeToOthers(dataDir);
  const path = databasePath(dataDir);
  let db: Db | undefined;
  try {
    db = openSqlite(path);
    await migrate(db);
    return db;
  } catch (error) {
    await db?.close();
    throw isDamage(error) ? new DamagedDatabase(path, error) : error;
  }
}

async function closeToOthers(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = databasePath(dataDir);
  const handle = await open(path, "a", 0o600);
  await handle.close();
  const names = await readdir(dataDir);
  const databases = names.filter((name) => isOfDatabase(name, path));
  await Promise.all(databases.map((name) => restrict(join(dataDir, name), 0o600)));
  const files = names.filter((name) => name === basename(filesPath(dataDir)));
  await Promise.all(files.map((name) => restrict(join(dataDir, name), 0o700)));
  // Somebody may have named a folder of theirs, or of everybody, such as /tmp: then its mode is not ours to change.
  if (databases.length + files.length === names.length) await restrict(dataDir, 0o700);
}

function isOfDatabase(name: string, path: string): boolean {
  return ["", "-wal", "-shm", "-journal"].some((ending) => name === `${basename(path)}${ending}`);
}

// A mounted volume may belong to another user, who has let us in: that owner decides who else may read it.
async function restrict(path: string, mode: number): Promise<void> {
  await chmod(path, mode).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EPERM" && error.code !== "ENOENT" && error.code !== "ENOTSUP") throw error;
  });
}

/** Whether SQLite says that a file is no database, or a broken one: SQLITE_CORRUPT and SQLITE_NOTADB. */
export function isDamage(error: unknown): error is Error {
  return error instanceof Error && "errcode" in error && (error.errcode === 11 || error.errcode === 26);
}
