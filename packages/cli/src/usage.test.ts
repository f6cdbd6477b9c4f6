import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BEAR, pastiche, start } from "../test/pastiche.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-usage-"));
});
afterAll(() => rm(folder, { recursive: true }));

const SEVEN = Array.from({ length: 7 }, () => BEAR);

test.for([
  ["a mistyped command", ["remx"], "unknown command 'remx' (Did you mean remix?)"],
  [
    "a mistyped flag",
    ["remix", "0", BEAR, "-o", "x.png", "--sed", "1"],
    "unknown option '--sed' (Did you mean --seed?)",
  ],
  ["no image", ["remix", "0", "-o", "x.png"], "missing required argument 'images'"],
  ["no output", ["remix", "0", BEAR], "required option '-o, --output <file>' not specified"],
  ["a missing file", ["remix", "0", "no.jpg", "-o", "x.png"], "No such file: no.jpg"],
  ["a scheme that is not fetched", ["remix", "0", "ftp://a.b/c.jpg", "-o", "x.png"], "Only http(s) URLs are fetched"],
  ["a directory", ["remix", "0", ".", "-o", "x.png"], ". is a directory: name the images in it"],
  ["too many images", ["remix", "0", ...SEVEN, "-o", "x.png"], "A remix takes 1 to 6 images, received 7"],
  ["an empty prompt", ["remix", " ", BEAR, "-o", "x.png"], "The prompt is empty: say how to combine the images"],
  ["a long prompt", ["remix", "a".repeat(2561), BEAR, "-o", "x.png"], "1 to 2560 characters, received 2561"],
  ["an unknown ratio", ["remix", "0", BEAR, "-o", "x.png", "--aspect-ratio", "5:4"], "Allowed choices are 16:9, 9:16"],
  ["a seed below 0", ["remix", "0", BEAR, "-o", "x.png", "--seed=-1"], "a whole number from 0 to 4294967295"],
  ["an upscale of 5", ["remix", "0", BEAR, "-o", "x.png", "--upscale", "5"], "It must be 2, 3, 4"],
  ["a model that runs elsewhere", ["remix", "0", BEAR, "-o", "x.png", "--version", "v9"], 'received "v9"'],
  ["an output over an input", ["remix", "0", BEAR, "-o", BEAR], "is one of the images, and would be overwritten"],
  ["an output without a folder", ["run", "0", BEAR, "-o", "no/x.png"], "There is no folder no to write x.png to"],
  ["JPEG with transparency", ["cutout", BEAR, "-o", "x.jpg"], "JPEG has no transparency: write x.png or .webp"],
  ["a dot with one number", ["cutout", BEAR, "-o", "x.png", "--keep", "12"], "It must be x,y in pixels, as in 120,80"],
  ["a box without a size", ["cutout", BEAR, "-o", "x.png", "--box", "1,2"], "It must be x,y,width,height in pixels"],
  ["a dot outside", ["cutout", BEAR, "-o", "x.png", "--drop", "9999,1"], "must lie in the picture, which is shown at"],
  ["two outputs in one", ["remix", "0", BEAR, "-o", "-", "--json"], "where --json and --plan print too"],
  [
    "two outputs in one, by another name",
    ["remix", "0", BEAR, "-o", "/dev/stdout", "--plan"],
    "--json and --plan print",
  ],
  ["a run without a key", ["run", "0", BEAR, "-o", "x.png"], "No API key: set INFERENCE_API_KEY"],
  ["a key that may do nothing", ["keys", "create", "x", "--rate", "0"], "a whole number from 1 to 100000"],
  ["a folder that holds no server", ["keys", "list", "--data-dir", "none"], "There is no data directory none"],
  ["standard input twice", ["remix", "0", "-", "-", "-o", "x.png"], '"-" can stand for one image only'],
  ["an empty pipe", ["remix", "0", "-", "-o", "x.png"], "the pipe was empty"],
  ["layers of another kind", ["remix", "0", BEAR, "-o", "x.png", "--layers", "x.tiff"], "as .psd or .ora"],
  ["changes that are no JSON", ["remix", "0", BEAR, "-o", "x.png", "--overrides", BEAR], "is no JSON"],
  ["changes that are not there", ["remix", "0", BEAR, "-o", "x.png", "--overrides", "no.json"], "Cannot read no.json"],
  ["a plan without a number", ["plan", "0"], "required option '--references <n>' not specified"],
  ["a plan of 7", ["plan", "0", "--references", "7"], "a whole number from 1 to 6"],
] as const)("%s is one clear line and exit code 2", async ([, args, message]) => {
  const { code, out, err } = await pastiche([...args], { cwd: folder, env: { INFERENCE_API_KEY: "" } });
  expect(err).toContain(message);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(await readdir(folder)).toEqual([]);
});

test("--version alone is the program's, and every command helps itself with an example", async () => {
  expect(await pastiche(["--version"])).toMatchObject({ code: 0, out: "0.1.0\n" });
  expect(await pastiche(["--help"])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Example:[\s\S]*Exit codes:/),
  });
  const commands = ["remix", "run", "plan", "cutout"];
  const helps = await Promise.all(commands.map((command) => pastiche([command, "--help"])));
  for (const help of helps) expect(help).toMatchObject({ code: 0, out: expect.stringContaining("  $ ") });
});

test("plan prints the plan as JSON, without pictures", async () => {
  const { code, out } = await pastiche(["plan", "--references", "2", "the bear from 0 on the table from 1"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    size: null,
    references: [{ role: "subject" }, { role: "scene" }],
    subjects: [{ reference: 0, relation: "on", target: 1 }],
  });
});

test("a reader that leaves early ends it quietly", async () => {
  const { child, ended } = start(["plan", "--references", "2", "the bear from 0 on the table from 1"]);
  child.stdout?.destroy();
  const { err } = await ended;
  expect(err).toBe("");
});

test.skipIf(!existsSync("/dev/full"))("a standard output that takes nothing is one line, and exit code 1", async () => {
  const full = openSync("/dev/full", "w");
  const { code, err } = await pastiche(["plan", "--references", "1", "0"], { stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  expect({ code, err }).toEqual({
    code: 1,
    err: "pastiche: Cannot write the standard output: no space left on device\n",
  });
});
