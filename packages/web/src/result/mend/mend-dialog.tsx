import type { Box } from "@pastiche/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../../ui/dialog.tsx";
import { UndoButtons } from "../fix/undo.tsx";
import { changeHints, hintsOf, isDrawing } from "../fix/versions.ts";
import type { Shown } from "../picture.ts";
import type { Point, Size } from "../viewer/view.ts";
import { Viewer, ZoomBar } from "../viewer/viewer.tsx";
import { createViewport, type Viewport } from "../viewer/viewport.ts";
import { boxBetween, inside, type Kind, withBox, withDot, withoutDot } from "./dots.ts";
import "./mend.css";

type Tool = Kind | "box" | "move";

const TOOLS: { tool: Tool; label: string; key: string; help: string }[] = [
  { tool: "keep", label: "Keep", key: "k", help: "Set a dot on what is missing." },
  { tool: "drop", label: "Drop", key: "d", help: "Set a dot on what is too much." },
  { tool: "box", label: "Box", key: "b", help: "Draw a box around the subject: nothing outside belongs to it." },
  { tool: "move", label: "Move", key: "m", help: "Move the picture. The wheel zooms it." },
];

interface MendProps {
  reference: number;
  src: string;
  shown: Shown;
  onClose(): void;
}

/** Says of a reference what belongs to its subject. Each dot is drawn at once, and seen in the result beside it. */
export function MendDialog({ reference, src, shown, onClose }: MendProps) {
  const [viewport] = useState(() => createViewport(8));
  const [tool, setTool] = useState<Tool>("keep");
  const size = useSizeOf(src, viewport);
  const hints = hintsOf(reference);
  return (
    <Dialog title={`Mend the cut-out of picture ${reference}`} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: letters choose a tool wherever the focus is. */}
      <div
        class="mend"
        onKeyDown={(event) => {
          const chosen = TOOLS.find(({ key }) => key === event.key.toLowerCase());
          if (chosen && !event.ctrlKey && !event.metaKey) setTool(chosen.tool);
        }}
      >
        <div class="mend-tools">
          <fieldset class="mend-choice" aria-label="Tool">
            {TOOLS.map(({ tool: one, label, key }) => (
              <button
                key={one}
                type="button"
                class={`button small mend-tool ${one}`}
                aria-pressed={tool === one}
                title={`${label} (${key.toUpperCase()})`}
                onClick={() => setTool(one)}
              >
                <span class="mend-mark" aria-hidden="true" /> {label}
              </button>
            ))}
          </fieldset>
          <span class="mend-more">
            <UndoButtons />
            <button
              type="button"
              class="button small"
              disabled={hints === null}
              onClick={() => changeHints(reference, null)}
            >
              Clear
            </button>
          </span>
          <p class="soft mend-help">{TOOLS.find((one) => one.tool === tool)?.help}</p>
        </div>
        <Viewer viewport={viewport} label={`Picture ${reference}`} over={<ZoomBar viewport={viewport} />}>
          <img src={src} alt={`Reference ${reference} as it was given`} />
          {size && <Pad reference={reference} tool={tool} size={size} viewport={viewport} />}
        </Viewer>
        <Outcome reference={reference} shown={shown} />
      </div>
    </Dialog>
  );
}

interface PadProps {
  reference: number;
  tool: Tool;
  size: Size;
  viewport: Viewport;
}

/** What is drawn on: by pointer, or with arrow keys and Enter. */
function Pad({ reference, tool, size, viewport }: PadProps) {
  const pad = useRef<HTMLDivElement>(null);
  const [cross, setCross] = useState<Point | null>(null);
  const [corners, setCorners] = useState<[Point, Point] | null>(null);
  const hints = hintsOf(reference);
  const drawn = corners && boxBetween(...corners, size);
  const set = (point: Point) => {
    if (tool === "keep" || tool === "drop") changeHints(reference, withDot(hints, tool, inside(point, size)));
  };
  const setBox = (box: Box | null) => {
    setCorners(null);
    if (box) changeHints(reference, withBox(hints, box));
  };
  const pointOf = (event: PointerEvent): Point => {
    const { left, top } = pad.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const { scale } = viewport.view.peek();
    return { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== pad.current) return;
    const step = (Math.max(size.width, size.height) / 200) * (event.shiftKey ? 10 : 1);
    const [right, down] = ARROWS[event.key] ?? [0, 0];
    const at = cross ?? { x: size.width / 2, y: size.height / 2 };
    if (right || down) {
      event.preventDefault();
      const next = inside({ x: at.x + right * step, y: at.y + down * step }, size);
      setCross(next);
      if (corners) setCorners([corners[0], next]);
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (tool !== "box") set(at);
      else if (corners) setBox(drawn);
      else setCorners([at, at]);
    }
  };
  return (
    <div
      class="mend-pad"
      ref={pad}
      data-handles={tool === "move" ? undefined : true}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the crosshair is moved by keys.
      tabIndex={0}
      aria-label={`Arrow keys move a crosshair, Enter sets ${tool === "box" ? "a corner of the box" : "a dot"}`}
      onFocus={() => pad.current?.matches(":focus-visible") && setCross({ x: size.width / 2, y: size.height / 2 })}
      onBlur={() => setCross(null)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (tool === "move" || event.button !== 0 || event.target !== pad.current) return;
        pad.current?.setPointerCapture(event.pointerId);
        const point = pointOf(event);
        setCorners([point, point]);
      }}
      onPointerMove={(event) => tool === "box" && corners && setCorners([corners[0], pointOf(event)])}
      onPointerCancel={() => setCorners(null)}
      onPointerUp={(event) => {
        if (!corners || event.target !== pad.current) return;
        if (tool === "box") setBox(drawn);
        else {
          setCorners(null);
          set(pointOf(event));
        }
      }}
    >
      {(drawn ?? hints?.box) && <span class="mend-box" style={placeOf(drawn ?? hints?.box)} />}
      {(["keep", "drop"] as const).map((kind) =>
        hints?.[kind]?.map(({ x, y }, at) => (
          <button
            key={`${kind} ${x} ${y}`}
            type="button"
            class={`mend-dot ${kind}`}
            style={{ left: px(x), top: px(y) }}
            aria-label={`${kind === "keep" ? "Kept" : "Dropped"} at ${x}, ${y}: remove the dot`}
            title="Remove"
            onClick={() => changeHints(reference, withoutDot(hints, kind, at))}
          />
        )),
      )}
      {cross && <span class="mend-cross" style={{ left: px(cross.x), top: px(cross.y) }} />}
    </div>
  );
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The result around the subject. */
function Outcome({ reference, shown }: { reference: number; shown: Shown }) {
  const { plan, image } = shown.result.output;
  const subject = plan?.subjects.find((one) => one.reference === reference);
  const frame = plan?.size;
  if (!subject?.box || !frame) return null;
  const { x, y, width, height } = around(subject.box, frame);
  return (
    <figure class="mend-outcome">
      <div class="checkerboard" style={{ aspectRatio: `${width} / ${height}` }}>
        <img
          src={image}
          alt="The result around the subject"
          decoding="sync"
          style={{
            width: `${(frame.width / width) * 100}%`,
            left: `${(-x / width) * 100}%`,
            top: `${(-y / height) * 100}%`,
          }}
        />
      </div>
      <figcaption class="soft">
        <span role="status">{isDrawing.value ? "Drawing…" : "As it is drawn now"}</span>
      </figcaption>
    </figure>
  );
}

/** With some air, inside of the picture. */
function around(box: Box, { width, height }: Size): Box {
  const air = Math.max(box.width, box.height) * 0.15;
  const x = Math.max(0, Math.min(width - 1, box.x - air));
  const y = Math.max(0, Math.min(height - 1, box.y - air));
  return {
    x,
    y,
    width: Math.max(1, Math.min(width, box.x + box.width + air) - x),
    height: Math.max(1, Math.min(height, box.y + box.height + air) - y),
  };
}

function useSizeOf(src: string, viewport: Viewport): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const picture = new Image();
    picture.onload = () => {
      const natural = { width: picture.naturalWidth, height: picture.naturalHeight };
      viewport.setPicture(natural);
      setSize(natural);
    };
    picture.src = src;
    return () => {
      picture.onload = null;
    };
  }, [src, viewport]);
  return size;
}

function placeOf(box: Box | null | undefined) {
  return box ? { left: px(box.x), top: px(box.y), width: px(box.width), height: px(box.height) } : {};
}

function px(length: number): string {
  return `calc(var(--scale) * ${length}px)`;
}
