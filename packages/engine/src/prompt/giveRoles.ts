import type { Role } from "@pastiche/contract";
import type { Intent, IntentSubject } from "./intent.ts";

/**
 * Completes an intent with the roles that the prompt left open, and gives to the thing to be placed what was said of it
 * without a reference. Changes nothing that was said of a named one.
 * @param roles one for each reference, those that the prompt gave among them.
 */
export function giveRoles(intent: Intent, roles: readonly Role[]): Intent {
  const scene = roles.indexOf("scene");
  const placed = new Set(intent.subjects.map(({ reference }) => reference));
  const open = intent.references.filter(({ index }) => roles[index] === "subject" && !placed.has(index));
  const wish = wishOf(intent, open.length);
  const added = open.map(({ index, phrase }): IntentSubject => {
    const relation = scene < 0 ? null : (wish.relation ?? "in");
    return { ...wish, reference: index, phrase: phrase || wish.phrase, relation, target: scene < 0 ? null : scene };
  });
  const references = intent.references.map(({ index, phrase }) => {
    const spokenOf =
      index === scene
        ? (intent.unnamed?.scenePhrase ?? "")
        : (added.find(({ reference }) => reference === index)?.phrase ?? "");
    return { index, role: roles[index], phrase: phrase || spokenOf };
  });
  return { ...intent, references, subjects: [...intent.subjects, ...added] };
}

const NOTHING_ASKED: Omit<IntentSubject, "reference" | "target"> = {
  phrase: "",
  relation: null,
  position: null,
  scale: "normal",
  count: 1,
  flip: false,
  tint: null,
  opacity: 1,
};

/** All that was asked goes to a single thing; of several it is not known which was meant, and only the relation holds. */
function wishOf({ unnamed }: Intent, things: number): Omit<IntentSubject, "reference" | "target"> {
  if (!unnamed) return NOTHING_ASKED;
  return things === 1 ? unnamed.subject : { ...NOTHING_ASKED, relation: unnamed.subject.relation };
}
