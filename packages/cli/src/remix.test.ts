import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BEAR, pastiche, start, TABLE } from "../test/pastiche.ts";

const PROMPT = "the bear from 0 on the table from 1";
/** Nothing is cut out for it, so that it is made in a moment. */
const COLLAGE = "a collage of 0 and 1";
let folder: string;
let small: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pastiche-remix-"));
  small = [join(folder, "bear.jpg"), join(folder, "table.jpg")];
  await sharp(BEAR).resize(256).toFile(small[0]);
  await sharp(TABLE).resize(256).toFile(small[1]);
});
afterAll(() => rm(folder, { recursive: true }));

test("two photographs become a picture: steps in plain lines, then the path, the size and the time", async () => {
  const path = join(folder, "remix.png");
  const { code, out, err } = await pastiche(["remix", PROMPT, BEAR, TABLE, "-o", path]);
  expect(err).toMatch(/\d+% cutting out\n/);
  expect(err).not.toContain("\u001b");
  const { format, width, height } = await sharp(path).metadata();
  expect(format).toBe("png");
  expect(out).toMatch(new RegExp(`^${path}  ${width} × ${height}  \\d+\\.\\d\\d s\n$`));
  expect(code).toBe(0);
});

test("--json prints one object, and the extension decides the format", async () => {
  const path = join(folder, "remix.jpg");
  const flags = ["--json", "--seed", "7", "--version", "compose@1", "--aspect-ratio", "1:1"];
  const { code, out } = await pastiche(["remix", COLLAGE, ...small, "-o", path, ...flags]);
  expect(code).toBe(0);
  const told = JSON.parse(out);
  expect(told).toMatchObject({ path, seed: 7, plan: { layout: "collage", unsupported: [] } });
  expect(told.width).toBe(told.height);
  expect(told.timings.length).toBeGreaterThan(2);
  expect(await sharp(path).metadata()).toMatchObject({ format: "jpeg", width: told.width, height: told.height });
});

test("a plan that was changed by hand is drawn, and the picture comes in layers too", async () => {
  const path = join(folder, "changed.png");
  const layers = join(folder, "changed.psd");
  const overrides = join(folder, "plan.json");
  await writeFile(overrides, JSON.stringify({ engine: "compose@1", seed: 3, looks: ["sepia"] }));
  const flags = ["--json", "--layers", layers, "--overrides", overrides];
  const { code, out } = await pastiche(["remix", COLLAGE, ...small, "-o", path, ...flags]);
  expect(code).toBe(0);
  expect(JSON.parse(out).plan).toMatchObject({ looks: ["sepia"] });
  expect((await readFile(layers)).subarray(0, 4).toString()).toBe("8BPS");
});

test("images come from a pipe, a data URI and the web; the picture goes to a pipe", async () => {
  const [bear, table] = await Promise.all(small.map((path) => readFile(path)));
  const web = createServer((_, response) => response.end(table)).listen(0, "127.0.0.1");
  await new Promise((resolve) => web.once("listening", resolve));
  const address = web.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/table.jpg`;
  const data = `data:image/jpeg;base64,${bear.toString("base64")}`;
  const piped = await pastiche(["remix", "a collage of 0, 1 and 2", "-", url, data, "-o", "-"], { input: bear });
  web.close();
  expect(piped).toMatchObject({ code: 0, err: expect.stringMatching(/- {2}\d+ × \d+ {2}\d/) });
  expect(await sharp(piped.bytes).metadata()).toMatchObject({ format: "png" });
});

test("what is no picture fails in one line, with exit code 1, and leaves nothing", async () => {
  const broken = join(folder, "broken.jpg");
  await writeFile(broken, (await readFile(BEAR)).subarray(0, 2000));
  const { code, err, out } = await pastiche(["remix", PROMPT, broken, TABLE, "-o", join(folder, "broken.png")]);
  const [told, ...more] = err
    .trimEnd()
    .split("\n")
    .filter((line) => !/^\d+% /.test(line));
  expect(told).toMatch(/^pastiche: /);
  expect({ code, out, more }).toEqual({ code: 1, out: "", more: [] });
  const gone = await pastiche(["remix", PROMPT, "http://127.0.0.1:9/a.jpg", TABLE, "-o", join(folder, "broken.png")]);
  expect(gone).toMatchObject({ code: 1, err: expect.stringMatching(/^pastiche: Cannot fetch http:.*\n$/) });
  expect(await readdir(folder)).not.toContain("broken.png");
});

test("Ctrl-C ends it with 130, and no half file", async () => {
  const path = join(folder, "interrupted.png");
  const { child, ended, until } = start(["remix", PROMPT, BEAR, TABLE, "-o", path, "--upscale", "4"]);
  await until(/cutting out/);
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130, out: "", err: expect.stringContaining("pastiche: interrupted") });
  expect((await readdir(folder)).filter((name) => name.includes("interrupted"))).toEqual([]);
});

test("cutout keeps to a box, and takes dots", async () => {
  const path = join(folder, "hinted.png");
  const args = ["cutout", small[0], "-o", path, "--box", "0,0,128,256", "--keep", "100,100", "--keep", "90,120"];
  expect(await pastiche(args)).toMatchObject({ code: 0 });
  const alpha = await sharp(path).extractChannel(3).raw().toBuffer();
  expect(alpha.some((a, i) => i % 256 > 132 && a > 0)).toBe(false);
  expect(alpha[100 * 256 + 100]).toBeGreaterThan(250);
});

test("cutout writes the subject on transparency, and says how sure it is", async () => {
  const path = join(folder, "cutout.webp");
  const { code, out } = await pastiche(["cutout", small[0], "-o", path]);
  expect(code).toBe(0);
  expect(out).toMatch(/ {2}confidence [01]\.\d\d \(.*\)\n$/);
  expect(await sharp(path).metadata()).toMatchObject({ format: "webp", hasAlpha: true, width: 256 });
});
