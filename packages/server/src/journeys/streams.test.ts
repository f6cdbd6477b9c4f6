import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { startServer, Task, type TestServer } from "../testing/test-server.ts";

const Partial = z.object({ data: z.looseObject({ id: z.string(), status: z.number() }), fields: z.array(z.string()) });

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const open = (id: string, headers: Record<string, string> = {}) =>
  server.call("GET", `/tasks/${id}/stream`, { headers });

async function linesOf(response: Response): Promise<unknown[]> {
  return (await response.text())
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

async function messagesOf(response: Response): Promise<{ id: string | undefined; data: unknown }[]> {
  const messages = (await response.text()).trimEnd().split("\n\n");
  return messages.map((message) => ({
    id: /^id: (.*)$/m.exec(message)?.[1],
    data: JSON.parse(/^data: (.*)$/m.exec(message)?.[1] ?? ""),
  }));
}

describe("NDJSON", () => {
  test("says the whole task, what changes, and the whole task at its end", async () => {
    const { id } = await server.run("sleep 600");
    const response = await open(id);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-accel-buffering")).toBe("no");

    const lines = await linesOf(response);
    expect(Task.parse(lines[0])).toMatchObject({ id, output: null });
    const partial = lines.slice(1, -1).map((line) => Partial.parse(line));
    expect(partial.map(({ data }) => data.progress).filter((progress) => progress !== undefined)).toEqual([25, 50, 75]);
    for (const { data, fields } of partial) {
      expect(data.id).toBe(id);
      expect(Object.keys(data)).toEqual(expect.arrayContaining(fields));
    }
    const last = Task.parse(lines[lines.length - 1]);
    expect(last).toMatchObject({ status: 9, progress: 100 });
    expect(last).toEqual(await server.ended(id));
  });

  test("shows each glimpse of the picture once, as it comes", async () => {
    const { id } = await server.run("show 300");
    const lines = await linesOf(await open(id));
    const glimpses = lines.slice(1, -1).map((line) => Partial.parse(line).data.partial_output);
    const shown = glimpses.filter((glimpse) => glimpse !== undefined);
    expect(shown.length).toBeGreaterThan(0);
    for (const glimpse of shown) expect(glimpse).toEqual({ image: PNG_DATA_URI });
    expect(Task.parse(lines.at(-1)).partial_output).toBeNull();
  });

  test("of an ended task is one line", async () => {
    const { id } = await server.run("at once");
    await server.ended(id);
    expect(await linesOf(await open(id))).toMatchObject([{ id, status: 9 }]);
  });

  test("ends with the cancelled task", async () => {
    const { id } = await server.run("sleep 20000");
    const response = await open(id);
    await server.call("POST", `/tasks/${id}/cancel`);
    expect((await linesOf(response)).at(-1)).toMatchObject({ id, status: 11, status_text: "cancelled" });
  });

  test("ends when the task is deleted", async () => {
    const { id } = await server.run("sleep 20000");
    const response = await open(id);
    await server.call("DELETE", `/tasks/${id}`);
    expect((await linesOf(response)).at(-1)).toMatchObject({ id, status_text: "cancelled" });
  });

  test("speaks the numbering of who listens", async () => {
    const { id } = await server.run("at once");
    await server.ended(id);
    const [line] = await linesOf(await open(id, { "x-client-source": "inference-sdk-js/0.5.13" }));
    expect(line).toMatchObject({ status: 10 });
  });
});

describe("server-sent events", () => {
  const sse = { accept: "text/event-stream" };

  test("say the same, each with a rising id", async () => {
    const { id } = await server.run("sleep 600");
    const response = await open(id, sse);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const messages = await messagesOf(response);
    const ids = messages.map((message) => Number(message.id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
    expect(messages.at(-1)?.data).toMatchObject({ id, status: 9 });
  });

  test("resume after the last that was heard, and miss nothing", async () => {
    const { id } = await server.run("sleep 600");
    const whole = await messagesOf(await open(id, sse));
    const heard = whole.findIndex(({ data }) => JSON.stringify(data).includes('"progress":50'));
    const resumed = await messagesOf(await open(id, { ...sse, "last-event-id": whole[heard].id ?? "" }));
    expect(Task.parse(resumed[0].data)).toMatchObject({ id, progress: 50, output: null });
    expect(resumed.slice(1)).toEqual(whole.slice(heard + 1));
  });

  test("resumed after the end say the end again", async () => {
    const { id } = await server.run("at once");
    await server.ended(id);
    const messages = await messagesOf(await open(id, { ...sse, "last-event-id": "99" }));
    expect(messages.map(({ data }) => data)).toMatchObject([{ id, status: 9 }]);
  });
});

test("a thousand readers hear the end of one task", async () => {
  const { id } = await server.run("sleep 900");
  const ends = await Promise.all(Array.from({ length: 1000 }, async () => (await linesOf(await open(id))).at(-1)));
  expect(ends.every((end) => Task.parse(end).status_text === "completed")).toBe(true);
});
