import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** Which packages a package may import, and which folders a folder of the server or the engine may: nothing else. */
const PACKAGES: Record<string, string[]> = {
  contract: [],
  engine: ["contract"],
  client: ["contract"],
  server: ["engine", "contract"],
  web: ["client", "engine", "contract"],
  cli: ["server", "engine", "client", "contract"],
};
const packagesDir = resolve(import.meta.dirname, "../packages");

const sources = Object.keys(PACKAGES).flatMap((name) =>
  readdirSync(join(packagesDir, name, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".test.ts"))
    .map((path) => ({ name, path: path.replaceAll("\\", "/"), file: join(packagesDir, name, "src", path) })),
);

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g)].map(
    ([, from, dynamic]) => from ?? dynamic,
  );
}

test("packages import one way: cli → server → engine → contract, cli → client", () => {
  const wrong = sources.flatMap(({ name, path, file }) =>
    importsOf(file)
      .filter((from) => from.startsWith("@pastiche/"))
      .map((from) => from.split("/")[1])
      .filter((to) => !PACKAGES[name].includes(to))
      .map((to) => `${name}/${path} imports ${to}`),
  );
  expect(wrong).toEqual([]);
});

test("no relative import leaves its package", () => {
  const wrong = sources.flatMap(({ name, path, file }) =>
    importsOf(file)
      .filter((from) => from.startsWith("."))
      .filter((from) => relative(join(packagesDir, name), resolve(dirname(file), from)).startsWith(".."))
      .map((from) => `${name}/${path} imports ${from}`),
  );
  expect(wrong).toEqual([]);
});

test("pixels imports nothing outside itself but files that Node reads", () => {
  const wrong = sources
    .filter(({ name, path }) => name === "engine" && path.startsWith("pixels/"))
    .flatMap(({ path, file }) => importsOf(file).map((from) => ({ path, from })))
    .filter(({ from }) => !from.startsWith("./") && from !== "node:fs");
  expect(wrong).toEqual([]);
});

test("only config reads the environment in the server, and the engine reads none", () => {
  const readers = sources
    .filter(({ name }) => name === "server" || name === "engine")
    .filter(({ file }) => readFileSync(file, "utf8").includes("process.env"))
    .map(({ name, path }) => `${name}/${path}`);
  expect(readers).toEqual(["server/config.ts"]);
});

test("inside the server folders import one way: http, webhooks → tasks → store, files, engines", () => {
  const NEVER: Record<string, string[]> = {
    store: ["http", "tasks", "webhooks", "mcp", "engines"],
    files: ["http", "tasks", "webhooks", "mcp"],
    engines: ["http", "tasks", "webhooks", "mcp", "store"],
    net: ["http", "tasks", "webhooks", "mcp", "store", "files", "engines"],
    tasks: ["http", "mcp"],
    webhooks: ["http", "mcp"],
  };
  const wrong = sources
    .filter(({ name }) => name === "server")
    .flatMap(({ path, file }) => importsOf(file).map((from) => ({ path, from })))
    .filter(({ path, from }) => NEVER[path.split("/")[0]]?.some((folder) => from.startsWith(`../${folder}/`)))
    .map(({ path, from }) => `${path} imports ${from}`);
  expect(wrong).toEqual([]);
});
