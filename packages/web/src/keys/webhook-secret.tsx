import type { WebhookSecret } from "@pastiche/client";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../lists/ask.ts";
import { Confirm } from "../lists/confirm.tsx";
import { Failed } from "../lists/states.tsx";
import { Moment } from "../lists/time.tsx";
import { CopyButton } from "../ui/copy.tsx";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";

/** What signs the webhooks of the key that is signed in. */
export function WebhookSecretPart() {
  const [secret, setSecret] = useState<WebhookSecret | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isShown, setShown] = useState(false);
  const [rotating, setRotating] = useState(false);
  const load = (signal?: AbortSignal) => {
    setError(null);
    ask
      .peek()
      .webhookSecret.get({ signal })
      .then(setSecret, (reason) => !signal?.aborted && setError(reason));
  };
  useEffect(() => {
    const leave = new AbortController();
    load(leave.signal);
    return () => leave.abort();
  }, []);
  return (
    <section class="keys-webhook" aria-labelledby="webhook-secret">
      <h2 id="webhook-secret">Webhook secret</h2>
      <p class="soft">
        Each webhook of this key’s tasks is signed with it (Standard Webhooks), so that its receiver knows who sent it.
      </p>
      {error !== null && <Failed error={error} again={() => load()} />}
      {error === null && (
        <div class="keys-secret sheet">
          <code>{secret === null ? "whsec_…" : isShown ? secret.secret : `whsec_${"•".repeat(12)}`}</code>
          <button
            type="button"
            class="button small"
            aria-pressed={isShown}
            disabled={secret === null}
            onClick={() => setShown(!isShown)}
          >
            Show
          </button>
          <CopyButton text={() => secret?.secret ?? ""} />
          <button type="button" class="button small" disabled={secret === null} onClick={() => setRotating(true)}>
            <Icon name="again" size={16} /> Rotate
          </button>
        </div>
      )}
      {secret?.previous_secret_signs_until && (
        <p class="soft">
          The secret before signs as well until <Moment at={secret.previous_secret_signs_until} />.
        </p>
      )}
      {rotating && (
        <Confirm
          title="Make a new webhook secret?"
          action="Make a new one"
          onClose={() => setRotating(false)}
          onConfirm={async () => {
            setSecret(await ask.peek().webhookSecret.rotate());
            toast("There is a new webhook secret; both sign for a day.");
          }}
        >
          <p>
            For a day both secrets sign: give the new one to every receiver in that time. After it only the new one
            does.
          </p>
        </Confirm>
      )}
    </section>
  );
}
