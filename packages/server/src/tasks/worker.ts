import { randomUUID } from "node:crypto";
import { RemixError } from "@pastiche/contract";
import type { Engine } from "../engines/engine.ts";
import type { Outcome } from "../store/endings.ts";
import { claimTasks, releaseLease, renewLeases } from "../store/leases.ts";
import type { TaskRow } from "../store/task-row.ts";
import type { TaskContext } from "./context.ts";
import { breakdown } from "./failure.ts";
import { finishTask } from "./finish.ts";
import { createReporter } from "./reporter.ts";
import { runTask } from "./run.ts";

const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 3_000;
/** A task whose hint was lost, or whose `run_at` came, is found by then. */
const POLL_EVERY_MS = 500;

/** Why a running task is stopped; what becomes of it follows from that. */
type Stop = { kind: "cancelled"; error: string } | { kind: "lost" } | { kind: "released" };

interface Running {
  id: string;
  token: string;
  stop(why: Stop): void;
}

export interface Worker {
  /** There may be work. */
  poke(): void;
  /** Stops a task that runs here; nothing happens where it does not. */
  stopTask(id: string, error: string): void;
  running(): number;
  /** Claims no more, waits `graceMs` for what runs, then gives the rest back to be claimed again. */
  drain(graceMs: number): Promise<void>;
}

/** Claims tasks for each engine as it has free slots, runs them, and keeps their leases alive meanwhile. */
export function createWorker(context: TaskContext, engines: Engine[], owner: string): Worker {
  const { db, log, clock } = context;
  const running = new Map<string, Running>();
  const ended = new Set<Promise<void>>();
  let draining = false;

  const lanes = engines.map((engine) => createLane(engine));
  const pollTimer = setInterval(poke, POLL_EVERY_MS);
  const renewTimer = setInterval(renew, RENEW_EVERY_MS);

  return {
    poke,
    stopTask: (id, error) => running.get(id)?.stop({ kind: "cancelled", error }),
    running: () => running.size,
    async drain(graceMs) {
      draining = true;
      clearInterval(pollTimer);
      await Promise.all(lanes.map((lane) => lane.idle()));
      const grace = setTimeout(() => {
        for (const task of running.values()) task.stop({ kind: "released" });
      }, graceMs);
      await Promise.all(ended);
      clearTimeout(grace);
      clearInterval(renewTimer);
    },
  };

  function poke(): void {
    for (const lane of lanes) lane.fill();
  }

  /** One engine's slots. */
  function createLane(engine: Engine): { fill(): void; idle(): Promise<void> } {
    let taken = 0;
    let poked = false;
    let claiming: Promise<void> | null = null;
    return { fill, idle: async () => claiming ?? undefined };

    function fill(): void {
      poked = true;
      claiming ??= claim();
    }

    async function claim(): Promise<void> {
      try {
        await claimWhilePoked();
      } catch (error) {
        log.error(error, "tasks could not be claimed");
      }
      // In the same turn as the last look at `poked`: whoever pokes next claims anew.
      claiming = null;
    }

    async function claimWhilePoked(): Promise<void> {
      while (poked && !draining && taken < engine.slots) {
        poked = false;
        const limit = engine.slots - taken;
        const newToken = randomUUID;
        const tasks = await claimTasks(db, {
          engine: engine.name,
          owner,
          limit,
          now: clock(),
          leaseMs: LEASE_MS,
          newToken,
        });
        for (const task of tasks) {
          taken += 1;
          const end = run(engine, task).finally(() => {
            taken -= 1;
            ended.delete(end);
            fill();
          });
          ended.add(end);
        }
      }
    }
  }

  async function run(engine: Engine, task: TaskRow): Promise<void> {
    const lease = { id: task.id, token: task.lease_token ?? "" };
    const abort = new AbortController();
    let stopped: Stop | null = null;
    running.set(task.id, {
      ...lease,
      stop(why) {
        stopped ??= why;
        abort.abort(new Error(`the task was ${why.kind}`));
      },
    });
    log.info({ task: task.id, engine: engine.name, attempt: task.attempt }, "task started");
    context.wakeups.ring(task.id);
    const reporter = createReporter(context, lease);
    try {
      const made = await runTask(context, engine, task, { signal: abort.signal, reporter }).catch((error: unknown) =>
        stopped === null ? failed(engine, task, error) : null,
      );
      await reporter.settle();
      await settle(lease, made ?? outcomeOf(stopped));
    } catch (error) {
      // The lease runs out, and the task is claimed again: here, or by whoever can write.
      log.error({ task: task.id, err: error }, "the end of a task could not be written");
    } finally {
      running.delete(task.id);
      context.previews.drop(task.id);
    }
  }

  async function settle(lease: { id: string; token: string }, outcome: Outcome | "lost" | "released"): Promise<void> {
    if (outcome === "lost") return;
    if (outcome === "released") {
      await releaseLease(db, lease, clock());
      context.wakeups.ring(lease.id);
      return;
    }
    await finishTask(context, { ...lease, outcome });
  }

  function failed(engine: Engine, task: TaskRow, error: unknown): Outcome {
    if (error instanceof RemixError) return { status: "failed", error: error.message };
    log.error({ task: task.id, err: error }, "an engine failed");
    const reason = error instanceof Error ? error.message : String(error);
    return { status: "failed", error: breakdown(engine.name, reason) };
  }

  function renew(): void {
    if (running.size === 0) return;
    const held = [...running.values()];
    renewLeases(db, held, clock() + LEASE_MS)
      .then((standing) => {
        for (const task of held) {
          const status = standing.get(task.id);
          if (status === undefined) task.stop({ kind: "lost" });
          else if (status === "cancelling") task.stop({ kind: "cancelled", error: "cancelled by the caller" });
        }
      })
      .catch((error) => log.error(error, "leases could not be renewed"));
  }
}

function outcomeOf(stop: Stop | null): Outcome | "lost" | "released" {
  if (stop?.kind === "cancelled") return { status: "cancelled", error: stop.error };
  return stop?.kind === "released" ? "released" : "lost";
}
