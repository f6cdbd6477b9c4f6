import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { MAX_REFERENCES, RemixError, RemixInput } from "@pastiche/contract";
import { z } from "zod";
import type { Size } from "../../files/reshape.ts";
import { MAX_BODY_BYTES } from "../body.ts";
import type { Message } from "../caller.ts";
import { readForm } from "../multipart.ts";
import { parse } from "../parse.ts";
import { planSize } from "./edits-size.ts";

const MAX_EDGE = 4096;
const MIN_EDGE = 16;
/** The widest and the tallest ratio. */
const MAX_RATIO = 3;
const MAX_PICTURES = 10;
const MAX_PARTIAL_IMAGES = 3;
const MAX_SEED = 2 ** 32 - 1;

const number = z.union([z.number(), z.string().regex(/^\d+$/, "must be a whole number").transform(Number)]);
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

export const EditFields = z.looseObject({
  prompt: RemixInput.shape.prompt,
  model: z.string().nullish(),
  n: number.pipe(z.int().min(1).max(MAX_PICTURES)).nullish(),
  size: z
    .string()
    .regex(/^(auto|\d{1,5}x\d{1,5})$/, "must be auto or WIDTHxHEIGHT")
    .nullish(),
  background: z.enum(["transparent", "opaque", "auto"]).nullish(),
  output_format: z.enum(["png", "jpeg", "webp"]).nullish(),
  output_compression: number.pipe(z.int().min(0).max(100)).nullish(),
  response_format: z.enum(["b64_json", "url"]).nullish(),
  stream: flag.nullish(),
  partial_images: number.pipe(z.int().min(0).max(MAX_PARTIAL_IMAGES)).nullish(),
  seed: number.pipe(z.int().min(0).max(MAX_SEED)).nullish(),
});

/** Fields that OpenAI knows, that change nothing here, and whose absence nobody would notice. */
const UNUSED = ["user", "safety_identifier", "moderation"];

/** A picture as it was sent: bytes in base64, a URL, or a file that was uploaded before. */
export type SentImage = { text: string } | { fileId: string };

export interface Edit {
  /** One for each picture that was asked for; they differ in their seeds. `images` is empty: they come beside it. */
  inputs: RemixInput[];
  images: SentImage[];
  size: Size | null;
  background: "transparent" | "opaque" | "auto";
  format: "png" | "jpeg" | "webp";
  quality: number;
  asUrl: boolean;
  stream: boolean;
  partialImages: number;
  messages: Message[];
}

interface Sent {
  fields: Record<string, unknown>;
  images: SentImage[];
}

/** Reads a multipart body, or JSON with `images`. @throws RemixError that names what is wrong. */
export async function readEdit(
  request: { raw: IncomingMessage; headers: IncomingHttpHeaders; body: unknown },
  versions: string[],
): Promise<Edit> {
  const isForm = request.headers["content-type"]?.startsWith("multipart/form-data") ?? false;
  const { fields: sent, images } = isForm ? await readFields(request) : readJson(request.body);
  for (const name of ["mask", "markup"]) {
    if (sent[name] !== undefined && sent[name] !== null) {
      throw wrong(name, "is not supported: say in the prompt where to change what");
    }
  }
  const fields = parse(EditFields, sent);
  if (images.length === 0) throw wrong("image", "must hold at least one picture (nothing was received)");
  if (images.length > MAX_REFERENCES) {
    throw wrong("image", `may hold at most ${MAX_REFERENCES} pictures (received ${images.length})`);
  }
  const format = fields.output_format ?? "png";
  const background = fields.background ?? "auto";
  if (background === "transparent" && format === "jpeg") {
    throw wrong("background", "cannot be transparent in JPEG: set output_format to png or webp");
  }
  const partialImages = fields.partial_images ?? 0;
  const count = fields.n ?? 1;
  if (fields.stream && count > 1) throw wrong("n", `must be 1 where stream is true (received ${count})`);
  const size = sizeOf(fields.size ?? "auto");
  const { version, messages } = versionOf(fields.model ?? null, versions);
  return {
    inputs: inputsOf({ prompt: fields.prompt, version, size, background, count, seed: fields.seed ?? 0 }),
    images,
    size,
    background,
    format,
    quality: fields.output_compression ?? 100,
    asUrl: fields.response_format === "url",
    stream: fields.stream ?? false,
    partialImages,
    messages: [...messages, ...unused(fields)],
  };
}

async function readFields({ raw, headers }: { raw: IncomingMessage; headers: IncomingHttpHeaders }): Promise<Sent> {
  const form = await readForm(raw, headers["content-type"] ?? "", MAX_BODY_BYTES);
  const images: SentImage[] = [];
  const fields: [string, unknown][] = [];
  for (const [name, value] of form) {
    if (!/^image(\[\d*\])?$/.test(name)) fields.push([name, value]);
    else if (typeof value === "string") throw wrong("image", "must be a file (received text)");
    else images.push({ text: await dataUriOf(value) });
  }
  // Not one by one: a field called __proto__ would become the prototype of the others.
  return { fields: Object.fromEntries(fields), images };
}

async function dataUriOf(file: File): Promise<string> {
  const bytes = Buffer.from(await file.arrayBuffer());
  return `data:application/octet-stream;name=${encodeURIComponent(file.name)};base64,${bytes.toString("base64")}`;
}

const Images = z.object({
  images: z
    .array(
      z.union(
        [z.string(), z.object({ image_url: z.string() }), z.object({ file_id: z.string() })],
        "must be an object with image_url or file_id",
      ),
    )
    .nullish(),
});

function readJson(body: unknown): Sent {
  const { images } = parse(Images, body);
  return {
    fields: typeof body === "object" && body !== null ? { ...body, images: undefined } : {},
    images: (images ?? []).map((image) => {
      if (typeof image === "string") return { text: image };
      return "file_id" in image ? { fileId: image.file_id } : { text: image.image_url };
    }),
  };
}

function sizeOf(text: string): Size | null {
  if (text === "auto") return null;
  const [width, height] = text.split("x").map(Number);
  const isEdge = (edge: number) => edge >= MIN_EDGE && edge <= MAX_EDGE;
  if (!isEdge(width) || !isEdge(height)) {
    throw wrong("size", `must have edges of ${MIN_EDGE} to ${MAX_EDGE} pixels (received ${text})`);
  }
  if (Math.max(width / height, height / width) > MAX_RATIO) {
    throw wrong("size", `must have a ratio of 1:${MAX_RATIO} to ${MAX_RATIO}:1 (received ${text})`);
  }
  return { width, height };
}

function versionOf(model: string | null, versions: string[]): { version: string; messages: Message[] } {
  if (model === null) return { version: "latest", messages: [] };
  if (versions.includes(model)) return { version: model, messages: [] };
  const message = `model ${JSON.stringify(model.slice(0, 80))} is no version of this server and was ignored; it has ${versions.join(", ")}`;
  return { version: "latest", messages: [{ level: "warning", code: "unknown_model", message }] };
}

function inputsOf(wish: {
  prompt: string;
  version: string;
  size: Size | null;
  background: string;
  count: number;
  seed: number;
}): RemixInput[] {
  const planned = wish.size === null ? null : planSize(wish.size);
  return Array.from({ length: wish.count }, (_, index) => ({
    prompt: wish.prompt,
    images: [],
    version: wish.version,
    aspect_ratio: planned?.aspectRatio,
    upscale_factor: planned?.upscale,
    remove_background: wish.background === "transparent",
    seed: (wish.seed + index) % (MAX_SEED + 1),
  }));
}

function unused(fields: Record<string, unknown>): Message[] {
  return Object.entries(fields)
    .filter(([name, value]) => !Object.hasOwn(EditFields.shape, name) && !UNUSED.includes(name) && value != null)
    .map(([name]) => ({ level: "warning", code: "unknown_field", message: `${name.slice(0, 80)} was ignored` }));
}

function wrong(name: string, detail: string): RemixError {
  return new RemixError("validation_failed", `${name} ${detail}`, { errors: [{ pointer: `/${name}`, detail }] });
}
