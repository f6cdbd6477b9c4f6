import fc, { type Arbitrary } from "fast-check";

type Value = string | string[];

// What HTTP lets a caller write: printable Latin-1 and tabs.
const texts = fc.oneof(
  fc.constantFrom("", "0", "-1", "*", ",", ";", "=", '"', "\t", "null", "undefined", "__proto__", "é\xff", "1e9"),
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
    maxLength: 30,
  }),
  fc.integer({ min: 1, max: 4000 }).map((length) => "9".repeat(length)),
);
const twice = fc.tuple(texts, texts).map(([a, b]) => [a, b]);

const KNOWN: Record<string, Value[]> = {
  "x-api-version": ["1", "2", "3", "4", "01", "1.0", "2, 3"],
  prefer: [
    "wait",
    "wait=",
    "wait=-1",
    "wait=0",
    "wait=1e9",
    `wait=${"9".repeat(400)}`,
    "respond-async, wait=1",
    "wait=1;wait=2",
  ],
  range: [
    "bytes=0-0",
    "bytes=-1",
    "bytes=9-1",
    "bytes=0-",
    "bytes=-0",
    "bytes=0-1,3-4",
    "bytes=99999999999999999999-",
    "items=0-1",
    "bytes=a-b",
  ],
  "if-none-match": ["*", '""', 'W/"x"', '"a", "b"', '"'],
  "if-range": ['"x"', "Wed, 21 Oct 2015 07:28:00 GMT", "*"],
  "last-event-id": ["0", "1", "-1", "999999999999999", "9999999999999999999", "1.5", "abc"],
  "idempotency-key": ["k", "", "x".repeat(255), "x".repeat(256), "<victim.idempotency>", "__proto__"],
  "cancel-after": ["1s", "0", "0s", "-1s", "99999999999d", "1e9s", "30", "1 h", "s", "P1D"],
  "cancel-on-disconnect": ["true", "TRUE", "1"],
  "content-type": [
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/x-www-form-urlencoded",
    "/",
    "a",
    "application/json, text/plain",
    "image/png",
    ";",
  ],
  "content-encoding": ["gzip", "br", "identity"],
  accept: [
    "*/*",
    "image/png",
    "image/png;q=0",
    "text/event-stream",
    "application/json, text/event-stream",
    "image/webp;q=x",
    ";",
    "image/*;q=1e400",
  ],
  host: ["", "evil.invalid", "a:b:c", "[::1", "[::1]:99999", "a/b", "a b", 'x"><script>', "-", "."],
  "x-forwarded-host": ["evil.invalid"],
  "x-forwarded-proto": ["javascript"],
  "x-client-source": ["inference-sdk-js/0.6", "inference-sdk-js/"],
  "user-agent": ["inference-sdk-py/0.6", ""],
  origin: ["null", "http://evil.invalid", "é"],
  "access-control-request-method": ["POST", "x"],
  "mcp-session-id": ["", "x", "<victim.mcp>", "<attacker.mcp>", "__proto__"],
  "mcp-protocol-version": ["2025-06-18", "1", "", "x".repeat(200)],
  expect: ["100-continue"],
  connection: ["close"],
  cookie: ["a=b; __proto__=1"],
};

const one = fc.constantFrom(...Object.keys(KNOWN)).chain((name) => fc.tuple(fc.constant(name), valuesOf(name)));

/** Headers that a server reads, with what they may not hold. */
export const headers: Arbitrary<Record<string, Value>> = fc
  .array(one, { maxLength: 3 })
  .map((entries) => Object.fromEntries(entries));

function valuesOf(name: string): Arbitrary<Value> {
  const known = fc.constantFrom<Value>(...KNOWN[name]);
  // Node's own client does not send a host twice, nor what else it makes a connection from.
  if (name === "host" || name === "connection" || name === "expect") return known;
  return fc.oneof({ weight: 5, arbitrary: known }, { weight: 2, arbitrary: texts }, { weight: 1, arbitrary: twice });
}

/** Who asks, as the request says: mostly the attacker, whose key is good and may little. */
export const authorizations: Arbitrary<Record<string, Value>> = fc.oneof(
  { weight: 20, arbitrary: fc.constant({ authorization: "Bearer <attacker.secret>" }) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.constantFrom(
          "",
          "Bearer",
          "Bearer ",
          "Bearer  x  y",
          "Basic YTpi",
          "bearer inf_",
          "Bearer <victim.key>",
          "Bearer null",
        ),
        texts,
      )
      .map((authorization) => ({ authorization })),
  },
  { weight: 1, arbitrary: fc.constant({}) },
);
