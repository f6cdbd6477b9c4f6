import { Plan, RemixInput, STATUSES } from "@pastiche/contract";
import { z } from "zod";
import { json } from "./json.ts";

/** A reference as kept: one of our files by id, or a URL that the worker fetches. Uris are made at the edge. */
export const Source = z.union([z.object({ file: z.string() }), z.object({ url: z.string() })]);
export type Source = z.infer<typeof Source>;

export const StoredInput = z.object({ ...RemixInput.shape, images: z.array(Source) });
export type StoredInput = z.infer<typeof StoredInput>;

export const StoredOutput = z.object({
  file: z.string(),
  content_type: z.string(),
  width: z.int(),
  height: z.int(),
  cost: z.number(),
  plan: Plan.optional(),
  /** The picture in layers. */
  layers: z.object({ file: z.string(), content_type: z.string() }).optional(),
});
export type StoredOutput = z.infer<typeof StoredOutput>;

export const Timing = z.object({ label: z.string(), start_at: z.number(), end_at: z.number() });
export type Timing = z.infer<typeof Timing>;

export const TaskRow = z.object({
  id: z.string(),
  key_id: z.string(),
  app: z.string(),
  function: z.string(),
  version: z.string(),
  engine: z.string(),
  status: z.enum(STATUSES),
  progress: z.number(),
  input: json(StoredInput),
  output: json(StoredOutput).nullable(),
  error: z.string(),
  timings: json(z.array(Timing)),
  webhook: z.string().nullable(),
  metadata: json(z.record(z.string(), z.unknown())).nullable(),
  base_url: z.string(),
  numbering: z.enum(["page", "sdk"]),
  priority: z.int(),
  run_at: z.number().nullable(),
  cancel_at: z.number().nullable(),
  /** Reserved of the key's budget until it ends. */
  credits: z.number(),
  session_id: z.string().nullable(),
  /** How long it is kept after its end; null: as the server is configured. */
  keep_ms: z.number().nullable(),
  attempt: z.int(),
  lease_owner: z.string().nullable(),
  lease_token: z.string().nullable(),
  claimable_at: z.number(),
  last_seq: z.int(),
  created_at: z.number(),
  updated_at: z.number(),
  started_at: z.number().nullable(),
  ended_at: z.number().nullable(),
});
export type TaskRow = z.infer<typeof TaskRow>;

/** What the event of a change needs of its task. */
export const EventSource = TaskRow.pick({ id: true, last_seq: true, status: true, progress: true });
export type EventSource = z.infer<typeof EventSource>;

/** Every change of a task that a reader may want to see; what streams, logs and timings are made of. */
export const EventRow = z.object({
  task_id: z.string(),
  seq: z.int(),
  at: z.number(),
  status: z.enum(STATUSES),
  progress: z.number(),
  content: z.string(),
});
export type EventRow = z.infer<typeof EventRow>;
