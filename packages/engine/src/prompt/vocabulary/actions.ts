import type { Relation } from "@pastiche/contract";

/** What a verb that joins two things means for where they are. */
export interface Action {
  relation: Relation;
  /** The object is laid on the subject ("wearing the hat"), not the other way round. */
  inverse: boolean;
  /** Nothing but the placement is asked: no pose has to change. */
  supported: boolean;
  /** The -ing form, for what we tell the caller. */
  name: string;
}

const IRREGULAR: Record<string, string> = {
  drive: "drove driven",
  ride: "rode ridden",
  fly: "flew flown flies",
  hold: "held",
  wear: "wore worn",
  sit: "sat seated",
  stand: "stood",
  lie: "lay lying",
  swim: "swam swum",
  run: "ran",
  eat: "ate eaten",
  drink: "drank drunk",
  catch: "caught",
  throw: "threw thrown",
  feed: "fed",
  fight: "fought",
  sleep: "slept",
  dive: "dove",
  sing: "sang sung",
  swing: "swung",
  hug: "hugged hugging",
  carry: "carries carried",
  shake: "shook shaken",
  bite: "bit bitten",
  hang: "hung",
  blow: "blew",
};

interface Group {
  relation: Relation;
  inverse?: true;
  verbs: string;
}

const PLACEMENTS: Group[] = [
  {
    relation: "on",
    verbs: "sit stand lie rest float perch balance hang wait relax lounge kneel crouch recline pose grow sprawl land",
  },
  { relation: "in", verbs: "nestle appear" },
  { relation: "in-front-of", verbs: "lean" },
  { relation: "above", verbs: "hover" },
  { relation: "on", inverse: true, verbs: "wear sport" },
  { relation: "held-by", inverse: true, verbs: "hold carry clutch grip" },
];

const POSES: Group[] = [
  {
    relation: "on",
    verbs:
      "ride walk wander roam stroll skip bounce prowl strut howl bark juggle run jump climb dance play wave sleep surf ski skate skateboard cycle sing swing crawl gallop race meditate squat jog hike march sail hop trot sprint dash snowboard kayak paddle pray salute shout yell scream cheer clap applaud bow stretch sneeze cough whistle stumble knit meow roar growl teach fish",
  },
  { relation: "in", verbs: "drive fly pilot steer row swim dive cook soar glide drown" },
  {
    relation: "beside",
    verbs:
      "hug embrace kiss cuddle pet stroke feed eat bite push pull fight punch point touch greet watch open shake talk whisper box wrestle blow sniff pour look lick argue tickle groom milk brush comb",
  },
  { relation: "behind", verbs: "chase follow hunt stalk peek sneak hide" },
  { relation: "in-front-of", verbs: "kick" },
  { relation: "over", verbs: "leap" },
  { relation: "held-by", inverse: true, verbs: "drink read throw catch lift juggle grab" },
];

/** Forms that are as often a noun ("the run", "a swing") or another verb; they count only as -ing forms. */
const AMBIGUOUS = new Set(
  "row box swing drink paint play point watch run walk wave race pet feed lift open kick catch sport grip rest bear balance swim pose hunt stalk stroke look fly surf kiss hug wait lounge dive dance jump sleep cook land float ski skate skateboard bite hike march throw pilot sail crawl climb shake ride drive cycle stand hold lie lean push pull blow pour lick cheer clap bow stretch sneeze cough whistle fish shout yell scream".split(
    " ",
  ),
);

const DOUBLED = new Set("sit run swim hug pet jog".split(" "));

/** Every form of every action. Ambiguous base forms are left out. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map([...forms(PLACEMENTS, true), ...forms(POSES, false)]);

/** The same with every base form, for where a doer has just been named: "let the girl from 0 hold". */
export const BASE_ACTIONS: ReadonlyMap<string, Action> = new Map([
  ...forms(PLACEMENTS, true, true),
  ...forms(POSES, false, true),
]);

function* forms(groups: Group[], supported: boolean, withBase = false): Generator<[string, Action]> {
  for (const { relation, inverse = false, verbs } of groups) {
    for (const lemma of verbs.split(" ")) {
      const action: Action = { relation, inverse, supported, name: ing(lemma) };
      const irregular = (IRREGULAR[lemma] ?? "").split(" ").filter((form) => form !== "");
      // "siting" is a slip that many make.
      for (const form of [ing(lemma), `${lemma}ing`, third(lemma), past(lemma), ...irregular]) yield [form, action];
      if (withBase || !AMBIGUOUS.has(lemma)) yield [lemma, action];
    }
  }
}

function ing(lemma: string): string {
  if (lemma === "lie") return "lying";
  if (DOUBLED.has(lemma)) return `${lemma}${lemma.at(-1)}ing`;
  return lemma.endsWith("e") && !lemma.endsWith("ee") ? `${lemma.slice(0, -1)}ing` : `${lemma}ing`;
}

function third(lemma: string): string {
  return /(?:s|sh|ch|x|z)$/.test(lemma) ? `${lemma}es` : `${lemma}s`;
}

function past(lemma: string): string {
  if (DOUBLED.has(lemma)) return `${lemma}${lemma.at(-1)}ed`;
  return lemma.endsWith("e") ? `${lemma}d` : `${lemma}ed`;
}
