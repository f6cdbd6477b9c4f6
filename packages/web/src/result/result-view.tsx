import type { Result } from "../create/run.ts";
import "./result-view.css";

/** The picture at full resolution, with what can be done with it. */
export function ResultView({ result }: { result: Result; isBusy: boolean }) {
  return (
    <figure class="result-picture checkerboard">
      <img src={result.output.image} alt={result.input.prompt} />
    </figure>
  );
}
