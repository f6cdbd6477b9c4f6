import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { expect, test } from "vitest";
import { checkClient } from "./client-check.ts";

/** A server on a loopback socket that is `ready` with one status and answers an authenticated call with another. */
async function listening(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    env: {
      INFERENCE_API_KEY: "inf_key",
      INFERENCE_BASE_URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    },
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const app = JSON.stringify({ success: true, data: { version: { input_schema: {} } } });

test("without a key it is not configured, and nobody is asked", async () => {
  for (const key of [undefined, "", " "]) {
    expect(await checkClient({ INFERENCE_API_KEY: key, INFERENCE_BASE_URL: "http://127.0.0.1:9" })).toMatchObject({
      ok: null,
      detail: "INFERENCE_API_KEY is not set",
      mend: expect.stringContaining("pastiche keys create"),
    });
  }
});

test("a server that is ready and takes the key is well", async () => {
  using server = await listening((_, response) => response.end(app));
  expect(await checkClient(server.env)).toMatchObject({ ok: true, mend: "" });
});

test("a key that the server refuses is told as that", async () => {
  using server = await listening(({ url }, response) => response.writeHead(url === "/readyz" ? 200 : 401).end("{}"));
  expect(await checkClient(server.env)).toMatchObject({
    ok: false,
    detail: `${server.env.INFERENCE_BASE_URL} refuses INFERENCE_API_KEY`,
    mend: expect.stringContaining("pastiche keys list"),
  });
});

test("where nothing listens, the answer is how to start it", async () => {
  const env = { INFERENCE_API_KEY: "inf_key", INFERENCE_BASE_URL: "http://127.0.0.1:9" };
  expect(await checkClient(env)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^nothing answers at http:\/\/127\.0\.0\.1:9: ./),
    mend: expect.stringContaining("pastiche serve"),
  });
});

test("a server that is silent, not ready, or somebody else's is told apart", async () => {
  using silent = await listening(() => undefined);
  expect(await checkClient(silent.env, 30)).toMatchObject({ ok: false, detail: expect.stringMatching(/^nothing/) });
  using closing = await listening((_, response) => response.writeHead(503).end());
  expect(await checkClient(closing.env)).toMatchObject({ ok: false, detail: expect.stringMatching(/is not ready$/) });
  using other = await listening((_, response) => response.writeHead(404).end());
  expect(await checkClient(other.env)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/no Pastiche server \(404\)/),
  });
});

test("settings that no request can be made of are told without one", async () => {
  const key = "inf_key";
  for (const env of [{ INFERENCE_API_KEY: key, INFERENCE_BASE_URL: "my-server" }, { INFERENCE_API_KEY: "inf_…" }]) {
    expect(await checkClient(env)).toMatchObject({ ok: false, mend: expect.stringMatching(/^Correct INFERENCE_/) });
  }
});
