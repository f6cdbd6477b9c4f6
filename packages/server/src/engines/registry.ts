import { RemixError } from "@pastiche/contract";
import type { Engine } from "./engine.ts";

export const DEFAULT_VERSION = "latest";

export interface Registry {
  engines: Engine[];
  /** The engine that a version names. @throws RemixError validation_failed that lists the versions that exist. */
  engineFor(version: string): { engine: Engine; version: string };
  versions: string[];
}

/** The first engine is the default one: `latest`, which is its first version. */
export function createRegistry(engines: Engine[]): Registry {
  // An engine may have a `latest` of its own.
  const versions = [...new Set([DEFAULT_VERSION, ...engines.flatMap((engine) => engine.versions)])];

  return {
    engines,
    versions,
    engineFor(version) {
      const name = version === DEFAULT_VERSION ? engines[0].versions[0] : version;
      const engine = engines.find((candidate) => candidate.versions.includes(name));
      if (engine !== undefined) return { engine, version: name };
      const detail = `${JSON.stringify(version)} is not a version of this server; it has ${versions.join(", ")}`;
      throw new RemixError("validation_failed", detail, { errors: [{ pointer: "/input/version", detail }] });
    },
  };
}
