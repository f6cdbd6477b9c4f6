import type { Box, Plan } from "@pastiche/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { isBusy } from "../../create/run.ts";
import type { Shown } from "../picture.ts";
import type { Point } from "../viewer/view.ts";
import { pointOf } from "../viewer/viewer.tsx";
import type { Viewport } from "../viewer/viewport.ts";
import { duplicate, flip, nudge, reorder, scaleBy, takeAway, turnBy, write } from "./acts.ts";
import { boxOf, isSame, placed, rotationOf, type Text, type Thing } from "./changes.ts";
import { angleTo, type Corner, resized } from "./geometry.ts";
import "./fix.css";
import { Gaps, Ghost } from "./ghost.tsx";
import { type Lifted, useLifted } from "./lift.ts";
import { drag, nameOf, selected, thingsOf, writing } from "./selection.ts";
import { changePlan, current } from "./versions.ts";

const CORNERS: Corner[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: 1, y: 1 },
  { x: -1, y: 1 },
];

interface OverlayProps {
  shown: Shown;
  viewport: Viewport;
}

/** Everything in the picture that can be taken in hand, outlined in the colour of its reference. */
export function Overlay({ shown, viewport }: OverlayProps) {
  const plan = current.value?.plan;
  const lifted = useLifted(shown);
  if (!plan?.size) return null;
  const perPlanPixel = shown.size.width / plan.size.width;
  return (
    <div class="fix" inert={isBusy.value} style={{ "--k": `calc(var(--scale) * ${perPlanPixel})` }}>
      <Gaps plan={plan} shown={shown} lifted={lifted} />
      {[...thingsOf(plan), ...unplaced(plan)].map((thing) => (
        <Outline
          key={JSON.stringify(thing)}
          thing={thing}
          plan={plan}
          shown={shown}
          lifted={lifted}
          grab={(event, how) => grab(event, how, { thing, viewport, perPlanPixel })}
        />
      ))}
      <p class="visually-hidden" id="fix-keys">
        Arrows move it, with Shift farther. Plus and minus scale it, brackets turn it, F flips it, Page up and Page down
        bring it forward and behind, D doubles it, Delete takes it away, Enter writes a text.
      </p>
    </div>
  );
}

/** A text that is written while a place is being found for it. */
function unplaced({ texts }: Plan): Thing[] {
  const at = writing.value;
  return at !== null && texts[at] && !texts[at].box ? [{ kind: "text", at }] : [];
}

/** Where it is written until then. */
function provisional({ size }: Plan): Box | null {
  return size && { x: size.width * 0.2, y: size.height * 0.05, width: size.width * 0.6, height: size.height * 0.1 };
}

type How = "move" | "turn" | Corner;

interface OutlineProps {
  thing: Thing;
  plan: Plan;
  shown: Shown;
  lifted: Lifted | null;
  grab(event: PointerEvent, how: How): void;
}

function Outline({ thing, plan, shown, lifted, grab: take }: OutlineProps) {
  const inHand = drag.value && isSame(drag.value.thing, thing) ? drag.value : null;
  const box = inHand?.box ?? boxOf(plan, thing) ?? provisional(plan);
  if (!box) return null;
  const rotation = inHand?.rotation ?? rotationOf(plan, thing);
  const isSelected = isSame(selected.value, thing);
  const isWriting = thing.kind === "text" && writing.value === thing.at;
  return (
    <div
      class={`fix-thing ${colourOf(plan, thing)} ${isSelected ? "selected" : ""}`}
      style={{
        width: px(box.width),
        height: px(box.height),
        transform: `translate(${px(box.x)}, ${px(box.y)}) rotate(${rotation}deg)`,
      }}
    >
      <Ghost thing={thing} plan={plan} box={box} rotation={rotation} shown={shown} lifted={lifted} />
      <button
        type="button"
        class="fix-hit"
        aria-label={nameOf(plan, thing)}
        aria-pressed={isSelected}
        aria-describedby="fix-keys"
        onFocus={() => (selected.value = thing)}
        onClick={() => (selected.value = thing)}
        onPointerDown={(event) => take(event, "move")}
        onDblClick={() => thing.kind === "text" && (writing.value = thing.at)}
        onKeyDown={(event) => onKey(event, thing)}
      />
      <span class="number fix-tag" aria-hidden="true">
        {thing.kind === "text" ? "T" : plan.subjects[thing.at].reference}
      </span>
      {isSelected && !isWriting && <Handles thing={thing} take={take} />}
      {isWriting && <Words at={thing.at} text={plan.texts[thing.at]} box={box} />}
    </div>
  );
}

/** For a pointer alone: keys do the same. */
function Handles({ thing, take }: { thing: Thing; take: OutlineProps["grab"] }) {
  return (
    <div class="fix-handles" data-handles aria-hidden="true">
      {CORNERS.map((corner) => (
        <span
          key={`${corner.x}${corner.y}`}
          class={`fix-corner ${corner.x === corner.y ? "falling" : "rising"}`}
          style={{ left: corner.x < 0 ? "0" : "100%", top: corner.y < 0 ? "0" : "100%" }}
          onPointerDown={(event) => take(event, corner)}
        />
      ))}
      {thing.kind === "subject" && (
        <span class="fix-turn" title="Turn (Shift: in steps)" onPointerDown={(event) => take(event, "turn")} />
      )}
    </div>
  );
}

/** A text written where it stands. Enter sets it, Shift-Enter breaks the line, Escape leaves it as it was. */
function Words({ at, text, box }: { at: number; text: Text; box: Box }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [words, setWords] = useState(text.content);
  useEffect(() => {
    // Not every browser focuses what is selected.
    area.current?.focus();
    area.current?.select();
  }, []);
  const lines = words.split("\n").length;
  const end = (isKept: boolean) => {
    if (writing.peek() !== at) return;
    writing.value = null;
    if (isKept) write(at, words);
  };
  return (
    <textarea
      class="fix-words"
      ref={area}
      aria-label="The text"
      value={words}
      rows={lines}
      style={{
        fontFamily: FACES[text.font ?? ""],
        fontSize: px(Math.min((box.height / lines) * 0.82, (box.width / Math.max(4, words.length)) * 2)),
      }}
      onInput={(event) => setWords(event.currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") {
          event.preventDefault();
          end(false);
          restFocus();
        }
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          end(true);
          restFocus();
        }
      }}
    />
  );
}

/** Near what the engine's own fonts look like, which the page does not load. */
const FACES: Record<string, string> = {
  Anton: "Impact, sans-serif",
  "Archivo Black": '"Arial Black", sans-serif',
  "DM Serif Display": "Georgia, serif",
  "Alfa Slab One": "Rockwell, serif",
  "Great Vibes": "cursive",
  Pacifico: "cursive",
  Bangers: "Impact, fantasy",
  "Space Mono": "monospace",
};

/** Where letters that are typed on, and Delete, do nothing. */
function restFocus(): void {
  document.querySelector<HTMLElement>(".fix-panel")?.focus();
}

/** Takes a thing in hand. While it is there only its outline moves; when it is let go the change is drawn. */
function grab(
  event: PointerEvent,
  how: How,
  { thing, viewport, perPlanPixel }: { thing: Thing; viewport: Viewport; perPlanPixel: number },
): void {
  const { currentTarget: handle } = event;
  const plan = current.peek()?.plan;
  const from = plan && boxOf(plan, thing);
  if (!(handle instanceof HTMLElement) || !from || event.button !== 0) return;
  const frame = handle.closest(".viewer");
  if (!frame) return;
  event.stopPropagation();
  selected.value = thing;
  const rotation = rotationOf(plan, thing);
  const inPlan = (at: PointerEvent): Point => {
    const point = pointOf(at, frame);
    const { x, y, scale } = viewport.view.peek();
    return { x: (point.x - x) / (scale * perPlanPixel), y: (point.y - y) / (scale * perPlanPixel) };
  };
  const begin = inPlan(event);
  const leave = new AbortController();
  const { signal } = leave;
  const end = () => {
    leave.abort();
    drag.value = null;
  };
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener(
    "pointermove",
    (move) => {
      const point = inPlan(move);
      const far = Math.hypot(point.x - begin.x, point.y - begin.y) * viewport.view.peek().scale * perPlanPixel;
      // A click that trembles moves nothing.
      if (!drag.peek() && far < 3) return;
      drag.value = { thing, ...held(how, { from, rotation, begin, point, isShift: move.shiftKey, thing }) };
    },
    { signal },
  );
  handle.addEventListener(
    "pointerup",
    () => {
      const last = drag.peek();
      const now = current.peek()?.plan;
      if (last && now && boxOf(now, thing)) changePlan(placed(now, thing, last.box, last.rotation));
      end();
    },
    { signal },
  );
  // Also where what is dragged goes from the page: an undo by the other hand.
  handle.addEventListener("lostpointercapture", end, { signal });
  addEventListener(
    "keydown",
    (key) => {
      if (key.key !== "Escape") return;
      key.preventDefault();
      key.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
}

interface Hold {
  thing: Thing;
  from: Box;
  rotation: number;
  begin: Point;
  point: Point;
  isShift: boolean;
}

function held(how: How, { thing, from, rotation, begin, point, isShift }: Hold): { box: Box; rotation: number } {
  if (how === "turn") return { box: from, rotation: angleTo(from, point, isShift) };
  if (how !== "move") {
    // A text fills whatever box it is given.
    return { box: resized(from, rotation, how, point, thing.kind === "text"), rotation };
  }
  const right = point.x - begin.x;
  const down = point.y - begin.y;
  const isAcross = Math.abs(right) > Math.abs(down);
  return {
    box: { ...from, x: from.x + (isShift && !isAcross ? 0 : right), y: from.y + (isShift && isAcross ? 0 : down) },
    rotation,
  };
}

function onKey(event: KeyboardEvent, thing: Thing): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act(thing, event.shiftKey ? 10 : 1);
  if (event.key === "Delete" || event.key === "Backspace") {
    // Its outline has gone, and the focus with it.
    restFocus();
  }
}

const KEYS: Record<string, (thing: Thing, times: number) => unknown> = {
  ArrowLeft: (thing, px) => nudge(thing, -px, 0),
  ArrowRight: (thing, px) => nudge(thing, px, 0),
  ArrowUp: (thing, px) => nudge(thing, 0, -px),
  ArrowDown: (thing, px) => nudge(thing, 0, px),
  "+": (thing) => scaleBy(thing, 1.04),
  "=": (thing) => scaleBy(thing, 1.04),
  "-": (thing) => scaleBy(thing, 1 / 1.04),
  _: (thing) => scaleBy(thing, 1 / 1.04),
  "[": (thing) => turnBy(thing, -1),
  "]": (thing) => turnBy(thing, 1),
  "{": (thing) => turnBy(thing, -15),
  "}": (thing) => turnBy(thing, 15),
  f: flip,
  d: duplicate,
  PageUp: (thing) => reorder(thing, 1),
  PageDown: (thing) => reorder(thing, -1),
  Escape: () => (selected.value = null),
  Delete: takeAway,
  Backspace: takeAway,
  Enter: (thing) => {
    if (thing.kind === "text") writing.value = thing.at;
  },
};

function colourOf(plan: Plan, thing: Thing): string {
  return thing.kind === "text" ? "fix-text" : `ref-${plan.subjects[thing.at].reference}`;
}

/** Pixels of the plan on the screen. */
function px(length: number): string {
  return `calc(var(--k) * ${length.toFixed(2)}px)`;
}
