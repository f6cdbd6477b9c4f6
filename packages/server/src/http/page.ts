import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import fastifyStatic from "@fastify/static";
import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";
import type { HttpContext } from "./context.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The page at /, as `npm run build:web` wrote it. It is open to all, and holds nothing: what it shows, it asks for with a key. */
export function addPageRoutes(app: FastifyInstance, { publicUrl }: HttpContext): void {
  const root = builtPage();
  if (root === null) {
    app.get("/", async () => {
      throw new RemixError("not_found", "The page was not built: run `npm run build:web`, then start the server again");
    });
    return;
  }
  const policy = policyFor(publicUrl);
  app.register(fastifyStatic, {
    root,
    // A route for each file that there is: any other path is the API's to answer.
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header("x-content-type-options", "nosniff");
      if (!path.endsWith(".html")) {
        reply.header("cache-control", `public, max-age=${YEAR_SECONDS}, immutable`);
        return;
      }
      reply.header("cache-control", "no-cache");
      reply.header("content-security-policy", policy);
      reply.header("cross-origin-opener-policy", "same-origin");
      reply.header("referrer-policy", "no-referrer");
      reply.header("x-frame-options", "DENY");
    },
  });
}

/** Scripts and styles from this server alone, none written into the document; pictures and calls also where it says that it is. */
function policyFor(publicUrl: string | null): string {
  const here = ["'self'", ...(publicUrl === null ? [] : [new URL(publicUrl).origin])].join(" ");
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${here} blob: data:`,
    `connect-src ${here} blob: data:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function builtPage(): string | null {
  const index = createRequire(import.meta.url).resolve("@pastiche/web/index.html");
  return existsSync(index) ? dirname(index) : null;
}
