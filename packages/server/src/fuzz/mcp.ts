import fc, { type Arbitrary } from "fast-check";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { forbiddenUrls } from "./references.ts";
import { spoilt, strings, wrong } from "./values.ts";

const images = fc.oneof(fc.constant([PNG_DATA_URI]), fc.array(fc.oneof(forbiddenUrls, strings), { maxLength: 7 }));
const args = fc.record(
  {
    images: spoilt(images),
    image: spoilt(fc.oneof(forbiddenUrls, strings)),
    prompt: spoilt(strings),
    references: spoilt(fc.integer({ min: -1, max: 9 })),
    task_id: spoilt(fc.constantFrom("<victim.task>", "<attacker.task>", "x")),
    wait: spoilt(fc.boolean()),
  },
  { requiredKeys: [] },
);
const methods = fc.constantFrom(
  "tools/call",
  "tools/call",
  "tools/call",
  "tools/list",
  "ping",
  "initialize",
  "resources/read",
  "logging/setLevel",
  "notifications/initialized",
  "notifications/cancelled",
  "rpc.discover",
  "__proto__",
);
const tools = fc.constantFrom("remix", "plan", "cutout", "get_task", "nothing", "__proto__");

const messages = fc.record(
  {
    jsonrpc: spoilt(fc.constant("2.0")),
    id: spoilt(fc.oneof(fc.integer(), strings)),
    method: spoilt(methods),
    params: spoilt(
      fc.record(
        { name: spoilt(tools), arguments: spoilt(args), _meta: wrong },
        { requiredKeys: ["name", "arguments"] },
      ),
    ),
  },
  { requiredKeys: ["jsonrpc", "method"] },
);

/** JSON-RPC that an MCP server is sent, more or less wrong. */
export const mcpBodies: Arbitrary<string> = fc
  .oneof(
    { weight: 8, arbitrary: messages },
    { weight: 1, arbitrary: fc.array(messages, { maxLength: 4 }) },
    { weight: 1, arbitrary: wrong },
  )
  .map((message) => JSON.stringify(message) ?? "");

/** With a session of one's own, most of the time. */
export const mcpHeaders = fc.record({
  "content-type": fc.constant("application/json"),
  accept: fc.oneof(
    { weight: 9, arbitrary: fc.constant("application/json, text/event-stream") },
    fc.constantFrom("application/json", "text/html", ""),
  ),
  "mcp-session-id": fc.oneof(
    { weight: 6, arbitrary: fc.constant("<attacker.mcp>") },
    fc.constantFrom("<victim.mcp>", "", "x"),
  ),
});
