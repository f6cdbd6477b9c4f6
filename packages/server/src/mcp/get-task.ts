import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { RemixError } from "@pastiche/contract";
import { z } from "zod";
import { getTaskOfKey } from "../store/tasks.ts";
import type { RunContext } from "../tasks/run-to-end.ts";
import { tellPicture } from "./picture.ts";
import type { McpCaller } from "./server.ts";

const inputSchema = z.object({ task_id: z.string().describe("such as task_…") });

export function addGetTaskTool(server: McpServer, context: RunContext, caller: McpCaller): void {
  server.registerTool(
    "get_task",
    {
      title: "Look at a task",
      description: "Tells what has become of a remix, and shows its picture once that is there.",
      inputSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async ({ task_id }) => {
      const task = await getTaskOfKey(context.db, task_id, caller.keyId);
      if (task === null) throw new RemixError("not_found", `There is no task ${JSON.stringify(task_id.slice(0, 80))}`);
      const { id, status, progress, error, output } = task;
      if (output !== null) return tellPicture(context, { ...task, output }, caller);
      const text = `${id} is ${status}, at ${Math.round(progress)}%${error === "" ? "" : `: ${error}`}`;
      return { content: [{ type: "text", text }], structuredContent: { task_id: id, status, progress, error } };
    },
  );
}
