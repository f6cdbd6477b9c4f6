import cors from "@fastify/cors";
import type { FastifyInstance } from "fastify";

const EXPOSED = [
  "Content-Disposition",
  "Content-Range",
  "ETag",
  "Location",
  "Mcp-Session-Id",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "X-Pastiche-Error",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-Request-Id",
  "X-Reve-Content-Violation",
  "X-Reve-Credits-Remaining",
  "X-Reve-Credits-Used",
  "X-Reve-Error-Code",
  "X-Reve-Request-Id",
  "X-Reve-Version",
];
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Lets the pages of any origin call the API. A browser adds nothing by itself that opens it: there are no cookies, and a
 * page must have a key. Whatever headers a page's library sends are allowed.
 */
export function allowBrowsers(app: FastifyInstance): void {
  app.register(cors, {
    origin: "*",
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: EXPOSED,
    maxAge: DAY_SECONDS,
    // Else an OPTIONS that is no preflight is answered with the plugin's own words, which are no problem details.
    strictPreflight: false,
  });
}
