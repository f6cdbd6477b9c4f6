/** What a command asks, as far as roles hang on it. */
export type Verb =
  | "place"
  | "blend"
  | "replace"
  | "change"
  | "remove"
  | "lift"
  | "apply"
  | "use"
  | "give"
  | "blur"
  | "paint"
  | "tint"
  | "cover"
  | "dress"
  | "match"
  | "write";

const FORMS: [Verb, string][] = [
  [
    "place",
    `put puts place places placed placing add adds added adding insert inserts inserted inserting drop drops dropped position positions positioned
     paste pastes pasted pasting compose composes composed composite composites composited compositing move moves moved transport transports transported lay lays laid
     hang hangs hung stick sticks stuck attach attaches attached mount mounts mounted superimpose superimposed embroider engrave overlay overlays overlaid layer layered
     arrange arranged layout pile piled seat seated park parked bring throw include includes located situated teleport relocate transplant integrate embed embedded
     fit goes go sit sits stand stands lean leans lie lies rest rests show display photoshop nestle perch hide set sets duplicate copy clone`,
  ],
  [
    "blend",
    "combine combines combined combining merge merges merged merging blend blends blended blending mix mixes mixed mixing join fuse",
  ],
  [
    "replace",
    "replace replaces replaced replacing swap swaps swapped swapping exchange substitute substituted switch trade",
  ],
  [
    "change",
    "change changes changed changing turn turns turned turning convert converts converted transform make makes made making render redo restyle stylize stylise style reimagine recreate repaint redraw",
  ],
  ["remove", "remove removes removed removing erase erases erased delete deletes deleted rid strip"],
  ["lift", "cut cuts extract extracts extracted isolate"],
  ["apply", "apply applies applied applying transfer transfers transferred copying"],
  [
    "use",
    "use uses used using borrow steal take takes taken taking have keep keeps get create generate design produce",
  ],
  ["give", "give gives given giving"],
  ["blur", "blur blurs blurred blurring"],
  ["paint", "paint paints painted draw draws drew drawn"],
  ["tint", "recolor recolors recolored tone tint tints tinted colorize colorise dye color"],
  ["cover", "wrap cover covers coat upholster fill texture pattern"],
  ["dress", "dress clothe decorate furnish equip"],
  ["match", "harmonize harmonise match matches matched matching grade"],
  ["write", "write writes written print type"],
];

const BY_FORM: ReadonlyMap<string, Verb> = new Map(
  FORMS.flatMap(([verb, forms]) =>
    forms
      .trim()
      .split(/\s+/)
      .map((form) => [form, verb] as const),
  ),
);

/** Those that give a picture another's look: "restyle 0 with 1". */
export const RESTYLES = /^(?:restyle|style|styli[sz]e)$/;

export function verbOf(word: string): Verb | null {
  return BY_FORM.get(word) ?? null;
}
