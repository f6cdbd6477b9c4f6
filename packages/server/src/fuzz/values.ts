import fc, { type Arbitrary } from "fast-check";

/** Values that programs stumble over, whatever was to stand in their place. */

export const numbers: Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53, 2 ** 63, 1e21, 1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

export const strings: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\udfff\ud800",
    "\ufeff",
    "\u202e",
    "é".normalize("NFD"),
    "👩‍👩‍👧‍👦",
    "İı",
    "__proto__",
    "constructor",
    "toString",
    "null",
    "../../../etc/passwd",
    "'; DROP TABLE tasks; --",
    "%_%_%_%_%",
    "<script>",
    "\r\nX-Injected: 1",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.integer({ min: 1, max: 6000 }).map((length) => "x".repeat(length)),
);

/** JSON, but not what was asked for. `__proto__` here is a field of its own, as JSON.parse makes it. */
export const wrong: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(null, true, false, "", [], {}, [[]], [null], { length: 9e9 }) },
  { weight: 3, arbitrary: numbers },
  { weight: 3, arbitrary: strings },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2, max: 200 }).map(nested) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}')
      .map((text): unknown => JSON.parse(text)),
  },
);

/** Mostly as it should be. */
export function spoilt<T>(right: Arbitrary<T>): Arbitrary<unknown> {
  return fc.oneof({ weight: 60, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
