import { z } from "zod";
import { type Db, first, type Sql } from "./db.ts";

/** A webhook to send: written with the end of its task, sent until it is taken. */
export const Delivery = z.object({
  /** The `webhook-id`: the same at every attempt. */
  id: z.string(),
  task_id: z.string(),
  key_id: z.string(),
  url: z.string(),
  body: z.string(),
  /** Attempts made since it was written, or last asked for again. */
  attempt: z.int(),
  /** When the next attempt is due; null once it is delivered or given up. */
  next_at: z.number().nullable(),
  last_status: z.int().nullable(),
  last_error: z.string(),
  created_at: z.number(),
  updated_at: z.number(),
  delivered_at: z.number().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export async function insertDelivery(tx: Sql, delivery: Delivery): Promise<void> {
  await tx.run(
    `INSERT INTO deliveries (id, task_id, key_id, url, body, attempt, next_at, last_status, last_error, created_at,
       updated_at, delivered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      delivery.id,
      delivery.task_id,
      delivery.key_id,
      delivery.url,
      delivery.body,
      delivery.attempt,
      delivery.next_at,
      delivery.last_status,
      delivery.last_error,
      delivery.created_at,
      delivery.updated_at,
      delivery.delivered_at,
    ],
  );
}

/**
 * Takes deliveries that are due and counts the attempt. Each is due again after `leaseMs` unless its outcome is recorded
 * before: a sender that dies while sending loses none.
 */
export async function claimDeliveries(
  db: Db,
  { now, limit, leaseMs }: { now: number; limit: number; leaseMs: number },
): Promise<Delivery[]> {
  return db.transaction(async (tx) => {
    const due = await tx.all(
      Delivery,
      `SELECT * FROM deliveries WHERE next_at <= $1 ORDER BY next_at LIMIT $2 ${db.skipLocked}`,
      [now, limit],
    );
    const taken: Delivery[] = [];
    for (const { id } of due) {
      taken.push(
        ...(await tx.all(
          Delivery,
          "UPDATE deliveries SET attempt = attempt + 1, next_at = $2, updated_at = $3 WHERE id = $1 RETURNING *",
          [id, now + leaseMs, now],
        )),
      );
    }
    return taken;
  });
}

export interface Attempted {
  status: number | null;
  error: string;
  /** When to try again; null where it is over. */
  nextAt: number | null;
  deliveredAt: number | null;
  startedAt: number;
  endedAt: number;
}

/** Writes down how an attempt went. A delivery that was asked for again meanwhile stays due. */
export async function recordAttempt(db: Db, { id, attempt }: Delivery, attempted: Attempted): Promise<void> {
  const { status, error, nextAt, deliveredAt, startedAt, endedAt } = attempted;
  await db.transaction(async (tx) => {
    await tx.run(
      `INSERT INTO delivery_attempts (delivery_id, number, at, duration_ms, status, error)
       SELECT $1, COUNT(*) + 1, $2, $3, $4, $5 FROM delivery_attempts WHERE delivery_id = $1`,
      [id, startedAt, endedAt - startedAt, status, error],
    );
    await tx.run(
      `UPDATE deliveries SET last_status = $3, last_error = $4, next_at = $5, delivered_at = $6, updated_at = $7
       WHERE id = $1 AND attempt = $2`,
      [id, attempt, status, error, nextAt, deliveredAt, endedAt],
    );
  });
}

/** One time that a delivery was sent. */
export const Attempt = z.object({
  delivery_id: z.string(),
  /** From 1. */
  number: z.int(),
  at: z.number(),
  duration_ms: z.number(),
  /** Of the answer; null where none came. */
  status: z.int().nullable(),
  /** Empty where it was taken. */
  error: z.string(),
});
export type Attempt = z.infer<typeof Attempt>;

export function attemptsOf(db: Sql, deliveryId: string): Promise<Attempt[]> {
  return db.all(Attempt, "SELECT * FROM delivery_attempts WHERE delivery_id = $1 ORDER BY number", [deliveryId]);
}

export function deliveriesOfTask(db: Sql, taskId: string): Promise<Delivery[]> {
  return db.all(Delivery, "SELECT * FROM deliveries WHERE task_id = $1 ORDER BY created_at, id", [taskId]);
}

/** Makes a delivery of a key due now, with all its attempts before it again. Null where the key has none of this id. */
export function resendDelivery(db: Db, id: string, keyId: string, now: number): Promise<Delivery | null> {
  return db.transaction((tx) =>
    first(
      tx.all(
        Delivery,
        `UPDATE deliveries SET attempt = 0, next_at = $3, delivered_at = NULL, updated_at = $3
         WHERE id = $1 AND key_id = $2 RETURNING *`,
        [id, keyId, now],
      ),
    ),
  );
}

const Due = z.object({ due: z.number().nullable() });

const Count = z.object({ count: z.number() });

export async function countPending(db: Sql): Promise<number> {
  const [{ count }] = await db.all(Count, "SELECT COUNT(*) AS count FROM deliveries WHERE next_at IS NOT NULL");
  return count;
}

/** When the next delivery is due, or null where none waits. */
export async function nextDeliveryAt(db: Db): Promise<number | null> {
  const rows = await db.all(Due, "SELECT MIN(next_at) AS due FROM deliveries WHERE next_at IS NOT NULL");
  return rows[0].due;
}
