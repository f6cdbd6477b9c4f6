import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["packages/web/test/build-page.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores would get one worker, which mostly waits: for children, sockets and time.
    maxWorkers: "100%",
    // Loading sharp, fastify and the network anew for each file took a third of the time. What a test changes for the
    // whole process, such as a spy, it puts back.
    isolate: false,
    // Node cannot import it: its files name each other without extensions. A bundler can, and this one is at hand.
    server: { deps: { inline: ["@inferencesh/sdk"] } },
  },
});
