import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startServer, type TestServer } from "../testing/test-server.ts";

const Page = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  next_cursor: z.string(),
  prev_cursor: z.string(),
  has_next: z.boolean(),
  has_previous: z.boolean(),
  items_per_page: z.number(),
  total_items: z.number(),
});
/** What npm @inferencesh/sdk's types say that a caller sends. */
const REQUEST = {
  cursor: "",
  limit: 0,
  direction: "",
  filters: [],
  preloads: [],
  sort: [],
  fields: [],
  permissions: [],
  include_others: false,
};

let server: TestServer;
const ids: string[] = [];
beforeAll(async () => {
  let now = Date.parse("2026-11-22T10:00:00Z");
  server = await startServer({ dependencies: { clock: () => now++ } });
  for (let at = 0; at < 7; at++) {
    const { id } = await server.run(at === 3 ? "fail" : `the 100% 'cat' number ${at}`);
    ids.push((await server.ended(id)).id);
  }
});
afterAll(() => server.close());

const list = (of: string, request: object = {}) => server.data(Page, "POST", `/${of}/list`, { ...REQUEST, ...request });
const idsOf = ({ items }: z.infer<typeof Page>) => items.map(({ id }) => id);

test("tasks come newest first, page by page, forth and back", async () => {
  const first = await list("tasks", { limit: 3 });
  expect(first).toMatchObject({
    has_next: true,
    has_previous: false,
    prev_cursor: "",
    items_per_page: 3,
    total_items: 7,
  });
  const second = await list("tasks", { limit: 3, cursor: first.next_cursor, direction: "next" });
  const third = await list("tasks", { limit: 3, cursor: second.next_cursor });
  expect([first, second, third].flatMap(idsOf)).toEqual(ids.toReversed());
  expect(third).toMatchObject({ has_next: false, has_previous: true, next_cursor: "" });
  const back = await list("tasks", { limit: 3, cursor: third.prev_cursor, direction: "prev" });
  expect(idsOf(back)).toEqual(idsOf(second));
  expect(idsOf(await list("tasks", { limit: 3, cursor: back.prev_cursor }))).toEqual(idsOf(first));
  expect(idsOf(await list("tasks", { limit: 3, page: 2 }))).toEqual(idsOf(second));
  expect(await server.data(Page, "POST", "/tasks/list")).toMatchObject({ total_items: 7, items_per_page: 20 });
});

test("a page stays where it was while tasks come and go", async () => {
  const first = await list("tasks", { limit: 3, sort: [{ field: "created_at", dir: "asc" }] });
  const { id } = await server.run("another");
  await server.ended(id);
  await server.call("DELETE", `/tasks/${id}`);
  const second = await list("tasks", {
    limit: 3,
    sort: [{ field: "created_at", dir: "asc" }],
    cursor: first.next_cursor,
  });
  expect([first, second].flatMap(idsOf)).toEqual(ids.slice(0, 6));
});

test.each([
  [{ field: "status", operator: "eq", value: 10 }, [3]],
  [{ field: "status_text", operator: "in", value: ["failed", "cancelled"] }, [3]],
  [{ field: "status", operator: "neq", value: "completed" }, [3]],
  [{ field: "error", operator: "is_not_empty" }, [3]],
  [{ field: "error", operator: "ilike", value: "%PROMPT%" }, [3]],
  [{ field: "error", operator: "contains", value: "refused" }, [3]],
  [{ field: "session_id", operator: "is_not_null" }, []],
  [{ field: "app_id", operator: "not_in", value: ["reve/remix"] }, []],
  [{ field: "created_at", operator: "lt", value: "2026-11-22T09:00:00Z" }, []],
  [{ field: "created_at", operator: "gte", value: "2026-11-22T09:00:00+00:00" }, [6, 5, 4, 3, 2, 1, 0]],
])("tasks are filtered: %o", async (filter, expected) => {
  expect(idsOf(await list("tasks", { filters: [filter] }))).toEqual(expected.map((at) => ids[at]));
});

test("a search finds what a prompt says, and takes its signs for nothing else", async () => {
  const found = (term: string, exact = false) => list("tasks", { search: { term, exact } }).then(idsOf);
  expect(await found("NUMBER 4")).toEqual([ids[4]]);
  expect(await found("100% 'cat' number 5")).toEqual([ids[5]]);
  expect(await found("100_")).toEqual([]);
  expect(await found(ids[2], true)).toEqual([ids[2]]);
});

test("files, apps and keys are listed in the same form", async () => {
  const files = await list("files", { filters: [{ field: "category", operator: "eq", value: "output" }] });
  expect(files.total_items).toBe(6);
  expect(files.items[0]).toMatchObject({ content_type: "image/png", uri: expect.stringContaining(server.url) });
  const big = await list("files", {
    filters: [{ field: "size", operator: "gt", value: 1e6 }],
    sort: [{ field: "size" }],
  });
  expect(big).toMatchObject({ items: [], has_next: false, total_items: 0 });

  const apps = await list("apps", { search: { term: "remix", exact: false } });
  expect(apps.items).toMatchObject([{ id: "reve/remix", version: { input_schema: { type: "object" } } }]);
  expect(idsOf(await list("apps", { filters: [{ field: "category", operator: "eq", value: "video" }] }))).toEqual([]);

  const keys = await list("apikeys", { sort: [{ field: "name", dir: "asc" }] });
  expect(keys.items).toMatchObject([{ name: "PASTICHE_API_KEY", scopes: ["*"], budget: null }]);
});

test("another key's tasks and files are in no list", async () => {
  const { key } = await server.data(z.looseObject({ key: z.string() }), "POST", "/apikeys", { name: "other" });
  for (const of of ["tasks", "files"]) {
    const response = await server.call("POST", `/${of}/list`, {
      body: {},
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await response.json()).toMatchObject({ data: { items: [], total_items: 0 } });
  }
});

test.each([
  [{ limit: 101 }, "/limit"],
  [{ cursor: "made up" }, "/cursor"],
  [{ cursor: Buffer.from('{"o":"id","v":["1"],"b":false}').toString("base64url") }, "/cursor"],
  [{ filters: [{ field: "key_id", operator: "eq", value: "1" }] }, "/filters/0/field"],
  [{ filters: [{ field: "id; DROP TABLE tasks", operator: "eq", value: "1" }] }, "/filters/0/field"],
  [{ filters: [{ field: "__proto__", operator: "eq", value: "1" }] }, "/filters/0/field"],
  [{ filters: [{ field: "id", operator: "=", value: "1" }] }, "/filters/0/operator"],
  [{ filters: [{ field: "created_at", operator: "gt", value: "yesterday" }] }, "/filters/0/value"],
  [{ filters: [{ field: "status", operator: "eq", value: 99 }] }, "/filters/0/value"],
  [{ filters: [{ field: "error", operator: "like", value: "%a%a%a%a%a" }] }, "/filters/0/value"],
  [{ sort: [{ field: "ended_at", dir: "asc" }] }, "/sort/0/field"],
])("a list that cannot be is refused by name: %o", async (request, pointer) => {
  const response = await server.call("POST", "/tasks/list", { body: request });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ errors: [{ pointer }] });
});
