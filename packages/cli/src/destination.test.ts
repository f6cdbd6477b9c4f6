import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { lstat, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTo } from "./destination.ts";

const BYTES = Buffer.from("a picture, more or less");
const never = new AbortController().signal;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-destination-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a link stays, and what it leads to is replaced, or made where nothing was", async () => {
  const target = join(folder, "target.png");
  await symlink("target.png", join(folder, "near.png"));
  await symlink(join(folder, "near.png"), join(folder, "far.png"));
  for (const before of ["nothing", "an older picture"]) {
    if (before !== "nothing") await writeFile(target, before);
    const older = await stat(target).catch(() => null);
    await writeTo(join(folder, "far.png"), BYTES, never);
    expect(await readFile(target)).toEqual(BYTES);
    expect((await stat(target)).ino).not.toBe(older?.ino);
    expect(await readlink(join(folder, "near.png"))).toBe("target.png");
    await rm(target);
  }
  expect((await readdir(folder)).sort()).toEqual(["far.png", "near.png"]);
});

test.skipIf(!existsSync("/dev/full"))("a device is written to, and what it refuses is told by its name", async () => {
  await writeTo("/dev/null", BYTES, never);
  await expect(writeTo("/dev/full", BYTES, never)).rejects.toMatchObject({
    name: "Failure",
    message: "Cannot write /dev/full: no space left on device",
  });
  for (const device of ["/dev/null", "/dev/full"]) expect((await lstat(device)).isCharacterDevice()).toBe(true);
});

test("a FIFO is written to once somebody reads it, and until then the wait can be ended", async () => {
  const fifo = join(folder, "fifo.png");
  execFileSync("mkfifo", [fifo]);
  const waiting = new AbortController();
  const ended = expect(writeTo(fifo, BYTES, waiting.signal)).rejects.toThrow("enough");
  waiting.abort(new Error("enough"));
  await ended;
  const written = writeTo(fifo, BYTES, never);
  expect(await readFile(fifo)).toEqual(BYTES);
  await written;
  expect((await lstat(fifo)).isFIFO()).toBe(true);
});

test("a socket is written to", async () => {
  const path = join(folder, "socket");
  const server = createServer().listen(path);
  await once(server, "listening");
  const received = once(server, "connection").then(([socket]) => buffer(socket));
  await writeTo(path, BYTES, never);
  expect(await received).toEqual(BYTES);
  server.close();
});

test("what goes wrong is told by the name that was asked for", async () => {
  const path = join(folder, "gone", "out.png");
  await expect(writeTo(path, BYTES, never)).rejects.toMatchObject({
    name: "Failure",
    message: `Cannot write ${path}: no such file or directory`,
  });
});
