import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Point } from "./view.ts";
import "./viewer.css";
import type { Viewport } from "./viewport.ts";

const KEY_ZOOM = 1.25;
const KEY_PAN_PX = 64;

interface ViewerProps {
  viewport: Viewport;
  /** What is in it, for who cannot see it. */
  label: string;
  /** On the picture, and moved with it: one pixel of the picture is `var(--scale)` pixels of the screen. */
  children: ComponentChildren;
  /** On the frame, and not moved. */
  over?: ComponentChildren;
  /** A click beside whatever lies on the picture. */
  onClear?(): void;
}

/** A picture that is zoomed with wheel, fingers and keys about the point that is meant, and moved by dragging it. */
export function Viewer({ viewport, label, children, over, onClear }: ViewerProps) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => (frame.current ? watchFrame(frame.current, viewport) : undefined), [viewport]);
  return (
    <section
      class={viewport.isFitted.value ? "viewer" : "viewer zoomed"}
      ref={frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is zoomed and moved by keys.
      tabIndex={0}
      aria-label={`${label}. Zoom with + and −, 0 fits it, 1 shows its pixels, arrows move it.`}
      onKeyDown={(event) => event.target === frame.current && onKey(event, viewport)}
      onPointerDown={(event) => startPan(event, viewport, onClear)}
      onDblClick={(event) => {
        if (isOnControl(event.target)) return;
        if (viewport.isFitted.value) zoomIn(viewport, pointOf(event, event.currentTarget));
        else viewport.fit();
      }}
    >
      <Sheet viewport={viewport}>{children}</Sheet>
      {over}
    </section>
  );
}

function Sheet({ viewport, children }: Pick<ViewerProps, "viewport" | "children">) {
  const { scale, x, y } = viewport.view.value;
  const { width, height } = viewport.picture.value;
  // On whole pixels of the screen, or one to one would be blurred.
  const whole = (at: number) => Math.round(at * devicePixelRatio) / devicePixelRatio;
  return (
    <div
      class={viewport.density.value >= 3 ? "viewer-sheet pixels" : "viewer-sheet"}
      hidden={viewport.frame.value === null}
      style={{
        width: `${width * scale}px`,
        height: `${height * scale}px`,
        transform: `translate(${whole(x)}px, ${whole(y)}px)`,
        "--scale": String(scale),
      }}
    >
      {children}
    </div>
  );
}

/** Zoom in words and buttons. */
export function ZoomBar({ viewport }: { viewport: Viewport }) {
  const percent = Math.round(viewport.density.value * 100);
  return (
    <fieldset class="viewer-zoom" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => viewport.zoomBy(1 / KEY_ZOOM)}>
        −
      </button>
      <button
        type="button"
        class="viewer-percent"
        title="Show pixels one to one (1)"
        aria-label={`${percent} percent: show pixels one to one`}
        onClick={() => viewport.showPixels()}
      >
        {percent} %
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => viewport.zoomBy(KEY_ZOOM)}>
        +
      </button>
      <button type="button" title="Fit (0)" aria-pressed={viewport.isFitted.value} onClick={() => viewport.fit()}>
        Fit
      </button>
    </fieldset>
  );
}

function watchFrame(frame: HTMLElement, viewport: Viewport): () => void {
  const watch = new ResizeObserver(() => viewport.setFrame({ width: frame.clientWidth, height: frame.clientHeight }));
  watch.observe(frame);
  // Not as a property: only a listener that is not passive may keep the page from scrolling.
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps.
    const speed = event.ctrlKey ? 0.01 : 0.002;
    viewport.zoomBy(Math.exp(-event.deltaY * lines * speed), pointOf(event, frame));
  };
  frame.addEventListener("wheel", onWheel, { passive: false });
  return () => {
    watch.disconnect();
    frame.removeEventListener("wheel", onWheel);
  };
}

function onKey(event: KeyboardEvent, viewport: Viewport): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act(viewport);
}

const KEYS: Record<string, (viewport: Viewport) => void> = {
  "+": (viewport) => viewport.zoomBy(KEY_ZOOM),
  "=": (viewport) => viewport.zoomBy(KEY_ZOOM),
  "-": (viewport) => viewport.zoomBy(1 / KEY_ZOOM),
  "0": (viewport) => viewport.fit(),
  "1": (viewport) => viewport.showPixels(),
  ArrowLeft: (viewport) => viewport.panBy(KEY_PAN_PX, 0),
  ArrowRight: (viewport) => viewport.panBy(-KEY_PAN_PX, 0),
  ArrowUp: (viewport) => viewport.panBy(0, KEY_PAN_PX),
  ArrowDown: (viewport) => viewport.panBy(0, -KEY_PAN_PX),
};

/** Pixels one to one, where that is a step closer; else twice as large. */
function zoomIn(viewport: Viewport, about: Point): void {
  if (viewport.density.peek() < 0.8) viewport.showPixels(about);
  else viewport.zoomBy(2, about);
}

/** One finger moves, two also zoom. */
function startPan(event: PointerEvent, viewport: Viewport, onClear?: () => void): void {
  const { currentTarget: frame } = event;
  if (!(frame instanceof HTMLElement) || event.button > 1 || isOnControl(event.target)) return;
  if (held.get(frame)?.size) {
    held.get(frame)?.set(event.pointerId, pointOf(event, frame));
    frame.setPointerCapture(event.pointerId);
    return;
  }
  const fingers = new Map([[event.pointerId, pointOf(event, frame)]]);
  held.set(frame, fingers);
  frame.setPointerCapture(event.pointerId);
  let travelled = 0;
  const leave = new AbortController();
  const onMove = (move: PointerEvent) => {
    if (!fingers.has(move.pointerId)) return;
    const before = spanOf(fingers);
    fingers.set(move.pointerId, pointOf(move, frame));
    const now = spanOf(fingers);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (before.length > 0 && now.length > 0) viewport.zoomBy(now.length / before.length, now);
    if (travelled > 3) viewport.panBy(now.x - before.x, now.y - before.y);
  };
  const onEnd = (end: PointerEvent) => {
    fingers.delete(end.pointerId);
    if (fingers.size > 0) return;
    leave.abort();
    if (travelled <= 3 && end.type === "pointerup") onClear?.();
  };
  frame.addEventListener("pointermove", onMove, { signal: leave.signal });
  frame.addEventListener("pointerup", onEnd, { signal: leave.signal });
  frame.addEventListener("pointercancel", onEnd, { signal: leave.signal });
}

const held = new WeakMap<HTMLElement, Map<number, Point>>();

/** The middle of the fingers, and how far apart they are: 0 for one. */
function spanOf(fingers: Map<number, Point>): Point & { length: number } {
  const [first, second] = [...fingers.values()];
  if (!second) return { ...first, length: 0 };
  return {
    x: (first.x + second.x) / 2,
    y: (first.y + second.y) / 2,
    length: Math.hypot(first.x - second.x, first.y - second.y),
  };
}

function isOnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, input, textarea, fieldset, [data-handles]") !== null;
}

/** In pixels of the frame. */
export function pointOf(event: { clientX: number; clientY: number }, frame: Element): Point {
  const { left, top } = frame.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
