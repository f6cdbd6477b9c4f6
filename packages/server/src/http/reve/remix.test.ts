import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { EngineResult } from "../../engines/engine.ts";
import { createReve } from "../../engines/reve.ts";
import { PNG } from "../../testing/pictures.ts";
import { createTestEngine } from "../../testing/test-engine.ts";
import { startServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
const engine = createTestEngine();
beforeAll(async () => {
  const reve = createReve({ apiKey: null, baseUrl: "https://api.reve.test" });
  server = await startServer({ dependencies: { engines: [engine, reve] } });
});
afterAll(() => server.close());

const body = { prompt: "the cat from <img>0</img>", reference_images: [PNG.toString("base64")] };
const remix = (changes: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  server.call("POST", "/v1/image/remix", { body: { ...body, ...changes }, headers });

describe("Reve's remix", () => {
  test.each<Record<string, string>>([{}, { accept: "*/*" }, { accept: "application/json" }])(
    "answers %o with JSON and headers",
    async (headers) => {
      const response = await remix({}, headers);
      expect(response.status).toBe(200);
      const answer: unknown = await response.json();
      expect(answer).toEqual({
        image: PNG.toString("base64"),
        version: "noop@1",
        content_violation: false,
        request_id: expect.stringMatching(/^task_/),
        credits_used: expect.any(Number),
        credits_remaining: null,
      });
      const { request_id } = z.object({ request_id: z.string() }).parse(answer);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "application/json; charset=utf-8",
        "x-reve-version": "noop@1",
        "x-reve-content-violation": "false",
        "x-reve-request-id": request_id,
        "x-reve-credits-used": expect.stringMatching(/^\d+$/),
      });
      expect((await server.call("GET", `/tasks/${request_id}`)).status).toBe(200);
    },
  );

  test.each([
    ["image/png", "png"],
    ["image/webp", "webp"],
    ["image/jpeg", "jpeg"],
    ["text/html, image/webp;q=0.5, image/jpeg;q=0.9", "jpeg"],
    ["image/*", "png"],
  ])("answers Accept: %s with the bytes of a %s", async (accept, format) => {
    const response = await remix({}, { accept });
    expect(response.headers.get("content-type")).toBe(`image/${format}`);
    expect(response.headers.get("x-reve-credits-used")).not.toBeNull();
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ format, width: 1 });
  });

  test("takes its postprocessing, and every other choice", async () => {
    const response = await remix({
      aspect_ratio: "16:9",
      test_time_scaling: 2,
      version: "latest",
      postprocessing: [{ process: "upscale", upscale_factor: 2 }, { process: "remove_background" }],
    });
    const { request_id } = z.looseObject({ request_id: z.string() }).parse(await response.json());
    expect(await (await server.call("GET", `/tasks/${request_id}`)).json()).toMatchObject({
      data: { input: { aspect_ratio: "16:9", test_time_scaling: 2, upscale_factor: 2, remove_background: true } },
    });
  });

  test("fits the picture where that is asked for", async () => {
    const large = await sharp({ create: { width: 60, height: 30, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const made: EngineResult = { image: large, contentType: "image/png", width: 60, height: 30, cost: 1, timings: [] };
    const other = await startServer({
      dependencies: { engines: [{ ...engine, run: async () => made }] },
    });
    const fitted = await other.call("POST", "/v1/image/remix", {
      body: { ...body, postprocessing: [{ process: "fit_image", max_dim: 40, max_height: 10 }] },
      headers: { accept: "image/png" },
    });
    const picture = await sharp(Buffer.from(await fitted.arrayBuffer())).metadata();
    await other.close();
    expect(picture).toMatchObject({ width: 20, height: 10 });
  });

  test("says what is left of a key's budget, and 402 once that is not enough", async () => {
    const Key = z.looseObject({ key: z.string() });
    const { key } = await server.data(Key, "POST", "/apikeys", { name: "tight", budget: 31 });
    const headers = { authorization: `Bearer ${key}` };
    const first = await remix({}, headers);
    expect(first.headers.get("x-reve-credits-remaining")).toBe("30");
    expect(await first.json()).toMatchObject({ credits_used: 1, credits_remaining: 30 });
    // The price list says 30, whatever the engine before took.
    const second = await remix({ test_time_scaling: 2 }, headers);
    expect(second.status).toBe(402);
    expect(await second.json()).toMatchObject({ error_code: "INSUFFICIENT_CREDITS" });
  });

  test("cancels the task of a caller that goes", async () => {
    const abort = new AbortController();
    const calls = engine.calls.length;
    const gone = fetch(`${server.url}/v1/image/remix`, {
      method: "POST",
      headers: { authorization: "Bearer inf_a_key_for_tests", "content-type": "application/json" },
      body: JSON.stringify({ ...body, prompt: "sleep 20000" }),
      signal: abort.signal,
    }).catch(() => "gone");
    while (engine.calls.length === calls) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort();
    expect(await gone).toBe("gone");
    const Ready = z.looseObject({ running: z.number() });
    while (Ready.parse(await (await server.call("GET", "/readyz")).json()).running > 0);
  });
});

describe("Reve's errors", () => {
  test.each([
    ["no key", {}, { authorization: "" }, 401, "INVALID_API_KEY", {}],
    ["no prompt", { prompt: "" }, {}, 400, "INVALID_PARAMETER_VALUE", { prompt: expect.any(String) }],
    [
      "no pictures",
      { reference_images: [] },
      {},
      400,
      "INVALID_PARAMETER_VALUE",
      { reference_images: expect.any(String) },
    ],
    [
      "a picture that is none",
      { reference_images: [body.reference_images[0], "AAAA"] },
      {},
      400,
      "INVALID_PARAMETER_VALUE",
      { "reference_images.1": expect.stringContaining("base64") },
    ],
    [
      "another ratio",
      { aspect_ratio: "5:4" },
      {},
      400,
      "INVALID_PARAMETER_VALUE",
      { aspect_ratio: expect.any(String) },
    ],
    ["an unknown version", { version: "reve-9" }, {}, 400, "INVALID_PARAMETER_VALUE", { version: expect.any(String) }],
    [
      "another process",
      { postprocessing: [{ process: "effect" }] },
      {},
      400,
      "INVALID_PARAMETER_VALUE",
      { "postprocessing.0.process": expect.any(String) },
    ],
    [
      "a process twice",
      { postprocessing: [{ process: "remove_background" }, { process: "remove_background" }] },
      {},
      400,
      "INVALID_PARAMETER_VALUE",
      { postprocessing: expect.stringContaining("twice") },
    ],
    ["Reve's own version without its key", { version: "latest-fast" }, {}, 412, "REQUIREMENTS_NOT_MET", {}],
    ["a refusal of the engine", { prompt: "fail" }, {}, 422, "UNPROCESSABLE_CONTENT", {}],
    ["an engine that breaks", { prompt: "break" }, {}, 500, "INTERNAL_ERROR", {}],
  ])("%s", async (_, changes, headers, status, error_code, params) => {
    const response = await remix(changes, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get("x-reve-error-code")).toBe(error_code);
    expect(response.headers.get("x-reve-request-id")).not.toBeNull();
    expect(await response.json()).toEqual({ error_code, message: expect.any(String), params });
  });

  test("come as a grey picture to who wants one, and as the code in a header", async () => {
    const response = await remix({ prompt: "" }, { accept: "image/webp" });
    expect(response.status).toBe(400);
    expect(response.headers.get("x-reve-error-code")).toBe("INVALID_PARAMETER_VALUE");
    expect(response.headers.get("x-pastiche-error")).toContain("/prompt");
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ format: "webp" });
  });

  test("a body that is not JSON", async () => {
    const response = await fetch(`${server.url}/v1/image/remix`, {
      method: "POST",
      headers: { authorization: "Bearer inf_a_key_for_tests", "content-type": "application/json" },
      body: "{",
    });
    expect(await response.json()).toMatchObject({ error_code: "INVALID_REQUEST" });
  });
});
