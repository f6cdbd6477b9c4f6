import type { RemixInput } from "@pastiche/contract";
import { RemixError } from "@pastiche/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { getFile } from "../../store/files.ts";
import { runToEnd } from "../../tasks/run-to-end.ts";
import { baseUrlOf, keyOf } from "../caller.ts";
import type { HttpContext } from "../context.ts";
import { goneSignal, submissionOf } from "../submission.ts";
import { createOpenAiErrorHandler } from "./edits-error.ts";
import { keepPicture, type Made, reshapeFor } from "./edits-picture.ts";
import { type Edit, readEdit, type SentImage } from "./edits-request.ts";
import { NO_TOKENS, streamEdit } from "./edits-stream.ts";

/** OpenAI's image edit: each picture is a task, held until it is there, and given in exactly the size that was asked for. */
export function addOpenAiRoute(app: FastifyInstance, context: HttpContext): void {
  app.register(async (openai) => {
    openai.setErrorHandler(createOpenAiErrorHandler(context.log));

    openai.post("/images/edits", async (request, reply) => {
      const edit = await readEdit(request, context.registry.versions);
      const images = await Promise.all(edit.images.map((image) => referenceOf(context, request, image)));
      const inputs = edit.inputs.map((input) => ({ ...input, images }));
      if (edit.stream) return streamEdit(context, request, reply, edit, inputs[0]);
      const made = await makeAll(context, request, edit, inputs, goneSignal(reply));
      return answer(context, request, reply, edit, made);
    });
  });
}

async function referenceOf(context: HttpContext, request: FastifyRequest, image: SentImage): Promise<string> {
  if ("text" in image) return image.text;
  const file = await getFile(context.db, image.fileId);
  if (file === null || file.key_id !== keyOf(request).id) {
    const detail = `There is no file ${JSON.stringify(image.fileId.slice(0, 80))}`;
    throw new RemixError("not_found", detail, { errors: [{ pointer: "/images", detail }] });
  }
  return context.uris.uriOf(file, baseUrlOf(request, context.publicUrl));
}

/** All of them, or none: where one fails, those that still run are cancelled. */
async function makeAll(
  context: HttpContext,
  request: FastifyRequest,
  edit: Edit,
  inputs: RemixInput[],
  gone: AbortSignal,
): Promise<Made[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([gone, failed.signal]);
  const making = inputs.map(async (input) => {
    const task = await runToEnd(context, submissionOf(request, input, context.publicUrl), { signal });
    const picture = await reshapeFor(edit, await context.bytes.read(task.output.file), task.output.plan);
    return { task, picture };
  });
  try {
    return await Promise.all(making);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(making);
    throw error;
  }
}

async function answer(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  edit: Edit,
  made: Made[],
): Promise<FastifyReply> {
  const baseUrl = baseUrlOf(request, context.publicUrl);
  const data = edit.asUrl
    ? await Promise.all(made.map(async (one) => ({ url: await keepPicture(context, one, baseUrl) })))
    : made.map(({ picture }) => ({ b64_json: Buffer.from(picture.bytes).toString("base64") }));
  const { width, height } = made[0].picture;
  const body = {
    created: Math.floor(context.clock() / 1000),
    data,
    background: edit.background === "transparent" ? "transparent" : "opaque",
    output_format: edit.format,
    quality: "auto",
    size: `${width}x${height}`,
    usage: NO_TOKENS,
    ...(edit.messages.length === 0 ? {} : { messages: edit.messages }),
  };
  return reply.header("x-request-id", made[0].task.id).type("application/json").send(JSON.stringify(body));
}
