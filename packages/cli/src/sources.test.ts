import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MAX_IMAGE_BYTES } from "@pastiche/contract/limits";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Failure, UsageError } from "./failure.ts";
import { load, parseSource } from "./sources.ts";

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-sources-"));
  path = join(folder, "a picture.png");
  await writeFile(path, "");
});
afterAll(() => rm(folder, { recursive: true }));

test("a path, a file URL, the web and a data URI are told apart", async () => {
  expect(await parseSource(path)).toEqual({ kind: "path", path });
  expect(await parseSource(pathToFileURL(path).href)).toEqual({ kind: "path", path });
  for (const url of ["https://example.com/a.png", "HTTP://example.com/a.png", "data:image/png;base64,AAAA"]) {
    expect(await parseSource(url)).toEqual({ kind: "url", url });
  }
});

test("another kind of URL is not looked for on the disk", async () => {
  for (const url of ["ftp://example.com/a.png", "s3://bucket/a.png"]) {
    await expect(parseSource(url)).rejects.toEqual(new UsageError(`Only http(s) URLs are fetched, received ${url}`));
  }
  await expect(parseSource("file://elsewhere/a.png")).rejects.toBeInstanceOf(UsageError);
});

test("a picture that is too large is no mistake of the command line", async () => {
  await truncate(path, MAX_IMAGE_BYTES + 1);
  const loaded = load({ kind: "path", path }, new AbortController().signal);
  await expect(loaded).rejects.toBeInstanceOf(Failure);
  await expect(loaded).rejects.toThrow(
    `An image may have ${MAX_IMAGE_BYTES} bytes, ${path} has ${MAX_IMAGE_BYTES + 1}`,
  );
});
