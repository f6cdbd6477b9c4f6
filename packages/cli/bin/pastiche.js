#!/usr/bin/env node
import module from "node:module";

// Plain JavaScript, so that an older Node can at least say what is wrong.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `pastiche needs Node 24 or newer, and this is ${process.version}: in a clone, "npm ci" brings one along and "npx pastiche" uses it`,
  );
  process.exit(1);
}
module.enableCompileCache();
await import("../src/main.ts");
