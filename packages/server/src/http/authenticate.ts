import { RemixError } from "@pastiche/contract";
import type { FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Db } from "../store/db.ts";
import { findKey, recordUse } from "../store/keys.ts";

/** Finds the key of `Authorization: Bearer inf_…`, before the body is read. */
export function createAuthenticate({ db, clock, log }: { db: Db; clock(): number; log: Logger }) {
  return async function authenticate(request: FastifyRequest): Promise<void> {
    const secret = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (secret === undefined) {
      throw new RemixError("unauthorized", "An API key is needed: send it as Authorization: Bearer inf_…");
    }
    const key = await findKey(db, secret, clock());
    if (key === null) {
      throw new RemixError("unauthorized", `The API key ${secret.slice(0, 8)}… is unknown, revoked or expired`);
    }
    request.key = key;
    // Nobody waits for a statistic.
    recordUse(db, key, clock()).catch((error) => log.error(error, "the use of a key could not be recorded"));
  };
}
