import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import { MAX_REFERENCES, RemixInput } from "@pastiche/contract";
import { z } from "zod";
import type { EventRow } from "../store/task-row.ts";
import { plainSubmission } from "../tasks/plain-submission.ts";
import { type RunContext, runToEnd } from "../tasks/run-to-end.ts";
import { submitTask } from "../tasks/submit.ts";
import { IMAGE, tellPicture } from "./picture.ts";
import type { McpCaller } from "./server.ts";

export type ToolExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const inputSchema = z.object({
  ...RemixInput.shape,
  images: z.array(IMAGE).min(1).max(MAX_REFERENCES).describe("the pictures, numbered from 0 in this order"),
  wait: z.boolean().default(true).describe("false: answer at once with the task's id, and ask get_task later"),
});

export function addRemixTool(server: McpServer, context: RunContext, caller: McpCaller): void {
  server.registerTool(
    "remix",
    {
      title: "Remix pictures",
      description:
        "Makes one picture out of one to six, as the prompt says. What is lifted from a photograph stays as it was " +
        "photographed. Shows a small copy of the picture, and gives the uri of the whole one.",
      inputSchema,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    },
    async ({ wait, ...input }, extra) => {
      const submission = plainSubmission({ ...caller, input, numbering: "sdk" });
      if (!wait) {
        const { id } = await submitTask(context, submission);
        context.worker.poke();
        return { content: [{ type: "text", text: `${id} was accepted; get_task tells what has become of it` }] };
      }
      const onEvent = createTeller(extra);
      const task = await runToEnd(context, submission, { signal: extra.signal, onEvent });
      return tellPicture(context, task, caller);
    },
  );
}

/** Tells of progress whoever asked for that. Each message names the task: who is cut off can come back for it. */
function createTeller({ _meta, sendNotification }: ToolExtra): (event: EventRow) => Promise<void> {
  const progressToken = _meta?.progressToken;
  let told = -1;
  return async ({ task_id, status, progress, content }) => {
    if (progressToken === undefined || progress <= told) return;
    told = progress;
    const message = `${task_id}: ${content || status}`;
    await sendNotification({
      method: "notifications/progress",
      params: { progressToken, progress, total: 100, message },
    });
  };
}
