import { createServer, readConfig } from "../main.ts";
import { createTestEngine } from "../testing/test-engine.ts";

// A server in a process of its own, whose memory is nobody else's and whose log is on its standard error. It says where it listens;
// asked for anything, it tells its heap after a collection. Run with --expose-gc.
const [dataDir] = process.argv.slice(2);
const server = await createServer(readConfig({ port: 0, dataDir }), { engines: [createTestEngine(16)] });
process.on("message", () => {
  globalThis.gc?.();
  process.send?.({ heapBytes: process.memoryUsage().heapUsed, rssBytes: process.memoryUsage().rss });
});
process.on("SIGTERM", () => server.close({ graceMs: 50 }).then(() => process.exit(0)));
process.send?.({ url: server.url });
