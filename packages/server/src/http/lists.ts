import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { FileRow } from "../store/files.ts";
import { KeyRow } from "../store/keys.ts";
import { type Listed, type ListQuery, listRows, type Page } from "../store/listing.ts";
import { TaskRow } from "../store/task-row.ts";
import type { AppView } from "./apps.ts";
import { keyOf, numberingOf } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { viewFile } from "./file-view.ts";
import { viewKey } from "./key-view.ts";
import { cursorOf, type Fields, readListRequest } from "./list-request.ts";
import { viewTask } from "./view.ts";

const TIMES: Fields = {
  id: { column: "id", kind: "text", sortable: true },
  created_at: { column: "created_at", kind: "time", sortable: true },
};
const CHANGES: Fields = { ...TIMES, updated_at: { column: "updated_at", kind: "time", sortable: true } };

const TASK_FIELDS: Fields = {
  ...CHANGES,
  status: { column: "status", kind: "status", sortable: true },
  status_text: { column: "status", kind: "status", sortable: true },
  app: { column: "app", kind: "text", sortable: true },
  app_id: { column: "app", kind: "text", sortable: true },
  app_version_id: { column: "version", kind: "text", sortable: true },
  version: { column: "version", kind: "text", sortable: true },
  function: { column: "function", kind: "text", sortable: true },
  error: { column: "error", kind: "text" },
  webhook: { column: "webhook", kind: "text" },
  session_id: { column: "session_id", kind: "text" },
  run_at: { column: "run_at", kind: "time" },
  started_at: { column: "started_at", kind: "time" },
  ended_at: { column: "ended_at", kind: "time" },
};
const FILE_FIELDS: Fields = {
  ...CHANGES,
  filename: { column: "filename", kind: "text", sortable: true },
  path: { column: "path", kind: "text", sortable: true },
  category: { column: "category", kind: "text", sortable: true },
  content_type: { column: "content_type", kind: "text", sortable: true },
  size: { column: "size", kind: "number", sortable: true },
};
const KEY_FIELDS: Fields = {
  ...TIMES,
  name: { column: "name", kind: "text", sortable: true },
  expires_at: { column: "expires_at", kind: "time" },
  last_used_at: { column: "last_used_at", kind: "time" },
};
const APP_FIELDS: Fields = {
  ...CHANGES,
  namespace: { column: "namespace", kind: "text", sortable: true },
  name: { column: "name", kind: "text", sortable: true },
  title: { column: "title", kind: "text", sortable: true },
  category: { column: "category", kind: "text", sortable: true },
  status: { column: "status", kind: "text", sortable: true },
};
const AppRow = z.object({ id: z.string(), created_at: z.number(), updated_at: z.number() });

/** The SDK's cursor lists. Each shows what the calling key has, and nothing of others. */
export function addListRoutes(app: FastifyInstance, context: HttpContext, remix: AppView): void {
  const { db } = context;

  app.post("/tasks/list", (request) =>
    list(request, {
      listed: ownedBy("tasks", TaskRow, request),
      fields: TASK_FIELDS,
      search: ["id", "input", "error"],
      view: (task) => viewTask(context, request, task),
    }),
  );

  app.post("/files/list", (request) =>
    list(request, {
      listed: ownedBy("files", FileRow, request),
      fields: FILE_FIELDS,
      search: ["id", "filename", "path"],
      view: async (file) => viewFile(context, request, file),
    }),
  );

  app.post("/apikeys/list", (request) => {
    const { id, admin } = keyOf(request);
    // A key that may not manage others still sees itself: its limits, its budget, and what is spent of it.
    const own = admin ? { visible: "revoked_at IS NULL", values: [] } : { visible: "id = $1", values: [id] };
    return list(request, {
      listed: { table: "api_keys", schema: KeyRow, ...own },
      fields: KEY_FIELDS,
      search: ["id", "name", "prefix"],
      view: async (key) => viewKey(key),
    });
  });

  app.post("/apps/list", (request) =>
    list(request, {
      listed: { table: tableOf(remix), schema: AppRow, visible: "1 = 1", values: [] },
      fields: APP_FIELDS,
      search: ["id", "title", "description"],
      view: async () => remix,
    }),
  );

  async function list<Schema extends z.ZodType<Record<string, unknown>>>(
    request: FastifyRequest,
    {
      listed,
      fields,
      search,
      view,
    }: {
      listed: Listed<Schema>;
      fields: Fields;
      search: string[];
      view(row: z.infer<Schema>): Promise<object>;
    },
  ) {
    const query = readListRequest(request.body, { fields, search, numbering: numberingOf(request) });
    const page = await listRows(db, listed, query);
    return answer(page, query, await Promise.all(page.rows.map(view)));
  }
}

function ownedBy<Schema extends z.ZodType>(
  table: "tasks" | "files",
  schema: Schema,
  request: FastifyRequest,
): Listed<Schema> {
  return { table, schema, visible: "key_id = $1", values: [keyOf(request).id] };
}

// The one app is no row; as a table of one it is filtered, searched and sorted like everything else.
function tableOf({ created_at, ...app }: AppView): string {
  const { id, namespace, name, title, description, category, status } = app;
  const words = Object.entries({ id, namespace, name, title, description, category, status });
  const columns = words.map(([column, word]) => `'${word.replaceAll("'", "''")}' AS ${column}`);
  const at = Date.parse(created_at);
  return `(SELECT ${columns.join(", ")}, ${at} AS created_at, ${at} AS updated_at) AS apps`;
}

/** The SDK's `CursorListResponse`. */
function answer(page: Page<Record<string, unknown>>, { order, limit }: ListQuery, items: object[]) {
  const { rows, hasNext, hasPrevious, total } = page;
  const first = rows[0];
  const last = rows[rows.length - 1];
  return {
    items,
    next_cursor: hasNext && last !== undefined ? cursorOf(last, order, false) : "",
    prev_cursor: hasPrevious && first !== undefined ? cursorOf(first, order, true) : "",
    has_next: hasNext,
    has_previous: hasPrevious,
    items_per_page: limit,
    total_items: total,
  };
}
