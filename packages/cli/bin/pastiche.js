#!/usr/bin/env node
// Plain JavaScript of long ago, so that an older Node can start a newer one, or at least say what is wrong.
import { spawn } from "node:child_process";
import module from "node:module";
import { join } from "node:path";

const NEEDED = 24;

if (majorOf(process.versions.node) >= NEEDED) {
  module.enableCompileCache();
  await import("../src/main.ts");
} else {
  const node = nodeFromNpm();
  if (node === null) {
    console.error(
      `pastiche needs Node ${NEEDED} or newer, and this is ${process.version}: "npm ci" in the clone brings one along`,
    );
    process.exit(1);
  }
  handOver(node);
}

/** The Node that `npm ci` has brought, which is on the PATH of npx and npm run alone. */
function nodeFromNpm() {
  try {
    const require = module.createRequire(import.meta.url);
    const manifest = require.resolve("node/package.json");
    return majorOf(require(manifest).version) >= NEEDED ? join(manifest, "../bin/node") : null;
  } catch {
    return null;
  }
}

/** Runs this file again under `node`: its streams, signals and exit are ours. */
function handOver(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`pastiche cannot start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on("close", (code, signal) => {
    if (signal === null) process.exit(code);
    // As the child ended, so end we: without our own handler in the way.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function majorOf(version) {
  return Number(version.split(".")[0]);
}
