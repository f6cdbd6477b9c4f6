import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import type { DestinationStream, Logger } from "pino";
import type { Config } from "./config.ts";
import { filesPath, openDataDir } from "./data-dir.ts";
import { createCompose } from "./engines/compose.ts";
import type { Engine } from "./engines/engine.ts";
import { createRegistry } from "./engines/registry.ts";
import { createReve } from "./engines/reve.ts";
import { openDisk } from "./files/disk.ts";
import { createThumbnails } from "./files/thumbnails.ts";
import { createUris } from "./files/uris.ts";
import { createApp } from "./http/app.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { createGuard } from "./net/guard.ts";
import type { Db } from "./store/db.ts";
import { countPending } from "./store/deliveries.ts";
import { configureKey, createKey, listKeys } from "./store/keys.ts";
import { expireLeasesOf } from "./store/leases.ts";
import { signingSecret } from "./store/settings.ts";
import { countWaiting } from "./store/tasks.ts";
import { createAdmission } from "./tasks/admission.ts";
import type { TaskContext } from "./tasks/context.ts";
import { startHousekeeping } from "./tasks/housekeeping.ts";
import { isDeadOwner } from "./tasks/owner.ts";
import { createPreviews } from "./tasks/previews.ts";
import { createRates } from "./tasks/rates.ts";
import { createWakeups } from "./tasks/wakeups.ts";
import { createWorker } from "./tasks/worker.ts";
import { deliveryOf } from "./webhooks/payload.ts";
import { createSender } from "./webhooks/sender.ts";

export type { Config, ServerOptions } from "./config.ts";
export { readConfig } from "./config.ts";
export { type Check, diagnose } from "./doctor.ts";
export type { Engine, EngineOptions, EngineProgress, EngineResult } from "./engines/engine.ts";
export { openKeys } from "./keys.ts";

/** What a test or a measurement puts in the place of the real thing. */
export interface Dependencies {
  /** The first is the default. Default: compose, in worker threads. */
  engines?: Engine[];
  /** Milliseconds since 1970. */
  clock?(): number;
  /** Where the log's lines go. Default: the standard error. */
  logTo?: DestinationStream;
}

export interface Server {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** The API key made because there was none: it is not kept, so it must be shown now. Null otherwise. */
  firstKey: string | null;
  /**
   * Refuses new work, waits up to `graceMs` (default 10,000) for what runs, answers who waits for it, and leaves the rest
   * to the next start.
   */
  close(options?: { graceMs?: number }): Promise<void>;
}

/**
 * Starts a server: API, workers and webhooks in this process, everything durable under `config.dataDir`.
 * @throws Error where the port is taken or the folder cannot be written.
 */
export async function createServer(config: Config, dependencies: Dependencies = {}): Promise<Server> {
  const clock = dependencies.clock ?? Date.now;
  const log = createLog(config.logLevel, dependencies.logTo);

  const db = await openDataDir(config.dataDir);
  await expireLeasesOf(db, isDeadOwner, clock());

  const uris = createUris(await signingSecret(db));
  const guard = createGuard(config.allowHosts);
  const wakeups = createWakeups();
  const sender = createSender({ db, guard, log, clock });
  const context: TaskContext = {
    db,
    bytes: await openDisk(filesPath(config.dataDir)),
    uris,
    guard,
    wakeups,
    previews: createPreviews(),
    log,
    clock,
    deliveryOf: (task) => deliveryOf(uris, task),
    onEnded: (task) => metrics.taskEnded(task),
    onDelivery: sender.poke,
  };

  const engines = dependencies.engines ?? createEngines(config, log);
  const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  const worker = createWorker(context, engines, owner);
  const housekeeping = startHousekeeping(context, worker, config);
  const metrics = createMetrics({
    waiting: () => countWaiting(db),
    running: worker.running,
    pendingDeliveries: () => countPending(db),
  });
  const draining = new AbortController();
  const closing = new AbortController();
  const rates = createRates({ clock });
  const app = createApp({
    ...context,
    registry: createRegistry(engines),
    admit: createAdmission({ db, rates, maxQueue: config.maxQueue, draining: draining.signal, clock }),
    rates,
    metrics,
    thumbnails: createThumbnails(context),
    prices: config.prices,
    worker,
    publicUrl: config.publicUrl,
    draining: draining.signal,
    closing: closing.signal,
  });

  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await close({ graceMs: 0 });
    throw error;
  }
  // Not before it listens: a first key that nobody is shown would be the only one.
  const firstKey = await prepareKeys(db, config, clock());
  worker.poke();
  sender.poke();
  const url = urlOf(app.server.address(), config);
  log.info({ url, dataDir: config.dataDir, workers: config.workers }, "listening");
  return { url, firstKey, close };

  async function close({ graceMs = 10_000 } = {}) {
    draining.abort();
    await worker.drain(graceMs);
    closing.abort();
    await app.close();
    await housekeeping.close();
    await sender.close();
    await Promise.all(engines.map((engine) => engine.close()));
    wakeups.close();
    await guard.close();
    await db.close();
  }
}

/** The default engine first: the embedded one, unless a service was configured to take its place. */
function createEngines({ workers, reve, mattingModel }: Config, log: Logger): Engine[] {
  const compose = createCompose({
    workers,
    matting: mattingModel === null ? null : { model: mattingModel },
    onError: (error) => log.error(error, "a worker thread died"),
  });
  const remote = createReve(reve);
  return reve.apiKey === null ? [compose, remote] : [remote, compose];
}

async function prepareKeys(db: Db, config: Config, now: number): Promise<string | null> {
  await configureKey(db, config.apiKey, now);
  if ((await listKeys(db)).length > 0) return null;
  return (await createKey(db, { name: "first key", now, admin: true })).secret;
}

function urlOf(address: string | AddressInfo | null, config: Config): string {
  if (address === null || typeof address === "string") throw new Error(`The server listens at no port: ${address}`);
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  return `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${address.port}`;
}
