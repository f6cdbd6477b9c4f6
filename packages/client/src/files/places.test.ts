import { expect, test } from "vitest";
import { INPUT_SCHEMA } from "../../test/loopback.ts";
import { replaceFiles } from "./places.ts";

const seen = (schema: unknown, input: unknown) => {
  const pointers: string[] = [];
  const replaced = replaceFiles(schema, input, async (_, pointer) => {
    pointers.push(pointer);
    return "uploaded";
  });
  return replaced.then((value) => ({ value, pointers }));
};

test("only fields that the schema calls files are looked at, whatever the others hold", async () => {
  const input = { prompt: "bear.jpg", version: "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=", images: ["bear.jpg", "table.jpg"] };
  const { value, pointers } = await seen(INPUT_SCHEMA, input);
  expect(value).toEqual({ ...input, images: ["uploaded", "uploaded"] });
  expect(pointers).toEqual(["/input/images/0", "/input/images/1"]);
});

test("files are found in nested objects, behind $ref, unions, and additional properties", async () => {
  const schema = {
    $defs: {
      File: { type: "string", format: "file" },
      Node: { properties: { file: { $ref: "#/$defs/File" }, next: { $ref: "#/$defs/Node" } } },
    },
    properties: {
      node: { $ref: "#/$defs/Node" },
      maybe: { anyOf: [{ $ref: "#/$defs/File" }, { type: "null" }] },
      pair: { prefixItems: [{ type: "string" }, { $ref: "#/$defs/File" }] },
      byName: { additionalProperties: { $ref: "#/$defs/File" } },
    },
  };
  const input = { node: { file: "a", next: { file: "b" } }, maybe: "c", pair: ["d", "e"], byName: { "x/y": "f" } };
  const { value } = await seen(schema, input);
  const up = "uploaded";
  expect(value).toEqual({ node: { file: up, next: { file: up } }, maybe: up, pair: ["d", up], byName: { "x/y": up } });
});

test("null is left alone, and a schema that goes in circles ends", async () => {
  const schema = {
    $defs: { A: { anyOf: [{ $ref: "#/$defs/A" }] } },
    $ref: "#/$defs/A",
    properties: { image: { format: "file" } },
  };
  expect((await seen(schema, { image: null })).value).toEqual({ image: null });
});

test("bytes where no file belongs are an error that names the place", async () => {
  await expect(seen(INPUT_SCHEMA, { prompt: new Uint8Array(3) })).rejects.toThrow("/input/prompt takes no file");
});
