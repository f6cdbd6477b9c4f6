import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inference } from "@pastiche/client";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BEAR, pastiche, type Started, start, TABLE } from "../test/pastiche.ts";

const PROMPT = "the bear from 0 on the table from 1";
let folder: string;
let small: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-serve-"));
  small = [join(folder, "bear.jpg"), join(folder, "table.jpg")];
  await sharp(BEAR).resize(256).toFile(small[0]);
  await sharp(TABLE).resize(256).toFile(small[1]);
});
afterAll(() => rm(folder, { recursive: true }));

async function serve(dataDir: string, env: NodeJS.ProcessEnv = {}) {
  const started = start(["serve", "--port", "0", "--workers", "1", "--data-dir", join(folder, dataDir)], { env });
  const told = await started.until(/listens at .*\n/);
  return { ...started, url: /http:\/\/[\d.:]+/.exec(told)?.[0] ?? "", key: /inf_\w+/.exec(told)?.[0] ?? "" };
}

async function stop({ child, ended }: Started) {
  child.kill("SIGTERM");
  return ended;
}

test("the first start prints the URL and a key, the next one no key; SIGTERM ends both well", async () => {
  const first = await serve("twice");
  expect(first.key).toMatch(/^inf_\w{20,}$/);
  expect(await stop(first)).toMatchObject({ code: 0, err: expect.stringMatching(/^Stopping.*\n$/) });
  const second = await serve("twice");
  expect(second.key).toBe("");
  const client = inference({ baseUrl: second.url, apiKey: first.key });
  expect(await client.apps.get("reve/remix")).toMatchObject({ namespace: "reve", name: "remix" });
  const { out } = await stop(second);
  expect(out).not.toContain(first.key);
});

test("a run outlives its server: killed at work and started again, it finishes what the client waits for", async () => {
  const first = await serve("killed");
  let second: Started | undefined;
  const result = await inference({ baseUrl: first.url, apiKey: first.key }).run(
    { app: "reve/remix", input: { prompt: PROMPT, images: small } },
    {
      async onUpdate({ status_text }) {
        if (status_text !== "running" || second !== undefined) return;
        first.child.kill("SIGKILL");
        await first.ended;
        second = start(["serve", "--port", new URL(first.url).port, "--data-dir", join(folder, "killed")]);
      },
    },
  );
  expect(second).toBeDefined();
  expect(result).toMatchObject({ status_text: "completed", progress: 100, output: { image: expect.any(String) } });
  if (second !== undefined) await stop(second);
});

test("a key from the environment is the key, and is not printed", async () => {
  const started = await serve("given", { PASTICHE_API_KEY: "inf_given_by_hand" });
  expect(await inference({ baseUrl: started.url, apiKey: "inf_given_by_hand" }).keys.list()).toHaveLength(1);
  expect((await stop(started)).out).not.toContain("inf_");
});

test("a port in use, and a setting that cannot be, are one line each", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const taken = await pastiche(["serve", "--port", port, "--data-dir", join(folder, "taken")]);
  other.close();
  expect(taken).toMatchObject({
    code: 1,
    out: "",
    err: `pastiche: Cannot serve: port ${port} is in use; stop what listens there, or take another with --port\n`,
  });
  const wrong = await pastiche(["serve", "--data-dir", join(folder, "wrong")], { env: { PASTICHE_MAX_QUEUE: "many" } });
  expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/^pastiche: .*PASTICHE_MAX_QUEUE.*\n$/) });
});

test("keys are made, listed and revoked while the server runs", async () => {
  const started = await serve("keys");
  const flags = ["--data-dir", join(folder, "keys")];
  const made = await pastiche(["keys", "create", "the shop", ...flags]);
  const key = made.out.trim();
  expect(key).toMatch(/^inf_\w+$/);
  const shop = inference({ baseUrl: started.url, apiKey: key });
  const id = (await shop.keys.list()).find(({ name }) => name === "the shop")?.id ?? "";
  expect((await pastiche(["keys", "list", ...flags])).out).toContain(`${id}  ${key.slice(0, 8)}…  the shop`);
  expect(await pastiche(["keys", "revoke", id, ...flags])).toMatchObject({ code: 0 });
  await expect(shop.keys.list()).rejects.toMatchObject({ status: 401 });
  expect(await pastiche(["keys", "revoke", id, ...flags])).toMatchObject({ code: 1, err: expect.stringContaining(id) });
  const limits = ["--rate", "60", "--concurrency", "2", "--budget", "3000"];
  expect(await pastiche(["keys", "create", "limited", ...limits, ...flags])).toMatchObject({ code: 0 });
  const listed = await pastiche(["keys", "list", ...flags]);
  expect(listed.out).toMatch(/ first key .* {2}admin {2}0 credits spent\n/);
  expect(listed.out).toMatch(/ limited .* {2}60 a minute {2}2 at once {2}0 of 3000 credits spent\n/);
  expect(await pastiche(["keys", "create", "x", "--rate", "0", ...flags])).toMatchObject({ code: 2 });
  expect(await pastiche(["keys", "list", "--data-dir", join(folder, "none")])).toMatchObject({ code: 2 });
  await stop(started);
});

test("doctor says what is configured, and how to mend what is broken", async () => {
  const well = await pastiche(["doctor", "--workers", "1", "--data-dir", join(folder, "new")]);
  expect(well).toMatchObject({ code: 0, out: expect.stringMatching(/^ok {5}data directory: .*will be made/m) });
  const ill = await pastiche(["doctor", "--host", "0.0.0.0", "--workers", "1", "--data-dir", join(folder, "new")]);
  expect(ill).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^broken public URL: .*\n.*Set PASTICHE_PUBLIC_URL/m),
  });
  expect(await readdir(folder)).not.toContain("new");
});

describe("run", () => {
  let server: Awaited<ReturnType<typeof serve>>;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    server = await serve("run");
    env = { INFERENCE_API_KEY: server.key, INFERENCE_BASE_URL: server.url };
  });
  afterAll(() => stop(server));

  test("makes the same picture as remix, on a server, and tells the same", async () => {
    const [here, there] = [join(folder, "here.png"), join(folder, "there.png")];
    const ran = await pastiche(["run", PROMPT, ...small, "-o", there, "--json", "--seed", "3"], { env });
    expect(ran).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+% composing$/m) });
    const { out } = await pastiche(["remix", PROMPT, ...small, "-o", here, "--json", "--seed", "3"]);
    const [remote, local] = [JSON.parse(ran.out), JSON.parse(out)];
    expect(remote).toMatchObject({ path: there, width: local.width, height: local.height, seed: 3, plan: local.plan });
    const steps = ({ timings }: { timings: { step: string }[] }) => timings.map(({ step }) => step);
    expect(steps(remote)).toEqual(expect.arrayContaining(steps(local)));
    const pixels = (path: string) => sharp(path).raw().toBuffer();
    expect((await pixels(here)).equals(await pixels(there))).toBe(true);
  });

  test("Ctrl-C cancels on the server, and leaves nothing", async () => {
    const path = join(folder, "cancelled.png");
    const { child, ended, until } = start(
      ["run", PROMPT, BEAR, TABLE, "-o", path, "--test-time-scaling", "5", "--upscale", "4"],
      { env },
    );
    await until(/cutting out/);
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect({ code, err }).toEqual({ code: 130, err: expect.stringMatching(/pastiche: interrupted\n$/) });
    const id = /to cancel (task_\w+)\n/.exec(err)?.[1] ?? "";
    const client = inference({ baseUrl: server.url, apiKey: server.key });
    await expect(client.tasks.wait(id)).rejects.toMatchObject({ code: "task_cancelled" });
    expect((await readdir(folder)).filter((name) => name.includes("cancelled"))).toEqual([]);
  });

  test("a wrong key, no key and no server are one line each", async () => {
    const args = ["run", PROMPT, BEAR, TABLE, "-o", join(folder, "no.png")];
    const wrong = await pastiche(args, { env: { ...env, INFERENCE_API_KEY: "inf_wrong" } });
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/^pastiche: .*\n$/) });
    const none = await pastiche(args, { env: { ...env, INFERENCE_API_KEY: "" } });
    expect(none).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^pastiche: No API key: set INFERENCE_API_KEY.*\n$/),
    });
    const nobody = await pastiche([...args, "--server", "http://127.0.0.1:9"], { env });
    expect(nobody).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^pastiche: Cannot reach http:\/\/127.0.0.1:9: .*\n$/),
    });
  });

  test("what the server finds wrong is exit code 2", async () => {
    const args = ["run", PROMPT, BEAR, TABLE, "-o", join(folder, "no.png"), "--version", "none@1"];
    expect(await pastiche(args, { env })).toMatchObject({ code: 2, err: expect.stringMatching(/none@1.*\n$/) });
  });
});
