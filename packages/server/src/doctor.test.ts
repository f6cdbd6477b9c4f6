import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databasePath } from "./data-dir.ts";
import { diagnose } from "./doctor.ts";
import { openKeys } from "./keys.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "pastiche-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

async function checkOf(name: string, environment: NodeJS.ProcessEnv = {}) {
  return (await diagnose({ dataDir, workers: 1 }, environment)).find((check) => check.name === name);
}

test("where no database is, no key is kept in it, and none is made", async () => {
  expect(await checkOf("API key")).toMatchObject({ ok: true, detail: "one will be made and shown at the first start" });
  expect(await readdir(dataDir)).toEqual([]);
  await (await openKeys(dataDir)).close();
  expect(await checkOf("API key")).toMatchObject({ ok: true, detail: expect.stringContaining("kept in the database") });
});

test("a damaged database is named, with the way out", async () => {
  await writeFile(databasePath(dataDir), "not a database, and longer than the header of one would be ".repeat(100));
  expect(await checkOf("database")).toMatchObject({
    ok: false,
    detail: expect.stringContaining(databasePath(dataDir)),
    mend: expect.stringMatching(/backup.*move .*pastiche\.db away/),
  });
});

test("a secret that is wrong is told by its length alone", async () => {
  const checks = await diagnose({ dataDir }, { PASTICHE_API_KEY: "s3cret" });
  expect(checks).toMatchObject([{ name: "configuration", ok: false, detail: expect.stringContaining("6 characters") }]);
  expect(JSON.stringify(checks)).not.toContain("s3cret");
});
