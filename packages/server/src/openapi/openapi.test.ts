import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PNG } from "../testing/pictures.ts";
import { type Receiver, startReceiver } from "../testing/receiver.ts";
import { KEY, startServer, type TestServer } from "../testing/test-server.ts";
import { describeApi } from "./document.ts";
import { EXAMPLE } from "./example.ts";
import { writeMarkdown } from "./markdown.ts";
import { OPERATIONS } from "./operations.ts";

const api = describeApi("http://127.0.0.1:4700");
const docs = join(import.meta.dirname, "../../../../docs/api.md");

test("a public linter finds nothing wrong with the description", async () => {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source: JSON.stringify(api), config });
  expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
});

test("docs/api.md is as npm run docs:api writes it", () => {
  expect(readFileSync(docs, "utf8")).toBe(writeMarkdown(api));
});

test("every route is described, and nothing else", () => {
  const folder = join(import.meta.dirname, "../http");
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) =>
      // The page is for people, and no part of the API.
      /(?<!\.test)\.ts$/.test(name) && name !== "page.ts",
  );
  const routes = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/\.(get|post|put|delete)\(\s*"(\/[^"]*)"/g)].map(
      ([, method, path]) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`,
    ),
  );
  expect(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(routes.toSorted());
});

describe("every example runs, and is answered as described:", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(api, "api");
  let server: TestServer;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver((_, response) => response.writeHead(204).end());
    server = await startServer({ environment: { PASTICHE_ALLOW_HOSTS: "127.0.0.1" } });
  });
  afterAll(async () => {
    await server.close();
    await receiver.close();
  });

  test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))("%s", async (_, operation) => {
    const { method, path, open, body, answer, example } = operation;
    const real = await realThings();
    const url = new URL(server.url + path.replace(/\{(\w+)\}/g, (__, name) => real(example.path?.[name] ?? "")));
    for (const [name, value] of Object.entries(example.query ?? {})) url.searchParams.set(name, real(value));
    if (body !== undefined && !["bytes", "edit"].includes(body)) conforms(`schemas/${body}`, example.body);

    const response = await fetch(url, {
      method,
      headers: { ...(open ? {} : { authorization: `Bearer ${KEY}` }), ...typeOf(body) },
      body: bodyOf(body, real(JSON.stringify(example.body) ?? "")),
    });
    if (answer === null) return expect(response.status).toBe(204);
    expect(response.status, await response.clone().text()).toBe(200);
    if ("types" in answer) {
      const type = response.headers.get("content-type") ?? "";
      return expect(answer.types.some((one) => type.startsWith(one.replace("*", "")))).toBe(true);
    }
    const answered: unknown = await response.json();
    if ("bare" in answer) return conforms(`schemas/${answer.bare}`, answered);
    const { data } = z.looseObject({ success: z.literal(true), data: z.unknown() }).parse(answered);
    conforms(`schemas/${answer.data}`, data);
  });

  function conforms(name: string, value: unknown): void {
    ajv.validate({ $ref: `api#/components/${name}` }, value);
    expect(ajv.errors ?? []).toEqual([]);
  }

  /** Puts the ids of things made for it in the places of an example's. */
  async function realThings(): Promise<(text: string) => string> {
    const Made = z.looseObject({ id: z.string() });
    const Announced = Made.extend({ upload_url: z.string() });
    const task = await server.run("at once", { webhook: `${receiver.url}/webhook`, session: "new" });
    const { output } = await server.ended(task.id);
    const image = new URL(output?.image ?? "");
    const [delivery] = await server.data(z.array(Made), "GET", `/tasks/${task.id}/deliveries`);
    const [announced] = await server.data(z.array(Announced), "POST", "/files", { files: [{ filename: "bear.png" }] });
    const upload = new URL(announced.upload_url).searchParams;
    const key = await server.data(Made, "POST", "/apikeys", { name: "of an example" });
    const things = new Map([
      [EXAMPLE.task, task.id],
      [EXAMPLE.file, image.pathname.split("/")[2]],
      [EXAMPLE.fileName, image.pathname.split("/")[3]],
      [EXAMPLE.announced, announced.id],
      [EXAMPLE.uploadExpires, upload.get("expires") ?? ""],
      [EXAMPLE.uploadSignature, upload.get("signature") ?? ""],
      [EXAMPLE.key, key.id],
      [EXAMPLE.delivery, delivery.id],
      [EXAMPLE.session, z.string().parse(task.session_id)],
      ["https://your-server.com", receiver.url],
    ]);
    return (text) => [...things].reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
  }
});

function typeOf(body: string | undefined): Record<string, string> {
  if (body === undefined || body === "edit") return {};
  return { "content-type": body === "bytes" ? "image/png" : "application/json" };
}

function bodyOf(body: string | undefined, json: string): BodyInit | undefined {
  if (body === undefined) return undefined;
  if (body === "bytes") return new Uint8Array(PNG);
  if (body !== "edit") return json;
  const form = new FormData();
  for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(json)))) {
    if (name === "image[]") form.append(name, new Blob([new Uint8Array(PNG)], { type: "image/png" }), "bear.png");
    else form.append(name, String(value));
  }
  return form;
}
