import type { Role } from "@pastiche/contract";
import { phraseTable } from "./phrases.ts";

type CueRole = Exclude<Role, "unused">;

/** Words after which a reference gives its style, colours or pattern: "look like 1", "wrapped in 1". */
export const readLikeness = phraseTable<CueRole>([
  ["look|looks|looking|appear|appears|seem|feel more? like|as", "style"],
  ["look|looks as if|though ~ was|were|is? painted|drawn|made by|like?", "style"],
  [
    "painted|drawn|rendered|styled|stylized|stylised|illustrated|sketched|done|made|reimagined|redrawn|repainted|restyled exactly|just? like|as|after",
    "style",
  ],
  ["as if painted|drawn|made by|like|in?", "style"],
  ["similar to", "style"],
  ["style transfer", "style"],
  ["color|colors|palette transfer", "palette"],
  ["inspired|influenced by", "style"],
  ["painted|drawn|illustrated|sketched by|with ~ artist|painter|hand|brush? of|from?", "style"],
  ["in ~ same style|look|manner as|of", "style"],
  ["same style|look|manner as|of", "style"],
  ["reminiscent of", "style"],
  ["painted|drawn|rendered|styled|done|made|look|looks ~ way", "style"],
  ["mimic|mimics|mimicking|imitate|imitates|imitating|resemble|resembles|resembling|emulate|emulating", "style"],
  ["style|look|technique? like", "style"],
  ["colors|color|palette|tones like", "palette"],
  ["with ~ print|weave of|from", "pattern"],
  ["pattern|texture|fabric like", "pattern"],
  ["in|with ~ same colors|color|palette|tones as|of", "palette"],
  ["same colors|palette|tones as|of", "palette"],
  ["colored|graded|toned|tinted|recolored exactly|just? like|as|after", "palette"],
  ["grade|graded to match", "palette"],
  ["color|tone matched|match to|with", "palette"],
  ["textured|patterned|printed like|with|as|in", "pattern"],
  ["with ~ same pattern|texture|print as|of", "pattern"],
  [
    "wrapped|covered|clad|dressed|coated|upholstered|decorated|papered|lined|skinned entirely|all|completely? in|with|by|from",
    "pattern",
  ],
  ["made|knitted|knit|sewn|woven|built|crafted|cut|tailored out? of|from", "pattern"],
]);

/** Words that give the thing beside them a role: "1 as the background", "for the style take 2". */
export const readRoleCue = phraseTable<CueRole>([
  [
    "as|for ~ new? main|base|only? background|backdrop|scene|setting|stage|environment|canvas|base|location|scenery|surroundings|landscape|foundation|world image|picture|photo|scene|layer?",
    "scene",
  ],
  ["is|becomes|forms|be|are ~ new? background|backdrop|scene|setting|environment", "scene"],
  ["in ~ background|backdrop|distance", "scene"],
  ["as|for ~ art|artistic? style|look|aesthetic|inspiration reference|guide|source?", "style"],
  ["is|be ~ style reference|guide?", "style"],
  ["as|for ~ color? palette|colors|coloring|hues|tones reference|guide|source?", "palette"],
  ["as|for ~ color scheme|palette|reference|guide", "palette"],
  ["is|be ~ color? palette", "palette"],
  ["as|for ~ pattern|texture|fabric|material|print reference?", "pattern"],
  ["is|be ~ pattern|texture", "pattern"],
  ["as|for ~ main? subject|foreground|product|hero|object", "subject"],
  ["foreground|subject :|is", "subject"],
  ["background|backdrop|scene|setting :|is|are|=|comes|taken|should? is|are|be|comes|taken? from|of?", "scene"],
  ["background|backdrop|setting should be", "scene"],
  ["style :|is|comes|taken? taken|comes? from", "style"],
  ["style reference? :|is", "style"],
  ["palette|colors|color scheme? reference? :", "palette"],
  ["pattern|texture|fabric|material :", "pattern"],
  ["mood|atmosphere|light|lighting :", "palette"],
  ["palette|colors|color :|is|are|come|comes|taken? taken|come|comes? from", "palette"],
  ["pattern|texture :|is|comes|taken? taken|comes? from", "pattern"],
]);

/** What is named next makes room for what was named before: "use 1 instead of 0's background". */
export const readInstead = phraseTable<true>([
  ["instead of", true],
  ["take|takes|taking ~ place of", true],
  ["in place|lieu of", true],
  ["in ~ stead of", true],
  ["in ~ place of", true],
]);

/** The words that lay pictures side by side. `sure` ones do so even for lifted things. */
export const readCollage = phraseTable<{ arrangement: "grid" | "row" | "column"; sure: boolean }>([
  ["photo? collage|collages|mosaic|montage|photomontage|moodboard", { arrangement: "grid", sure: true }],
  ["mood board", { arrangement: "grid", sure: true }],
  ["contact sheet", { arrangement: "grid", sure: true }],
  ["in|as|into|on ~ grid", { arrangement: "grid", sure: true }],
  ["grid", { arrangement: "grid", sure: true }],
  ["from ~ left to? ~ right?", { arrangement: "row", sure: false }],
  ["strip of", { arrangement: "row", sure: true }],
  ["photo|film strip", { arrangement: "row", sure: true }],
  ["diptych|triptych", { arrangement: "row", sure: true }],
  ["split screen|view|image", { arrangement: "row", sure: true }],
  ["before and? after", { arrangement: "row", sure: true }],
  ["comparison|compare", { arrangement: "row", sure: true }],
  ["vertical strip|collage|stack|column", { arrangement: "column", sure: true }],
  ["horizontal strip|collage|row", { arrangement: "row", sure: true }],
  ["collaged|tiled|tile", { arrangement: "grid", sure: true }],
  ["side by|to side", { arrangement: "row", sure: false }],
  ["next to each other", { arrangement: "row", sure: false }],
  ["next to one another", { arrangement: "row", sure: false }],
  ["one next to ~ other", { arrangement: "row", sure: false }],
  ["beside each|one other|another", { arrangement: "row", sure: false }],
  ["in|into ~ horizontal? row|line", { arrangement: "row", sure: false }],
  ["as ~ horizontal? row", { arrangement: "row", sure: false }],
  ["in|into two|three|four|2|3|4 columns", { arrangement: "row", sure: true }],
  ["in|into two|three|four|2|3|4 rows", { arrangement: "column", sure: true }],
  ["in|into|as ~ vertical? column|stack", { arrangement: "column", sure: false }],
  ["one above|below|under|over|atop ~ other", { arrangement: "column", sure: false }],
  ["on top of each other", { arrangement: "column", sure: false }],
  ["above|below each other", { arrangement: "column", sure: false }],
  ["stack|stacked vertically?", { arrangement: "column", sure: false }],
  ["as|in|into? two|three|four|five|six|2|3|4|5|6 panels|panel|frames|tiles", { arrangement: "grid", sure: true }],
]);

/** The background is taken away. */
export const readTransparent = phraseTable<true>([
  ["on|with|against|over ~ transparent background|backdrop|png?", true],
  ["transparent background|backdrop|png", true],
  ["without|no ~ background|backdrop", true],
  ["background|backdrop is|be|made? removed|gone|transparent|cut", true],
  [
    "remove|erase|delete|strip|drop|removing|without ~ white|black|whole|entire|current|old|original? background|backdrop",
    true,
  ],
  ["get rid of ~ background|backdrop", true],
  ["cut it|this|them|him|her? out", true],
  ["remove|erase|delete|drop|get rid? of? everything|all else|but|except|besides|around|behind", true],
  ["cutout|knockout", true],
  ["isolate|isolated|isolating", true],
]);

/** "replace what is behind the car": the background, by what stands before it. */
export const readSurroundings = phraseTable<true>([["what|everything|all is|stands? behind|around", true]]);

/** The subject is meant and not its picture. */
export const readLift = phraseTable<true>([
  ["product|packshot|catalog|catalogue|hero|studio shot|photo|image|picture|photography|render of|for?", true],
  ["packshot|packshots", true],
  ["ecommerce|commerce|listing|shop photo|image|picture|shot of|for?", true],
  [
    "advertisement|advert|ad|ads|commercial|promo|promotion|advertising|campaign|flyer|billboard|banner|label|packaging poster|photo|image? for|of|featuring|showing",
    true,
  ],
  ["poster of|for|featuring|showing", true],
  ["sticker|icon|emblem|badge|logo of|from", true],
]);

export const readFlip = phraseTable<"flip" | "upside down" | "rotated">([
  ["mirror|flip ~", "flip"],
  ["mirrored|flipped|mirroring|flipping horizontally|sideways?", "flip"],
  ["flipped|flip|mirrored left to right", "flip"],
  ["flipped|mirrored|reflected from? left to right", "flip"],
  ["horizontally flipped|mirrored", "flip"],
  ["horizontally", "flip"],
  ["facing|looking|turned|pointing ~ other|opposite way|direction", "flip"],
  ["mirror image of?", "flip"],
  ["reversed", "flip"],
  ["upside down", "upside down"],
  ["flipped|flip|mirrored vertically", "upside down"],
  ["vertically flipped|mirrored", "upside down"],
  ["rotated|tilted|rotate|tilt|sideways by?", "rotated"],
  ["turned by|sideways|clockwise|counterclockwise", "rotated"],
]);

export const readShadow = phraseTable<boolean>([
  ["without|no ~ any|drop|contact|cast? shadow|shadows", false],
  ["shadowless", false],
  ["casting|casts ~ long|soft|hard? shadow|shadows", true],
  [
    "soft|drop|hard|contact|long|natural|realistic|gentle|subtle|deep|strong|light|dark|cast|faint shadow|shadows",
    true,
  ],
  ["shadow|shadows", true],
]);
