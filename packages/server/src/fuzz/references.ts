import fc, { type Arbitrary } from "fast-check";
import { PNG_DATA_URI } from "../testing/pictures.ts";
import { pictures } from "./pictures.ts";
import { strings } from "./values.ts";

// Every one of them is this machine, and at the port a trap listens: whoever calls it has failed. Nothing here is public, so that
// a test calls nobody.
const LOOPBACK = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "0177.0.0.1",
  "0177.0x0.0.1",
  "017700000001",
  "127.0.0.1.",
  "127.255.255.254",
  "0.0.0.0",
  "0",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "%31%32%37.0.0.1",
];
const INSIDE = [
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "100.64.0.1",
  "192.0.2.1",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "[fe80::1]",
  "[fd00:ec2::254]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[::ffff:a9fe:a9fe]",
];
const BROKEN = [
  "http://",
  "http://[",
  "http://[::1",
  "http://[fe80::1%25eth0]/",
  "http://999.1.1.1/",
  "http://256.256.256.256/",
  "http://a b/",
  "http://-/",
  "http://.../",
  "http://127.0.0.1:99999/",
  "https:///a.png",
  "http:\\\\127.0.0.1\\",
  "//127.0.0.1/",
  "file:///etc/passwd",
  "ftp://127.0.0.1/",
  "gopher://127.0.0.1:6379/_FLUSHALL",
  "javascript:alert(1)",
  "blob:null/1",
];

/** URLs that a server must not call, in every notation that one finds for them. */
export const forbiddenUrls: Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom("http", "https", "HTTP"),
        fc.constantFrom("", "", "user:secret@", "example.com@", "example.com%40"),
        fc.constantFrom(...LOOPBACK),
        fc.constantFrom("/a.png", "", "/?a=#b", "/%00", "/../..", "#@example.com"),
      )
      .map(([scheme, user, host, rest]) => `${scheme}://${user}${host}:<trap.port>${rest}`),
  },
  { weight: 3, arbitrary: fc.constantFrom(...INSIDE).map((host) => `http://${host}/latest/meta-data/`) },
  { weight: 2, arbitrary: fc.constantFrom(...BROKEN) },
);

const dataUris = fc.oneof(
  pictures.map((bytes) => `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`),
  pictures.map((bytes) => `data:image/svg+xml,${encodeURIComponent(Buffer.from(bytes).toString("latin1"))}`),
  fc.constantFrom("data:", "data:,", "data:;base64,", "data:image/png;base64,=", "data:image/png,%", "DATA:x,%ff"),
);

const fileUris = fc
  .tuple(
    fc.constantFrom("http://127.0.0.1", "https://example.invalid", "http://[::1]"),
    fc.constantFrom("<attacker.file>", "<victim.file>", "file_x", ""),
    fc.constantFrom("", "x", `${"A".repeat(32)}.png`, "..%2f..", "%00"),
  )
  .map(([origin, id, token]) => `${origin}/files/${id}/${token}`);

/** What stands where a picture is to stand. */
export const references: Arbitrary<unknown> = fc.oneof(
  { weight: 40, arbitrary: fc.constant(PNG_DATA_URI) },
  { weight: 10, arbitrary: fc.constant("<attacker.uri>") },
  { weight: 3, arbitrary: forbiddenUrls },
  { weight: 3, arbitrary: dataUris },
  { weight: 2, arbitrary: fileUris },
  { weight: 1, arbitrary: pictures.map((bytes) => Buffer.from(bytes).toString("base64")) },
  { weight: 1, arbitrary: strings },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ uri: "<victim.file>" }, { uri: null }, { uri: { uri: PNG_DATA_URI } }, {}),
  },
);
