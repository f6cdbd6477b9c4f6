import { afterAll, expect, test } from "vitest";
import { PNG } from "../testing/pictures.ts";
import { createCompose, tryCompose } from "./compose.ts";

const url = (name: string) => new URL(`../testing/${name}`, import.meta.url).href;
const errors: string[] = [];
const onError = (error: Error) => errors.push(error.message);
const compose = createCompose({ workers: 1, onError, worker: url("broken-worker.ts") });
afterAll(() => compose.close());

function run(prompt: string, signal = new AbortController().signal) {
  const images = [new Uint8Array(PNG)];
  return { images, result: compose.run({ prompt, images }, { version: "compose@1", signal, onProgress: () => {} }) };
}

test("pictures change hands rather than being copied", async () => {
  const { images, result } = run("well");
  expect(Buffer.from((await result).image)).toEqual(PNG);
  expect(images[0].byteLength).toBe(0);
});

test.each([["exit"], ["throw later"]])(
  "a thread that dies (%s) fails its request, and the next one runs",
  async (prompt) => {
    await expect(run(prompt).result).rejects.toThrow();
    expect(await run("well").result).toMatchObject({ width: 1 });
  },
);

test("an abort ends a thread that never listens", async () => {
  const abort = new AbortController();
  const { result } = run("spin", abort.signal);
  setTimeout(() => abort.abort(new Error("cancelled")), 100);
  await expect(result).rejects.toThrow("cancelled");
  expect(await run("well").result).toMatchObject({ width: 1 });
});

test("a worker that cannot be loaded fails its requests, and never the process", async () => {
  const unloadable = createCompose({ workers: 1, onError, worker: url("no-such-worker.ts") });
  for (let i = 0; i < 2; i++) {
    const options = { version: "compose@1", signal: new AbortController().signal, onProgress: () => {} };
    await expect(unloadable.run({ prompt: "x", images: [] }, options)).rejects.toThrow("no-such-worker");
  }
  await expect(tryCompose(url("no-such-worker.ts"))).rejects.toThrow("no-such-worker");
  await unloadable.close();
});

test("the engine itself loads in a thread", () => tryCompose());
