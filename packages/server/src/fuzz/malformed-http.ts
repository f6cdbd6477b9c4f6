import { connect } from "node:net";
import fc, { type Arbitrary } from "fast-check";

const KEYED = "Authorization: Bearer <attacker.secret>\r\n";
const LINES = [
  "GET / HTTP/9.9\r\n",
  "GET /tasks HTTP/1.1 extra\r\nHost: a\r\n",
  "GET  /tasks\r\n",
  "get /healthz HTTP/1.1\r\nHost: a\r\n",
  "FOO /healthz HTTP/1.1\r\nHost: a\r\n",
  "GET /healthz HTTP/1.1\r\n",
  "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
  "GET http://127.0.0.1/healthz HTTP/1.1\r\nHost: a\r\n",
  "GET * HTTP/1.1\r\nHost: a\r\n",
  "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: a\r\n",
  "GET /tasks/\u0000 HTTP/1.1\r\nHost: a\r\n",
  "GET /tasks/é HTTP/1.1\r\nHost: a\r\n",
  "GET /a b HTTP/1.1\r\nHost: a\r\n",
  `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n`,
  `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: ${"a".repeat(20_000)}\r\n`,
  `GET /healthz HTTP/1.1\r\nHost: a\r\n${"A: b\r\n".repeat(3000)}`,
  "GET /healthz HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\n",
  "GET /healthz HTTP/1.1\r\nHost: a\r\n folded: 1\r\n",
  "GET /mcp HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
  `POST /apps/run HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Length: -1\r\n`,
  `POST /apps/run HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Length: 1e9\r\n`,
  `POST /apps/run HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Length: 99999999999999999999\r\n`,
  `POST /apps/run HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`,
  `POST /apps/run HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  `POST /apps/run HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n`,
  `POST /apps/run HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
  `POST /files HTTP/1.1\r\nHost: a\r\n${KEYED}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100\r\n\r\n--x\r\n`,
  "\u0016\u0003\u0001\u0002\u0000",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
];

/** What is hardly HTTP any more. */
export const malformedHttp: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LINES).map((lines) => `${lines}\r\n`) },
  { weight: 1, arbitrary: fc.constantFrom(...LINES).chain((lines) => fc.nat(200).map((end) => lines.slice(0, end))) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 100 }) },
);

/** All that comes back for bytes that are sent as they are, after which the sender closes its side. */
export function sendRaw(url: string, text: string, withinMs: number): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    const late = setTimeout(() => socket.destroy(new Error(`not closed within ${withinMs} ms`)), withinMs);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", () => {
      clearTimeout(late);
      resolve(Buffer.concat(chunks).toString("latin1"));
    });
    socket.on("error", (error) => {
      // To cut a caller off who speaks no HTTP is an answer.
      if (error.message.startsWith("not closed")) reject(error);
    });
    socket.end(text);
  });
}
