import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { MAX_REFERENCES, RemixInput } from "@pastiche/contract";
import { planPrompt } from "@pastiche/engine/plan";
import { z } from "zod";

const inputSchema = z.object({
  prompt: RemixInput.shape.prompt,
  references: z.int().min(1).max(MAX_REFERENCES).describe("how many pictures there would be"),
});

export function addPlanTool(server: McpServer): void {
  server.registerTool(
    "plan",
    {
      title: "Plan a remix",
      description:
        "Tells what the prompt alone decides, without pictures or cost: the role of each, who goes where, looks, words, " +
        "and in `unsupported` what would not be done.",
      inputSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ prompt, references }) => {
      const plan = planPrompt(prompt, references);
      return { content: [{ type: "text", text: JSON.stringify(plan, null, 2) }], structuredContent: { ...plan } };
    },
  );
}
