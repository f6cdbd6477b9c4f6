import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import fastifyStatic from "@fastify/static";
import { RemixError } from "@pastiche/contract";
import type { FastifyInstance } from "fastify";
import type { HttpContext } from "./context.ts";

/** The page at /, as `npm run build:web` wrote it. It is open to all, and holds nothing: what it shows, it asks for with a key. */
export function addPageRoutes(app: FastifyInstance, { publicUrl }: HttpContext): void {
  const root = builtPage(import.meta.url);
  if (root === null) {
    app.get("/", async () => {
      throw new RemixError("not_found", "The page was not built: run `npm run build:web`, then start the server again");
    });
    return;
  }
  const policy = policyFor(publicUrl);
  app.get("/", (_request, reply) => {
    reply.headers({
      "cache-control": "no-cache",
      "content-security-policy": policy,
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    return reply.sendFile("index.html", root, { cacheControl: false });
  });
  app.register(fastifyStatic, {
    root: join(root, "assets"),
    prefix: "/assets/",
    preCompressed: true,
    index: false,
    // Their names are hashes of what they hold.
    immutable: true,
    maxAge: "365d",
    setHeaders: (reply) => reply.header("x-content-type-options", "nosniff"),
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

/** The folder of the page that a module finds; null where it was not built. Not asked for by name: Node throws for an export that is not there. */
export function builtPage(from: string): string | null {
  const root = join(dirname(createRequire(from).resolve("@pastiche/web/package.json")), "dist");
  return existsSync(join(root, "index.html")) ? root : null;
}
