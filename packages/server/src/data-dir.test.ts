import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databasePath, filesPath, openDataDir } from "./data-dir.ts";
import { openKeys } from "./keys.ts";
import { startServer } from "./testing/test-server.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-"));
});
afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test("a data directory is made for its user alone, with all that is in it", async () => {
  const server = await startServer();
  const { id } = await server.run("at once");
  const file = /file_\w+/.exec((await server.ended(id)).output?.image ?? "")?.[0] ?? "";
  const path = filesPath(server.dataDir);
  for (const made of [server.dataDir, path, join(path, "incoming"), join(path, file.slice(-2))]) {
    expect([made, await modeOf(made)]).toEqual([made, "700"]);
  }
  const database = databasePath(server.dataDir);
  for (const made of [join(path, file.slice(-2), file), database, `${database}-wal`, `${database}-shm`]) {
    expect([made, await modeOf(made)]).toEqual([made, "600"]);
  }
  await server.close();
});

test("one that others can read is closed to them at the next start", async () => {
  const dataDir = join(folder, "data");
  await (await openKeys(dataDir)).close();
  expect(await modeOf(dataDir)).toBe("700");
  await mkdir(filesPath(dataDir));
  await chmod(filesPath(dataDir), 0o755);
  await chmod(dataDir, 0o755);
  await chmod(databasePath(dataDir), 0o644);
  await (await openKeys(dataDir)).close();
  expect(await modeOf(dataDir)).toBe("700");
  expect(await modeOf(filesPath(dataDir))).toBe("700");
  expect(await modeOf(databasePath(dataDir))).toBe("600");
});

test("a folder that holds other things too keeps its mode; the database in it is closed all the same", async () => {
  await writeFile(join(folder, "letter.txt"), "mine");
  await chmod(folder, 0o755);
  await (await openKeys(folder)).close();
  expect(await modeOf(folder)).toBe("755");
  expect(await modeOf(databasePath(folder))).toBe("600");
});

test("a damaged database is one error, which names the file and the way out", async () => {
  await writeFile(databasePath(folder), "not a database, and longer than the header of one would be ".repeat(100));
  const expected = { name: "DamagedDatabase", message: expect.stringContaining(`${databasePath(folder)} is damaged`) };
  await expect(openDataDir(folder)).rejects.toMatchObject(expected);
  await expect(openKeys(folder)).rejects.toMatchObject(expected);
});
