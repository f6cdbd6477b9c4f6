import { MAX_IMAGE_BYTES } from "@pastiche/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGuard, type Guard } from "../net/guard.ts";
import { PNG } from "../testing/pictures.ts";
import { type Receiver, startReceiver } from "../testing/receiver.ts";
import { fetchPicture } from "./fetch.ts";

let web: Receiver;
let guard: Guard;

beforeAll(async () => {
  guard = createGuard(["127.0.0.1"]);
  web = await startReceiver(({ path }, response) => {
    const hops = /^\/hops\/(\d+)$/.exec(path)?.[1];
    if (path === "/cat.png" || hops === "0") response.end(PNG);
    else if (hops !== undefined) response.writeHead(302, { location: `/hops/${Number(hops) - 1}` }).end();
    else if (path === "/inward") response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    else if (path === "/page") response.end("<html>");
    else if (path === "/huge") response.end(Buffer.alloc(MAX_IMAGE_BYTES + 1));
    else if (path === "/cut") response.writeHead(200, { "content-length": 1000 }).end(PNG, () => response.destroy());
    else if (path !== "/silent") response.writeHead(404).end();
  });
});
afterAll(async () => {
  await web.close();
  await guard.close();
});

const { signal } = new AbortController();
const get = (path: string) => fetchPicture(`${web.url}${path}`, { guard, signal });

test("a picture is fetched, over up to five redirects", async () => {
  expect(Buffer.from(await get("/cat.png"))).toEqual(PNG);
  expect(Buffer.from(await get("/hops/5"))).toEqual(PNG);
});

test.each([
  ["/hops/6", "validation_failed", "redirects more than 5 times"],
  ["/inward", "validation_failed", "169.254.169.254 is not a public address"],
  ["/page", "validation_failed", "is not a picture"],
  ["/missing", "validation_failed", "answered with status 404"],
  ["/huge", "too_large", String(MAX_IMAGE_BYTES)],
  ["/cut", "validation_failed", "could not be fetched"],
])("%s is refused as %s: %s", async (path, code, words) => {
  await expect(get(path)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
});

test("an abort ends a fetch at once", async () => {
  const reason = new Error("cancelled");
  const abort = AbortSignal.any([AbortSignal.timeout(30_000), abortIn(50, reason)]);
  await expect(fetchPicture(`${web.url}/silent`, { guard, signal: abort })).rejects.toBe(reason);
});

function abortIn(ms: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), ms);
  return controller.signal;
}
