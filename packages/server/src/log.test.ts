import { afterEach, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { startServer, type TestServer } from "./testing/test-server.ts";

const TOKEN = "a".repeat(32);
const lines: string[] = [];
const kept = { write: (line: string) => void lines.push(line) };
let server: TestServer | undefined;
afterEach(async () => {
  lines.length = 0;
  await server?.close();
  server = undefined;
});

test("what opens a file, signs an upload or is a key is in no line, wherever it stands", () => {
  const log = createLog("info", kept);
  const path = `/files/file_1a/${TOKEN}.png`;
  log.error({ err: new Error(`GET ${path} failed`), url: path, other: { deep: [`http://h/v1${path}?a=1`] } }, path);
  log.warn(`PUT /files/file_1a/upload?expires=12&signature=${TOKEN}`);
  log.warn({ url: `https://bucket.example/x.png?X-Amz-Signature=${TOKEN}&X-Amz-Date=1` }, "fetched");
  log.warn(`Bearer inf_${TOKEN} and whsec_${TOKEN}+/=`);
  const all = lines.join("");
  expect(all).not.toContain(TOKEN);
  expect(all).toContain("/files/file_1a/[redacted].png");
  expect(all).toContain("upload?expires=12&signature=[redacted]");
  expect(all).toContain("&X-Amz-Date=1");
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
});

test("at debug each request is one line, without its query, and at info a task says its start and its end", async () => {
  server = await startServer({ environment: { PASTICHE_LOG_LEVEL: "debug" }, dependencies: { logTo: kept } });
  const { id } = await server.run("at once");
  const { output } = await server.ended(id);
  const uri = output?.image ?? "";
  await (await fetch(`${uri}?secret=here`)).arrayBuffer();
  await expect.poll(() => lines.filter((line) => line.includes('"url":"/files/')).length).toBe(1);
  const told = lines.map((line): Record<string, unknown> => JSON.parse(line));
  expect(told).toContainEqual(
    expect.objectContaining({ level: 20, method: "POST", url: "/apps/run", status: 200, ms: expect.any(Number) }),
  );
  expect(told).toContainEqual(expect.objectContaining({ level: 30, task: id, engine: "noop", msg: "task started" }));
  expect(told).toContainEqual(expect.objectContaining({ level: 30, task: id, status: "completed", msg: "task ended" }));
  expect(lines.join("")).not.toContain(uri.split("/").at(-1)?.split(".")[0]);
  expect(lines.join("")).not.toContain("secret=here");
});
