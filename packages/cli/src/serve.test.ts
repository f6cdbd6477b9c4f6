import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inference } from "@pastiche/client";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BEAR, pastiche, type Started, start, TABLE } from "../test/pastiche.ts";
import { checkClient } from "./client-check.ts";

const PROMPT = "the bear from 0 on the table from 1";
const ROOT = join(import.meta.dirname, "../../..");
let folder: string;
let small: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-serve-"));
  small = [join(folder, "bear.jpg"), join(folder, "table.jpg")];
  await sharp(BEAR).resize(256).toFile(small[0]);
  await sharp(TABLE).resize(256).toFile(small[1]);
});
afterAll(() => rm(folder, { recursive: true }));

async function serve(env: NodeJS.ProcessEnv = {}, port = "0") {
  const started = start(["serve", "--port", port, "--workers", "1", "--data-dir", join(folder, "data")], { env });
  const told = await started.until(/listens at .*\n/);
  return { ...started, url: /http:\/\/[\d.:]+/.exec(told)?.[0] ?? "", key: /inf_\w+/.exec(told)?.[0] ?? "" };
}

async function stop({ child, ended }: Started) {
  child.kill("SIGTERM");
  return ended;
}

// One server, and one data directory, through all that may happen to it: a start takes most of the time here.
describe("a server", () => {
  let server: Awaited<ReturnType<typeof serve>>;
  let key: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    server = await serve();
    key = server.key;
    env = { INFERENCE_API_KEY: key, INFERENCE_BASE_URL: server.url };
  });

  test("prints its URL and a key at the first start", () => {
    expect(key).toMatch(/^inf_\w{20,}$/);
  });

  test("killed at work and started again, finishes what a client waits for, and prints no key any more", async () => {
    const first = server;
    const result = await inference({ baseUrl: first.url, apiKey: key }).run(
      { app: "reve/remix", input: { prompt: PROMPT, images: small } },
      {
        async onUpdate({ status_text }) {
          if (status_text !== "running" || server !== first) return;
          first.child.kill("SIGKILL");
          await first.ended;
          server = await serve({}, new URL(first.url).port);
        },
      },
    );
    expect(result).toMatchObject({ status_text: "completed", progress: 100, output: { image: expect.any(String) } });
    expect(server).toMatchObject({ url: first.url, key: "" });
    expect(server).not.toBe(first);
  });

  test("knows at once of keys that are made and revoked beside it", async () => {
    const flags = ["--data-dir", join(folder, "data")];
    const limits = ["--rate", "60", "--concurrency", "2", "--budget", "3000"];
    const [made, limited] = await Promise.all([
      pastiche(["keys", "create", "the shop", ...flags]),
      pastiche(["keys", "create", "limited", ...limits, ...flags]),
    ]);
    expect(limited.code).toBe(0);
    const secret = made.out.trim();
    expect(secret).toMatch(/^inf_\w+$/);
    const shop = inference({ baseUrl: server.url, apiKey: secret });
    const id = (await shop.keys.list()).find(({ name }) => name === "the shop")?.id ?? "";
    const { out } = await pastiche(["keys", "list", ...flags]);
    expect(out).toContain(`${id}  ${secret.slice(0, 8)}…  the shop`);
    expect(out).toMatch(/ first key .* {2}admin {2}\d+ credits spent\n/);
    expect(out).toMatch(/ limited .* {2}60 a minute {2}2 at once {2}0 of 3000 credits spent\n/);
    expect(await pastiche(["keys", "revoke", id, ...flags])).toMatchObject({ code: 0 });
    await expect(shop.keys.list()).rejects.toMatchObject({ status: 401 });
    const again = await pastiche(["keys", "revoke", id, ...flags]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining(id) });
  });

  test("makes the same picture as remix, and run tells the same", async () => {
    const [here, there] = [join(folder, "here.png"), join(folder, "there.png")];
    const [ran, { out }] = await Promise.all([
      pastiche(["run", PROMPT, ...small, "-o", there, "--json", "--seed", "3"], { env }),
      pastiche(["remix", PROMPT, ...small, "-o", here, "--json", "--seed", "3"]),
    ]);
    expect(ran).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+% composing$/m) });
    const [remote, local] = [JSON.parse(ran.out), JSON.parse(out)];
    expect(remote).toMatchObject({ path: there, width: local.width, height: local.height, seed: 3, plan: local.plan });
    const steps = ({ timings }: { timings: { step: string }[] }) => timings.map(({ step }) => step);
    expect(steps(remote)).toEqual(expect.arrayContaining(steps(local)));
    const pixels = (path: string) => sharp(path).raw().toBuffer();
    expect((await pixels(here)).equals(await pixels(there))).toBe(true);
  });

  test("answers the README's curl", async () => {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const [, script] = /^```sh\n(printf .*?)^```$/ms.exec(readme) ?? [];
    const command = script.replace("http://127.0.0.1:4700", server.url);
    const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd: ROOT, env: { ...process.env, ...env } });
    expect(JSON.parse(stdout)).toMatchObject({ success: true, data: { status_text: "completed" } });
  });

  test("says what was not done", async () => {
    const args = ["run", "a collage of 0 and 1, smiling", ...small, "-o", join(folder, "smiling.png")];
    expect(await pastiche(args, { env })).toMatchObject({ code: 0, err: expect.stringMatching(/^not done: smiling/m) });
  });

  test("is told to cancel by a Ctrl-C, and nothing is left", async () => {
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
    const client = inference({ baseUrl: server.url, apiKey: key });
    await expect(client.tasks.wait(id)).rejects.toMatchObject({ code: "task_cancelled" });
    expect((await readdir(folder)).filter((name) => name.includes("cancelled"))).toEqual([]);
  });

  test("is told apart from no server, from a key that is wrong, and from a version that it has not", async () => {
    const args = ["run", PROMPT, ...small, "-o", join(folder, "no.png")];
    const [wrong, nobody, none] = await Promise.all([
      pastiche(args, { env: { ...env, INFERENCE_API_KEY: "inf_wrong" } }),
      pastiche([...args, "--server", "http://127.0.0.1:9"], { env }),
      pastiche([...args, "--version", "none@1"], { env }),
    ]);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/^pastiche: .*\n$/) });
    expect(nobody).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^pastiche: Cannot reach http:\/\/127.0.0.1:9: .*\n$/),
    });
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/none@1.*\n$/) });
  });

  test("is well for doctor with its own key, and not with another", async () => {
    expect(await checkClient(env)).toMatchObject({ ok: true });
    const wrong = await checkClient({ ...env, INFERENCE_API_KEY: "inf_wrong" });
    expect(wrong).toMatchObject({ ok: false, detail: `${server.url} refuses INFERENCE_API_KEY` });
  });

  test("ends well at a SIGTERM, and takes the key of its environment at the next start without printing it", async () => {
    expect(await stop(server)).toMatchObject({ code: 0, err: expect.stringMatching(/^Stopping.*\n$/) });
    server = await serve({ PASTICHE_API_KEY: "inf_given_by_hand" });
    const client = inference({ baseUrl: server.url, apiKey: "inf_given_by_hand" });
    expect(await client.apps.get("reve/remix")).toMatchObject({ namespace: "reve", name: "remix" });
    expect((await stop(server)).out).not.toContain("inf_");
  });
});

test("a port in use, a setting that cannot be and a damaged database are one line each", async () => {
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
  await mkdir(join(folder, "damaged"));
  await writeFile(join(folder, "damaged", "pastiche.db"), "no database, though as long as the head of one".repeat(99));
  const damaged = await pastiche(["keys", "list", "--data-dir", join(folder, "damaged")]);
  expect(damaged).toMatchObject({ code: 1, err: expect.stringMatching(/^pastiche: .*pastiche\.db is damaged.*\n$/) });
});

test("doctor says what is configured, and how to mend what is broken", async () => {
  const flags = ["--workers", "1", "--data-dir", join(folder, "new")];
  const options = { env: { INFERENCE_API_KEY: "" } };
  const [well, ill] = await Promise.all([
    pastiche(["doctor", ...flags], options),
    pastiche(["doctor", "--host", "0.0.0.0", ...flags], options),
  ]);
  expect(well).toMatchObject({ code: 0, out: expect.stringMatching(/^ok {5}data directory: .*will be made/m) });
  expect(well.out).toMatch(/^not configured client: INFERENCE_API_KEY is not set\n.*pastiche keys create/m);
  expect(ill).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^broken public URL: .*\n.*Set PASTICHE_PUBLIC_URL/m),
  });
  expect(await readdir(folder)).not.toContain("new");
});
