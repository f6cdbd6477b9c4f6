import fc, { type Arbitrary } from "fast-check";
import { OPERATIONS, type Operation, REQUESTS, type RequestName } from "../openapi/operations.ts";
import { jsonFor } from "./bodies.ts";
import { authorizations, headers } from "./headers.ts";
import { mcpBodies, mcpHeaders } from "./mcp.ts";
import { forms } from "./multipart.ts";
import { pathsOf } from "./paths.ts";
import { pictures } from "./pictures.ts";
import type { FuzzRequest } from "./request.ts";

interface Sent {
  body: string | Uint8Array | null;
  headers: Record<string, string | string[]>;
}

const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
/** Where most can go wrong, and so most is sent. */
const WEIGHTS: Record<string, number> = { runApp: 6, run: 2, openAiImageEdit: 4, reveImageRemix: 4, createFiles: 3 };

/** Requests to every operation of the API, and to the Model Context Protocol beside it. */
export const requests: Arbitrary<FuzzRequest> = fc.oneof(
  ...OPERATIONS.map((operation) => ({ weight: WEIGHTS[operation.id] ?? 1, arbitrary: requestsTo(operation) })),
  { weight: 4, arbitrary: mcpRequests() },
);

function requestsTo({ id, method, path, body }: Operation): Arbitrary<FuzzRequest> {
  // Keys are made and changed by an admin's key, whom nothing may stop from ending the others.
  const isAdmins = id === "createKey" || id === "changeKey";
  const asked = isAdmins ? fc.constant({ authorization: "Bearer <admin.secret>" }) : authorizations;
  return assemble({
    methods: mostly(method.toUpperCase(), METHODS),
    paths: isAdmins ? fc.constant(path.replace("{id}", "<spare.key>")) : pathsOf(path),
    sent: bodiesFor(body),
    asked,
  });
}

function bodiesFor(body: Operation["body"]): Arbitrary<Sent> {
  const bytes = pictures.map((picture) => ({ body: picture, headers: { "content-type": "image/png" } }));
  const form = forms.map(({ contentType, body: whole }) => ({ body: whole, headers: { "content-type": contentType } }));
  if (body === undefined) {
    return fc.oneof({ weight: 6, arbitrary: fc.constant({ body: null, headers: {} }) }, json(undefined));
  }
  if (body === "bytes") return fc.oneof({ weight: 3, arbitrary: bytes }, json(undefined));
  if (body === "edit") return fc.oneof(form, json("EditFields"));
  if (body === "FilesToCreate") return fc.oneof(form, json(body));
  return isRequest(body) ? fc.oneof({ weight: 30, arbitrary: json(body) }, form) : form;
}

function json(name: RequestName | undefined): Arbitrary<Sent> {
  return jsonFor(name).map((body) => ({ body, headers: { "content-type": "application/json" } }));
}

function isRequest(body: string): body is RequestName {
  return Object.hasOwn(REQUESTS, body);
}

function mcpRequests(): Arbitrary<FuzzRequest> {
  const sent = fc.tuple(mcpBodies, mcpHeaders).map(([body, own]) => ({ body, headers: own }));
  return assemble({
    methods: mostly("POST", METHODS),
    paths: fc.constantFrom("/mcp", "/v1/mcp"),
    sent,
    asked: authorizations,
  });
}

function assemble(parts: {
  methods: Arbitrary<string>;
  paths: Arbitrary<string>;
  sent: Arbitrary<Sent>;
  asked: Arbitrary<Record<string, string | string[]>>;
}): Arbitrary<FuzzRequest> {
  const cut = fc.oneof({ weight: 60, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(100) });
  return fc
    .record({ ...parts, strange: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, headers), cut })
    .map(({ methods: method, paths: path, sent, asked, strange, cut: cutAfter }) => ({
      method,
      path: method === "DELETE" ? path.replaceAll("<attacker.", "<doomed.") : path,
      headers: { ...asked, ...sent.headers, ...strange },
      body: method === "GET" || method === "HEAD" ? null : sent.body,
      cutAfter: sent.body === null ? null : cutAfter,
    }));
}

function mostly(usual: string, others: string[]): Arbitrary<string> {
  return fc.oneof({ weight: 40, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}
