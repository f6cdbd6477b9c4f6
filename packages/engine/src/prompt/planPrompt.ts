import type { Plan, Role } from "@pastiche/contract";
import { giveRoles } from "./giveRoles.ts";
import type { Intent } from "./intent.ts";
import { parsePrompt } from "./parsePrompt.ts";

/**
 * The part of the plan that needs no pixels: no size, no boxes, seed 0. Where the prompt leaves a role to saliency, the
 * first such reference stands as the subject and the last as the scene.
 *
 * @throws RemixError validation_failed as `parsePrompt` does.
 */
export function planPrompt(prompt: string, references: number, names: readonly (string | null)[] = []): Plan {
  const read = parsePrompt(prompt, references, names);
  const roles = guessRoles(read);
  const intent = giveRoles(read, roles);
  return {
    engine: "compose@1",
    seed: 0,
    size: null,
    references: intent.references.map(({ index, phrase }) => ({ index, role: roles[index], phrase })),
    layout: intent.layout ?? (roles.includes("scene") ? "scene" : "backdrop"),
    backdrop: intent.transparent ? { kind: "plain", colours: [], name: "transparent" } : intent.backdrop,
    crop: null,
    cells: [],
    subjects: intent.subjects.map((subject, z) => ({
      ...subject,
      box: null,
      copies: [],
      source: null,
      rotation: 0,
      as: "cutout",
      grounded: GROUNDED.has(subject.relation ?? "on"),
      z,
    })),
    looks: intent.looks,
    texts: intent.texts.map((text) => ({ ...text, box: null, font: null })),
    shadow: intent.shadow ?? true,
    light: 0,
    score: null,
    unsupported: intent.unsupported,
  };
}

/** Relations that leave a subject standing on something. */
const GROUNDED: ReadonlySet<string> = new Set(["on", "in", "behind", "in-front-of", "beside", "left-of", "right-of"]);

function guessRoles({ references }: Intent): Role[] {
  const open = references.filter((reference) => reference.role === null);
  const hasScene = references.some((reference) => reference.role === "scene");
  const last = open.at(-1);
  return references.map((reference) => reference.role ?? (reference === last && !hasScene ? "scene" : "subject"));
}
