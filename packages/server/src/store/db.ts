import type { z } from "zod";

/** Bytes never go into the database: times are milliseconds, objects are JSON text. */
export type Value = string | number | null;

/**
 * One SQL text runs on every driver: text ids, bigint milliseconds passed in, `$1` … `$n`, ON CONFLICT, RETURNING;
 * no clock, array or JSON operator of the database's own.
 */
export interface Sql {
  /** The rows, each parsed with `schema`. */
  all<Schema extends z.ZodType>(schema: Schema, sql: string, values?: Value[]): Promise<z.infer<Schema>[]>;
  /** Runs a statement and gives the number of rows that it changed. */
  run(sql: string, values?: Value[]): Promise<number>;
}

export interface Db extends Sql {
  /**
   * All or nothing, durable once the promise resolves. `work` awaits nothing but `tx`: others may share its commit,
   * and wait for it.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Appended to the SELECT of a claim, so that claimers do not queue up behind each other's rows. */
  readonly skipLocked: string;
  close(): Promise<void>;
}

export async function first<T>(rows: Promise<T[]>): Promise<T | null> {
  return (await rows)[0] ?? null;
}
