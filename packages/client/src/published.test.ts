import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMPLETED, json, lines, loopback, task } from "../test/loopback.ts";

const build = fileURLToPath(new URL("../build.ts", import.meta.url));
const tsc = fileURLToPath(new URL("../../../node_modules/.bin/tsc", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-client-"));
  execFileSync(process.execPath, [build, join(folder, "built")]);
  execFileSync("npm", ["pack", join(folder, "built"), "--pack-destination", folder], { stdio: "ignore" });
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  await writeFile(join(folder, "package.json"), '{"private": true, "type": "module"}');
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${tarball}`], {
    cwd: folder,
    stdio: "ignore",
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what is installed is the client alone, without any dependency", async () => {
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  expect(Object.keys(lock.packages)).toEqual(["", "node_modules/@pastiche/client"]);
  expect(lock.packages["node_modules/@pastiche/client"].dependencies).toBeUndefined();
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

/** The Node that the machine's owner has, not the one that this workspace brings along. */
function machinesNode(): string {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((path) => !path.includes("node_modules"));
  return folders.map((path) => join(path, "node")).find((path) => existsSync(path)) ?? process.execPath;
}
