import type { Plane } from "../pixels/index.ts";
import { giveRoles } from "../prompt/giveRoles.ts";
import type { Intent } from "../prompt/intent.ts";

/**
 * Gives a role to every reference that the prompt left open: the one with the most compact and surest subject becomes
 * the subject, the widest view the scene. Changes nothing that the prompt said.
 * @param saliency one plane for each reference, 0 to 1.
 */
export function castRoles(intent: Intent, saliency: Plane[]): Intent {
  const open = intent.references.filter((reference) => reference.role === null).map(({ index }) => index);
  if (open.length === 0 || intent.layout === "collage") return intent;
  const bySubject = open.toSorted((i, j) => compactness(saliency[j]) - compactness(saliency[i]));
  const hasScene = intent.references.some(({ role }) => role === "scene") || intent.layout === "backdrop";
  const scene = hasScene ? undefined : bySubject.at(-1);
  const roles = intent.references.map(({ index, role }) => role ?? (index === scene ? "scene" : "subject"));
  return giveRoles(intent, roles);
}

/** High where little of the picture is salient, and clearly so. */
function compactness({ data }: Plane): number {
  let area = 0;
  let sure = 0;
  for (const value of data) {
    area += value;
    sure += Math.abs(2 * value - 1);
  }
  area /= data.length;
  return (sure / data.length) * (1 - area) * Math.min(1, area / 0.03);
}
