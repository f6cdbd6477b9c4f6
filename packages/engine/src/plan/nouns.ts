/** Which kind of thing a phrase names, as far as placement has to know. English singulars; a plural `s` is dropped. */

const BEINGS =
  "man woman boy girl person child kid baby guy lady gentleman people astronaut dog puppy cat kitten bear teddy wolf fox horse cow sheep lion tiger elephant giraffe monkey sloth robot doll statue sculpture figure snowman bird parrot penguin duck rabbit hamster corgi husky knight king queen model player dancer";
const CONTAINERS =
  "cup mug glass bowl basket bucket box crate bag backpack pocket pot vase boat bathtub tub nest helmet cart";
const HEADWEAR = "hat cap crown helmet beanie tiara wig hood beret sombrero headphone turban bonnet";
const EYEWEAR = "glass glasses sunglass sunglasses goggles spectacles";

const ALOFT = "sky air cloud heaven space";

const beings = new Set(BEINGS.split(" "));
const containers = new Set(CONTAINERS.split(" "));
const headwear = new Set(HEADWEAR.split(" "));
const eyewear = new Set(EYEWEAR.split(" "));

const aloft = new Set(ALOFT.split(" "));

export const isBeing = (phrase: string) => headNouns(phrase).some((word) => beings.has(word));
export const isContainer = (phrase: string) => headNouns(phrase).some((word) => containers.has(word));
export const isHeadwear = (phrase: string) => headNouns(phrase).some((word) => headwear.has(word));
/** Where nothing stands. */
export const isAloft = (phrase: string) => headNouns(phrase).some((word) => aloft.has(word));
export const isEyewear = (phrase: string) => headNouns(phrase).some((word) => eyewear.has(word));

/** Every word of a phrase in lower case, and its singular where it looks like a plural. */
export function headNouns(phrase: string): string[] {
  const words = phrase.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.flatMap((word) => (word.endsWith("s") ? [word, word.slice(0, -1)] : [word]));
}
