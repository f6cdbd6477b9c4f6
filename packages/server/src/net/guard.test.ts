import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../testing/receiver.ts";
import { createGuard, ForbiddenAddress, isPublic } from "./guard.ts";

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
    "not an address",
  ])("%s is not public", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  test.each(["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111"])("%s is public", (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe("connecting", () => {
  // Each names this machine in another way; localhost goes through a lookup.
  test.each(["127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])(
    "to %s is refused",
    async (host) => {
      const guard = createGuard([]);
      const before = receiver.received.length;
      await expect(request(`http://${host}:${port()}/`, { dispatcher: guard.agent })).rejects.toThrow(ForbiddenAddress);
      expect(receiver.received).toHaveLength(before);
      await guard.close();
    },
  );

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
});
