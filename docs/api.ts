/** Writes docs/api.md from the description that the server gives: npm run docs:api. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeApi } from "../packages/server/src/openapi/document.ts";
import { writeMarkdown } from "../packages/server/src/openapi/markdown.ts";

writeFileSync(join(import.meta.dirname, "api.md"), writeMarkdown(describeApi("http://127.0.0.1:4700")));
