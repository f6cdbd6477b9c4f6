import { type Numbering, RemixError } from "@pastiche/contract";
import type { FastifyRequest } from "fastify";
import type { KeyRow } from "../store/keys.ts";

/** The form of the answers: enveloped, bare, or with `data` and `messages`. */
export type ApiVersion = 1 | 2 | 3;

/** A notice beside a successful answer, as the SDK's `ResponseMessage`. */
export interface Message {
  level: "info" | "warning";
  code: string;
  message: string;
}

declare module "fastify" {
  interface FastifyRequest {
    /** The key that the request came with; null on the routes that need none. */
    key: KeyRow | null;
    messages: Message[];
  }
}

/** The version that a request asks for. @throws RemixError invalid_request for one that does not exist. */
export function apiVersionOf({ headers }: FastifyRequest): ApiVersion {
  const asked = headers["x-api-version"] ?? "1";
  if (asked === "1") return 1;
  if (asked === "2") return 2;
  if (asked === "3") return 3;
  throw new RemixError("invalid_request", `X-API-Version may be 1, 2 or 3; ${JSON.stringify(asked)} was received`);
}

/** A host name or an address, and perhaps a port: what uris are made with. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** @throws RemixError invalid_request where the Host header is none, as RFC 9112 (3.2) has it. */
export function requireHost({ raw, headers: { host } }: FastifyRequest): void {
  // HTTP/1.0 has none, and the checks of balancers still speak it.
  if (host === undefined && raw.httpVersion === "1.0") return;
  if (host !== undefined && HOST.test(host) && URL.canParse(`http://${host}`)) return;
  const received = host === undefined ? "nothing" : JSON.stringify(host.slice(0, 80));
  throw new RemixError(
    "invalid_request",
    `The Host header must be a host and perhaps a port; ${received} was received`,
  );
}

/** Versions 2 and 3 and the official SDKs, which say who they are, count `cancelling`; everybody else does not. */
export function numberingOf(request: FastifyRequest): Numbering {
  const { headers } = request;
  const fromSdk =
    String(headers["x-client-source"] ?? "").startsWith("inference-sdk-js/") ||
    String(headers["user-agent"] ?? "").startsWith("inference-sdk-py/");
  return fromSdk || apiVersionOf(request) !== 1 ? "sdk" : "page";
}

/** Where the caller reaches this server: what is configured, or else the host that the request names. @throws RemixError invalid_request without one. */
export function baseUrlOf(request: FastifyRequest, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl;
  if (request.host === "") {
    throw new RemixError("invalid_request", "A Host header is needed: uris of this server are made with it");
  }
  return `${request.protocol}://${request.host}`;
}

export function keyOf(request: FastifyRequest): KeyRow {
  if (request.key === null) throw new RemixError("unauthorized", "This call needs an API key");
  return request.key;
}
