import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { reshape } from "../files/reshape.ts";
import { presentOutput } from "../tasks/present.ts";
import type { CompletedTask, RunContext } from "../tasks/run-to-end.ts";
import type { McpCaller } from "./server.ts";

/** How a tool takes a picture. */
export const IMAGE = z
  .string()
  .min(1)
  .describe(
    "an http(s) URL, a data URI, base64, a uri that a tool gave before, or over stdio the path of a local file",
  );

/** Clients hold back results of more than about a megabyte, and no model looks closer than this. */
const SHOWN_EDGE_PX = 1024;
const SHOWN_QUALITY = 85;

/** A small copy to look at. */
export async function showPicture(image: Uint8Array): Promise<CallToolResult["content"][number]> {
  const within = { width: SHOWN_EDGE_PX, height: SHOWN_EDGE_PX };
  const { bytes, contentType } = await reshape(image, { format: "webp", within, quality: SHOWN_QUALITY });
  return { type: "image", data: Buffer.from(bytes).toString("base64"), mimeType: contentType };
}

/** The picture of a task that has completed, with what is worth knowing of it. */
export async function tellPicture(
  { bytes, uris }: RunContext,
  task: CompletedTask,
  { baseUrl }: McpCaller,
): Promise<CallToolResult> {
  const { file, width, height, cost, plan } = task.output;
  const image = presentOutput(task.output, { uris, baseUrl, numbering: "sdk" })?.image ?? "";
  const notDone = plan?.unsupported ?? [];
  const text = [
    `${width} × ${height}: ${image}`,
    ...(notDone.length === 0 ? [] : [`Not done, or only nearly: ${notDone.join("; ")}`]),
  ].join("\n");
  return {
    content: [await showPicture(await bytes.read(file)), { type: "text", text }],
    structuredContent: {
      task_id: task.id,
      status: task.status,
      image,
      width,
      height,
      credits: cost,
      not_done: notDone,
    },
  };
}
