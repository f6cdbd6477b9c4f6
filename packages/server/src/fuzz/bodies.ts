import fc, { type Arbitrary } from "fast-check";
import type { RequestName } from "../openapi/operations.ts";
import { cursors } from "./cursors.ts";
import { bodiesOf } from "./from-schema.ts";
import { spoilt } from "./values.ts";

const HUGE = 20_000;

/** JSON for an operation, sometimes no JSON any more. */
export function jsonFor(name: RequestName | undefined): Arbitrary<string | Uint8Array> {
  const values = name === undefined ? fc.jsonValue() : name === "ListRequest" ? lists : bodiesOf(name);
  const texts = values.map((value) => JSON.stringify(value) ?? "");
  return fc.oneof({ weight: 24, arbitrary: texts }, { weight: 1, arbitrary: texts.chain(mangled) });
}

const lists = fc
  .tuple(bodiesOf("ListRequest"), fc.option(spoilt(cursors)))
  .map(([body, cursor]) => (cursor === null || typeof body !== "object" ? body : { ...body, cursor }));

function mangled(text: string): Arbitrary<string | Uint8Array> {
  return fc.oneof(
    fc.nat(text.length).map((end) => text.slice(0, end)),
    fc
      .nat(text.length)
      .chain((at) => fc.string({ maxLength: 5 }).map((bad) => text.slice(0, at) + bad + text.slice(at))),
    fc.constant(`\ufeff${text}`),
    fc.constant(`${text}${text}`),
    fc.constant(text.replace(/\d+/, "1e999")),
    fc.constant(text.replace(/\d+/, "9".repeat(400))),
    fc.constant(text.replace("{", '{"__proto__":{"admin":true},')),
    fc.constant(text.replace("{", '{"constructor":{"prototype":{"x":1}},')),
    fc.constant("[".repeat(HUGE)),
    fc.constant("[".repeat(HUGE) + "]".repeat(HUGE)),
    fc.constant(`${'{"a":'.repeat(HUGE)}1${"}".repeat(HUGE)}`),
    fc.constant(`[${"{},".repeat(HUGE)}0]`),
    fc.constant(Buffer.concat([Buffer.from(text), Buffer.from([0xc3, 0x28, 0xff])])),
    fc.constant(Buffer.from(text, "utf16le")),
    fc.uint8Array({ maxLength: 50 }),
    fc.constantFrom("", "null", "NaN", "undefined", "'", '"', '"\\u00', "{", "[]", "0", "//", "\u0000"),
  );
}
