import { Agent, type IncomingMessage, request as startRequest } from "node:http";

/** A request as a generator makes it. `<who.what>` in its texts stands for a planted thing: see plant.ts. */
export interface FuzzRequest {
  method: string;
  /** With its query. ASCII without spaces, and otherwise as wrong as can be: no URL is made of it. */
  path: string;
  headers: Record<string, string | string[]>;
  body: string | Uint8Array | null;
  /** Where the caller hangs up: after so many bytes of the body. Null: it does not. */
  cutAfter: number | null;
}

export interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
}

/** Long enough for anything that an engine which makes no pixels is asked for. */
const ANSWER_WITHIN_MS = 5000;
/** What a stream that stays open says at first is looked at, and no more. */
const LISTEN_MS = 100;

/** Sends requests as they are, over connections that are kept. */
export function createSender(url: string) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  return { send, close: () => agent.destroy() };

  /** Null where the caller has hung up. @throws Error where no answer comes in time, or a connection ends without one. */
  function send({ method, path, headers, body, cutAfter }: FuzzRequest): Promise<Answer | null> {
    return new Promise((resolve, reject) => {
      const bytes = body === null ? null : Buffer.from(body);
      const length = bytes === null ? {} : { "content-length": String(bytes.byteLength) };
      const sent = startRequest({ agent, hostname, port, method, path, headers: { ...length, ...headers } });
      const late = setTimeout(() => {
        sent.destroy(new Error(`no whole answer within ${ANSWER_WITHIN_MS} ms`));
      }, ANSWER_WITHIN_MS);
      const settle = (done: () => void) => {
        clearTimeout(late);
        done();
      };
      sent.on("error", (error) => settle(() => (cutAfter === null ? reject(error) : resolve(null))));
      sent.on("response", (response) => {
        read(response).then(
          (answer) => settle(() => resolve(answer)),
          (error) => settle(() => reject(error)),
        );
      });
      if (cutAfter === null || bytes === null) sent.end(bytes);
      else sent.write(bytes.subarray(0, Math.min(cutAfter, bytes.byteLength - 1)), () => sent.destroy());
    });
  }
}

async function read(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  const isStream = /event-stream|ndjson/.test(headers["content-type"] ?? "");
  const listened = isStream ? setTimeout(() => response.destroy(), LISTEN_MS) : undefined;
  try {
    for await (const chunk of response) chunks.push(chunk);
  } catch (error) {
    if (!isStream) throw error;
  } finally {
    clearTimeout(listened);
  }
  return { status, headers, text: Buffer.concat(chunks).toString() };
}

export type Sender = ReturnType<typeof createSender>;

/** A request on one line, for who has to mend what it broke. */
export function describeRequest({ method, path, headers, body, cutAfter }: FuzzRequest): string {
  const shown = body === null ? "no body" : JSON.stringify(Buffer.from(body).toString("latin1").slice(0, 2000));
  const shortened = Object.entries(headers).map(([name, value]) => `${name}: ${value}`.slice(0, 120));
  const cut = cutAfter === null ? "" : `, cut after ${cutAfter} bytes`;
  return `${method} ${path.slice(0, 500)} ${JSON.stringify(shortened)} ${shown}${cut}`;
}
