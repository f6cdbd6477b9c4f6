import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { toast } from "./toast.tsx";

/** A button that copies a text and says so. */
export function CopyButton({ text, label = "Copy" }: { text(): string; label?: string }) {
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      class="button small"
      onClick={async () => {
        if (await copyText(text())) {
          setDone(true);
          setTimeout(() => setDone(false), 1500);
        } else toast("This browser does not allow copying here: select the text and copy it.");
      }}
    >
      <Icon name={done ? "check" : "copy"} size={16} />
      <span aria-live="polite">{done ? "Copied" : label}</span>
    </button>
  );
}

/** The clipboard is offered to secure pages only; over plain http from another machine an old way remains. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}
