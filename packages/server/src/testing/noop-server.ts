import { flushCompileCache } from "node:module";
import { createServer, readConfig } from "../main.ts";
import { createTestEngine } from "./test-engine.ts";

// A server in a process of its own, to be killed: tells its URL on a line, and stops on SIGTERM.
const [dataDir] = process.argv.slice(2);
const server = await createServer(readConfig({ port: 0, dataDir }), { engines: [createTestEngine(16)] });
process.on("SIGTERM", () => server.close({ graceMs: 50 }).then(() => process.exit(0)));
// Now, since a server that is killed writes nothing: the next start is twice as fast.
flushCompileCache();
process.stdout.write(`${server.url}\n`);
