import { type ErrorCode, STATUS_OF_CODE } from "@pastiche/contract";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { ANSWERS, type AnswerName } from "./answers.ts";
import { OPERATIONS, type Operation, REQUESTS, TAGS } from "./operations.ts";

/** Of a header that every call understands, as X-API-Version is. */
const ALWAYS: ErrorCode[] = ["invalid_request"];

type Json = Record<string, unknown>;

/** The API's description in OpenAPI 3.1, made of the schemas that validate what callers send. */
export function describeApi(baseUrl: string) {
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Pastiche",
      version: packageJson.version,
      summary: "A sentence and one to six pictures in, one picture out.",
      description:
        "Every path is there at the root and under `/v1`. Answers come in the envelope that is described here; " +
        "`X-API-Version: 2` gives the bare resource, `3` one with `data` and `messages`. Errors are problem details (RFC 9457).",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: baseUrl }],
    security: [{ apiKey: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: { taskEnded: { post: describeWebhook() } },
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "`Authorization: Bearer inf_…`" },
      },
      schemas: { ...schemasOf(REQUESTS, "input"), ...schemasOf(ANSWERS, "output") },
      responses: problems(),
    },
  };
}
export type ApiDescription = ReturnType<typeof describeApi>;

function schemasOf(schemas: Record<string, z.ZodType>, io: "input" | "output"): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` }).schemas;
  return Object.fromEntries(Object.entries(made).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]));
}

function describe(operation: Operation): Json {
  const { id, tag, summary, description, open, body, errors } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(open ? { security: [] } : {}),
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(operation) } }),
    responses: {
      ...answerOf(operation),
      ...Object.fromEntries(
        statusesOf([...ALWAYS, ...(open ? [] : (["unauthorized"] as const)), ...errors]).map(problemOf),
      ),
    },
  };
}

function parametersOf({ path, query, headers, example }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
    example: example.path?.[name],
  }));
  return [...inPath, ...parameters("query", query, example.query), ...parameters("header", headers)];
}

function parameters(where: "query" | "header", schema?: z.ZodObject, examples: Record<string, string> = {}): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = typeof property === "object" ? property : {};
    return {
      name,
      in: where,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(examples[name] === undefined ? {} : { example: examples[name] }),
    };
  });
}

function contentOf({ body, example }: Operation): Json {
  const binary = { type: "string", format: "binary" };
  if (body === "bytes") return { "application/octet-stream": { schema: binary } };
  if (body === "edit") {
    const images = { type: "array", items: binary, minItems: 1, maxItems: 6 };
    const withImages = { type: "object", required: ["image[]"], properties: { "image[]": images } };
    return { "multipart/form-data": { schema: { allOf: [refTo("EditFields"), withImages] }, example: example.body } };
  }
  const json = { "application/json": { schema: refTo(body ?? ""), example: example.body } };
  if (body !== "FilesToCreate") return json;
  return {
    ...json,
    "multipart/form-data": { schema: { type: "object", required: ["file"], properties: { file: binary } } },
  };
}

function answerOf({ answer }: Operation): Json {
  if (answer === null) return { 204: { description: "Done" } };
  if ("types" in answer) {
    const schema = { type: "string" };
    return { 200: { description: "OK", content: Object.fromEntries(answer.types.map((type) => [type, { schema }])) } };
  }
  const schema = "bare" in answer ? refTo(answer.bare) : enveloped(answer.data);
  return { 200: { description: "OK", content: { "application/json": { schema } } } };
}

function enveloped(name: AnswerName): Json {
  return {
    type: "object",
    required: ["success", "status", "data", "messages"],
    properties: {
      success: { const: true },
      status: { type: "integer" },
      data: refTo(name),
      messages: { type: "array", items: refTo("Message") },
    },
  };
}

function statusesOf(codes: ErrorCode[]): number[] {
  return [...new Set(codes.map((code) => STATUS_OF_CODE[code]))].toSorted((a, b) => a - b);
}

function problemOf(status: number): [string, Json] {
  return [String(status), { $ref: `#/components/responses/Problem${status}` }];
}

function problems(): Json {
  const statuses = statusesOf([...ALWAYS, "unauthorized", ...OPERATIONS.flatMap(({ errors }) => errors)]);
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = Object.entries(STATUS_OF_CODE).filter(([, one]) => one === status);
      const description = codes.map(([code]) => code).join(", ");
      return [
        `Problem${status}`,
        { description, content: { "application/problem+json": { schema: refTo("Problem") } } },
      ];
    }),
  );
}

function describeWebhook(): Json {
  const header = (name: string, description: string) => ({
    name,
    in: "header",
    required: true,
    description,
    schema: { type: "string" },
  });
  return {
    operationId: "taskEnded",
    tags: ["webhooks"],
    summary: "A task has ended",
    description:
      "Signed as Standard Webhooks 1.0. Sent at least once: at 0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h " +
      "until a 2xx comes within 15 s; 410 ends it; Retry-After is honoured; redirects are not followed.",
    parameters: [
      header("webhook-id", "the same at every attempt"),
      header("webhook-timestamp", "seconds since 1970"),
      header(
        "webhook-signature",
        "`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; several while secrets change",
      ),
    ],
    requestBody: { required: true, content: { "application/json": { schema: refTo("WebhookEvent") } } },
    responses: { 204: { description: "Taken" }, 410: { description: "Never again" } },
  };
}

function refTo(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}
