import type { Logger } from "pino";
import type { Bytes } from "../files/bytes.ts";
import type { Uris } from "../files/uris.ts";
import type { Guard } from "../net/guard.ts";
import type { Db } from "../store/db.ts";
import type { Delivery } from "../store/deliveries.ts";
import type { TaskRow } from "../store/task-row.ts";
import type { Previews } from "./previews.ts";
import type { Wakeups } from "./wakeups.ts";

/** What the life of a task needs. */
export interface TaskContext {
  db: Db;
  bytes: Bytes;
  uris: Uris;
  guard: Guard;
  wakeups: Wakeups;
  previews: Previews;
  log: Logger;
  /** Milliseconds since 1970. */
  clock(): number;
  /** The webhook delivery of an ended task, or null where it asked for none. */
  deliveryOf(task: TaskRow): Delivery | null;
  /** A task has ended, durably. */
  onEnded(task: TaskRow): void;
  /** A delivery was written: it may be sent now. */
  onDelivery(): void;
}
