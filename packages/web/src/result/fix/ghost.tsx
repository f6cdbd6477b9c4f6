import type { Box, Plan } from "@pastiche/client";
import type { Shown } from "../picture.ts";
import type { Size } from "../viewer/view.ts";
import { boxOf, rotationOf, type Thing } from "./changes.ts";
import { middleOf } from "./geometry.ts";
import type { Lifted } from "./lift.ts";
import { drag, thingsOf } from "./selection.ts";

interface GhostProps {
  thing: Thing;
  plan: Plan;
  box: Box;
  rotation: number;
  shown: Shown;
  lifted: Lifted | null;
}

/**
 * A thing where it will be, until it is drawn there: a piece of the picture that is shown, moved by the browser alone.
 * Nothing where the picture shows it as it is.
 */
export function Ghost({ thing, plan, box, rotation, shown, lifted }: GhostProps) {
  const drawn = shown.result.output.plan;
  const from = drawn && drawnAt(drawn, plan, thing);
  if (!drawn?.size || !from) return null;
  const was = rotationOf(drawn, thing);
  const isFlipped = thing.kind === "subject" && drawn.subjects[thing.at].flip !== plan.subjects[thing.at].flip;
  if (same(from, box) && was === rotation && !isFlipped) return null;
  return (
    <div class={`fix-ghost ${isFlipped ? "flipped" : ""} ${lifted ? "" : "piece"}`}>
      <Piece src={lifted?.things ?? shown.result.output.image} frame={drawn.size} from={from} was={was} to={box} />
    </div>
  );
}

/** The ground where things stood that are elsewhere now, unless something else is there as well. */
export function Gaps({ plan, shown, lifted }: { plan: Plan; shown: Shown; lifted: Lifted | null }) {
  const drawn = shown.result.output.plan;
  if (!drawn?.size || !lifted) return null;
  const { size } = drawn;
  const left = thingsOf(drawn).filter((thing) => hasLeft(drawn, plan, thing));
  return left.map((thing) => {
    const box = boxOf(drawn, thing);
    if (!box || isShared(drawn, thing, box)) return null;
    // Its shadow falls beside it.
    const wide = thing.kind === "text" ? box : grown(box, 0.12);
    const was = rotationOf(drawn, thing);
    return (
      <div
        key={JSON.stringify(thing)}
        class="fix-gap"
        style={{
          width: px(wide.width),
          height: px(wide.height),
          transform: `translate(${px(wide.x)}, ${px(wide.y)}) rotate(${was}deg)`,
        }}
      >
        <Piece src={lifted.ground} frame={size} from={wide} was={was} to={wide} />
      </div>
    );
  });
}

interface PieceProps {
  src: string;
  /** Of the whole picture. */
  frame: Size;
  /** What is cut out of it, and how far that is turned there. */
  from: Box;
  was: number;
  /** How large it is shown. */
  to: Box;
}

function Piece({ src, frame, from, was, to }: PieceProps) {
  const across = to.width / from.width;
  const down = to.height / from.height;
  const middle = middleOf(from);
  return (
    <img
      src={src}
      alt=""
      style={{
        width: px(frame.width * across),
        height: px(frame.height * down),
        left: px(-from.x * across),
        top: px(-from.y * down),
        transformOrigin: `${px(middle.x * across)} ${px(middle.y * down)}`,
        transform: `rotate(${-was}deg)`,
      }}
    />
  );
}

function hasLeft(drawn: Plan, plan: Plan, thing: Thing): boolean {
  if (drag.value && JSON.stringify(drag.value.thing) === JSON.stringify(thing)) return true;
  const was = boxOf(drawn, thing);
  const now = boxOf(plan, thing);
  if (!was || !now || !same(was, now)) return true;
  if (thing.kind === "text") return drawn.texts[thing.at].content !== plan.texts[thing.at].content;
  const [before, after] = [drawn.subjects[thing.at], plan.subjects[thing.at]];
  return after.opacity === 0 || before.rotation !== after.rotation || before.flip !== after.flip;
}

function isShared(drawn: Plan, thing: Thing, box: Box): boolean {
  return thingsOf(drawn).some((other) => {
    const at = boxOf(drawn, other);
    if (!at || JSON.stringify(other) === JSON.stringify(thing)) return false;
    const apart = at.x > box.x + box.width || box.x > at.x + at.width;
    return !apart && at.y < box.y + box.height && box.y < at.y + at.height;
  });
}

/** Where the picture shows it; of a copy that is new, where the first is. */
function drawnAt(drawn: Plan, plan: Plan, thing: Thing): Box | null {
  if (thing.kind === "subject") {
    const isSeen = (drawn.subjects[thing.at]?.opacity ?? 0) > 0;
    return isSeen ? (boxOf(drawn, thing) ?? boxOf(drawn, { ...thing, copy: 0 })) : null;
  }
  const isSameText = drawn.texts[thing.at]?.content === plan.texts[thing.at].content;
  return isSameText ? boxOf(drawn, thing) : null;
}

function grown({ x, y, width, height }: Box, share: number): Box {
  const air = Math.max(width, height) * share;
  return { x: x - air, y: y - air, width: width + 2 * air, height: height + 2 * air };
}

function same(one: Box, other: Box): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1;
  return near(one.x, other.x) && near(one.y, other.y) && near(one.width, other.width) && near(one.height, other.height);
}

function px(length: number): string {
  return `calc(var(--k) * ${length.toFixed(2)}px)`;
}
