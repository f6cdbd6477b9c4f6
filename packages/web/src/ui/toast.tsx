import { signal } from "@preact/signals";
import { Icon } from "./icon.tsx";

interface Toast {
  id: number;
  text: string;
  action?: { label: string; run(): void };
}

const shown = signal<Toast[]>([]);
let last = 0;

/** Says something that asks for no answer. It goes by itself, later where it offers an action. */
export function toast(text: string, action?: Toast["action"]): void {
  const id = ++last;
  shown.value = [...shown.value.slice(-2), { id, text, action }];
  setTimeout(() => dismiss(id), action ? 9_000 : 5_000);
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((one) => one.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.value.map(({ id, text, action }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                action.run();
                dismiss(id);
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" class="button small icon-only" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
