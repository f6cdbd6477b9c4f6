import { useEffect, useRef, useState } from "preact/hooks";
import { isRedrawing, type Result } from "../create/run.ts";
import { Details, Shortfalls } from "./details.tsx";
import { FilmStrip } from "./film-strip.tsx";
import { Overlay } from "./fix/overlay.tsx";
import { FixPanel } from "./fix/panel.tsx";
import { mending, selected, writing } from "./fix/selection.ts";
import { begin, isDrawing, redo, undo } from "./fix/versions.ts";
import { Beside } from "./look/beside.tsx";
import { Compare } from "./look/compare.tsx";
import { MendDialog } from "./mend/mend-dialog.tsx";
import { type Shown, sizeSaid, sourcesOf, useDecoded } from "./picture.ts";
import "./result-view.css";
import { type Mode, Toolbar } from "./toolbar.tsx";
import { Viewer, ZoomBar } from "./viewer/viewer.tsx";
import { createViewport, type Viewport } from "./viewer/viewport.ts";

/** The picture at full resolution, with what can be done with it. */
export function ResultView({ result, isBusy }: { result: Result; isBusy: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const [viewport] = useState(createViewport);
  const [wanted, setMode] = useState<Mode>("picture");
  const [chosen, setReference] = useState<number | null>(null);
  const shown = useDecoded(result);
  const modes = modesOf(result);
  const mode = modes.includes(wanted) ? wanted : "picture";
  const isEditing = mode === "edit";

  useEffect(() => begin(result), [result]);
  useEffect(() => {
    if (shown) viewport.setPicture(shown.size);
  }, [shown]);
  useEffect(() => (isEditing && !isBusy ? listenForUndo() : undefined), [isEditing, isBusy]);
  useEffect(keepRedraws, []);

  return (
    <div class={isEditing ? "result editing" : "result"} ref={root} aria-busy={isBusy}>
      <Toolbar
        result={result}
        modes={modes}
        mode={mode}
        setMode={setMode}
        isBusy={isBusy}
        onFullScreen={document.fullscreenEnabled ? () => toggleFullScreen(root.current) : null}
      />
      <div class="result-stage">
        {shown ? (
          <Stage
            shown={shown}
            mode={mode}
            isDrawing={isDrawing.value || shown.result !== result}
            viewport={viewport}
            reference={Math.min(chosen ?? sceneOf(result), result.input.images.length - 1)}
            onCompare={(index) => {
              setReference(index);
              setMode("compare");
            }}
          />
        ) : (
          <div class="result-wait">
            <div class="skeleton" style={{ aspectRatio: ratioOf(result) }} />
          </div>
        )}
        {isEditing && <FixPanel />}
      </div>
      <div class="result-foot">
        <Shortfalls result={result} />
        <div class="result-row">
          <FilmStrip result={result} />
          <Details result={result} />
        </div>
      </div>
      {shown && mending.value !== null && <Mend reference={mending.value} shown={shown} />}
    </div>
  );
}

interface StageProps {
  shown: Shown;
  mode: Mode;
  isDrawing: boolean;
  viewport: Viewport;
  reference: number;
  onCompare(reference: number): void;
}

function Stage({ shown, mode, isDrawing: isWaiting, viewport, reference, onCompare }: StageProps) {
  if (mode === "beside") return <Beside shown={shown} onCompare={onCompare} />;
  if (mode === "compare") {
    return <Compare shown={shown} viewport={viewport} reference={reference} setReference={onCompare} />;
  }
  const { image } = shown.result.output;
  const isEditing = mode === "edit";
  return (
    <Viewer
      viewport={viewport}
      label="The result"
      onClear={() => (selected.value = null)}
      over={
        <>
          {isEditing && <div role="status">{isWaiting && <span class="fix-drawing">Drawing…</span>}</div>}
          <ZoomBar viewport={viewport} />
        </>
      }
    >
      <img class="checkerboard" src={image} alt={shown.result.input.prompt} decoding="sync" draggable={false} />
      {isEditing && <Overlay shown={shown} viewport={viewport} />}
    </Viewer>
  );
}

function Mend({ reference, shown }: { reference: number; shown: Shown }) {
  const src = sourcesOf(shown.result)[reference];
  if (!src) return null;
  return <MendDialog reference={reference} src={src} shown={shown} onClose={() => (mending.value = null)} />;
}

function modesOf({ output, input }: Result): Mode[] {
  const { plan } = output;
  const canEdit = plan?.size && (plan.subjects.some(({ box }) => box) || plan.texts.length > 0);
  return [
    "picture",
    ...(input.images.length > 0 ? (["compare", "beside"] as const) : []),
    ...(canEdit ? (["edit"] as const) : []),
  ];
}

/** What it is best compared with: wherever nothing was laid, the two are alike. */
function sceneOf({ output }: Result): number {
  return output.plan?.references.find(({ role }) => role === "scene")?.index ?? 0;
}

function ratioOf({ output }: Result): string {
  const { width, height } = sizeSaid(output) ?? { width: 1, height: 1 };
  return `${width} / ${height}`;
}

function listenForUndo(): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    const writes = isField && !["range", "checkbox", "color"].includes(event.target.type);
    if (writes || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  };
  addEventListener("keydown", onKey);
  return () => {
    removeEventListener("keydown", onKey);
    selected.value = writing.value = null;
  };
}

/** Escape cancels what one waits for. A redraw is no such thing: what was changed would silently be as before. */
function keepRedraws(): () => void {
  const onKey = (event: KeyboardEvent) => {
    // A dialog is closed by it, which preventing it would hinder.
    if (event.key === "Escape" && isRedrawing() && !document.querySelector("dialog[open]")) event.preventDefault();
  };
  // Before it comes to the window, where the page cancels.
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

function toggleFullScreen(root: HTMLElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void root?.requestFullscreen();
}
