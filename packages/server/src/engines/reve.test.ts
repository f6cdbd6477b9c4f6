import type { ServerResponse } from "node:http";
import { RemixError } from "@pastiche/contract";
import type { RemixRequest } from "@pastiche/engine";
import sharp from "sharp";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { PNG } from "../testing/pictures.ts";
import { type Received, type Receiver, startReceiver } from "../testing/receiver.ts";
import { createTestEngine } from "../testing/test-engine.ts";
import { startServer, type TestServer } from "../testing/test-server.ts";
import type { Engine, EngineProgress } from "./engine.ts";
import { createReve, type ReveOptions } from "./reve.ts";

// A loopback server, written from the shapes that Reve publishes; what it says was never recorded from the real one.

type Reply = (response: ServerResponse, received: Received) => void;

const json =
  (body: object, status = 200, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

const MADE = {
  image: PNG.toString("base64"),
  version: "reve-remix@20250915",
  content_violation: false,
  request_id: "rsid-1",
  credits_used: 30,
  credits_remaining: 970,
};
const made = json(MADE);
const silence: Reply = () => {};
const html =
  (status: number): Reply =>
  (response) =>
    response.writeHead(status, { "content-type": "text/html" }).end("<html><h1>Bad gateway</h1></html>");
const cut: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"image": "iVBOR');
  setTimeout(() => response.destroy(), 10);
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Reve, giving these answers one after the other, the last of them again and again. */
async function reve(...replies: Reply[]): Promise<Receiver> {
  let next = 0;
  const receiver = await startReceiver((received, response) => {
    replies[Math.min(next++, replies.length - 1)](response, received);
  });
  closing.push(receiver.close);
  return receiver;
}

function engineOf({ url }: Receiver, options: Partial<ReveOptions> = {}) {
  const engine = createReve({
    apiKey: "papi.secret",
    baseUrl: url,
    patience: { attempts: 3, firstDelayMs: 5, longestDelayMs: 2000 },
    ...options,
  });
  closing.push(engine.close);
  return engine;
}

const request: RemixRequest = { prompt: "the cat from 0 on the sofa from image 1", images: [PNG, PNG] };

function run(
  receiver: Receiver,
  {
    changes = {},
    options = {},
    signal = new AbortController().signal,
    onProgress = () => {},
  }: {
    changes?: Partial<RemixRequest>;
    options?: Partial<ReveOptions>;
    signal?: AbortSignal;
    onProgress?(progress: EngineProgress): void;
  } = {},
) {
  const version = "reve-remix@20250915";
  return engineOf(receiver, options).run({ ...request, ...changes }, { version, signal, onProgress });
}

const Body = z.strictObject({
  prompt: z.string(),
  reference_images: z.array(z.base64()),
  version: z.string(),
  aspect_ratio: z.string().optional(),
  test_time_scaling: z.number().optional(),
  postprocessing: z.array(z.looseObject({ process: z.string() })).optional(),
});
const bodyOf = ({ received }: Receiver) => Body.parse(JSON.parse(received[0].body));

describe("what is asked of Reve", () => {
  test("is its own call, with the key, references as tags, raw base64, and nothing that was not set", async () => {
    const service = await reve(made);
    const progress: EngineProgress[] = [];
    const result = await run(service, { onProgress: (told) => progress.push(told) });
    expect(result).toMatchObject({ contentType: "image/png", width: 1, height: 1, cost: 30 });
    expect(Buffer.from(result.image)).toEqual(PNG);
    expect(progress[0]).toEqual({ percent: expect.any(Number), step: "reve" });
    const [{ method, path, headers }] = service.received;
    expect({ method, path }).toEqual({ method: "POST", path: "/v1/image/remix" });
    expect(headers).toMatchObject({ authorization: "Bearer papi.secret", accept: "application/json" });
    expect(bodyOf(service)).toEqual({
      prompt: "the cat from <img>0</img> on the sofa from <img>1</img>",
      reference_images: [PNG.toString("base64"), PNG.toString("base64")],
      version: "reve-remix@20250915",
    });
  });

  test("has every choice where it was made, upscaling before the background", async () => {
    const service = await reve(made);
    await run(service, {
      changes: { aspectRatio: "16:9", testTimeScaling: 3, upscaleFactor: 2, removeBackground: true },
      options: { baseUrl: `${service.url}/` },
    });
    expect(service.received[0].path).toBe("/v1/image/remix");
    expect(bodyOf(service)).toMatchObject({
      aspect_ratio: "16:9",
      test_time_scaling: 3,
      postprocessing: [{ process: "upscale", upscale_factor: 2 }, { process: "remove_background" }],
    });
  });

  test("is PNG where Reve does not read a picture's format", async () => {
    const service = await reve(made);
    const tiff = await sharp(PNG).tiff().toBuffer();
    await run(service, { changes: { images: [tiff, PNG] } });
    const [first] = bodyOf(service).reference_images;
    expect(Buffer.from(first, "base64").subarray(1, 4).toString()).toBe("PNG");
  });

  test.each([
    ["one picture of more than 33,554,432 pixels", 1, 6000, /has 36000000 pixels; Reve takes 33554432/],
    ["pictures of more than 50,331,648 pixels together", 2, 5100, /has 52020000 pixels, with those.*takes 50331648/],
  ])("is never %s", async (_, count, edge, told) => {
    const service = await reve(made);
    const large = await sharp({ create: { width: edge, height: edge, channels: 3, background: "red" } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    await expect(run(service, { changes: { images: Array(count).fill(large) } })).rejects.toThrow(told);
    expect(service.received).toEqual([]);
  });

  test("is refused before it is sent where tags would make the prompt too long", () => {
    const engine = createReve({ apiKey: "k", baseUrl: "https://reve.test" });
    const prompt = `${"x".repeat(2550)} from 0`;
    const check = () =>
      engine.check?.({ prompt, images: ["a"], version: "latest", remove_background: false, seed: null });
    expect(check).toThrow("The prompt has 2568 characters once its references are written");
  });
});

describe("what goes wrong for a while is tried again", () => {
  test.each([
    ["a full service", json({ error_code: "RATE_LIMITED", message: "slow down" }, 429)],
    ["a broken service", json({ error_code: "INTERNAL", message: "oh" }, 500)],
    ["an HTML error page", html(502)],
    ["an HTML page that calls itself a success", html(200)],
    ["an answer that breaks off", cut],
    ["a connection that breaks", ((response) => response.destroy()) satisfies Reply],
  ])("%s", async (_, fault) => {
    const service = await reve(fault, made);
    expect(await run(service)).toMatchObject({ cost: 30 });
    expect(service.received).toHaveLength(2);
  });

  test("not before Retry-After", async () => {
    const service = await reve(json({ message: "slow down" }, 429, { "retry-after": "1" }), made);
    const before = performance.now();
    await run(service);
    expect(performance.now() - before).toBeGreaterThanOrEqual(990);
  });

  test("and given up in the end, with the last reason", async () => {
    const service = await reve(html(503));
    await expect(run(service)).rejects.toThrow(/Reve answered with 503: .*Bad gateway/);
    expect(service.received).toHaveLength(3);
  });
});

describe("what will not change is not tried again", () => {
  test.each([
    ["a content violation", json({ ...MADE, content_violation: true }), "content violation (request rsid-1)", true],
    ["a refusal", json({ error_code: "INVALID_PARAMETER_VALUE", message: "no" }, 400), "no (INVALID_PARAM", true],
    ["what it cannot understand", json({ error_code: "X", message: "unclear" }, 422), "unclear (X)", true],
    ["a wrong key", json({ message: "who?" }, 401), "does not accept REVE_API_KEY", false],
    ["no credits", json({ error_code: "INSUFFICIENT", message: "empty" }, 402), "credits of REVE_API_KEY", false],
    ["another server's page", html(404), "address answered with 404", false],
    [
      "a picture that cannot be decoded",
      json({ ...MADE, image: PNG.subarray(0, 40).toString("base64") }),
      "decoded",
      false,
    ],
    ["no picture", json({ ...MADE, image: "" }), "has no picture (request rsid-1)", false],
    ["another form", json({ image: 7 }), "in a form that is not its own", false],
  ])("%s", async (_, reply, told, isRefusal) => {
    const service = await reve(reply);
    const error: unknown = await run(service).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining(told) });
    expect(error instanceof RemixError).toBe(isRefusal);
    expect(service.received).toHaveLength(1);
  });

  test("silence: Reve may still be at work, and would charge twice", async () => {
    const service = await reve(silence);
    await expect(run(service, { options: { timeoutMs: 100 } })).rejects.toThrow("did not answer within 0.1 s");
    expect(service.received).toHaveLength(1);
  });
});

test.each([
  ["a call", silence],
  ["a pause between two", json({ message: "later" }, 429, { "retry-after": "60" })],
])("aborting ends %s at once, with the signal's reason", async (_, reply) => {
  const service = await reve(reply);
  const abort = new AbortController();
  const running = run(service, {
    signal: abort.signal,
    options: { patience: { attempts: 3, firstDelayMs: 5, longestDelayMs: 60_000 } },
  });
  await service.count(1);
  setTimeout(() => abort.abort(new Error("enough")), 20);
  await expect(running).rejects.toThrow("enough");
});

describe("behind the server", () => {
  async function serve(engines: Engine[]): Promise<TestServer> {
    const server = await startServer({ dependencies: { engines } });
    closing.push(server.close);
    return server;
  }

  test("a task ends with its picture, and what Reve took is what is charged, whatever the price list says", async () => {
    const server = await serve([engineOf(await reve(json({ ...MADE, credits_used: 48 })))]);
    const { id } = await server.run("0 at night", {});
    expect(await server.ended(id)).toMatchObject({
      status_text: "completed",
      version: "latest",
      output: { output_meta: { outputs: [{ width: 1 }, { type: "raw", cost: 48 }] } },
    });
    const Usage = z.looseObject({ credits: z.number(), credits_reserved: z.number() });
    expect(await server.data(Usage, "GET", "/usage")).toMatchObject({ credits: 48, credits_reserved: 0 });
  });

  test("the environment's key makes Reve the default, beside the embedded engine", async () => {
    const service = await reve(made);
    const environment = { REVE_API_KEY: "papi.env", REVE_BASE_URL: service.url };
    const server = await startServer({ environment, workers: 1, dependencies: { engines: undefined } });
    closing.push(server.close);
    const { id } = await server.run("0 at night");
    expect(await server.ended(id)).toMatchObject({ status_text: "completed", version: "latest" });
    expect(service.received[0].headers.authorization).toBe("Bearer papi.env");
    const { id: embedded } = await server.run("0 at night", { app: "reve/remix@compose@1" });
    expect(await server.ended(embedded)).toMatchObject({ status_text: "completed", version: "compose@1" });
    expect(service.received).toHaveLength(1);
  });

  test("what Reve makes no use of is not ignored in silence", async () => {
    const server = await serve([engineOf(await reve(made))]);
    const images = [`data:image/png;base64,${PNG.toString("base64")}`];
    const input = { images, prompt: "0", plan: { looks: [] }, layers: "psd", hints: null };
    const response = await server.call("POST", "/run", { body: { app: "reve/remix", input } });
    expect(await response.json()).toMatchObject({
      messages: [
        { level: "warning", code: "ignored_field", message: expect.stringContaining("input.plan") },
        { level: "warning", code: "ignored_field", message: expect.stringContaining("input.layers") },
      ],
    });
  });

  test("a violation fails the task plainly, and a broken service says what broke", async () => {
    const service = await reve(json({ ...MADE, content_violation: true }), html(401));
    const server = await serve([engineOf(service)]);
    const errors = [];
    for (const prompt of ["first", "second"]) errors.push((await server.ended((await server.run(prompt)).id)).error);
    expect(errors[0]).toBe("Reve refused the picture as a content violation (request rsid-1)");
    expect(errors[1]).toMatch(/^The engine reve failed: Reve does not accept REVE_API_KEY \(401\)/);
  });

  test("a task is cancelled, by its caller or its deadline, while Reve says nothing", async () => {
    const service = await reve(silence);
    const server = await serve([engineOf(service)]);
    const byCaller = await server.run("first");
    const metadata = { deadline: new Date(Date.now() + 300).toISOString() };
    const byDeadline = await server.run("second", { metadata });
    await service.count(2);
    await server.call("POST", `/tasks/${byCaller.id}/cancel`);
    expect(await server.ended(byCaller.id)).toMatchObject({ status_text: "cancelled" });
    expect(await server.ended(byDeadline.id)).toMatchObject({
      status_text: "cancelled",
      error: expect.stringContaining("deadline"),
    });
  });

  test.each(["reve-remix@20250915", "reve-remix-fast@20251030", "latest-fast"])(
    "without its key %s is a 412 that names the secret, and nothing else is",
    async (version) => {
      const unconfigured = createReve({ apiKey: null, baseUrl: "https://api.reve.test" });
      const server = await serve([createTestEngine(), unconfigured]);
      const input = { images: [`data:image/png;base64,${PNG.toString("base64")}`], prompt: "0", version };
      const response = await server.call("POST", "/run", { body: { app: "reve/remix", input } });
      expect(response.status).toBe(412);
      expect(await response.json()).toMatchObject({
        code: "requirements_not_met",
        satisfied: false,
        errors: [{ type: "secret", key: "REVE_API_KEY", message: expect.stringContaining(version) }],
      });
      const wrong = await server.call("POST", "/run", { body: { app: "reve/remix", input: { ...input, prompt: "" } } });
      expect(wrong.status).toBe(422);
    },
  );
});
