import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import sharp from "sharp";
import { expect, test } from "vitest";
import { z } from "zod";
import { BEAR, pastiche } from "../test/pastiche.ts";

const BIN = fileURLToPath(new URL("../bin/pastiche.js", import.meta.url));

test("an assistant remixes a local file over stdio, and nothing but the protocol is printed", async () => {
  const transport = new StdioClientTransport({ command: process.execPath, args: [BIN, "mcp"], stderr: "pipe" });
  const faults: Error[] = [];
  const client = new Client({ name: "test", version: "1" });
  client.onerror = (error) => faults.push(error);
  await client.connect(transport);
  try {
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["remix", "plan", "cutout", "get_task"]);
    const progress: number[] = [];
    const args = { name: "remix", arguments: { prompt: "0 in black and white", images: [BEAR], aspect_ratio: "1:1" } };
    const result = CallToolResultSchema.parse(
      await client.callTool(args, undefined, { onprogress: (told) => progress.push(told.progress) }),
    );
    const { image, width } = z.looseObject({ image: z.url(), width: z.number() }).parse(result.structuredContent);
    expect(result.content[0]).toMatchObject({ type: "image", mimeType: "image/webp" });
    expect(progress.length).toBeGreaterThan(1);
    const bytes = Buffer.from(await (await fetch(image)).arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "png", width });
    const missing = { name: "cutout", arguments: { image: "/no/such/file.jpg" } };
    expect(await client.callTool(missing)).toMatchObject({ isError: true });
  } finally {
    await client.close();
  }
  expect(faults).toEqual([]);
});

test("it ends when the assistant hangs up", async () => {
  expect(await pastiche(["mcp"], { input: "" })).toMatchObject({ code: 0, out: "", err: "" });
});

test("a server that cannot be reached is an answer, and no silence", async () => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [BIN, "mcp", "--server", "http://127.0.0.1:9"],
    env: { INFERENCE_API_KEY: "inf_any" },
  });
  const client = new Client({ name: "test", version: "1" });
  await expect(client.connect(transport)).rejects.toThrow("The server cannot be reached");
});

test("a server needs its key", async () => {
  const told = await pastiche(["mcp", "--server", "http://127.0.0.1:9"], { input: "", env: { INFERENCE_API_KEY: "" } });
  expect(told).toMatchObject({ code: 2, out: "", err: expect.stringContaining("INFERENCE_API_KEY") });
});
