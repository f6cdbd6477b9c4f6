import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Node cannot import it: its files name each other without extensions. A bundler can, and this one is at hand.
    server: { deps: { inline: ["@inferencesh/sdk"] } },
  },
});
