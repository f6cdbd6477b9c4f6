import type { Position, Relation } from "@pastiche/contract";
import { phraseTable } from "./phrases.ts";

/** Prepositions that set one thing in relation to another. */
export const readRelation = phraseTable<Relation>([
  ["on|onto|upon|atop of?", "on"],
  ["on to", "on"],
  ["on ~ top|surface of", "on"],
  ["across|along|crossing", "on"],
  [
    "pinned|taped|glued|stuck|attached|fixed|nailed|strapped|tied|clinging|clipped|fastened|hooked|chained|stapled|bolted to|onto",
    "on",
  ],
  ["going|coming|heading|moving|sliding|rolling down|up|along|across", "on"],
  ["in|into|inside|within|amid|amidst|among|amongst|through of?", "in"],
  ["in to", "in"],
  ["at", "in"],
  ["in? between|amidst", "in"],
  ["emerging|rising|bursting|popping|sprouting|spilling up? out? of|from", "in"],
  ["where", "in"],
  ["in ~ midst of", "in"],
  ["surrounded by", "in"],
  ["behind", "behind"],
  ["in ~ back of", "behind"],
  ["in ~ background of", "behind"],
  ["at ~ back of", "behind"],
  ["in front|font of?", "in-front-of"],
  ["in-front of?", "in-front-of"],
  ["in ~ foreground of", "in-front-of"],
  ["before", "in-front-of"],
  ["outside of?", "in-front-of"],
  ["against", "in-front-of"],
  ["up against", "in-front-of"],
  ["next|close|adjacent|near to|too", "beside"],
  ["opposite of?", "beside"],
  ["across from", "beside"],
  ["beside|besides|near|alongside|by|nearby|around", "beside"],
  ["at|by ~ side of", "beside"],
  ["together|along with", "beside"],
  ["left of", "left-of"],
  ["to|on|at ~ left of", "left-of"],
  ["to|on|at ~ left-hand|lefthand of", "left-of"],
  ["to|on ~ left hand? side of", "left-of"],
  ["right of", "right-of"],
  ["to|on|at ~ right of", "right-of"],
  ["to|on ~ right hand? side of", "right-of"],
  ["above", "above"],
  ["high above", "above"],
  ["over", "over"],
  ["over ~ top of", "over"],
  ["below|beneath|under|underneath", "below"],
  ["at ~ foot|base of", "below"],
  ["held|carried by", "held-by"],
  ["in ~ hand|hands|arms|paws|grip of", "held-by"],
  ["in|with his|her|its|their hand|hands|arms|paws|mouth", "held-by"],
]);

/** A side by its name alone. */
export const SIDES: ReadonlyMap<string, Position> = new Map([
  ["left", "left"],
  ["right", "right"],
  ["top", "top"],
  ["bottom", "bottom"],
  ["middle", "center"],
]);

/** Where in the picture: "in the top left corner", "on the right-hand side", "high in the sky". */
export const readPosition = phraseTable<Position>([
  ...corner("top|upper|above", "left|lefthand", "top-left"),
  ...corner("top|upper|above", "right|righthand", "top-right"),
  ...corner("bottom|lower", "left|lefthand", "bottom-left"),
  ...corner("bottom|lower", "right|righthand", "bottom-right"),
  ["in|at|into|on ~ corner", "bottom-right"],
  ...area("top|upper|ceiling", "top"),
  ...area("bottom|lower", "bottom"),
  ...area("left|lefthand|leftmost", "left"),
  ...area("right|righthand|rightmost", "right"),
  ["to ~ left", "left"],
  ["to ~ right", "right"],
  ...area("middle|center", "center"),
  ["centered|center", "center"],
  ["center stage", "center"],
  ["dead center", "center"],
  ["high|up up? in|into ~ sky|air", "top"],
  ["in ~ sky|air", "top"],
  ["high up", "top"],
  ["in ~ foreground", "bottom"],
  ["in ~ front", "bottom"],
  ["across|along ~ top|upper|ceiling", "top"],
  ["across|along ~ bottom|lower", "bottom"],
  ["across|through ~ middle|center", "center"],
  ["overhead", "top"],
  ["on top", "top"],
  ["up top", "top"],
]);

function corner(first: string, second: string, position: Position): [string, Position][] {
  const tail = "hand? corner|side|part|quarter|edge|area|quadrant|third?";
  return [
    [`${first} ${second} ${tail}`, position],
    [`${second} ${first} ${tail}`, position],
    [`in|at|on|to|into|near|towards ~ far? very? ${first} ${second} ${tail}`, position],
    [`in|at|on|to|into|near ~ ${second} ${first} ${tail}`, position],
  ];
}

function area(words: string, position: Position): [string, Position][] {
  const tail = "hand? side|part|half|third|edge|area|border|margin|center|middle?";
  return [
    [`in|at|on|to|into|near|toward|towards|along ~ far? very? ${words} ${tail}`, position],
    [`${words} hand? side|part|half|third|edge|center|middle`, position],
    [`${words} aligned`, position],
    [`far|extreme ${words} side|edge?`, position],
  ];
}
