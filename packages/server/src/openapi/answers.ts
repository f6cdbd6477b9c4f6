import { Plan, RemixInput, RemixOutput, STATUSES } from "@pastiche/contract";
import { z } from "zod";

/** What the server answers, as the description tells it. The examples' test holds every real answer against these. */

const Time = z.iso.datetime().describe("RFC 3339, UTC");
const Owned = {
  id: z.string(),
  short_id: z.string(),
  user_id: z.string(),
  team_id: z.string(),
  visibility: z.string(),
};
const Dated = { created_at: Time, updated_at: Time };
const Standing = {
  status: z
    .int()
    .describe("9 completed, 10 failed, 11 cancelled; one more each for the SDKs and X-API-Version 2 and 3"),
  status_text: z.enum(STATUSES),
  progress: z.number().min(0).max(100),
  updated_at: Time,
};

const Log = z.object({
  ...Dated,
  id: z.string(),
  task_id: z.string(),
  log_type: z.int().describe("4: of the task"),
  content: z.string(),
});
const Event = z.object({ id: z.string(), created_at: Time, event_time: Time, task_id: z.string(), status: z.int() });

const Task = z.object({
  ...Owned,
  ...Standing,
  app: z.string(),
  app_id: z.string(),
  app_version_id: z.string(),
  app_variant: z.string(),
  function: z.string(),
  version: z.string(),
  input: RemixInput,
  output: RemixOutput.nullable(),
  error: z.string().describe("empty where there is none"),
  logs: z.array(Log),
  events: z.array(Event),
  session_id: z.string().nullable(),
  webhook: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).describe("as it was sent"),
  queue_position: z.int().nullable().describe("how many waiting tasks come before it; null once it is taken"),
  partial_output: z.null(),
  created_at: Time,
  run_at: Time.nullable(),
  started_at: Time.nullable(),
  ended_at: Time.nullable(),
  user_public_key: z.string(),
  engine_public_key: z.string(),
  is_featured: z.boolean(),
  infra: z.string(),
  workers: z.array(z.unknown()),
  rating: z.string(),
  usage_events: z.array(z.unknown()),
});

const TaskStatus = z.object({ id: z.string(), ...Standing });
const TaskLogs = z.object({
  task_id: z.string(),
  status: z.int(),
  status_text: z.enum(STATUSES),
  events: z.array(Event),
  logs: z.array(Log),
});
const TaskTimings = z.object({
  task_id: z.string(),
  status: z.int(),
  status_text: z.enum(STATUSES),
  total_duration: z.string().describe("in words"),
  total_duration_ms: z.number(),
  groups: z.array(
    z.object({ label: z.string(), start_at: Time, end_at: Time, duration: z.string(), duration_ms: z.number() }),
  ),
  events: z.array(
    z.object({
      status: z.enum(STATUSES),
      timestamp: Time,
      duration: z.string().optional(),
      duration_ms: z.number().optional(),
      next_status: z.enum(STATUSES).optional(),
    }),
  ),
});

const File = z.object({
  ...Owned,
  ...Dated,
  uri: z.string().describe("where the bytes are, for whoever knows it; content never changes under a uri"),
  upload_url: z.string().describe("authorises one PUT of the bytes, for an hour; empty once they are there"),
  path: z.string(),
  remote_path: z.string(),
  filename: z.string(),
  content_type: z.string(),
  size: z.number(),
  category: z.string(),
  rating: z.string(),
});

const App = z
  .object({
    ...Owned,
    ...Dated,
    namespace: z.string(),
    name: z.string(),
    title: z.string(),
    description: z.string(),
    agent_description: z.string(),
    category: z.string(),
    images: z.record(z.string(), z.string()),
    status: z.string(),
    version_id: z.string(),
    version: z.looseObject({ id: z.string() }).describe("the version that runs, with its schemas"),
    input_schema: z.record(z.string(), z.unknown()).describe("JSON Schema"),
    output_schema: z.record(z.string(), z.unknown()).describe("JSON Schema"),
  })
  .describe("an app with its version: the SDK's AppDTO");

const Estimate = z.object({
  version: z.string(),
  credits: z.number(),
  breakdown: z.array(z.object({ label: z.string(), credits: z.number() })),
});

const ApiKey = z.object({
  ...Owned,
  ...Dated,
  name: z.string(),
  key: z.string().describe("the secret when it is made, and its first characters ever after"),
  scopes: z.array(z.string()),
  admin: z.boolean(),
  rate: z.int().nullable(),
  concurrency: z.int().nullable(),
  budget: z.number().nullable(),
  credits_spent: z.number(),
  credits_reserved: z.number().describe("set aside for tasks that have not ended"),
  last_used_at: Time,
  expires_at: Time.nullable(),
});

const Usage = z.object({
  key_id: z.string(),
  from: z.string(),
  to: z.string(),
  tasks: z.int(),
  credits: z.number(),
  budget: z.number().nullable(),
  credits_spent: z.number(),
  credits_reserved: z.number(),
  credits_remaining: z.number().nullable().describe("null without a budget"),
  days: z.array(
    z.object({
      day: z.string(),
      completed: z.int(),
      failed: z.int(),
      cancelled: z.int(),
      credits: z.number(),
    }),
  ),
});

const Delivery = z.object({
  ...Dated,
  id: z.string().describe("the webhook-id, the same at every attempt"),
  task_id: z.string(),
  url: z.string(),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: z.array(
    z.object({
      number: z.int(),
      at: Time,
      duration_ms: z.number(),
      status: z.int().nullable().describe("of the receiver's answer; null where none came"),
      error: z.string(),
    }),
  ),
  next_attempt_at: Time.nullable(),
  delivered_at: Time.nullable(),
});
const WebhookSecret = z.object({ secret: z.string(), previous_secret_signs_until: Time.nullable() });
const WebhookEvent = z.object({
  id: z.string(),
  status: z.int(),
  output: RemixOutput.nullable(),
  error: z.string(),
  session_id: z.string().nullable(),
  ...Dated,
});

const Session = z.object({
  ...Owned,
  ...Dated,
  worker_id: z.string(),
  app_id: z.string(),
  app_version_id: z.string(),
  status: z.enum(["active", "ended", "expired"]),
  expires_at: Time,
  ended_at: Time.nullable(),
  task_id: z.string().nullable(),
  call_count: z.int(),
  last_call_at: Time.nullable(),
  idle_timeout: z.number().describe("in seconds"),
});

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("names the limit and the value received"),
  code: z.string(),
  errors: z
    .array(z.object({ pointer: z.string().describe("JSON pointer into the request"), detail: z.string() }))
    .optional(),
  success: z.literal(false).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

const Message = z.object({ level: z.enum(["info", "warning"]), code: z.string(), message: z.string() });

const OpenAiImages = z.looseObject({
  created: z.int(),
  data: z.array(z.object({ b64_json: z.string().optional(), url: z.string().optional() })),
});
const ReveRemixed = z.looseObject({
  image: z.string().describe("base64"),
  version: z.string(),
  content_violation: z.boolean(),
  request_id: z.string(),
  credits_used: z.number(),
  credits_remaining: z.number().nullable().describe("null without a budget"),
});

function pageOf(item: z.ZodType) {
  return z.object({
    items: z.array(item),
    next_cursor: z.string(),
    prev_cursor: z.string(),
    has_next: z.boolean(),
    has_previous: z.boolean(),
    items_per_page: z.int(),
    total_items: z.int(),
  });
}

export const ANSWERS = {
  Task,
  TaskStatus,
  TaskLogs,
  TaskTimings,
  TaskPage: pageOf(Task),
  File,
  Files: z.array(File),
  FilePage: pageOf(File),
  App,
  AppPage: pageOf(App),
  Estimate,
  Plan,
  ApiKey,
  ApiKeyPage: pageOf(ApiKey),
  Usage,
  Delivery,
  Deliveries: z.array(Delivery),
  WebhookSecret,
  WebhookEvent,
  Session,
  Sessions: z.array(Session),
  Health: z.looseObject({ status: z.string() }),
  OpenAiImages,
  ReveRemixed,
  Message,
  Problem,
};
export type AnswerName = keyof typeof ANSWERS;
