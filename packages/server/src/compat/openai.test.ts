import { readFile } from "node:fs/promises";
import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
  toFile,
} from "openai";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createCompose } from "../engines/compose.ts";
import type { Engine } from "../engines/engine.ts";
import { createReve } from "../engines/reve.ts";
import { PNG, PNG_DATA_URI } from "../testing/pictures.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { KEY, startServer, type TestServer } from "../testing/test-server.ts";

// npm openai as published: nothing but its base URL and key is ours.

let server: TestServer;
let openai: OpenAI;
const asked: unknown[] = [];
const testEngine = createTestEngine();

/** Gives a half clear picture of 120 by 80 pixels, and notes what it was asked for. */
const picturing: Engine = {
  ...testEngine,
  name: "picturing",
  about: "For tests.",
  versions: ["picturing@1"],
  async run(request, options) {
    asked.push(request);
    const made = await testEngine.run(request, options);
    const half = { r: 255, g: 0, b: 0, alpha: 0.5 };
    const image = await sharp({ create: { width: 120, height: 80, channels: 4, background: half } })
      .png()
      .toBuffer();
    return { ...made, image, width: 120, height: 80 };
  },
};

beforeAll(async () => {
  const reve = createReve({ apiKey: null, baseUrl: "https://api.reve.test" });
  const compose = createCompose({ workers: 1, onError: () => {} });
  server = await startServer({ dependencies: { engines: [picturing, reve, compose] } });
  openai = clientOf(KEY);
});
afterAll(() => server.close());

function clientOf(apiKey: string): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
}

const file = () => toFile(PNG, "cat.png", { type: "image/png" });
const pictureOf = (b64: string | undefined) => sharp(Buffer.from(b64 ?? "", "base64")).metadata();

const Asked = z.object({ images: z.array(z.instanceof(Uint8Array)), names: z.array(z.string()) });

describe("images.edit", () => {
  test("of one image gives a picture as OpenAI does", async () => {
    const { data: answer, response } = await openai.images
      .edit({ model: "picturing@1", image: await file(), prompt: "the cat from 0 at night" })
      .withResponse();
    expect(answer).toMatchObject({
      created: expect.any(Number),
      data: [{ b64_json: expect.any(String) }],
      size: "120x80",
      output_format: "png",
      usage: { total_tokens: 0, input_tokens_details: { image_tokens: 0 } },
    });
    expect(answer).not.toHaveProperty("messages");
    expect(response.headers.get("x-request-id")).toMatch(/^task_/);
    expect(await pictureOf(answer.data?.[0].b64_json)).toMatchObject({ format: "png", width: 120, height: 80 });
  });

  test("of several images keeps their order and names, and a model of OpenAI's is ignored with a message", async () => {
    const small = await sharp({ create: { width: 2, height: 1, channels: 3, background: "blue" } })
      .png()
      .toBuffer();
    const image = [await file(), await toFile(small, "the red shoe; 2.png", { type: "image/png" })];
    const answer = await openai.images.edit({ model: "gpt-image-2", image, prompt: "0 beside 1" });
    expect(answer).toMatchObject({
      messages: [{ level: "warning", code: "unknown_model", message: expect.stringContaining("gpt-image-2") }],
    });
    const { images, names } = Asked.parse(asked.at(-1));
    expect(images.map((one) => Buffer.from(one))).toEqual([PNG, small]);
    expect(names).toEqual(["cat.png", "the red shoe; 2.png"]);
  });

  test.each([
    ["1024x1024", { aspectRatio: "1:1", upscaleFactor: null }],
    ["1536x1024", { aspectRatio: "3:2", upscaleFactor: null }],
    ["1024x1536", { aspectRatio: "2:3", upscaleFactor: null }],
    ["256x256", { aspectRatio: "1:1", upscaleFactor: null }],
    ["1792x1024", { aspectRatio: "16:9", upscaleFactor: null }],
    ["3072x1024", { aspectRatio: "16:9", upscaleFactor: 2 }],
    ["3840x2160", { aspectRatio: "16:9", upscaleFactor: 3 }],
  ])("gives exactly %s", async (size, request) => {
    const answer = await openai.images.edit({ image: await file(), prompt: "0", size, output_format: "jpeg" });
    expect(answer.size).toBe(size);
    const [width, height] = size.split("x").map(Number);
    expect(await pictureOf(answer.data?.[0].b64_json)).toMatchObject({ format: "jpeg", width, height });
    expect(asked.at(-1)).toMatchObject(request);
  });

  test("gives n pictures of different seeds", async () => {
    const before = asked.length;
    const answer = await openai.images.edit({ image: await file(), prompt: "0", n: 3 });
    expect(answer.data).toHaveLength(3);
    const seeds = asked.slice(before).map((request) => z.looseObject({ seed: z.number() }).parse(request).seed);
    expect(seeds.toSorted()).toEqual([0, 1, 2]);
  });

  test.each([
    ["png", "transparent", true],
    ["webp", "transparent", true],
    ["png", "opaque", false],
    ["jpeg", "auto", false],
  ] as const)("as %s with a background that is %s", async (output_format, background, hasAlpha) => {
    const answer = await openai.images.edit({ image: await file(), prompt: "0", output_format, background });
    expect(answer).toMatchObject({ output_format, background: hasAlpha ? "transparent" : "opaque" });
    expect(await pictureOf(answer.data?.[0].b64_json)).toMatchObject({ format: output_format, hasAlpha });
    expect(asked.at(-1)).toMatchObject({ removeBackground: background === "transparent" });
  });

  test("compresses as much as asked", async () => {
    const sizeAt = async (output_compression: number) => {
      const choices = { output_format: "jpeg", output_compression, size: "512x512" } as const;
      const { data } = await openai.images.edit({ image: await file(), prompt: "0", ...choices });
      return Buffer.from(data?.[0].b64_json ?? "", "base64").length;
    };
    expect(await sizeAt(10)).toBeLessThan(await sizeAt(100));
  });

  test.each(["auto", "64x64"])("gives a url of the picture in its size (%s)", async (size) => {
    const { data } = await openai.images.edit({ image: await file(), prompt: "0", size, response_format: "url" });
    const url = data?.[0].url ?? "";
    expect(url).toContain(`${server.url}/files/`);
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: size === "auto" ? 120 : 64 });
  });

  test("streams partial images as the engine shows them, then the picture", async () => {
    const stream = await openai.images.edit({
      image: await file(),
      prompt: "show 900",
      size: "64x64",
      output_format: "jpeg",
      stream: true,
      partial_images: 2,
    });
    const events = [];
    for await (const event of stream) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      "image_edit.partial_image",
      "image_edit.partial_image",
      "image_edit.completed",
    ]);
    expect(events).toMatchObject([
      { partial_image_index: 0 },
      { partial_image_index: 1 },
      { usage: { total_tokens: 0 } },
    ]);
    for (const { b64_json, size, output_format } of events) {
      expect({ size, output_format }).toEqual({ size: "64x64", output_format: "jpeg" });
      expect(await pictureOf(b64_json)).toMatchObject({ format: "jpeg", width: 64, height: 64 });
    }
  });

  test("streams what the embedded engine made before it enlarges that", async () => {
    const bear = await readFile(new URL("../../../../examples/bear.jpg", import.meta.url));
    const photo = await sharp(bear).resize(300).jpeg().toBuffer();
    const stream = await openai.images.edit({
      model: "compose@1",
      image: await toFile(photo, "bear.jpg", { type: "image/jpeg" }),
      prompt: "0 in black and white",
      size: "1408x1408",
      stream: true,
      partial_images: 3,
    });
    const seen = [];
    for await (const event of stream) seen.push({ type: event.type, size: (await pictureOf(event.b64_json)).width });
    // Before the look and before it is enlarged; quick ones may come as one.
    const partial = seen.slice(0, -1);
    expect(partial.length).toBeGreaterThan(0);
    for (const event of partial) expect(event).toEqual({ type: "image_edit.partial_image", size: 1408 });
    expect(seen.at(-1)).toEqual({ type: "image_edit.completed", size: 1408 });
  });

  test("streams the picture alone where nothing partial was asked for, and an error as one", async () => {
    const edit = async (prompt: string) => openai.images.edit({ image: await file(), prompt, stream: true });
    const events = [];
    for await (const event of await edit("show 300")) events.push(event.type);
    expect(events).toEqual(["image_edit.completed"]);
    const failing = await edit("fail");
    const error: unknown = await (async () => {
      for await (const _ of failing);
    })().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: "image_generation_failed", type: "image_generation_user_error" });
  });
});

describe("JSON", () => {
  const edit = (body: unknown) => server.call("POST", "/v1/images/edits", { body });

  test("takes images as data URLs and as files uploaded before", async () => {
    const [uploaded] = await server.data(
      z.array(z.looseObject({ id: z.string(), upload_url: z.string() })),
      "POST",
      "/files",
      {
        files: [{ filename: "cat.png" }],
      },
    );
    await fetch(uploaded.upload_url, { method: "PUT", body: PNG });
    const images = [{ image_url: PNG_DATA_URI }, { file_id: uploaded.id }];
    const response = await edit({ images, prompt: "0 beside 1", n: 1, stream: false });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: [{ b64_json: expect.any(String) }] });
  });

  test("refuses a file that is not there", async () => {
    const response = await edit({ images: [{ file_id: "file_none" }], prompt: "0" });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { param: "image", code: "not_found" } });
  });

  test("names what it ignores", async () => {
    const response = await edit({ images: [PNG_DATA_URI], prompt: "0", quality: "high", user: "me" });
    expect(await response.json()).toMatchObject({ messages: [{ message: "quality was ignored" }] });
  });
});

describe("errors are OpenAI's", () => {
  const request = async (changes: object = {}) => ({ image: await file(), prompt: "0", ...changes });

  test.each([
    ["an empty prompt", { prompt: "" }, { param: "prompt", code: "invalid_value" }],
    ["a long prompt", { prompt: "x".repeat(2561) }, { param: "prompt" }],
    ["no image", { image: [] }, { param: "image" }],
    ["seven images", { image: Array(7).fill(new File([PNG], "a.png")) }, { param: "image" }],
    ["an image that is none", { image: new File(["text"], "a.png") }, { param: "image" }],
    ["a size that is none", { size: "large" }, { param: "size" }],
    ["a size too large", { size: "8192x8192" }, { param: "size" }],
    ["a ratio too wide", { size: "4096x512" }, { param: "size" }],
    ["too many pictures", { n: 11 }, { param: "n" }],
    ["a format that is not made", { output_format: "gif" }, { param: "output_format" }],
    ["a clear JPEG", { output_format: "jpeg", background: "transparent" }, { param: "background" }],
    ["a mask", { mask: new File([PNG], "m.png") }, { param: "mask" }],
    ["several in a stream", { stream: true, n: 2 }, { param: "n" }],
    ["a model without its key", { model: "latest-fast" }, { code: "requirements_not_met" }],
    [
      "a refusal of the engine",
      { prompt: "fail" },
      { code: "image_generation_failed", type: "image_generation_user_error" },
    ],
  ])("%s: 400", async (_, changes, told) => {
    const error: unknown = await openai.images.edit(await request(changes)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ status: 400, type: "invalid_request_error", ...told });
  });

  test("a wrong key: 401", async () => {
    const error: unknown = await clientOf("inf_no")
      .images.edit(await request())
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status: 401, code: "invalid_api_key" });
  });

  test("a budget that is used up: 429 insufficient_quota", async () => {
    const { key } = await server.data(z.looseObject({ key: z.string() }), "POST", "/apikeys", {
      name: "poor",
      budget: 1,
    });
    const error: unknown = await clientOf(key)
      .images.edit(await request())
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ status: 429, code: "insufficient_quota", type: "insufficient_quota" });
  });

  test("another route: 404", async () => {
    const error: unknown = await openai.images.generate({ prompt: "a cat" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFoundError);
  });

  test("an engine that breaks: 500, and the client does not do it again", async () => {
    const patient = new OpenAI({ apiKey: KEY, baseURL: `${server.url}/v1`, maxRetries: 2 });
    const before = asked.length;
    const error: unknown = await patient.images
      .edit(await request({ prompt: "break" }))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InternalServerError);
    expect(asked.length).toBe(before + 1);
  });

  test("where one of several pictures fails, none is given", async () => {
    await expect(openai.images.edit(await request({ prompt: "fail", n: 3 }))).rejects.toBeInstanceOf(BadRequestError);
  });
});
