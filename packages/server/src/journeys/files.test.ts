import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PNG } from "../testing/pictures.ts";
import { KEY, startServer, type TestServer } from "../testing/test-server.ts";

const File = z.looseObject({
  id: z.string(),
  uri: z.string(),
  upload_url: z.string(),
  content_type: z.string(),
  size: z.number(),
  filename: z.string(),
});
type File = z.infer<typeof File>;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function announce(more: Record<string, unknown> = {}): Promise<File> {
  const file = { uri: "", filename: "cat.png", content_type: "image/png", ...more };
  const [made] = await server.data(z.array(File), "POST", "/files", { files: [file] });
  return made;
}

const put = (url: string, bytes: Uint8Array<ArrayBuffer> = new Uint8Array(PNG), type = "image/png") =>
  fetch(url, { method: "PUT", body: bytes, headers: { "content-type": type } });

async function upload(bytes?: Uint8Array<ArrayBuffer>, type?: string): Promise<File> {
  const file = await announce();
  expect((await put(file.upload_url, bytes, type)).status).toBe(200);
  return server.data(File, "GET", `/files/${file.id}`);
}

describe("uploading", () => {
  test("a file is announced, sent to its url without a key, and read at its uri without one", async () => {
    const file = await announce({ size: PNG.length });
    expect((await fetch(file.uri)).status).toBe(404);
    expect((await put(file.upload_url)).status).toBe(200);
    const picture = await fetch(file.uri);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
    expect(await server.data(File, "GET", `/files/${file.id}`)).toMatchObject({
      size: PNG.length,
      upload_url: "",
      uri: file.uri,
    });
  });

  test("as a multipart form, in one request", async () => {
    const form = new FormData();
    form.set("file", new Blob([PNG], { type: "image/png" }), "kätzchen.png");
    const response = await fetch(`${server.url}/v1/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}` },
      body: form,
    });
    const { data } = z.object({ data: File }).parse(await response.json());
    expect(data).toMatchObject({ filename: "kätzchen.png", content_type: "image/png", size: PNG.length });
    const picture = await fetch(data.uri);
    expect(picture.headers.get("content-disposition")).toBe("inline; filename*=UTF-8''k%C3%A4tzchen.png");
  });

  test("a form without a file: 422; one that is none: 400", async () => {
    const form = new FormData();
    form.set("file", "text");
    const headers = { authorization: `Bearer ${KEY}` };
    expect((await fetch(`${server.url}/files`, { method: "POST", headers, body: form })).status).toBe(422);
    const broken = { ...headers, "content-type": "multipart/form-data; boundary=x" };
    expect((await fetch(`${server.url}/files`, { method: "POST", headers: broken, body: "no form" })).status).toBe(400);
  });

  test("bytes come once: the same again is no error, others are", async () => {
    const file = await announce();
    await put(file.upload_url);
    expect((await put(file.upload_url)).status).toBe(200);
    expect((await put(file.upload_url, new Uint8Array([1, 2, 3]))).status).toBe(409);
    expect(Buffer.from(await (await fetch(file.uri)).arrayBuffer())).toEqual(PNG);
  });

  test("a changed upload url opens nothing", async () => {
    const file = await announce();
    const later = file.upload_url.replace(/expires=\d+/, `expires=${Date.now() * 2}`);
    expect((await put(later)).status).toBe(403);
    const another = await announce();
    expect((await put(file.upload_url.replace(file.id, another.id))).status).toBe(403);
  });

  test("a file above the limit: 413, announced or sent", async () => {
    const tooMany = 40 * 1024 * 1024 + 1;
    const announced = await server.call("POST", "/files", { body: { files: [{ filename: "a", size: tooMany }] } });
    expect(announced.status).toBe(413);
    const { upload_url } = await announce();
    const sent = await put(upload_url, new Uint8Array(tooMany));
    expect(sent.status).toBe(413);
    expect(await sent.json()).toMatchObject({ code: "too_large", detail: expect.stringContaining("41943040") });
  });

  test("a picture is what its bytes say", async () => {
    expect((await upload(new Uint8Array(PNG), "text/html")).content_type).toBe("image/png");
    expect((await upload(new TextEncoder().encode("<script>"), "image/png")).content_type).toBe(
      "application/octet-stream",
    );
  });
});

describe("reading", () => {
  test("bytes are cached for ever, and never shown as a document", async () => {
    const page = await upload(new TextEncoder().encode("<script>alert(1)</script>"), "text/html");
    const response = await fetch(page.uri);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringMatching(/^attachment/),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "public, max-age=31536000, immutable",
    });
  });

  test("a known ETag: 304", async () => {
    const { uri } = await upload();
    const etag = (await fetch(uri)).headers.get("etag") ?? "";
    expect((await fetch(uri, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await fetch(uri, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("a range: 206; one beyond the end: 416", async () => {
    const { uri } = await upload();
    const part = await fetch(uri, { headers: { range: "bytes=1-3" } });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 1-3/${PNG.length}`);
    expect(await part.text()).toBe("PNG");
    expect((await fetch(uri, { headers: { range: "bytes=9999-" } })).status).toBe(416);
    expect((await fetch(uri, { headers: { range: "bytes=1-3", "if-range": '"other"' } })).status).toBe(200);
  });

  test("HEAD tells the same without the bytes", async () => {
    const { uri } = await upload();
    const head = await fetch(uri, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe(String(PNG.length));
    expect(await head.text()).toBe("");
  });

  test("a guessed uri opens nothing", async () => {
    const { uri, id } = await upload();
    expect((await fetch(uri.replace(/.\.png$/, "_.png"))).status).toBe(404);
    expect((await fetch(`${server.url}/files/${id}/guess.png`)).status).toBe(404);
  });

  test("another key's record does not exist", async () => {
    const { id } = await upload();
    const { key } = await server.data(z.looseObject({ key: z.string() }), "POST", "/apikeys", { name: "another" });
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${server.url}/files/${id}`, { headers })).status).toBe(404);
    expect((await fetch(`${server.url}/files/${id}`, { method: "DELETE", headers })).status).toBe(404);
  });

  test("a deleted file is gone with its bytes", async () => {
    const { id, uri } = await upload();
    expect((await server.call("DELETE", `/files/${id}`)).status).toBe(204);
    expect((await fetch(uri)).status).toBe(404);
    expect((await server.call("GET", `/files/${id}`)).status).toBe(404);
  });
});

describe("thumbnails", () => {
  const ask = (uri: string, width: string | number, headers: Record<string, string> = {}) =>
    fetch(`${uri}?width=${width}`, { headers });

  test("a picture is had smaller, in its own ratio, for whoever knows its uri", async () => {
    const { uri } = await upload(await picture(1600, 800));
    const response = await ask(uri, 320);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/webp",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
    const { format, width, height } = await sharp(await response.arrayBuffer()).metadata();
    expect({ format, width, height }).toEqual({ format: "webp", width: 320, height: 160 });
    expect((await ask(uri.replace(/.\.png$/, "_.png"), 320)).status).toBe(404);
  });

  test("each width has an ETag of its own, and a known one: 304", async () => {
    const { uri } = await upload(await picture(40, 30));
    const etags = await Promise.all([160, 640].map(async (width) => (await ask(uri, width)).headers.get("etag") ?? ""));
    expect(new Set([...etags, (await fetch(uri)).headers.get("etag")]).size).toBe(3);
    expect((await ask(uri, 160, { "if-none-match": etags[0] })).status).toBe(304);
    expect((await ask(uri, 640, { "if-none-match": etags[0] })).status).toBe(200);
  });

  test.each(["200", "0", "160.0", "", "160&width=320"])(
    "a width of %j: 422, with those that there are",
    async (width) => {
      const { uri } = await upload();
      const response = await ask(uri, width);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        errors: [{ pointer: "/width", detail: expect.stringContaining("160, 320, 640") }],
      });
    },
  );

  test("what is no picture, or is broken off, has none: 422", async () => {
    const text = await upload(new TextEncoder().encode("text"), "text/plain");
    const broken = await upload((await picture(200, 200)).slice(0, 60));
    for (const { uri } of [text, broken]) expect((await ask(uri, 160)).status).toBe(422);
  });

  async function picture(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
    const background = `#${Math.random().toString(16).slice(2, 8).padEnd(6, "0")}`;
    return new Uint8Array(
      await sharp({ create: { width, height, channels: 3, background } })
        .png()
        .toBuffer(),
    );
  }
});

describe("as references", () => {
  const run = (image: unknown) =>
    server.call("POST", "/run?wait=true", { body: { app: "reve/remix", input: { images: [image], prompt: "x" } } });

  test("a uri of ours is known by whatever host it came, and as an object", async () => {
    const { uri } = await upload();
    const elsewhere = new URL(uri);
    elsewhere.host = "pictures.example.com";
    for (const image of [uri, elsewhere.href, { uri }]) {
      const answer: unknown = await (await run(image)).json();
      expect(answer).toMatchObject({
        data: { status_text: "completed", input: { images: [expect.stringContaining(server.url)] } },
      });
    }
  });

  test("raw base64 is stored as a file", async () => {
    expect(await (await run(PNG.toString("base64"))).json()).toMatchObject({ data: { status_text: "completed" } });
  });

  test("a file without bytes, a deleted one and one of another kind: 422", async () => {
    const empty = await announce();
    const deleted = await upload();
    await server.call("DELETE", `/files/${deleted.id}`);
    const text = await upload(new TextEncoder().encode("text"), "text/plain");
    for (const { uri } of [empty, deleted, text]) {
      const response = await run(uri);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ errors: [{ pointer: "/input/images/0" }] });
    }
  });
});

test("a file in use is not deleted: the answer names the task", async () => {
  const file = await upload();
  const { id } = await server.run("sleep 20000", { input: { images: [file.uri], prompt: "sleep 20000" } });
  const refused = await server.call("DELETE", `/files/${file.id}`);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: "conflict", detail: expect.stringContaining(id) });
  await server.call("POST", `/tasks/${id}/cancel`);
  await server.ended(id);
  expect((await server.call("DELETE", `/files/${file.id}`)).status).toBe(204);
});

test("an upload url is good for an hour, and the record gives another", async () => {
  let now = Date.now();
  const later = await startServer({ dependencies: { clock: () => now } });
  const [file] = await later.data(z.array(File), "POST", "/files", { files: [{ filename: "cat.png" }] });
  now += 3_600_000;
  expect((await put(file.upload_url)).status).toBe(403);
  const { upload_url } = await later.data(File, "GET", `/files/${file.id}`);
  expect((await put(upload_url)).status).toBe(200);
  await later.close();
});
