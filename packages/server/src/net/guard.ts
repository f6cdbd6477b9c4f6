import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent, buildConnector } from "undici";

/** A request to an address that is not on the public internet. */
export class ForbiddenAddress extends Error {
  override name = "ForbiddenAddress";
  constructor(host: string, address: string) {
    const what = bare(host) === address ? `${address} is not` : `${host} is ${address}, which is not`;
    super(`${what} a public address; PASTICHE_ALLOW_HOSTS can allow the host`);
  }
}

/** How names become addresses: `dns.lookup`, or what a test puts in its place. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface Guard {
  /** Throws ForbiddenAddress for a host that is an address itself, in any notation, and not public. */
  checkLiteral(url: URL): void;
  /** For undici's `fetch` and `request`: connects to public addresses only, whatever a name resolves to. */
  agent: Agent;
  close(): Promise<void>;
}

/**
 * Keeps callers from reaching, through this server, what only this server can reach. Three checks, since each alone
 * leaks: a literal never meets a lookup, a lookup can answer differently the second time, and only the connected
 * address is what was reached.
 */
export function createGuard(
  allowHosts: string[],
  { connectTimeoutMs = 10_000, resolve = lookup }: { connectTimeoutMs?: number; resolve?: Resolve } = {},
): Guard {
  const allowed = new Set(allowHosts);
  const connect = buildConnector({ timeout: connectTimeoutMs });
  const connectGuarded = buildConnector({
    timeout: connectTimeoutMs,
    lookup: publicLookup(resolve),
    autoSelectFamily: true,
  });

  const agent = new Agent({
    connect(options, callback) {
      if (allowed.has(bare(options.hostname))) return connect(options, callback);
      const literal = addressOf(options.hostname);
      if (literal !== null && !isPublic(literal)) {
        return callback(new ForbiddenAddress(options.hostname, literal), null);
      }
      connectGuarded(options, (error, socket) => {
        if (error !== null) return callback(error, null);
        const refused = refusal(socket, options.hostname);
        if (refused === null) return callback(null, socket);
        socket.destroy();
        callback(refused, null);
      });
    },
  });

  return {
    checkLiteral(url) {
      const literal = addressOf(url.hostname);
      if (literal !== null && !allowed.has(bare(url.hostname)) && !isPublic(literal)) {
        throw new ForbiddenAddress(url.hostname, literal);
      }
    },
    agent,
    close: () => agent.close(),
  };
}

function refusal(socket: Socket, host: string): ForbiddenAddress | null {
  const address = socket.remoteAddress;
  return address !== undefined && isPublic(address) ? null : new ForbiddenAddress(host, address ?? "gone");
}

// One private address among public ones is no mistake of somebody who runs a public host: the name is refused whole.
function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const closed = addresses.find(({ address }) => !isPublic(address));
      if (closed !== undefined || addresses.length === 0) {
        return callback(new ForbiddenAddress(hostname, closed?.address ?? "unknown"), "", 0);
      }
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0].address, addresses[0].family);
    });
  };
}

function addressOf(hostname: string): string | null {
  const host = bare(hostname);
  if (isIP(host) !== 0) return host;
  return ipaddr.isValid(host) ? ipaddr.parse(host).toString() : null;
}

// A URL writes an IPv6 address in brackets.
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

/** Whether an address is on the public internet; those that wrap an IPv4 address are judged by it. */
export function isPublic(address: string): boolean {
  const withoutZone = address.replace(/%.*$/, "");
  if (!ipaddr.isValid(withoutZone)) return false;
  const parsed = ipaddr.process(withoutZone);
  // Only 2000::/3 was ever given out (RFC 4291, 2.4); what is left of `::a.b.c.d` would else look like an address there.
  if (parsed instanceof ipaddr.IPv6 && parsed.parts[0] >> 13 !== 1) return false;
  return parsed.range() === "unicast";
}
