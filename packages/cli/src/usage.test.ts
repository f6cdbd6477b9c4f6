import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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
  ["standard input twice", ["remix", "0", "-", "-", "-o", "x.png"], '"-" can stand for one image only'],
  ["an empty pipe", ["remix", "0", "-", "-o", "x.png"], "the pipe was empty"],
  ["a plan without a number", ["plan", "0"], "required option '--references <n>' not specified"],
  ["a plan of 7", ["plan", "0", "--references", "7"], "a whole number from 1 to 6"],
] as const)("%s is one clear line and exit code 2", async ([, args, message]) => {
  const { code, out, err } = await pastiche([...args], { cwd: folder });
  expect(err).toContain(message);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(await readdir(folder)).toEqual([]);
});

test("--version alone is the program's, and every command helps itself with an example", async () => {
  expect(await pastiche(["--version"])).toMatchObject({ code: 0, out: "0.1.0\n" });
  expect(await pastiche(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("Example:") });
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

test("a Node that is too old is told so in a line", async () => {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((path) => !path.includes("node_modules"));
  const node = folders.map((path) => join(path, "node")).find((path) => existsSync(path));
  const bin = fileURLToPath(new URL("../bin/pastiche.js", import.meta.url));
  const { stdout } = await promisify(execFile)(node ?? process.execPath, ["--version"]);
  if (node === undefined || Number.parseInt(stdout.slice(1), 10) >= 24) return;
  const failed = await promisify(execFile)(node, [bin, "plan"]).catch((error) => error);
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^pastiche needs Node 24 or newer, and this is v.*\n$/),
  });
});
