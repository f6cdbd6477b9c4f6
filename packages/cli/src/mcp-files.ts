import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isJSONRPCRequest, type JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { MAX_IMAGE_BYTES } from "@pastiche/contract/limits";
import { Failure } from "./failure.ts";

const MAX_PATH_CHARACTERS = 4096;

/** A tool call with the local files among its `image` and `images` as data URIs; any other message as it is. */
export async function withLocalFiles(message: JSONRPCMessage): Promise<JSONRPCMessage> {
  if (!isJSONRPCRequest(message) || message.method !== "tools/call") return message;
  const { params } = message;
  const given: unknown = params?.arguments;
  if (typeof given !== "object" || given === null) return message;
  const args: Record<string, unknown> = { ...given };
  if ("image" in args) args.image = await resolve(args.image);
  if (Array.isArray(args.images)) args.images = await Promise.all(args.images.map(resolve));
  return { ...message, params: { ...params, arguments: args } };
}

async function resolve(image: unknown): Promise<unknown> {
  if (typeof image !== "string" || /^(https?|data):/i.test(image) || image.length > MAX_PATH_CHARACTERS) return image;
  const path = image.replace(/^file:\/\//, "").replace(/^~(?=\/)/, homedir());
  const found = await stat(path).catch(() => null);
  // Perhaps it is base64: the server says what is wrong with what it cannot read.
  if (found === null || !found.isFile()) return image;
  if (found.size > MAX_IMAGE_BYTES) {
    throw new Failure(`An image may have ${MAX_IMAGE_BYTES} bytes, ${path} has ${found.size}`);
  }
  return `data:application/octet-stream;base64,${(await readFile(path)).toString("base64")}`;
}
