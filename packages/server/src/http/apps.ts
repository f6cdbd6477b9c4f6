import { RemixError, RemixInput, RemixOutput } from "@pastiche/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Registry } from "../engines/registry.ts";
import { rfc3339 } from "../tasks/present.ts";
import { parse } from "./parse.ts";
import { APP } from "./run-request.ts";

const Params = z.object({ namespace: z.string(), name: z.string() });

export function addAppRoutes(app: FastifyInstance, remix: AppView): void {
  app.get("/apps/:namespace/:name", async (request) => {
    requireApp(request);
    return remix;
  });
}

/** @throws RemixError not_found where the path names no app of this server. */
export function requireApp(request: FastifyRequest): void {
  const { namespace, name } = parse(Params, request.params);
  if (`${namespace}/${name}` === APP) return;
  throw new RemixError(
    "not_found",
    `There is no app ${JSON.stringify(`${namespace}/${name}`)}; this server has ${APP}`,
  );
}

/** The app with its version: the SDK's `AppDTO`, as far as a caller of it reads. */
export function describeApp({ versions, engineFor }: Registry, now: number) {
  const [namespace, name] = APP.split("/");
  const input_schema = z.toJSONSchema(RemixInput, { io: "input" });
  const output_schema = z.toJSONSchema(RemixOutput);
  const about = "create images from text and 1-6 reference images combined.";
  const base = { created_at: rfc3339(now), updated_at: rfc3339(now) };
  return {
    ...base,
    id: APP,
    short_id: name,
    user_id: "",
    team_id: "",
    visibility: "public",
    namespace,
    name,
    title: "Reve Remix",
    description: about,
    agent_description: about,
    category: "image",
    images: { card: "", thumbnail: "", banner: "" },
    status: "active",
    version_id: versions[0],
    version: {
      ...base,
      id: versions[0],
      short_id: versions[0],
      metadata: {
        versions,
        engines: versions.map((name) => {
          const { engine } = engineFor(name);
          return { name, engine: engine.name, about: engine.about };
        }),
      },
      repository: "",
      setup_schema: null,
      input_schema,
      output_schema,
      functions: { run: { name: "run", description: about, input_schema, output_schema } },
      default_function: "run",
      variants: {},
      env: {},
      kernel: "",
      resources: { gpu: { count: 0, vram: 0, type: "none" }, ram: 0 },
    },
    input_schema,
    output_schema,
  };
}
export type AppView = ReturnType<typeof describeApp>;
