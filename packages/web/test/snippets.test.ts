import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PNG } from "../../server/src/testing/pictures.ts";
import { type Receiver, startReceiver } from "../../server/src/testing/receiver.ts";
import { KEY, startServer, Task, type TestServer } from "../../server/src/testing/test-server.ts";
import { inferenceSnippet, mcpSettings, openAiSnippet, reveSnippet } from "../src/reference/dialects.ts";
import {
  type Ask,
  filesSnippet,
  runSnippet,
  type Snippet,
  secretSnippet,
  streamSnippet,
  VERIFY,
  webhookSnippet,
} from "../src/reference/snippets.ts";

// What the page shows is run as it stands, on a real server: the same characters that the copy button gives.

const root = fileURLToPath(new URL("../../../", import.meta.url));
const run = promisify(execFile);
const isAtHand = (program: string) => {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn(`SKIPPED: the snippets that need ${program}, which is not at hand`);
    return false;
  }
};
const hasCurl = process.platform !== "win32" && isAtHand("curl");
const hasPython = isAtHand("python3");

const AWKWARD = [
  'it\'s "0" on `1` with $HOME, $(whoami), $$, 100% and a trailing \\',
  "0 on\ntwo lines\r\nand\ta tab",
  "0 as 😀 雪 👩‍🚀, \u2028 and \u202e and \u0001",
  "'; echo 0 '\\'' \"\\\" \\n \\u0041 */ // # <!-- </script> {0} %s !! ~ *",
];
const PICTURE = 'it\'s a $bear; "1" (2).png';

let server: TestServer;
let receiver: Receiver;
let folder: string;
let uri: string;

beforeAll(async () => {
  server = await startServer({ environment: { PASTICHE_ALLOW_HOSTS: "127.0.0.1" } });
  receiver = await startReceiver((_, response) => response.writeHead(204).end());
  folder = await mkdtemp(join(tmpdir(), "pastiche-snippets-"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  await writeFile(join(folder, PICTURE), PNG);
  await writeFile(join(folder, "inferencesh.py"), STAND_IN);
  const form = new FormData();
  form.append("file", new File([PNG], "table.png"));
  const headers = { authorization: `Bearer ${KEY}`, "x-api-version": "2" };
  const uploaded = await fetch(`${server.url}/files`, { method: "POST", headers, body: form });
  uri = z.object({ uri: z.string() }).parse(await uploaded.json()).uri;
});
afterAll(async () => {
  await Promise.all([server.close(), receiver.close()]);
  await rm(folder, { recursive: true });
});

/** PyPI inferencesh needs what is not at hand here. What the snippets call it with is told; what it then sends is tested with the server. */
const STAND_IN = `
import json, sys

class Client:
    def run(self, params, **options):
        print(json.dumps({"params": params, "options": options}))
        sys.exit()

def inference(base_url, api_key):
    assert api_key == "${KEY}"
    return Client()
`;

function asking(prompt: string): Ask {
  return {
    baseUrl: server.url,
    input: {
      prompt,
      images: [PICTURE, uri],
      aspect_ratio: "3:2",
      version: "noop@1",
      test_time_scaling: 2,
      upscale_factor: 2,
      remove_background: true,
      seed: 7,
      hints: [{ box: { x: 0, y: 0, width: 1, height: 1 }, keep: [{ x: 0, y: 0 }] }, null],
    },
    names: [PICTURE, "table.png"],
    webhook: `${receiver.url}/webhook`,
  };
}

const environment = () => ({ ...process.env, INFERENCE_API_KEY: KEY });
const options = (more: Record<string, string> = {}) => ({ cwd: folder, env: { ...environment(), ...more } });

let files = 0;
async function runTypescript(text: string): Promise<string> {
  const file = `snippet-${files++}.ts`;
  await writeFile(join(folder, file), text);
  return (await run(process.execPath, [file], options())).stdout;
}

async function runShell(text: string, more?: Record<string, string>): Promise<string> {
  return (await run("sh", ["-euc", text], options(more))).stdout;
}

async function runPython(text: string, more?: Record<string, string>): Promise<string> {
  return (await run("python3", ["-c", text], { ...options(more), encoding: "utf8" })).stdout;
}

/** The one task with this prompt, once it has ended. */
async function taskOf(prompt: string): Promise<Task> {
  const Page = z.object({ items: z.array(Task) });
  const { items } = await server.data(Page, "POST", "/tasks/list", { limit: 100 });
  const found = items.filter(({ input }) => input.prompt === prompt);
  expect(found.map(({ input }) => input.prompt)).toEqual([prompt]);
  return server.ended(found[0].id);
}

async function expectRun(prompt: string): Promise<Task> {
  const task = await taskOf(prompt);
  const { prompt: _, images, ...settings } = asking(prompt).input;
  expect(task).toMatchObject({ status_text: "completed", input: settings });
  expect(task.input.images).toHaveLength(2);
  expect(uri).toContain(task.input.images[1]);
  return task;
}

describe.each(AWKWARD)("with the prompt %j", (awkward) => {
  test("TypeScript runs it", async () => {
    const prompt = `${awkward} in TypeScript`;
    const told = await runTypescript(runSnippet(asking(prompt)).typescript.text);
    const { output } = await expectRun(prompt);
    expect(told).toBe(`${output?.image}\n`);
  });

  test.skipIf(!hasCurl)("curl runs it", async () => {
    const prompt = `${awkward} in curl`;
    const told = JSON.parse(await runShell(runSnippet(asking(prompt)).curl.text));
    expect(told.data).toMatchObject({ status_text: "completed", input: { prompt } });
    await expectRun(prompt);
  });

  test.skipIf(!hasPython)("Python hands it to its client, as it was typed", async () => {
    const ask = asking(awkward);
    const params = { app: "reve/remix", input: ask.input };
    const calls: [Snippet, object, object][] = [
      [runSnippet(ask), params, {}],
      [streamSnippet(ask), params, { stream: true }],
      [filesSnippet(ask), params, {}],
      [webhookSnippet(ask), { ...params, webhook: ask.webhook }, { wait: false }],
    ];
    const told = await Promise.all(calls.map(([snippet]) => runPython(snippet.python.text)));
    expect(told.map((line) => JSON.parse(line))).toEqual(
      calls.map(([, sent, how]) => ({ params: sent, options: how })),
    );
  });
});

test("TypeScript follows a run as it goes on", async () => {
  const prompt = "sleep 300 'it`s'";
  const told = await runTypescript(streamSnippet(asking(prompt)).typescript.text);
  const { output } = await expectRun(prompt);
  expect(told).toContain("progress: 25%\n");
  expect(told.endsWith(`output: ${output?.image}\n`)).toBe(true);
});

test.skipIf(!hasCurl)("curl follows a run as it goes on", async () => {
  const prompt = "sleep 300 'it's'";
  const lines = (await runShell(streamSnippet(asking(prompt)).curl.text)).trim().split("\n");
  const { id } = await expectRun(prompt);
  expect(lines.length).toBeGreaterThan(2);
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ id, status_text: "completed" });
});

test.each(["typescript", "curl"] as const)("files go up and the result comes down (%s)", async (language) => {
  if (language === "curl" && !hasCurl) return;
  const prompt = `0's files in ${language}`;
  const { text } = filesSnippet(asking(prompt))[language];
  await (language === "curl" ? runShell(text) : runTypescript(text));
  await expectRun(prompt);
  expect(await takeResult()).toEqual(PNG);
});

describe("a webhook", () => {
  test.each(["typescript", "curl"] as const)("is asked for and comes (%s)", async (language) => {
    if (language === "curl" && !hasCurl) return;
    const prompt = `0's webhook in ${language}`;
    const { text } = webhookSnippet(asking(prompt))[language];
    await (language === "curl" ? runShell(text) : runTypescript(text));
    const { id } = await expectRun(prompt);
    await expect.poll(() => receiver.received.map(({ body }) => JSON.parse(body).id)).toContain(id);
  });

  test("is told from another's", async () => {
    const prompt = "0 to be signed";
    const sent = await server.run(prompt, { webhook: `${receiver.url}/signed` });
    const find = () => receiver.received.find(({ body }) => JSON.parse(body).id === sent.id);
    await expect.poll(find).toBeDefined();
    const { headers = {}, body = "" } = find() ?? {};
    const Secret = z.object({ secret: z.string() });
    const PASTICHE_WEBHOOK_SECRET = (await server.data(Secret, "GET", "/webhooks/secret")).secret;
    const message = JSON.stringify({ headers, body });

    await writeFile(join(folder, "receive.ts"), VERIFY.typescript.text);
    const harness = `import { receive } from "./receive.ts";
      const { headers, body } = JSON.parse(process.env.MESSAGE);
      const post = (body) => receive(new Request("http://here/", { method: "POST", headers: {
        "webhook-id": headers["webhook-id"], "webhook-timestamp": headers["webhook-timestamp"],
        "webhook-signature": headers["webhook-signature"] }, body }));
      console.log((await post(body)).status, await post(body + " ").catch((error) => error.code));`;
    await writeFile(join(folder, "harness.js"), harness);
    const env = { MESSAGE: message, PASTICHE_WEBHOOK_SECRET };
    const { stdout } = await run(process.execPath, ["harness.js"], options(env));
    expect(stdout).toContain(sent.id);
    expect(stdout.endsWith("204 invalid_webhook\n")).toBe(true);

    if (hasPython) {
      const check = `import json
message = json.loads(os.environ["MESSAGE"])
body = message["body"].encode()
print(is_ours(message["headers"], body), is_ours(message["headers"], body + b" "))`;
      expect(await runPython(`${VERIFY.python.text}\n${check}`, env)).toBe("True False\n");
    }
    if (hasCurl) {
      const [id, timestamp] = [headers["webhook-id"], headers["webhook-timestamp"]].map(String);
      const signature = await runShell(VERIFY.curl.text, { id, timestamp, body, PASTICHE_WEBHOOK_SECRET });
      expect(String(headers["webhook-signature"]).split(" ")).toContain(signature.trim());
      const secret = JSON.parse(await runShell(secretSnippet(asking("")).text));
      expect(secret.data.secret).toBe(PASTICHE_WEBHOOK_SECRET);
    }
  });
});

describe("other dialects", () => {
  test.each([
    ["OpenAI", openAiSnippet],
    ["Reve", reveSnippet],
  ] as const)("%s, in TypeScript", async (name, snippet) => {
    const prompt = `${AWKWARD[0]} by ${name} in TypeScript`;
    await runTypescript(snippet(asking(prompt)).typescript.text);
    const { status_text, input } = await taskOf(prompt);
    expect({ status_text, ...input }).toMatchObject({
      status_text: "completed",
      version: "noop@1",
      aspect_ratio: "3:2",
    });
    expect((await takeResult()).subarray(1, 4).toString()).toBe("PNG");
  });

  test.skipIf(!hasCurl)("OpenAI and Reve, in curl", async () => {
    const prompt = `${AWKWARD[3]} by OpenAI in curl`;
    const told = JSON.parse(await runShell(openAiSnippet(asking(prompt)).curl.text));
    expect(told.data).toEqual([{ url: expect.stringContaining(server.url) }]);
    expect(await taskOf(prompt)).toMatchObject({ status_text: "completed" });

    const other = `${AWKWARD[3]} by Reve in curl`;
    await runShell(reveSnippet(asking(other)).curl.text);
    expect(await taskOf(other)).toMatchObject({ status_text: "completed", input: { seed: 7, upscale_factor: 2 } });
    expect((await takeResult()).subarray(1, 4).toString()).toBe("PNG");
  });

  test.skipIf(!hasPython)("Reve, in Python; OpenAI's compiles", async () => {
    const prompt = `${AWKWARD[2]} by Reve in Python`;
    expect(await runPython(reveSnippet(asking(prompt)).python.text)).toMatch(/^\d+ credits\n$/);
    expect(await taskOf(prompt)).toMatchObject({ status_text: "completed" });
    await writeFile(join(folder, "with_openai.py"), openAiSnippet(asking(prompt)).python.text);
    await run("python3", ["-m", "py_compile", "with_openai.py"], options());
  });

  test("inference.sh's client, in a bundle", async () => {
    const prompt = `${AWKWARD[1]} by inference.sh`;
    const entry = join(folder, "inference.ts");
    await writeFile(entry, inferenceSnippet(asking(prompt)).text);
    await build({
      configFile: false,
      root: folder,
      logLevel: "error",
      ssr: { noExternal: true },
      build: { ssr: entry, outDir: join(folder, "bundle"), minify: false },
    });
    const { stdout } = await run(process.execPath, [join(folder, "bundle/inference.js")], options());
    const { output } = await expectRun(prompt);
    expect(stdout).toContain(String(output?.image));
  });

  test("the settings for assistants lead to the tools", async () => {
    const Settings = z.object({
      mcpServers: z.object({ pastiche: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }) }),
    });
    const { url, headers } = Settings.parse(JSON.parse(mcpSettings(asking("")).text)).mcpServers.pastiche;
    const authorization = headers.Authorization.replace("inf_your_key", KEY);
    const client = new Client({ name: "test", version: "1" });
    const requestInit = { headers: { authorization } };
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
    expect((await client.listTools()).tools).toHaveLength(4);
    await client.close();
  });
});

test("all TypeScript compiles in a project with strict settings", async () => {
  const ask = asking(AWKWARD[0]);
  const snippets = [runSnippet, streamSnippet, filesSnippet, webhookSnippet, openAiSnippet, reveSnippet];
  const texts = [...snippets.map((snippet) => snippet(ask).typescript), VERIFY.typescript, inferenceSnippet(ask)];
  const names = await Promise.all(
    texts.map(async ({ text }, index) => {
      await writeFile(join(folder, `typed-${index}.ts`), text);
      return `typed-${index}.ts`;
    }),
  );
  const tsc = join(root, "node_modules/.bin/tsc");
  const strict = ["--noEmit", "--strict", "--target", "es2024", "--module", "nodenext", "--types", "node"];
  const sources = ["--skipLibCheck", "--allowImportingTsExtensions"];
  await run(tsc, [...strict, ...sources, ...names], options());
});

/** The file that a snippet wrote, taken away so that the next cannot pass by it. */
async function takeResult(): Promise<Buffer> {
  const path = join(folder, "remix.png");
  expect(existsSync(path)).toBe(true);
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}
