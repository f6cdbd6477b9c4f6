import type { Result } from "../../create/run.ts";
import { type Shown, sourcesOf } from "../picture.ts";
import "./look.css";

/** The result and all that it was made of, at one glance. */
export function Beside({ shown, onCompare }: { shown: Shown; onCompare(reference: number): void }) {
  const { result, size } = shown;
  return (
    <div class="beside">
      <ol aria-label="References">
        {sourcesOf(result).map((src, index) => (
          <li key={index} class={`ref-${index}`}>
            <button type="button" onClick={() => onCompare(index)} title="Compare with the result">
              {src ? <img class="checkerboard" src={src} alt="" /> : <span class="beside-missing" />}
              <span class="beside-name">
                <span class="number">{index}</span>
                <span>{roleOf(result, index)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <img
        class="beside-result checkerboard"
        src={result.output.image}
        alt={result.input.prompt}
        width={size.width}
        height={size.height}
        decoding="sync"
      />
    </div>
  );
}

/** "subject, the bear". */
function roleOf({ output }: Result, index: number): string {
  const reference = output.plan?.references.find((one) => one.index === index);
  if (!reference) return `picture ${index}`;
  return [reference.role === "unused" ? "not used" : reference.role, reference.phrase].filter(Boolean).join(", ");
}
