import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseOutput, writeOutput } from "./output.ts";

const opaque = { transparency: false };
const never = new AbortController().signal;
let folder: string;
let png: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-output-"));
  png = await sharp({ create: { width: 6, height: 4, channels: 4, background: "#ff000080" } })
    .png()
    .toBuffer();
});
afterAll(() => rm(folder, { recursive: true }));

test("an input is never overwritten, by whatever name it goes", async () => {
  const path = join(folder, "in.png");
  const link = join(folder, "link.png");
  await writeFile(path, png);
  await symlink(path, link);
  for (const name of [path, link, join(folder, "..", folder.split("/").at(-1) ?? "", "in.png")]) {
    await expect(parseOutput(name, [{ kind: "path", path }], opaque)).rejects.toThrow("would be overwritten");
  }
});

test.skipIf(!existsSync("/proc/self/fd"))(
  "a pipe, which the shell passes by a name that leads nowhere, is written to, and is no image",
  async () => {
    const path = join(folder, "plain.png");
    await writeFile(path, png);
    const child = spawn("sleep", ["9"], { stdio: ["pipe", "ignore", "ignore"] });
    const pipe = `/proc/${child.pid}/fd/0`;
    try {
      expect(await parseOutput(pipe, [{ kind: "path", path }], opaque)).toEqual({ path: pipe, format: "png" });
      await expect(parseOutput(path, [{ kind: "path", path: pipe }], opaque)).resolves.toMatchObject({ path });
    } finally {
      child.kill();
    }
  },
);

test("a missing folder, a folder, an unknown extension and a JPEG with transparency are told before any work", async () => {
  await expect(parseOutput(join(folder, "no/out.png"), [], opaque)).rejects.toThrow("There is no folder");
  await expect(parseOutput(folder, [], opaque)).rejects.toThrow("is a directory");
  await expect(parseOutput("out.gif", [], opaque)).rejects.toThrow('.png, .jpg or .webp, received "out.gif"');
  await expect(parseOutput("out.jpg", [], { transparency: true })).rejects.toThrow("write out.png or .webp instead");
});

test("the standard output is no file, by whatever name it goes", async () => {
  for (const name of ["-", "/dev/stdout", "/dev/fd/1"]) {
    expect(await parseOutput(name, [], opaque)).toEqual({ path: null, format: "png" });
  }
});

test("a link into a folder that is missing is told before any work, and so is one that goes in a circle", async () => {
  await symlink("nowhere/out.png", join(folder, "dangling.png"));
  await expect(parseOutput(join(folder, "dangling.png"), [], opaque)).rejects.toThrow("There is no folder");
  await symlink("circle.png", join(folder, "circle.png"));
  await expect(parseOutput(join(folder, "circle.png"), [], opaque)).rejects.toThrow("circle.png");
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be written is told before any work", async () => {
  const sealed = join(folder, "sealed");
  await mkdir(sealed, { mode: 0o500 });
  const told = `Cannot write ${join(sealed, "out.png")}: the permissions of ${sealed} forbid it`;
  await expect(parseOutput(join(sealed, "out.png"), [], opaque)).rejects.toThrow(told);
});

test("the extension decides the format, and nothing else is left in the folder", async () => {
  for (const [name, format] of [
    ["a.png", "png"],
    ["a.JPG", "jpeg"],
    ["a.webp", "webp"],
    ["a", "png"],
  ]) {
    const path = join(folder, name);
    await writeOutput(await parseOutput(path, [], opaque), png, never);
    expect(await sharp(await readFile(path)).metadata()).toMatchObject({ format, width: 6, height: 4 });
  }
  expect((await readdir(folder)).filter((name) => name.includes(".part"))).toEqual([]);
});

test("after an abort nothing is written", async () => {
  const path = join(folder, "late.png");
  await expect(writeOutput({ path, format: "webp" }, png, AbortSignal.abort())).rejects.toThrow();
  expect(await readdir(folder)).not.toContain("late.png");
});
