import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { RemixInput } from "@pastiche/contract";
import { z } from "zod";

/** A request as it came over the wire. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

type Answer = (request: Received, response: ServerResponse, times: number) => void | Promise<void>;

/**
 * A server on a loopback socket that answers what a test tells it to, request by request. It knows the app, takes
 * files, and keeps what it received. Routes are `METHOD /path`; `times` counts the calls of one route, from 1.
 */
export async function loopback(routes: Record<string, Answer>) {
  const received: Received[] = [];
  const counts = new Map<string, number>();
  const all: Record<string, Answer> = { ...STANDARD, ...routes };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = (request.url ?? "").split("?")[0];
    const route = all[`${request.method} ${path}`] ?? notFound;
    const one = { method: request.method ?? "", path, headers: request.headers, body };
    received.push(one);
    const times = (counts.get(`${request.method} ${path}`) ?? 0) + 1;
    counts.set(`${request.method} ${path}`, times);
    await route(one, response, times);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the loopback server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    to: (path: string) => received.filter((one) => one.path === path),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function json(response: ServerResponse, status: number, data: unknown) {
  const body = { success: true, status, data, messages: [] };
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

export function problem(
  response: ServerResponse,
  status: number,
  fields: object,
  headers: Record<string, string> = {},
) {
  const body = { success: false, status, type: "about:blank", ...fields };
  response.writeHead(status, { "Content-Type": "application/problem+json", ...headers }).end(JSON.stringify(body));
}

/** A stream that says these lines, and closes unless told to stay open. */
export function lines(response: ServerResponse, objects: unknown[], { open = false } = {}) {
  response.writeHead(200, { "Content-Type": "application/x-ndjson" });
  for (const one of objects) response.write(`${JSON.stringify(one)}\n`);
  if (!open) response.end();
}

export function task(fields: Record<string, unknown> = {}) {
  return { id: "task_1", status: 2, status_text: "queued", progress: 0, output: null, error: "", logs: [], ...fields };
}

export const COMPLETED = { status: 9, status_text: "completed", progress: 100, output: { image: "http://files/1" } };

const STANDARD: Record<string, Answer> = {
  "GET /apps/reve/remix": (_, response) => {
    json(response, 200, { id: "app_1", namespace: "reve", name: "remix", version: { input_schema: INPUT_SCHEMA } });
  },
  "POST /files": ({ headers }, response, times) => {
    const base = `http://${headers.host}`;
    json(response, 200, [{ id: `file_${times}`, uri: `${base}/files/file_${times}.bin`, upload_url: `${base}/put` }]);
  },
  "PUT /put": (_, response) => void response.writeHead(200).end(),
};

export const INPUT_SCHEMA = z.toJSONSchema(RemixInput, { io: "input" });

function notFound({ method, path }: Received, response: ServerResponse) {
  problem(response, 404, { title: "Not Found", detail: `No route ${method} ${path}`, code: "not_found" });
}
