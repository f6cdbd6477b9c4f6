import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesPath } from "../data-dir.ts";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { startServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function picture(): Promise<string> {
  return (await server.ended((await server.run("at once")).id)).output?.image ?? "";
}

test("a file whose bytes were taken from the disk is gone: 410, kept by no cache, and a run that uses it fails", async () => {
  const uri = await picture();
  const id = /file_\w+/.exec(uri)?.[0] ?? "";
  await rm(join(filesPath(server.dataDir), id.slice(-2), id));
  for (const method of ["GET", "HEAD"]) {
    const response = await fetch(uri, { method });
    expect(response.status).toBe(410);
    expect(response.headers.get("cache-control")).toBeNull();
  }
  expect(await (await fetch(uri)).json()).toMatchObject({ code: "gone", detail: expect.stringContaining(id) });
  const task = await server.run("at once", { input: { prompt: "x", images: [uri] } });
  expect((await server.ended(task.id)).error).toContain(id);
});

test("the folder of the files may go: it is made again for the next", async () => {
  await rm(filesPath(server.dataDir), { recursive: true });
  const response = await fetch(await picture());
  expect(response.status).toBe(200);
  await response.arrayBuffer();
});

test("a disk that takes nothing is told by what it says, and the server is not ready", async () => {
  await rm(filesPath(server.dataDir), { recursive: true });
  await writeFile(filesPath(server.dataDir), "");
  const response = await server.call("GET", "/readyz");
  expect(response.status).toBe(503);
  const problem = await response.json();
  expect(problem).toMatchObject({
    code: "overloaded",
    title: "The server takes nothing now",
    detail: "Files cannot be written: ENOTDIR",
  });
  expect(JSON.stringify(problem)).not.toContain(server.dataDir);
  expect((await server.call("POST", "/run", { body: { input: { images: [PNG_DATA_URI], prompt: "x" } } })).ok).toBe(
    false,
  );
});
