import { glob, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const web = fileURLToPath(new URL("..", import.meta.url));

/** Builds the page before the tests, unless what was built is newer than everything that it is made of. */
export default async function setup(): Promise<void> {
  const built = await timeOf(`${web}dist/index.html`);
  const sources = [
    "index.html",
    "vite.config.ts",
    "src/**/*",
    "../client/src/**/*",
    "../contract/src/**/*",
    "../engine/src/prompt/**/*",
  ];
  let newest = 0;
  for await (const path of glob(sources, { cwd: web })) newest = Math.max(newest, await timeOf(`${web}${path}`));
  if (built < newest) await build({ configFile: `${web}vite.config.ts`, logLevel: "warn" });
}

function timeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
