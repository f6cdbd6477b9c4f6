import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { MAX_IMAGE_BYTES, RemixError } from "@pastiche/contract";
import { z } from "zod";
import { announceFile, takeUpload } from "../files/records.ts";
import { readSource } from "../tasks/run.ts";
import type { RunContext } from "../tasks/run-to-end.ts";
import { findReference } from "../tasks/sources.ts";
import { IMAGE, showPicture } from "./picture.ts";
import type { McpCaller } from "./server.ts";

const inputSchema = z.object({ image: IMAGE });

export function addCutOutTool(server: McpServer, context: RunContext, { keyId, baseUrl }: McpCaller): void {
  server.registerTool(
    "cutout",
    {
      title: "Cut out the subject",
      description: "Lifts the subject of a picture off its background, and gives the uri of a PNG with transparency.",
      inputSchema,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    },
    async ({ image }, { signal }) => {
      const { bytes, confidence, width, height } = await cutOut(context, keyId, image, signal);
      const announced = { filename: "cutout.png", contentType: "image/png", path: "", category: "output" };
      const { id } = await announceFile(context, keyId, announced);
      const file = await takeUpload(context, id, bytes, { contentType: "image/png", maxBytes: MAX_IMAGE_BYTES });
      const uri = context.uris.uriOf(file, baseUrl);
      const text = `${width} × ${height}, confidence ${confidence.toFixed(2)} of 1: ${uri}`;
      return {
        content: [await showPicture(bytes), { type: "text", text }],
        structuredContent: { image: uri, width, height, confidence },
      };
    },
  );
}

async function cutOut(context: RunContext, keyId: string, image: string, signal: AbortSignal) {
  const engine = context.registry.engines.find((one) => one.cutOut !== undefined);
  if (engine?.cutOut === undefined) {
    throw new RemixError("validation_failed", "None of this server's engines cuts out; it would need compose");
  }
  await context.admit({ keyId, credits: 0 });
  const found = await findReference(context, image);
  const bytes = found instanceof Uint8Array ? found : await readSource(context, found, signal);
  const { image: lifted, ...told } = await engine.cutOut(bytes, { signal });
  return { bytes: lifted, ...told };
}
