import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OLDER_NODE } from "../test/pastiche.ts";

const BIN = fileURLToPath(new URL("../bin/pastiche.js", import.meta.url));

/** A program in the place of pastiche that tells what reached it. */
const PROGRAM = `
  process.on("SIGTERM", () => process.exit(41));
  const [what] = process.argv.slice(2);
  if (what === "die") process.kill(process.pid, "SIGKILL");
  if (what === "wait") { setInterval(() => undefined, 1000); console.log("waiting"); }
  else process.stdin.pipe(process.stdout).on("unpipe", () => process.exit(Number(what)));
`;

describe.skipIf(OLDER_NODE === null)("the launcher in a Node that is too old", () => {
  let folder: string;
  const launch = (bin: string, ...args: string[]) => spawn(OLDER_NODE ?? "", [bin, ...args]);
  const ended = (child: ChildProcess) => once(child, "close");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pastiche-launcher-"));
    await Promise.all(
      ["bin", "src", "node_modules/node/bin"].map((name) => mkdir(join(folder, name), { recursive: true })),
    );
    await copyFile(BIN, join(folder, "bin/pastiche.js"));
    await writeFile(join(folder, "package.json"), '{"type": "module"}');
    await writeFile(join(folder, "src/main.ts"), PROGRAM);
    await symlink(process.execPath, join(folder, "node_modules/node/bin/node"));
    await brought(process.versions.node);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const brought = (version: string) =>
    writeFile(join(folder, "node_modules/node/package.json"), JSON.stringify({ version }));

  test("starts the one that npm has brought, and passes streams and the exit code on", async () => {
    const child = launch(join(folder, "bin/pastiche.js"), "7");
    const told = text(child.stdout);
    child.stdin.end("through and through");
    expect(await ended(child)).toEqual([7, null]);
    expect(await told).toBe("through and through");
  });

  test("passes signals on, in both directions", async () => {
    const waiting = launch(join(folder, "bin/pastiche.js"), "wait");
    await once(waiting.stdout, "data");
    waiting.kill("SIGTERM");
    expect(await ended(waiting)).toEqual([41, null]);
    expect(await ended(launch(join(folder, "bin/pastiche.js"), "die"))).toEqual([null, "SIGKILL"]);
  });

  test("says what is wrong where there is no newer one", async () => {
    await brought("20.1.0");
    const child = launch(join(folder, "bin/pastiche.js"), "0");
    const told = text(child.stderr);
    expect(await ended(child)).toEqual([1, null]);
    expect(await told).toMatch(/^pastiche needs Node 24 or newer, and this is v\d+\..*\n$/);
    await brought(process.versions.node);
  });

  test("starts the real program", async () => {
    const child = launch(BIN, "--version");
    const told = text(child.stdout);
    expect(await ended(child)).toEqual([0, null]);
    expect(await told).toBe("0.1.0\n");
  });
});
