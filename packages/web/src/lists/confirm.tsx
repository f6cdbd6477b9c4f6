import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { wordsOf } from "../session.ts";
import { Dialog } from "../ui/dialog.tsx";
import "./confirm.css";

/** Asks before what cannot be undone. It stays open, and says why, where that was refused. */
export function Confirm({
  title,
  action,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  /** On the button: what will be done. */
  action: string;
  children: ComponentChildren;
  onConfirm(): Promise<void>;
  onClose(): void;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
      keepFocus();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="confirm">
        {children}
        {problem && (
          <p class="notice bad" role="alert">
            {problem}
          </p>
        )}
        <div class="confirm-buttons">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" class="button danger" disabled={busy} onClick={() => void confirm()}>
            {action}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** What was deleted took the button with it that the focus would go back to. */
function keepFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
  });
}
