import type { FastifyReply, FastifyRequest } from "fastify";
import type { Rates } from "../tasks/rates.ts";

/**
 * Tells a key with a limit where it stands: the IETF's `RateLimit` fields (draft-ietf-httpapi-ratelimit-headers), and the
 * older `X-RateLimit-*`, whose reset is a time in seconds since 1970.
 */
export function createRateHeaders({ rates, clock }: { rates: Rates; clock(): number }) {
  return async function addRateHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const standing = request.key === null ? null : rates.standing(request.key);
    if (standing === null) return;
    const { limit, remaining, resetMs } = standing;
    reply.headers({
      "ratelimit-policy": `"runs";q=${limit};w=60`,
      ratelimit: `"runs";r=${remaining};t=${Math.ceil(resetMs / 1000)}`,
      "x-ratelimit-limit": limit,
      "x-ratelimit-remaining": remaining,
      "x-ratelimit-reset": Math.ceil((clock() + resetMs) / 1000),
    });
  };
}
