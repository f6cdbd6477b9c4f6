import { Icon } from "../ui/icon.tsx";
import { obstacle } from "./input.ts";
import { cancel, isBusy, start } from "./run.ts";
import { credits } from "./understanding.ts";
import "./run-bar.css";

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

/** The button that runs the form, with its price on it; while it runs, the one that stops it. */
export function RunBar() {
  const why = obstacle.value;
  return (
    <div class="run-bar">
      {isBusy.value ? (
        <button type="button" class="button run-button" onClick={() => void cancel()}>
          <Icon name="close" /> Cancel <kbd>Esc</kbd>
        </button>
      ) : (
        <button
          type="button"
          class="button primary run-button"
          aria-disabled={why !== null}
          aria-describedby="run-why"
          onClick={() => void start()}
        >
          Remix
          {credits.value !== null && <span class="run-price">· {priceOf(credits.value)}</span>}
          <kbd>{isApple ? "⌘" : "Ctrl"} ↵</kbd>
        </button>
      )}
      <p class="run-why soft" id="run-why">
        {isBusy.value ? "" : why}
      </p>
    </div>
  );
}

function priceOf(amount: number): string {
  return amount === 1 ? "1 credit" : `${amount} credits`;
}
