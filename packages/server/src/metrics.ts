import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { TaskRow } from "./store/task-row.ts";

/** What a server counts of itself, for Prometheus. Nothing in it names a key, a prompt or a file. */
export interface Metrics {
  contentType: string;
  text(): Promise<string>;
  taskEnded(task: TaskRow): void;
  requestAnswered(request: { method: string; route: string; status: number; seconds: number }): void;
}

/** Asked at each reading, so that they are true whatever happened meanwhile. */
export interface Levels {
  waiting(): Promise<number>;
  running(): number;
  pendingDeliveries(): Promise<number>;
}

const TASK_SECONDS = [0.1, 0.5, 1, 2, 5, 10, 20, 60, 120, 300];
const REQUEST_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

export function createMetrics({ waiting, running, pendingDeliveries }: Levels): Metrics {
  // One for each server: several may live in one process.
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  gauge("pastiche_tasks_waiting", "Tasks that wait to run", waiting);
  gauge("pastiche_tasks_running", "Tasks that run in this process", running);
  gauge("pastiche_deliveries_pending", "Webhooks that are still to be delivered", pendingDeliveries);
  const ended = new Counter({
    name: "pastiche_tasks_ended_total",
    help: "Tasks that ended, by how",
    labelNames: ["engine", "status"],
    registers,
  });
  const credits = new Counter({
    name: "pastiche_credits_total",
    help: "Credits that completed tasks took",
    labelNames: ["engine"],
    registers,
  });
  const waited = new Histogram({
    name: "pastiche_task_wait_seconds",
    help: "From when a task could run to when it did",
    labelNames: ["engine"],
    buckets: TASK_SECONDS,
    registers,
  });
  const worked = new Histogram({
    name: "pastiche_task_run_seconds",
    help: "From a task's start to its end",
    labelNames: ["engine", "status"],
    buckets: TASK_SECONDS,
    registers,
  });
  const answered = new Histogram({
    name: "pastiche_http_request_seconds",
    help: "From a request to the end of its answer; streams and held requests take as long as their task",
    labelNames: ["method", "route", "status"],
    buckets: REQUEST_SECONDS,
    registers,
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    taskEnded({ engine, status, output, created_at, run_at, started_at, ended_at }) {
      ended.inc({ engine, status });
      if (output !== null) credits.inc({ engine }, output.cost);
      if (started_at === null || ended_at === null) return;
      waited.observe({ engine }, Math.max(0, started_at - Math.max(created_at, run_at ?? 0)) / 1000);
      worked.observe({ engine, status }, (ended_at - started_at) / 1000);
    },
    requestAnswered: ({ seconds, ...labels }) => answered.observe(labels, seconds),
  };

  function gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  }
}
