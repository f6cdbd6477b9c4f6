import { type Result, results, show } from "../create/run.ts";
import { thumbnailOf } from "./picture.ts";

/** The pictures of this visit, to go back to. */
export function FilmStrip({ result }: { result: Result }) {
  return (
    <nav class="film" aria-label="Results of this visit">
      <ol>
        {results.value.map((one, at) => (
          <li key={one.taskId}>
            <button
              type="button"
              aria-current={one.taskId === result.taskId ? "true" : undefined}
              aria-label={`Result ${at + 1}${one.changedFrom ? ", changed by hand" : ""}: ${one.input.prompt}`}
              title={one.input.prompt}
              onClick={() => show(one)}
            >
              <img src={thumbnailOf(one.output.image)} alt="" class="checkerboard" loading="lazy" />
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
