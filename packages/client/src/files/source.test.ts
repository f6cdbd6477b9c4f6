import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSource } from "./source.ts";

const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const gif = { bytes: new Uint8Array(GIF), contentType: "image/gif" };
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-source-"));
  path = join(folder, "dot.jpeg");
  await writeFile(path, GIF);
});
afterAll(() => rm(folder, { recursive: true }));

test("http(s) URLs, and objects that hold one, pass as they are", async () => {
  expect(await readSource("https://example.com/a.png")).toEqual({ uri: "https://example.com/a.png" });
  expect(await readSource(new URL("https://example.com/a.png"))).toEqual({ uri: "https://example.com/a.png" });
  expect(await readSource({ uri: "http://127.0.0.1:4700/files/f.png" })).toEqual({
    uri: "http://127.0.0.1:4700/files/f.png",
  });
});

test("a path and a file URL are read; the type is what the bytes are, not what the name says", async () => {
  expect(await readSource(path)).toEqual({ ...gif, filename: "dot.jpeg" });
  expect(await readSource(pathToFileURL(path))).toEqual({ ...gif, filename: "dot.jpeg" });
});

test("a Blob, a File, a Buffer, bytes and an ArrayBuffer are read", async () => {
  expect(await readSource(new Blob([GIF]))).toEqual({ ...gif, filename: "upload" });
  expect(await readSource(new File([GIF], "a.gif"))).toEqual({ ...gif, filename: "a.gif" });
  expect(await readSource(GIF)).toEqual({ ...gif, filename: "upload" });
  expect(await readSource(new Uint8Array(GIF).buffer)).toEqual({ ...gif, filename: "upload" });
});

test("data URIs and base64 of either alphabet, padded or not, are decoded", async () => {
  const content = { ...gif, filename: "upload" };
  expect(await readSource(`data:image/gif;base64,${GIF.toString("base64")}`)).toEqual(content);
  expect(await readSource(`data:image/gif;name=x;base64,${encodeURIComponent(GIF.toString("base64"))}`)).toEqual(
    content,
  );
  expect(await readSource(GIF.toString("base64"))).toEqual(content);
  expect(await readSource(GIF.toString("base64url"))).toEqual(content);
  expect(await readSource("data:text/plain,a%20b")).toMatchObject({
    bytes: new Uint8Array(Buffer.from("a b")),
    contentType: "text/plain",
  });
});

test("a name of no file is told as that, though its letters are good base64", async () => {
  await expect(readSource("bear")).rejects.toMatchObject({
    code: "invalid_file",
    message: expect.stringContaining("No such file: bear"),
  });
});

test("a directory, an empty file, a broken data URI and a number are told plainly", async () => {
  await expect(readSource(folder)).rejects.toThrow("is a directory");
  await expect(readSource(new Blob([]))).rejects.toThrow("upload is empty");
  await expect(readSource("data:image/png;base64,!!!")).rejects.toThrow("Not a data URI");
  await expect(readSource(7)).rejects.toThrow("received a number");
});
