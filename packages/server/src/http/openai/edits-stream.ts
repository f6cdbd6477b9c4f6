import type { RemixInput } from "@pastiche/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Reshaped } from "../../files/reshape.ts";
import { runToEnd } from "../../tasks/run-to-end.ts";
import type { HttpContext } from "../context.ts";
import { hijack } from "../hijack.ts";
import { goneSignal, submissionOf } from "../submission.ts";
import { openAiErrorOf } from "./edits-error.ts";
import { reshapeFor } from "./edits-picture.ts";
import type { Edit } from "./edits-request.ts";

/** What no engine here counts. */
export const NO_TOKENS = {
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  input_tokens_details: { image_tokens: 0, text_tokens: 0 },
};

const COMMENT_EVERY_MS = 10_000;

/**
 * The edit as server-sent events: `image_edit.partial_image` as often as asked for and as the engine has something to
 * show, then `image_edit.completed`, or `error`. What is wrong with the request itself is answered with its status.
 */
export async function streamEdit(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  edit: Edit,
  input: RemixInput,
): Promise<FastifyReply> {
  const { raw } = reply;
  let shown = 0;
  let sent = 0;
  let comments: NodeJS.Timeout | undefined;
  const send = (type: string, body: object) => {
    open();
    raw.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`);
  };
  try {
    const task = await runToEnd(context, submissionOf(request, input, context.publicUrl), {
      signal: goneSignal(reply),
      async onEvent({ task_id }) {
        open();
        const preview = context.previews.latest(task_id);
        if (preview === null || preview.number <= shown || sent >= edit.partialImages) return;
        shown = preview.number;
        const picture = await reshapeFor(edit, preview.image);
        send("image_edit.partial_image", { ...imageOf(edit, picture, context), partial_image_index: sent++ });
      },
    });
    const picture = await reshapeFor(edit, await context.bytes.read(task.output.file), task.output.plan);
    const messages = edit.messages.length === 0 ? {} : { messages: edit.messages };
    send("image_edit.completed", { ...imageOf(edit, picture, context), usage: NO_TOKENS, ...messages });
    raw.end();
  } catch (thrown) {
    // Nothing was said yet: the error has its own status.
    if (!raw.headersSent) throw thrown;
    if (raw.destroyed) return reply;
    const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
    const { error } = openAiErrorOf(failure, request, context.log);
    send("error", { error });
    raw.end();
  } finally {
    clearInterval(comments);
  }
  return reply;

  // Not before the task is accepted: until then there may be an error to answer with.
  function open(): void {
    if (raw.headersSent) return;
    hijack(reply);
    raw.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    comments = setInterval(() => raw.write(": working\n\n"), COMMENT_EVERY_MS);
  }
}

function imageOf({ background, format }: Edit, { bytes, width, height }: Reshaped, { clock }: HttpContext) {
  return {
    b64_json: Buffer.from(bytes).toString("base64"),
    background: background === "transparent" ? "transparent" : "opaque",
    created_at: Math.floor(clock() / 1000),
    output_format: format,
    quality: "auto",
    size: `${width}x${height}`,
  };
}
