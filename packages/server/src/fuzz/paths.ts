import fc, { type Arbitrary } from "fast-check";

const TRICKS = [
  "",
  ".",
  "..",
  "%2e%2e",
  "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "..%5c..%5c",
  "....//",
  "%00",
  "x%00.png",
  "%ff",
  "%c0%ae%c0%ae",
  "%",
  "%2",
  "%zz",
  "%25",
  "*",
  "__proto__",
  "constructor",
  "null",
  "undefined",
  "-1",
  "1e999",
  "'",
  "%22%3e%3cscript%3e",
  "%0d%0aX-Injected:1",
  "%F0%9F%90%BB",
  ";a=b",
  "list",
  "{id}",
  "a".repeat(300),
  "a".repeat(5000),
  "task_%",
  "file_..",
];

const idsFor = (path: string): Arbitrary<string> => {
  const kind = /^\/(tasks|files|sessions|deliveries|apikeys)/.exec(path)?.[1] ?? "";
  if (path.endsWith("/upload")) return mostly("<attacker.announced>");
  const what = { tasks: "task", files: "file", sessions: "session", deliveries: "delivery", apikeys: "key" }[kind];
  const tricks = fc.constantFrom(...TRICKS);
  if (what === undefined) return tricks;
  return fc.oneof(
    // A caller may end its own key, and then has no more to say here.
    { weight: 3, arbitrary: what === "key" ? tricks : fc.constant(`<attacker.${what}>`) },
    { weight: 3, arbitrary: fc.constantFrom(`<victim.${what}>`, "<victim.task>", "<victim.file>") },
    { weight: 3, arbitrary: tricks },
  );
};

const queries = fc.oneof(
  { weight: 6, arbitrary: fc.constant("") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "?",
      "?wait=true",
      "?wait=%",
      "?wait[]=1",
      "?from=2026-02-30",
      "?from=0000-01-01&to=9999-12-31",
      "?from=x&to=%00",
      "?key_id=<victim.key>",
      "?key_id=a&key_id=b",
      "?__proto__=1",
      "?expires=1&signature=x",
      "<attacker.upload>",
      "<attacker.upload>",
      "?expires=9999999999999&signature=%ff",
      "?expires=NaN&signature=",
      "?a=".padEnd(3000, "b"),
      "?%",
      "?&&&==",
    ),
  },
);

/** The path of an operation, with ids that are ours, another's or none, under either prefix. */
export function pathsOf(template: string): Arbitrary<string> {
  const filled = template.split(/(\{\w+\})/).map((part) => {
    if (part === "{namespace}") return mostly("reve");
    if (part === "{name}" && template.startsWith("/apps")) return mostly("remix");
    if (part === "{name}") return mostly("<attacker.token>");
    return part.startsWith("{") ? idsFor(template) : fc.constant(part);
  });
  const prefix = fc.constantFrom("", "", "/v1", "/v1/v1", "//", "/V1");
  const paths = fc.oneof({ weight: 20, arbitrary: fc.constantFrom("", "/v1") }, { weight: 1, arbitrary: prefix });
  const query = template.endsWith("/upload") ? mostly("<attacker.upload>") : queries;
  return fc.tuple(paths, fc.tuple(...filled), query).map(([start, parts, end]) => start + parts.join("") + end);
}

function mostly(word: string): Arbitrary<string> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(word) }, { weight: 1, arbitrary: fc.constantFrom(...TRICKS) });
}
