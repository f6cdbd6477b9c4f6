import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Db } from "../store/db.ts";
import {
  attemptsOf,
  claimDeliveries,
  type Delivery,
  nextDeliveryAt,
  recordAttempt,
  resendDelivery,
} from "../store/deliveries.ts";
import { endTask, markCancelling, type Outcome } from "../store/endings.ts";
import { eventsAfter } from "../store/events.ts";
import { getFile } from "../store/files.ts";
import { findRequest, rememberRequest } from "../store/idempotency.ts";
import { configureKey, createKey, findKey, getKey, listKeys, revokeKey } from "../store/keys.ts";
import {
  abandonedTasks,
  claimTasks,
  expireLeasesOf,
  MAX_ATTEMPTS,
  overdueTasks,
  releaseLease,
  renewLeases,
} from "../store/leases.ts";
import { advanceTask } from "../store/progress.ts";
import { migrate } from "../store/schema.ts";
import { countWaiting, deleteTask, getTask, insertTask, queuePosition } from "../store/tasks.ts";
import { reserveCredits, usageOf } from "../store/usage.ts";
import { fileRow, taskRow } from "./rows.ts";

const LEASE_MS = 10_000;
const COMPLETED = {
  status: "completed" as const,
  output: { file: "file_out", content_type: "image/png", width: 1, height: 1, cost: 1 },
  files: [fileRow("file_out", { task_id: "a" })],
  timings: [],
} satisfies Outcome;
const Count = z.object({ count: z.number() });

/** What every store must do, whatever database is below: run on each driver. */
export function describeStore(driver: string, open: () => Promise<{ db: Db; discard(): Promise<void> }>): void {
  describe(`the store over ${driver}`, () => {
    let db: Db;
    let discard: () => Promise<void>;
    let tokens = 0;

    beforeEach(async () => {
      ({ db, discard } = await open());
      await migrate(db);
      await db.run(
        `INSERT INTO api_keys (id, hash, prefix, name, webhook_secret, created_at)
         VALUES ('key_1', 'hash', 'inf_test', 'of the rows', 'whsec_', 1)`,
      );
      tokens = 0;
    });
    afterEach(() => discard());

    const submit = (...ids: string[]) =>
      db.transaction(async (tx) => {
        for (const id of ids) await insertTask(tx, taskRow(id));
      });
    const claim = (now: number, { owner = "me", limit = 10 } = {}) =>
      claimTasks(db, { engine: "noop", owner, limit, now, leaseMs: LEASE_MS, newToken: () => `token ${++tokens}` });
    const end = (id: string, token: string | null, outcome: Outcome, deliveryOf = (): Delivery | null => null) =>
      db.transaction((tx) => endTask(tx, { id, token, outcome, now: 5000, deliveryOf }));
    const cancel = (id: string) => db.transaction((tx) => markCancelling(tx, id, 3000));

    test("migrating twice changes nothing", async () => {
      await submit("a");
      await migrate(db);
      expect(await getTask(db, "a")).toEqual(taskRow("a"));
    });

    test("a failed transaction leaves nothing behind", async () => {
      const failing = db.transaction(async (tx) => {
        await insertTask(tx, taskRow("a"));
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await getTask(db, "a")).toBeNull();
      expect(await eventsAfter(db, "a", 0)).toEqual([]);
    });

    test("a transaction that fails takes none of its neighbours with it", async () => {
      const writes = ["a", "a", "b"].map((id) => db.transaction((tx) => insertTask(tx, taskRow(id))));
      const settled = await Promise.allSettled(writes);
      expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await countWaiting(db)).toBe(2);
    });

    test("tasks are claimed oldest first, the urgent ones before, each once", async () => {
      await db.transaction(async (tx) => {
        await insertTask(tx, taskRow("late", { created_at: 1002 }));
        await insertTask(tx, taskRow("early", { created_at: 1001 }));
        await insertTask(tx, taskRow("urgent", { created_at: 1003, priority: 1 }));
        await insertTask(tx, taskRow("elsewhere", { engine: "other" }));
      });
      const late = taskRow("late", { created_at: 1002 });
      expect(await queuePosition(db, late)).toBe(2);
      expect((await claim(2000, { limit: 2 })).map(({ id }) => id)).toEqual(["urgent", "early"]);
      expect(await queuePosition(db, late)).toBe(0);
      expect((await claim(2000)).map(({ id }) => id)).toEqual(["late"]);
      expect(await claim(2000)).toEqual([]);
    });

    test("two claimers at once never get the same task", async () => {
      await submit("a", "b", "c", "d");
      const claims = await Promise.all([claim(2000, { limit: 2 }), claim(2000, { limit: 2 }), claim(2000)]);
      const ids = claims.flat().map(({ id }) => id);
      expect(ids.toSorted()).toEqual(["a", "b", "c", "d"]);
    });

    test("of a key never more run than it may, and those behind it do not wait for it", async () => {
      const limits = { rate: null, concurrency: 1, budget: null };
      const { key } = await createKey(db, { name: "one at a time", now: 1, limits });
      const narrow = { key_id: key.id, priority: 1 };
      await db.transaction(async (tx) => {
        for (const id of ["a", "b", "c"]) await insertTask(tx, taskRow(id, narrow));
        await insertTask(tx, taskRow("d"));
        await insertTask(tx, taskRow("e"));
      });
      const first = await claim(2000, { limit: 3 });
      expect(first.map(({ id }) => id)).toEqual(["a", "d", "e"]);
      expect(await claim(2000)).toEqual([]);
      // Its lease ran out: it takes the place that it has.
      expect(await claim(2000 + LEASE_MS)).toHaveLength(3);
      const { lease_token } = (await getTask(db, "a")) ?? {};
      await end("a", lease_token ?? "", COMPLETED);
      const [second, ...others] = await claim(2000 + LEASE_MS);
      expect([second.id, others]).toEqual(["b", []]);
      await releaseLease(db, { id: "b", token: second.lease_token ?? "" }, 2000 + LEASE_MS);
      expect(await claim(2000 + LEASE_MS)).toHaveLength(1);
      await deleteTask(db, "b");
      expect((await claim(2000 + LEASE_MS)).map(({ id }) => id)).toEqual(["c"]);
      expect((await getKey(db, key.id))?.active).toBe(1);
    });

    test("a budget holds what is spent and what is set aside, and gives back what was not spent", async () => {
      const { key } = await createKey(db, {
        name: "poor",
        now: 1,
        limits: { rate: null, concurrency: null, budget: 50 },
      });
      const reserve = (credits: number) => db.transaction((tx) => reserveCredits(tx, key.id, credits));
      const row = (id: string) => taskRow(id, { key_id: key.id, credits: 20 });
      for (const id of ["a", "b"]) {
        expect(await reserve(20)).toBe(true);
        await db.transaction((tx) => insertTask(tx, row(id)));
      }
      expect(await reserve(20)).toBe(false);
      const [a, b] = await claim(2000);
      await end("a", a.lease_token, { ...COMPLETED, output: { ...COMPLETED.output, cost: 18 } });
      await end("b", b.lease_token, { status: "failed", error: "no" });
      expect(await getKey(db, key.id)).toMatchObject({ spent: 18, reserved: 0, active: 0 });
      expect(await usageOf(db, key.id, { from: "1970-01-01", to: "1970-01-01" })).toEqual([
        { day: "1970-01-01", completed: 1, failed: 1, cancelled: 0, credits: 18 },
      ]);
      expect(await reserve(32)).toBe(true);
      await db.transaction((tx) => insertTask(tx, { ...row("c"), credits: 32 }));
      await deleteTask(db, "c");
      expect(await getKey(db, key.id)).toMatchObject({ spent: 18, reserved: 0 });
    });

    test("a task that is to run later is not claimed before", async () => {
      await db.transaction((tx) => insertTask(tx, taskRow("a", { run_at: 9000, claimable_at: 9000 })));
      expect(await claim(8999)).toEqual([]);
      expect(await claim(9000)).toHaveLength(1);
    });

    test("an expired lease is claimed by another worker, and the first one's result is thrown away", async () => {
      await submit("a");
      const [first] = await claim(2000);
      expect(await claim(2000 + LEASE_MS - 1)).toEqual([]);
      const [second] = await claim(2000 + LEASE_MS, { owner: "another" });
      expect(second).toMatchObject({ id: "a", attempt: 2, lease_owner: "another" });

      expect(await end("a", first.lease_token, COMPLETED)).toBeNull();
      expect(await getFile(db, "file_out")).toBeNull();
      expect(await end("a", second.lease_token, COMPLETED)).toMatchObject({ status: "completed", progress: 100 });
      expect(await getFile(db, "file_out")).not.toBeNull();
    });

    test("a renewed lease holds on, and a lost one is told", async () => {
      await submit("a", "b");
      const [a, b] = await claim(2000);
      await end("b", b.lease_token, { status: "failed", error: "no" });
      const leases = [a, b].map(({ id, lease_token }) => ({ id, token: lease_token ?? "" }));
      expect(await renewLeases(db, leases, 50_000)).toEqual(new Map([["a", "preparing"]]));
      expect(await claim(49_999)).toEqual([]);
      expect(await claim(50_000)).toHaveLength(1);
    });

    test("the leases of a dead owner end at once", async () => {
      await submit("a", "b");
      await claim(2000, { owner: "dead", limit: 1 });
      await claim(2000, { owner: "alive", limit: 1 });
      await expireLeasesOf(db, (owner) => owner === "dead", 2001);
      expect((await claim(2001)).map(({ id }) => id)).toEqual(["a"]);
    });

    test("a task given back waits again, and the attempt does not count", async () => {
      await submit("a");
      const [task] = await claim(2000);
      await releaseLease(db, { id: "a", token: task.lease_token ?? "" }, 2500);
      expect(await getTask(db, "a")).toMatchObject({ status: "queued", attempt: 0, lease_token: null });
      expect(await claim(2500)).toHaveLength(1);
    });

    test("a task whose workers are lost each time is given up", async () => {
      await submit("a");
      let now = 2000;
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++, now += LEASE_MS) {
        expect(await abandonedTasks(db, now)).toEqual([]);
        expect(await claim(now)).toHaveLength(1);
      }
      expect(await claim(now)).toEqual([]);
      expect(await abandonedTasks(db, now)).toMatchObject([{ id: "a", attempt: MAX_ATTEMPTS }]);
    });

    test("progress is written under the lease only, each as an event of its own number", async () => {
      await submit("a");
      const [task] = await claim(2000);
      const lease = { id: "a", token: task.lease_token ?? "" };
      const advance = { status: "running" as const, progress: 40, content: "40% compose", at: 2100 };
      expect(await advanceTask(db, lease, advance)).toBe(true);
      expect(await advanceTask(db, { id: "a", token: "another" }, advance)).toBe(false);
      const events = await eventsAfter(db, "a", 0);
      expect(events.map(({ seq, status, progress }) => [seq, status, progress])).toEqual([
        [1, "queued", 0],
        [2, "preparing", 0],
        [3, "running", 40],
      ]);
      expect(await eventsAfter(db, "a", 2)).toHaveLength(1);
    });

    test("a task ends once", async () => {
      await submit("a");
      const [task] = await claim(2000);
      const ends = await Promise.all([
        end("a", task.lease_token, COMPLETED),
        end("a", task.lease_token, { status: "failed", error: "no" }),
      ]);
      expect(ends.filter((ended) => ended !== null)).toHaveLength(1);
      const ended = (await eventsAfter(db, "a", 0)).filter(
        ({ status }) => status === "completed" || status === "failed",
      );
      expect(ended).toHaveLength(1);
    });

    test("a waiting task ends without a lease, one that runs does not", async () => {
      await submit("a", "b");
      await claim(2000, { limit: 1 });
      expect(await end("a", null, { status: "cancelled", error: "" })).toBeNull();
      expect(await end("b", null, { status: "cancelled", error: "" })).toMatchObject({ status: "cancelled" });
    });

    test("a task that is being cancelled ends cancelled, however far it got", async () => {
      await submit("a");
      const [task] = await claim(2000);
      expect(await cancel("a")).toBe(true);
      expect(await cancel("a")).toBe(false);
      expect(await end("a", task.lease_token, COMPLETED)).toMatchObject({ status: "cancelled", output: null });
    });

    test("a task whose worker is lost while it is cancelled is not run again", async () => {
      await submit("a");
      await claim(2000);
      await cancel("a");
      expect(await claim(2000 + LEASE_MS)).toEqual([]);
      expect(await abandonedTasks(db, 2000 + LEASE_MS)).toMatchObject([{ id: "a" }]);
    });

    test("a task past its deadline is found", async () => {
      await db.transaction((tx) => insertTask(tx, taskRow("a", { cancel_at: 3000 })));
      expect(await overdueTasks(db, 2999)).toEqual([]);
      expect(await overdueTasks(db, 3000)).toMatchObject([{ id: "a" }]);
    });

    test("a delivery is written with the end of its task or not at all, and taken once", async () => {
      await submit("a");
      const [task] = await claim(2000);
      const delivery = deliveryRow("dlv_1", "a");
      expect(await end("a", "another token", COMPLETED, () => delivery)).toBeNull();
      expect(await nextDeliveryAt(db)).toBeNull();
      await end("a", task.lease_token, COMPLETED, () => delivery);
      expect(await nextDeliveryAt(db)).toBe(5000);

      const taken = await claimDeliveries(db, { now: 5000, limit: 10, leaseMs: 60_000 });
      expect(taken).toEqual([{ ...delivery, attempt: 1, next_at: 65_000 }]);
      expect(await claimDeliveries(db, { now: 64_999, limit: 10, leaseMs: 60_000 })).toEqual([]);
      const attempted = { status: 200, error: "", nextAt: null, deliveredAt: 6000, startedAt: 5500, endedAt: 6000 };
      await recordAttempt(db, taken[0], attempted);
      expect(await claimDeliveries(db, { now: 90_000, limit: 10, leaseMs: 60_000 })).toEqual([]);

      expect(await resendDelivery(db, "dlv_1", "another key", 90_000)).toBeNull();
      expect(await resendDelivery(db, "dlv_1", "key_1", 90_000)).toMatchObject({ attempt: 0, delivered_at: null });
      // Asked for while an attempt is still under way: that one's end does not settle it.
      await recordAttempt(db, taken[0], attempted);
      expect(await claimDeliveries(db, { now: 90_000, limit: 10, leaseMs: 60_000 })).toHaveLength(1);
      expect((await attemptsOf(db, "dlv_1")).map(({ number, duration_ms }) => [number, duration_ms])).toEqual([
        [1, 500],
        [2, 500],
      ]);
    });

    test("an idempotency key is remembered for a day, for its API key alone", async () => {
      const request = { keyId: "k", idempotencyKey: "i", bodyHash: "h", taskId: "a", now: 0 };
      const remember = (now: number) => db.transaction((tx) => rememberRequest(tx, { ...request, now }));
      expect(await remember(0)).toBe(true);
      expect(await remember(1)).toBe(false);
      expect(await findRequest(db, "k", "i", 1)).toEqual({ body_hash: "h", task_id: "a" });
      expect(await findRequest(db, "another", "i", 1)).toBeNull();
      const day = 24 * 60 * 60 * 1000;
      expect(await findRequest(db, "k", "i", day)).toBeNull();
      expect(await remember(day)).toBe(true);
    });

    test("of a key only the hash is kept, and a revoked or expired one opens nothing", async () => {
      const { key, secret } = await createKey(db, { name: "mine", now: 1000, expiresAt: 9000 });
      expect(JSON.stringify(await listKeys(db))).not.toContain(secret);
      expect(await findKey(db, secret, 8999)).toMatchObject({ id: key.id, prefix: secret.slice(0, 8) });
      expect(await findKey(db, secret, 9000)).toBeNull();
      expect(await revokeKey(db, key.id, 2000)).toBe(true);
      expect(await revokeKey(db, key.id, 2000)).toBe(false);
      expect(await findKey(db, secret, 2000)).toBeNull();
    });

    test("the configured key can be changed, taken away and brought back, and keeps its tasks", async () => {
      await configureKey(db, "first secret", 1000);
      const first = await findKey(db, "first secret", 1000);
      await configureKey(db, "second secret", 1000);
      expect(await findKey(db, "first secret", 1000)).toBeNull();
      expect((await findKey(db, "second secret", 1000))?.id).toBe(first?.id);
      await configureKey(db, null, 1000);
      expect(await findKey(db, "second secret", 1000)).toBeNull();
      await configureKey(db, "second secret", 1000);
      expect(await findKey(db, "second secret", 1000)).not.toBeNull();
      expect(await db.all(Count, "SELECT COUNT(*) AS count FROM api_keys WHERE id <> 'key_1'")).toEqual([{ count: 1 }]);
    });
  });
}

function deliveryRow(id: string, taskId: string): Delivery {
  return {
    id,
    task_id: taskId,
    key_id: "key_1",
    url: "https://example.com/hook",
    body: "{}",
    attempt: 0,
    next_at: 5000,
    last_status: null,
    last_error: "",
    created_at: 5000,
    updated_at: 5000,
    delivered_at: null,
  };
}
