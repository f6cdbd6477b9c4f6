import fc, { type Arbitrary } from "fast-check";
import { PNG } from "../testing/pictures.ts";

const HEADS = [
  "\xff\xd8\xff\xe0",
  "\x89PNG\r\n\x1a\n",
  "GIF89a\xff\xff\xff\xff",
  "RIFF\x00\x00\x00\x00WEBPVP8 ",
  "\x00\x00\x00\x20ftypavif",
  "II*\x00\xff\xff\xff\xff",
  "BM",
  "%PDF-1.7",
];
const DOCUMENTS = ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "<html>", "plain text", "{}", ""];

/** The bytes of pictures that are none, or not whole, or of a kind that is not read. */
export const pictures: Arbitrary<Uint8Array> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(PNG) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: PNG.length - 1 }).map((end) => PNG.subarray(0, end)) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(PNG.length - 1), fc.nat(255)).map(([at, byte]) => PNG.with(at, byte)),
  },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom(...DOCUMENTS).map((text) => Buffer.from(text)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...HEADS), fc.uint8Array({ maxLength: 100 }))
      .map(([head, rest]) => Buffer.concat([Buffer.from(head, "latin1"), rest])),
  },
);
