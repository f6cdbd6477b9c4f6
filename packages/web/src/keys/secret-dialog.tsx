import type { ApiKey } from "@pastiche/client";
import { useState } from "preact/hooks";
import { copyText } from "../ui/copy.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";

/** A new key's secret, this once. Whoever leaves it without a word and without having copied it may come back for a moment. */
export function SecretDialog({
  made,
  onClose,
  onAgain,
}: {
  made: ApiKey;
  onClose(): void;
  onAgain(key: ApiKey): void;
}) {
  const [copied, setCopied] = useState(false);
  const leave = () => {
    onClose();
    if (!copied) toast("The key was not copied.", { label: "Show it again", run: () => onAgain(made) });
  };
  return (
    <Dialog title={`The key of ${made.name}`} onClose={leave}>
      <div class="key-secret">
        <p class="notice warn">
          <Icon name="warn" />
          <span>Keep it now: the server keeps only its hash, so that nobody can show it to you again.</span>
        </p>
        <p class="key-secret-text">{made.key}</p>
        <div class="key-form-buttons">
          <button type="button" class="button" onClick={onClose}>
            Done
          </button>
          <button
            type="button"
            class="button primary"
            onClick={async () => {
              if (await copyText(made.key)) setCopied(true);
              else toast("This browser does not allow copying here: select the key and copy it.");
            }}
          >
            <Icon name={copied ? "check" : "copy"} size={16} />
            <span aria-live="polite">{copied ? "Copied" : "Copy the key"}</span>
          </button>
        </div>
      </div>
    </Dialog>
  );
}
