import { MAX_PROMPT_CHARACTERS, MAX_REFERENCES, RemixInput } from "@pastiche/contract";
import { planPrompt } from "@pastiche/engine/plan";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { estimate } from "../tasks/prices.ts";
import { requireApp } from "./apps.ts";
import type { HttpContext } from "./context.ts";
import { parse } from "./parse.ts";

const MAX_NAME_CHARACTERS = 255;

export const EstimateRequest = z.object({ input: RemixInput });
export const PlanRequest = z.object({
  prompt: z.string().min(1).max(MAX_PROMPT_CHARACTERS),
  references: z.int().min(1).max(MAX_REFERENCES).describe("how many reference images the prompt speaks of"),
  names: z
    .array(z.string().max(MAX_NAME_CHARACTERS).nullable())
    .max(MAX_REFERENCES)
    .optional()
    .describe(
      "what their files are called, in order: they tell which is meant where the prompt names none by its number",
    ),
});

/** What a run would cost and what a prompt would mean, before anything is run. */
export function addForecastRoutes(app: FastifyInstance, { registry, prices }: HttpContext): void {
  app.post("/apps/:namespace/:name/estimate", async (request) => {
    requireApp(request);
    const { input } = parse(EstimateRequest, request.body);
    const { engine, version } = registry.engineFor(input.version);
    engine.check?.(input);
    return { version, ...estimate(prices, input, version) };
  });

  app.post("/apps/:namespace/:name/plan", async (request) => {
    requireApp(request);
    const { prompt, references, names } = parse(PlanRequest, request.body);
    return planPrompt(prompt, references, names);
  });
}
