import { useEffect, useState } from "preact/hooks";
import { type Shown, sourcesOf } from "../picture.ts";
import type { Size } from "../viewer/view.ts";
import { Viewer, ZoomBar } from "../viewer/viewer.tsx";
import type { Viewport } from "../viewer/viewport.ts";
import { layOver } from "./alignment.ts";
import "./look.css";

/** Half of the slider's knob: the browser keeps all of it inside of the track. */
const KNOB_PX = 18;

interface CompareProps {
  shown: Shown;
  viewport: Viewport;
  reference: number;
  setReference(index: number): void;
}

/** A reference before, the result after, and a line between them to be drawn over both. */
export function Compare({ shown, viewport, reference, setReference }: CompareProps) {
  const [percent, setPercent] = useState(50);
  const sources = sourcesOf(shown.result);
  const src = sources[reference] ?? null;
  const at = `calc(${KNOB_PX}px + ${percent / 100} * (100% - ${2 * KNOB_PX}px))`;
  return (
    <Viewer
      viewport={viewport}
      label="The result, compared with a reference"
      over={
        <>
          <div class="compare-line" style={{ left: at }} />
          <input
            class="compare-slider"
            type="range"
            min="0"
            max="100"
            step="0.5"
            value={percent}
            aria-label={`How much of picture ${reference} is shown over the result`}
            aria-valuetext={`${Math.round(percent)} percent of picture ${reference}`}
            onInput={(event) => setPercent(Number(event.currentTarget.value))}
          />
          <fieldset class="compare-chips" aria-label="Compare with">
            {sources.map((_, index) => (
              <button
                key={index}
                type="button"
                class={`number ref-${index}`}
                aria-pressed={index === reference}
                aria-label={`Reference ${index}`}
                onClick={() => setReference(index)}
              >
                {index}
              </button>
            ))}
          </fieldset>
          <ZoomBar viewport={viewport} />
        </>
      }
    >
      <img class="checkerboard" src={shown.result.output.image} alt={shown.result.input.prompt} decoding="sync" />
      {src !== null && <Before key={src} src={src} index={reference} shown={shown} viewport={viewport} line={at} />}
    </Viewer>
  );
}

function Before({
  src,
  index,
  shown,
  viewport,
  line,
}: Pick<CompareProps, "shown" | "viewport"> & { src: string; index: number; line: string }) {
  const size = useSizeOf(src);
  const { x, y, scale } = viewport.view.value;
  const frame = viewport.frame.value;
  if (!size || !frame) return null;
  const lay = layOver(size, index, shown.size, shown.result.output.plan);
  const { width, height } = shown.size;
  return (
    // As large as the frame, so that the line is where the knob is, however far the picture is zoomed.
    <div
      class="compare-before"
      style={{
        width: `${frame.width}px`,
        height: `${frame.height}px`,
        transform: `translate(${-x}px, ${-y}px)`,
        clipPath: `inset(0 calc(100% - ${line}) 0 0)`,
      }}
    >
      <div
        class="compare-picture"
        style={{ left: `${x}px`, top: `${y}px`, width: `${width * scale}px`, height: `${height * scale}px` }}
      >
        <img
          src={src}
          alt={`Reference ${index}`}
          style={{
            left: `${lay.left * 100}%`,
            top: `${lay.top * 100}%`,
            width: `${lay.width * 100}%`,
            height: `${lay.height * 100}%`,
          }}
        />
      </div>
    </div>
  );
}

function useSizeOf(src: string): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const picture = new Image();
    picture.onload = () => setSize({ width: picture.naturalWidth, height: picture.naturalHeight });
    picture.src = src;
    return () => {
      picture.onload = null;
    };
  }, [src]);
  return size;
}
