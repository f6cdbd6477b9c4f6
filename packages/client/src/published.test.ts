import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMPLETED, json, lines, loopback, task } from "../test/loopback.ts";

const build = fileURLToPath(new URL("../build.ts", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
const tsc = join(root, "node_modules/.bin/tsc");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-client-"));
  execFileSync(process.execPath, [build, join(folder, "built")]);
  await writeFile(join(folder, "package.json"), '{"private": true, "type": "module"}');
  // As the README says: the folder, as it is.
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", "./built"], { cwd: folder, stdio: "ignore" });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what is installed is the client alone, without any dependency", async () => {
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  expect(Object.keys(lock.packages).sort()).toEqual(["", "built", "node_modules/@pastiche/client"]);
  expect(lock.packages.built).toMatchObject({ name: "@pastiche/client", engines: { node: ">=20.16" } });
  expect(lock.packages.built.dependencies).toBeUndefined();
});

test("it runs in the machine's own Node, as plain JavaScript", async () => {
  await using server = await loopback({
    "POST /apps/run": (_, response) => json(response, 200, task()),
    "GET /tasks/task_1/stream": (_, response) => lines(response, [task(COMPLETED)]),
  });
  await writeFile(
    join(folder, "run.js"),
    `import { inference } from "@pastiche/client";
     const input = { prompt: "0 at night", images: ["dot.gif"] };
     const result = await inference().run({ app: "reve/remix", input });
     console.log(process.version, result.output.image);`,
  );
  await writeFile(
    join(folder, "dot.gif"),
    Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  );
  const env = { ...process.env, INFERENCE_API_KEY: "inf_test", INFERENCE_BASE_URL: server.url };
  const { stdout } = await promisify(execFile)(machinesNode(), ["run.js"], { cwd: folder, env });
  expect(stdout).toMatch(/^v\d+\.\S+ http:\/\/files\/1\n$/);
  expect(server.to("/put")[0].headers["content-type"]).toBe("image/gif");
});

test("the snippets of both READMEs run as they stand, in the machine's own Node", async () => {
  await using server = await loopback({
    "POST /apps/run": (_, response) => json(response, 200, task()),
    "GET /tasks/task_1/stream"({ headers }, response) {
      const output = { image: `http://${headers.host}/out.png` };
      lines(response, [task({ progress: 50 }), task({ ...COMPLETED, output })]);
    },
    "GET /out.png": (_, response) => void response.end("png"),
  });
  const env = { ...process.env, INFERENCE_API_KEY: "inf_test", INFERENCE_BASE_URL: server.url };
  for (const name of ["bear.jpg", "table.jpg"]) await writeFile(join(folder, name), "a picture");
  const snippets = [...(await snippetsOf("README.md")), ...(await snippetsOf("packages/client/README.md"))];
  const told = await Promise.all(
    snippets.map(async (snippet, index) => {
      const file = `snippet-${index}.js`;
      await writeFile(join(folder, file), snippet);
      return (await promisify(execFile)(machinesNode(), [file], { cwd: folder, env })).stdout;
    }),
  );
  expect(told[0]).toContain("progress: 50%\n");
  expect(told).toHaveLength(4);
});

test("without a process, as in a browser, a Blob is uploaded and a path is told apart", async () => {
  await using server = await loopback({ "POST /apps/run": (_, response) => json(response, 200, task()) });
  await writeFile(
    join(folder, "browser.js"),
    `import { inference } from "@pastiche/client";
     Reflect.deleteProperty(globalThis, "process");
     const client = inference({ apiKey: "inf_test", baseUrl: "${server.url}" });
     const run = (image) => client.run({ app: "reve/remix", input: { prompt: "0", images: [image] } }, { wait: false });
     console.log((await run(new Blob(["picture"]))).id, await run("run.js").catch((error) => error.code));`,
  );
  const { stdout } = await promisify(execFile)(machinesNode(), ["browser.js"], { cwd: folder });
  expect(stdout).toBe("task_1 invalid_file\n");
  expect(server.to("/put")[0].body.toString()).toBe("picture");
});

test("its types stand alone: no Node types, no zod, no other package", async () => {
  await writeFile(
    join(folder, "use.ts"),
    `import { inference, InferenceError, type RemixOutput } from "@pastiche/client";
     const client = inference({ apiKey: "inf_x" });
     const params = { app: "reve/remix" as const, input: { prompt: "0", images: [new Blob([]), "a.png"] } };
     const whole: RemixOutput = (await client.run(params)).output;
     for await (const { progress, output } of client.run(params, { stream: true })) console.log(progress + 1, output?.image);
     const accepted: RemixOutput | null = (await client.run({ ...params, webhook: "https://x.y" }, { wait: false })).output;
     // @ts-expect-error: the prompt is missing
     await client.run({ app: "reve/remix", input: { images: [] } });
     export { whole, accepted, InferenceError };`,
  );
  const options = [
    "--noEmit",
    "--strict",
    "--target",
    "es2024",
    "--lib",
    "es2024,dom,esnext.asynciterable",
    "--module",
    "nodenext",
    "--types",
    "",
  ];
  execFileSync(tsc, [...options, "use.ts"], { cwd: folder, encoding: "utf8" });
});

test("the snippets of the READMEs and docs compile in a project with default settings", async () => {
  for (const name of ["openai", "@inferencesh", "@types", "undici-types"]) {
    await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  const pages = ["README.md", "packages/client/README.md", "docs/server.md", "docs/dialects.md"];
  const snippets = (await Promise.all(pages.map(snippetsOf))).flat();
  const files = await Promise.all(
    snippets.map(async (snippet, index) => {
      await writeFile(join(folder, `snippet-${index}.ts`), snippet);
      return `snippet-${index}.ts`;
    }),
  );
  expect(files.length).toBeGreaterThan(6);
  const options = ["--noEmit", "--strict", "--target", "es2024", "--module", "nodenext", "--types", "node"];
  execFileSync(tsc, [...options, "--skipLibCheck", ...files], { cwd: folder, encoding: "utf8" });
});

async function snippetsOf(page: string): Promise<string[]> {
  const markdown = await readFile(join(root, page), "utf8");
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
}

/** The Node that the machine's owner has, not the one that this workspace brings along. */
function machinesNode(): string {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((path) => !path.includes("node_modules"));
  return folders.map((path) => join(path, "node")).find((path) => existsSync(path)) ?? process.execPath;
}
