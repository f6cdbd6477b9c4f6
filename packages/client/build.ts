import { execFileSync } from "node:child_process";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Writes dist/client, the folder that is published: plain JavaScript, its types, and a package.json of its own. */

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const out = process.argv[2] ?? `${root}dist/client`;

await rm(out, { recursive: true, force: true });
execFileSync(`${root}node_modules/.bin/tsc`, ["-p", `${here}tsconfig.build.json`, "--outDir", out], {
  stdio: "inherit",
});

// The compiler rewrites `./task.ts` in what runs, and leaves it in the declarations, where older compilers stumble over it.
for (const file of await readdir(out, { recursive: true })) {
  if (!file.endsWith(".d.ts")) continue;
  const declarations = await readFile(`${out}/${file}`, "utf8");
  await writeFile(`${out}/${file}`, declarations.replace(/( from "\.[^"]*)\.ts"/g, '$1.js"'));
}

const { name, version, license, description, type } = JSON.parse(await readFile(`${here}package.json`, "utf8"));
const published = {
  name,
  version,
  license,
  description,
  type,
  // 20.16 brought process.getBuiltinModule, by which the file system is reached without an import.
  engines: { node: ">=20.16" },
  sideEffects: false,
  exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
};
await writeFile(`${out}/package.json`, `${JSON.stringify(published, null, 2)}\n`);
await copyFile(`${here}README.md`, `${out}/README.md`);
