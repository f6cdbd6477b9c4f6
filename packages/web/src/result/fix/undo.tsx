import { Icon } from "../../ui/icon.tsx";
import { canRedo, canUndo, redo, undo } from "./versions.ts";

export function UndoButtons() {
  return (
    <>
      <button
        type="button"
        class="button small icon-only"
        aria-label="Undo"
        title="Undo (Ctrl Z)"
        disabled={!canUndo.value}
        onClick={undo}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="button small icon-only"
        aria-label="Redo"
        title="Redo (Ctrl Shift Z)"
        disabled={!canRedo.value}
        onClick={redo}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}
