import type { Box, Plan } from "@pastiche/client";
import type { Shown } from "../picture.ts";
import { boxOf, rotationOf, type Thing } from "./changes.ts";
import { middleOf } from "./geometry.ts";

interface GhostProps {
  thing: Thing;
  plan: Plan;
  box: Box;
  rotation: number;
  shown: Shown;
}

/**
 * A thing where it will be, until it is drawn there: a piece of the picture that is shown, moved by the browser alone.
 * Nothing where the picture shows it as it is.
 */
export function Ghost({ thing, plan, box, rotation, shown }: GhostProps) {
  const drawn = shown.result.output.plan;
  const from = drawn && drawnAt(drawn, plan, thing);
  if (!drawn?.size || !from) return null;
  const was = rotationOf(drawn, thing);
  const isFlipped = thing.kind === "subject" && drawn.subjects[thing.at].flip !== plan.subjects[thing.at].flip;
  const isWhereItWas = same(from, box) && was === rotation && !isFlipped;
  if (isWhereItWas) return null;
  const across = box.width / from.width;
  const down = box.height / from.height;
  const middle = middleOf(from);
  return (
    <div class={isFlipped ? "fix-ghost flipped" : "fix-ghost"}>
      <img
        src={shown.result.output.image}
        alt=""
        style={{
          width: px(drawn.size.width * across),
          height: px(drawn.size.height * down),
          left: px(-from.x * across),
          top: px(-from.y * down),
          transformOrigin: `${px(middle.x * across)} ${px(middle.y * down)}`,
          transform: `rotate(${-was}deg)`,
        }}
      />
    </div>
  );
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

function same(one: Box, other: Box): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1;
  return near(one.x, other.x) && near(one.y, other.y) && near(one.width, other.width) && near(one.height, other.height);
}

function px(length: number): string {
  return `calc(var(--k) * ${length.toFixed(2)}px)`;
}
