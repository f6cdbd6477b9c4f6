import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createTestEngine } from "../testing/test-engine.ts";
import { startServer, Task, type TestServer } from "../testing/test-server.ts";

const Position = Task.extend({ queue_position: z.number().nullable() });

let engine: ReturnType<typeof createTestEngine>;
let server: TestServer;
beforeEach(async () => {
  engine = createTestEngine(1);
  server = await startServer({ dependencies: { engines: [engine] } });
});
afterEach(() => server.close());

test("the urgent run before the others, and among equals the oldest", async () => {
  const first = await server.run("sleep 600");
  await expect.poll(() => engine.calls).toEqual(["sleep 600"]);
  const waiting = [
    await server.run("low", { priority: "low" }),
    await server.run("normal"),
    await server.run("high", { priority: "high" }),
    await server.run("high too", { priority: "high" }),
  ];
  expect((await server.data(Position, "GET", `/tasks/${waiting[0].id}`)).queue_position).toBe(3);
  await Promise.all([first, ...waiting].map(({ id }) => server.ended(id)));
  expect(engine.calls).toEqual(["sleep 600", "high", "high too", "normal", "low"]);
});

test("a task that is to run later waits for its time, and holds up nobody", async () => {
  const at = Date.now() + 1500;
  const later = await server.run("later", { run_at: new Date(at).toISOString(), priority: "high" });
  expect(later).toMatchObject({ run_at: new Date(at).toISOString(), status_text: "queued", started_at: null });
  await server.ended((await server.run("now")).id);
  const ended = await server.ended(later.id);
  expect(engine.calls).toEqual(["now", "later"]);
  expect(Date.parse(String(ended.started_at))).toBeGreaterThanOrEqual(at);
});

test("a deadline in the metadata cancels what waits and what runs", async () => {
  const metadata = { deadline: new Date(Date.now() + 300).toISOString() };
  const tasks = [await server.run("sleep 20000", { metadata }), await server.run("waits", { metadata })];
  for (const { id } of tasks) {
    expect(await server.ended(id)).toMatchObject({ status_text: "cancelled", error: "cancelled: its deadline passed" });
  }
  expect(engine.calls).toEqual(["sleep 20000"]);
});

test.each([
  [{ priority: "urgent" }, "/priority"],
  [{ run_at: "tomorrow" }, "/run_at"],
  [{ metadata: { deadline: 5 } }, "/metadata/deadline"],
])("%o is refused by name", async (wrong, pointer) => {
  await expect(server.run("at once", wrong)).rejects.toThrow(`"pointer":"${pointer}"`);
});
