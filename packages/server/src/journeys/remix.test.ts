import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createCompose } from "../engines/compose.ts";
import { pictureTypeOf } from "../files/kind.ts";
import { startServer, Task, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  // What kills a thread is told by the task that it had.
  const compose = createCompose({ workers: 1, onError: () => {} });
  server = await startServer({ dependencies: { engines: [compose] } });
});
afterAll(() => server.close());

const photo = async (name: string) =>
  (await readFile(new URL(`../../../../examples/${name}`, import.meta.url))).toString("base64");

async function submit(): Promise<string> {
  const images = [await photo("bear.jpg"), await photo("table.jpg")];
  const input = { images, prompt: "the bear from 0 on the table from 1", aspect_ratio: "3:2" };
  return (await server.data(Task, "POST", "/run", { app: "reve/remix", input })).id;
}

test("two photographs become one while the API goes on answering", async () => {
  const id = await submit();
  const answersMs: number[] = [];
  const over = new AbortController();
  const probing = probe(answersMs, over.signal);
  const task = await server.ended(id);
  over.abort();
  await probing;
  expect(task).toMatchObject({ status_text: "completed", error: "" });
  expect(task.output).toMatchObject({ plan: { engine: "compose@1", layout: "scene" } });
  const picture = new Uint8Array(await (await fetch(task.output?.image ?? "")).arrayBuffer());
  expect(pictureTypeOf(picture)).toBe("image/png");
  expect(answersMs.toSorted((a, b) => a - b)[Math.floor(answersMs.length / 2)]).toBeLessThan(250);
  const Timings = z.looseObject({ groups: z.array(z.looseObject({ label: z.string() })) });
  const { groups } = await server.data(Timings, "GET", `/tasks/${id}/timings`);
  expect(groups.map(({ label }) => label)).toContain("compose");
});

async function probe(answersMs: number[], over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const before = performance.now();
    await server.call("GET", "/healthz");
    answersMs.push(performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("cancelling stops the thread's work", async () => {
  const id = await submit();
  while ((await server.data(Task, "GET", `/tasks/${id}`)).status_text !== "running") {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await server.call("POST", `/tasks/${id}/cancel`);
  const before = performance.now();
  expect(await server.ended(id)).toMatchObject({ status_text: "cancelled" });
  expect(performance.now() - before).toBeLessThan(3000);
});

test("a prompt that tags a reference which is not there is refused before anything runs", async () => {
  const input = { images: [await photo("cat.jpg")], prompt: "the cat from <img>1</img> at night" };
  const response = await server.call("POST", "/run", { body: { app: "reve/remix", input } });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: "validation_failed", errors: [{ pointer: "/input/prompt" }] });
});

test("uploaded files are meant by their names, and a plan beforehand says so", async () => {
  const uploads = [];
  for (const name of ["table.jpg", "bear.jpg"]) {
    const announced = [{ uri: "", filename: name, content_type: "image/jpeg" }];
    const [{ id, upload_url }] = await server.data(Files, "POST", "/files", { files: announced });
    await fetch(upload_url, { method: "PUT", body: Buffer.from(await photo(name), "base64") });
    uploads.push((await server.data(Files.element, "GET", `/files/${id}`)).uri);
  }
  const prompt = "the bear on the table";
  const { id } = await server.data(Task, "POST", "/run", { app: "reve/remix", input: { images: uploads, prompt } });
  const references = [
    { role: "scene", phrase: "the table" },
    { role: "subject", phrase: "the bear" },
  ];
  expect((await server.ended(id)).output).toMatchObject({ plan: { references } });
  const asked = { prompt, references: 2, names: ["table.jpg", "bear.jpg"] };
  expect(await server.data(z.looseObject({}), "POST", "/apps/reve/remix/plan", asked)).toMatchObject({ references });
});

const Files = z.array(z.looseObject({ id: z.string(), upload_url: z.string(), uri: z.string() }));

test("layers are a file of their own, under its type, and go with the task; a plan's changes are drawn", async () => {
  const input = { images: [await photo("cat.jpg")], prompt: "the cat from 0 on a white background", layers: "ora" };
  const plan = { subjects: [{ box: { x: 10, y: 20, width: 300, height: 200 } }] };
  const { id } = await server.data(Task, "POST", "/run", { app: "reve/remix", input: { ...input, plan } });
  const { output } = await server.ended(id);
  expect(output).toMatchObject({ plan: { subjects: plan.subjects } });
  const uri = z.string().parse(output?.layers);
  expect(uri).toMatch(/\.ora$/);
  const answer = await fetch(uri);
  expect(answer.headers.get("content-type")).toBe("image/openraster");
  expect(answer.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''remix.ora");
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(30, 54).toString()).toBe("mimetypeimage/openraster");
  expect((await server.call("DELETE", `/tasks/${id}`)).status).toBeLessThan(300);
  expect((await fetch(uri)).status).toBe(404);
});

test("a wrong plan is refused with its place", async () => {
  const plan = { subjects: [null, { box: { x: 0, y: 0, width: -5, height: 5 } }] };
  const input = { images: [await photo("cat.jpg")], prompt: "0", plan };
  const response = await server.call("POST", "/run", { body: { app: "reve/remix", input } });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ errors: [{ pointer: "/input/plan/subjects/1/box/width" }] });
});
