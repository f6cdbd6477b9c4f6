import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../testing/receiver.ts";
import { createGuard, ForbiddenAddress, isPublic, type Resolve } from "./guard.ts";

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver((_request, response) => response.end("here"));
});
afterAll(() => receiver.close());

const port = () => new URL(receiver.url).port;

describe("addresses", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::7f00:1",
    "::127.0.0.1",
    "64:ff9b:1::a00:1",
    "::ffff:0:127.0.0.1",
    "2001:0:7f00:1::",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "8000::1",
    "100.100.100.200",
    "192.0.0.1",
    "198.18.0.1",
    "203.0.113.1",
    "240.0.0.1",
    "not an address",
  ])("%s is not public", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  test.each(["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe("connecting", () => {
  // Each names this machine in another way; localhost goes through a lookup.
  test.each([
    "127.0.0.1",
    "localhost",
    "LOCALHOST",
    "user:password@127.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "127.1",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
    "１２７。0。0。①",
    "0",
    "0.0.0.0",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
  ])("to %s is refused", async (host) => {
    const guard = createGuard([]);
    const before = receiver.received.length;
    await expect(request(`http://${host}:${port()}/`, { dispatcher: guard.agent })).rejects.toThrow(ForbiddenAddress);
    expect(receiver.received).toHaveLength(before);
    await guard.close();
  });

  test("to an allowed host is not", async () => {
    const guard = createGuard(["127.0.0.1"]);
    const { body } = await request(receiver.url, { dispatcher: guard.agent });
    expect(await body.text()).toBe("here");
    await expect(request(`http://localhost:${port()}/`, { dispatcher: guard.agent })).rejects.toThrow(ForbiddenAddress);
    await guard.close();
  });

  test("a literal is refused before anything is sent", () => {
    const guard = createGuard(["10.0.0.1"]);
    expect(() => guard.checkLiteral(new URL("http://192.168.0.1/"))).toThrow(ForbiddenAddress);
    expect(() => guard.checkLiteral(new URL("http://10.0.0.1/"))).not.toThrow();
    expect(() => guard.checkLiteral(new URL("http://example.com/"))).not.toThrow();
  });

  /** A name that answers as it is told, one answer for each time that it is asked. */
  function nameServer(...answers: string[][]) {
    const asked: string[] = [];
    const resolve: Resolve = (hostname, _options, callback) => {
      const addresses = answers[Math.min(asked.push(hostname), answers.length) - 1];
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    };
    return { asked, resolve };
  }

  test.each([
    [["127.0.0.1"]],
    [["93.184.216.34", "127.0.0.1"]],
    [["2606:4700:4700::1111", "::1"]],
    [["::ffff:10.0.0.1"]],
  ])("to a name that is %o is refused", async (addresses) => {
    const { resolve } = nameServer(addresses);
    const guard = createGuard([], { resolve });
    const asking = request(`http://rebind.example:${port()}/`, { dispatcher: guard.agent });
    await expect(asking).rejects.toThrow(ForbiddenAddress);
    await guard.close();
  });

  test("a name that changes between check and connection is asked once, and what it said then is what is called", async () => {
    const { asked, resolve } = nameServer(["2000::1"], ["127.0.0.1"]);
    const guard = createGuard([], { resolve });
    const before = receiver.received.length;
    const ask = (signal?: AbortSignal) =>
      request(`http://rebind.example:${port()}/`, { dispatcher: guard.agent, signal: signal ?? null });
    await expect(ask(AbortSignal.timeout(200))).rejects.toThrow();
    expect(asked).toHaveLength(1);
    await expect(ask()).rejects.toThrow(ForbiddenAddress);
    expect(receiver.received).toHaveLength(before);
    await guard.agent.destroy();
  });
});

test("an address is not said to be itself", () => {
  const refuse = (url: string) => createGuard([]).checkLiteral(new URL(url));
  expect(() => refuse("http://127.0.0.1/")).toThrow(/^127\.0\.0\.1 is not a public address;/);
  expect(() => refuse("http://[::1]/")).toThrow(/^::1 is not a public address;/);
  expect(new ForbiddenAddress("minio", "10.0.0.7").message).toMatch(/^minio is 10\.0\.0\.7, which is not a public/);
});
