import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";

/** The response underneath, to be written by hand, with the headers that hooks have set so far. */
export function hijack(reply: FastifyReply): ServerResponse {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.hijack();
  return reply.raw;
}
