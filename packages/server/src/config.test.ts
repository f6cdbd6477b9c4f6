import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("nothing given is enough", () => {
  expect(readConfig({}, {})).toEqual({
    port: 4700,
    host: "127.0.0.1",
    dataDir: resolve("pastiche-data"),
    workers: Math.max(1, availableParallelism() - 1),
    apiKey: null,
    publicUrl: null,
    allowHosts: [],
    maxQueue: 1000,
    mattingModel: null,
    prices: { remix: 30, upscale: 0, background: 0 },
    retentionMs: null,
    reve: { apiKey: null, baseUrl: "https://api.reve.com" },
    logLevel: "warn",
  });
});

test("the environment is read, and an empty variable is none", () => {
  const config = readConfig(
    { port: 80, workers: 3 },
    {
      PASTICHE_API_KEY: "",
      PASTICHE_PUBLIC_URL: "https://remix.example.com/",
      PASTICHE_ALLOW_HOSTS: "Minio, 10.0.0.7,[::1],fd00::7",
      PASTICHE_MAX_QUEUE: "50",
      PASTICHE_RETENTION: "30d",
      PASTICHE_MATTING_MODEL: "/models/u2net.onnx",
      PASTICHE_PRICES: "upscale=5, compose@1=0.5",
    },
  );
  expect(config).toMatchObject({
    port: 80,
    workers: 3,
    apiKey: null,
    publicUrl: "https://remix.example.com",
    allowHosts: ["minio", "10.0.0.7", "::1", "fd00::7"],
    maxQueue: 50,
    mattingModel: "/models/u2net.onnx",
    retentionMs: 30 * 24 * 60 * 60 * 1000,
    prices: { remix: 30, upscale: 5, background: 0, "compose@1": 0.5 },
  });
});

test.each([
  [{ port: 70_000 }, {}, "port"],
  [{ workers: 0 }, {}, "workers"],
  [{}, { PASTICHE_MAX_QUEUE: "many" }, "PASTICHE_MAX_QUEUE"],
  [{}, { PASTICHE_RETENTION: "a month" }, "PASTICHE_RETENTION"],
  [{}, { PASTICHE_PRICES: "remix" }, "PASTICHE_PRICES"],
  [{}, { PASTICHE_PUBLIC_URL: "example.com" }, "PASTICHE_PUBLIC_URL"],
  [{}, { PASTICHE_LOG_LEVEL: "loud" }, "PASTICHE_LOG_LEVEL"],
  [{}, { PASTICHE_MAX_QUEUE: "abc" }, 'PASTICHE_MAX_QUEUE: must be a number (received "abc")'],
  [
    {},
    { PASTICHE_ALLOW_HOSTS: "minio,http://a b" },
    'must be host names or addresses, as in minio,10.0.0.7; "http://a b"',
  ],
  [{}, { PASTICHE_ALLOW_HOSTS: "minio:9000" }, '"minio:9000" is none'],
])("%o with %o is refused by name", (options, environment, name) => {
  expect(() => readConfig(options, environment)).toThrow(name);
});

test("of a wrong secret only the length is told", () => {
  expect(() => readConfig({}, { PASTICHE_API_KEY: "s3cret" })).toThrow(
    "PASTICHE_API_KEY: must have at least 8 characters (received 6 characters)",
  );
});
