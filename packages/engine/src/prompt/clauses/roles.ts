import type { Role } from "@pastiche/contract";
import { startsPart } from "./ahead.ts";
import { makeScene } from "./mention.ts";
import { readBackground } from "./picture.ts";
import type { Talk } from "./talk.ts";

type CueRole = Exclude<Role, "unused">;

/** "look like", "painted in": what is named next gives its style, colours or pattern. */
export function readLikeness(talk: Talk, role: CueRole): void {
  const isColouring = talk.verb === "tint" || talk.verb === "match";
  talk.nextRole = role === "style" && isColouring ? "palette" : role;
}

/** "as the background", "for the style": the role of the thing beside it, named before or after. */
export function readCue(talk: Talk, role: CueRole, announces: boolean, at: number): void {
  const { marks, reading, latest } = talk;
  const next = marks[at + 1];
  // "its background swapped for 1"
  if (role === "scene" && next?.kind === "verb" && (next.verb === "replace" || next.verb === "change")) {
    readBackground(talk, at);
    return;
  }
  const target = next?.kind === "verb" && next.verb === "use" ? marks[at + 2] : next;
  const starts = startsPart(marks, at);
  const previous = marks[at - 1];
  const named = previous?.kind === "thing" ? previous.thing.references.at(-1) : undefined;
  // "put 1 behind 0 as the background"
  const behind = reading.links.find((link) => link.target === named && link.relation === "behind" && role === "scene");
  const said = reading.said.find(({ index }) => index === (behind?.source ?? named)) ?? latest;
  if (behind) reading.links.splice(reading.links.indexOf(behind), 1);
  if (!said || (announces && target?.kind === "thing") || (starts && (target?.kind === "thing" || !latest))) {
    talk.nextRole = role;
    return;
  }
  reading.links = reading.links.filter((link) => !(link.source === said.index && link.soft));
  if (role === "scene") {
    makeScene(talk, said);
    talk.group = talk.group.filter((one) => one !== said);
  } else said.role = role;
}
