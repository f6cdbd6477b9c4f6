import { RemixError, RemixInput, UPSCALE_FACTORS } from "@pastiche/contract";
import { z } from "zod";
import { parse } from "../parse.ts";

const Postprocessing = z.discriminatedUnion("process", [
  z.object({ process: z.literal("upscale"), upscale_factor: z.literal(UPSCALE_FACTORS) }),
  z.object({ process: z.literal("remove_background") }),
  z.object({
    process: z.literal("fit_image"),
    max_dim: z.int().min(1).nullish(),
    max_width: z.int().min(1).nullish(),
    max_height: z.int().min(1).nullish(),
  }),
]);

export const ReveRemixBody = z.object({
  prompt: RemixInput.shape.prompt,
  reference_images: RemixInput.shape.images,
  aspect_ratio: RemixInput.shape.aspect_ratio,
  version: z.string().nullish(),
  test_time_scaling: RemixInput.shape.test_time_scaling,
  postprocessing: z.array(Postprocessing).nullish(),
  /** Ours. */
  seed: RemixInput.shape.seed,
});

export interface ReveRemix {
  input: RemixInput;
  /** The largest that the picture may be. */
  within: { width?: number; height?: number } | null;
}

/** The body of Reve's `POST /v1/image/remix`. @throws RemixError validation_failed. */
export function readReveRemix(body: unknown): ReveRemix {
  const { prompt, reference_images, aspect_ratio, version, test_time_scaling, postprocessing, seed } = parse(
    ReveRemixBody,
    body,
  );
  const steps = postprocessing ?? [];
  refuseTwice(steps.map(({ process }) => process));
  const upscale = steps.find((step) => step.process === "upscale");
  const fit = steps.find((step) => step.process === "fit_image");
  const input: RemixInput = {
    images: reference_images,
    prompt,
    aspect_ratio,
    version: version ?? "latest",
    test_time_scaling,
    upscale_factor: upscale?.upscale_factor,
    remove_background: steps.some(({ process }) => process === "remove_background"),
    seed,
  };
  return { input, within: fit === undefined ? null : boundsOf(fit) };
}

function boundsOf(fit: { max_dim?: number | null; max_width?: number | null; max_height?: number | null }) {
  const smallest = (...limits: (number | null | undefined)[]) => {
    const given = limits.filter((limit) => typeof limit === "number");
    return given.length === 0 ? undefined : Math.min(...given);
  };
  return { width: smallest(fit.max_dim, fit.max_width), height: smallest(fit.max_dim, fit.max_height) };
}

function refuseTwice(processes: string[]): void {
  const twice = processes.find((process, index) => processes.indexOf(process) !== index);
  if (twice === undefined) return;
  const detail = `may name each process once; ${JSON.stringify(twice)} was received twice`;
  throw new RemixError("validation_failed", `/postprocessing: ${detail}`, {
    errors: [{ pointer: "/postprocessing", detail }],
  });
}
