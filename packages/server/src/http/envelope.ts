import type { FastifyRequest } from "fastify";
import { apiVersionOf } from "./caller.ts";

/** Wraps a resource as the caller's API version wants it. */
export function envelope(resource: unknown, status: number, request: FastifyRequest): unknown {
  switch (apiVersionOf(request)) {
    case 1:
      return { success: true, status, data: resource, messages: request.messages };
    case 2:
      return resource;
    case 3:
      return { data: resource, messages: request.messages };
  }
}
