import fc, { type Arbitrary } from "fast-check";
import { PNG } from "../testing/pictures.ts";
import { pictures } from "./pictures.ts";

export interface Form {
  contentType: string;
  body: Uint8Array;
}

const B = "----fuzz";
const names = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("file", "image", "image[]", "prompt", "size", "n", "stream", "category") },
  fc.constantFrom("", "image[0]", "image[x]", "mask", "__proto__", 'a"b', "a\r\nb", "é", "x".repeat(5000)),
);
const filenames = fc.constantFrom(
  null,
  null,
  "a.png",
  "",
  "../../etc/passwd",
  "a\u0000.png",
  "f".repeat(10_000),
  "👩‍👩‍👧‍👦.png",
  'a"; filename="b',
  "con",
);
const texts = fc.constantFrom(
  "0 at night",
  "fail",
  "1024x1024",
  "99999x99999",
  "1x9999",
  "-1",
  "true",
  "",
  "\u0000",
  "NaN",
);
const parts = fc
  .tuple(
    names,
    filenames,
    fc.oneof(
      pictures,
      texts.map((text) => Buffer.from(text)),
    ),
    fc.constantFrom("", "image/png", "text/html", "\u0000"),
  )
  .map(([name, filename, content, type]) => partOf(name, filename, content, type));
const needed = fc.constantFrom(
  [],
  [partOf("file", "a.png", PNG, "image/png")],
  [partOf("image", "a.png", PNG, "image/png"), partOf("prompt", null, Buffer.from("0 at night"), "")],
);
const wholes = fc
  .tuple(
    needed,
    fc.oneof(fc.array(parts, { maxLength: 1 }), fc.array(parts, { maxLength: 8 })),
    fc.oneof({ weight: 6, arbitrary: fc.constant(`--${B}--\r\n`) }, fc.constantFrom(`--${B}--`, `--${B}`, "", "--")),
  )
  .map(([first, more, end]) => Buffer.concat([...first, ...more, Buffer.from(end)]));

function partOf(name: string, filename: string | null, content: Uint8Array, type: string): Buffer {
  return Buffer.concat([
    Buffer.from(`--${B}\r\nContent-Disposition: form-data; name="${name}"`),
    Buffer.from(filename === null ? "" : `; filename="${filename}"`),
    Buffer.from(type === "" ? "\r\n\r\n" : `\r\nContent-Type: ${type}\r\n\r\n`),
    content,
    Buffer.from("\r\n"),
  ]);
}

/** Multipart bodies: parts missing, strange, too many, or cut, and boundaries that are not those of the header. */
export const forms: Arbitrary<Form> = fc.record({
  contentType: fc.oneof(
    { weight: 8, arbitrary: fc.constant(`multipart/form-data; boundary=${B}`) },
    fc.constantFrom(
      "multipart/form-data",
      "multipart/form-data; boundary=",
      "multipart/form-data; boundary=other",
      `multipart/form-data; boundary="${B}`,
      `multipart/form-data; boundary=${"b".repeat(1000)}`,
      `multipart/form-data; boundary=${B}; charset=utf-16`,
      `multipart/mixed; boundary=${B}`,
    ),
  ),
  body: fc.oneof(
    { weight: 6, arbitrary: wholes },
    { weight: 1, arbitrary: wholes.chain((whole) => fc.nat(whole.length).map((end) => whole.subarray(0, end))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  ),
});
