import type { ApiKey } from "@pastiche/client";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Confirm } from "../lists/confirm.tsx";
import { countOf, creditsOf, numberOf } from "../lists/format.ts";
import { Failed, SignedOut, Skeletons } from "../lists/states.tsx";
import { Ago, Day } from "../lists/time.tsx";
import { useWhenSignedIn } from "../lists/use-when-signed-in.ts";
import { key } from "../session.ts";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";
import { ChangeLimits, NewKey } from "./key-forms.tsx";
import { failure, keyring, loadKeys, revokeKey } from "./keys.ts";
import "./keys-page.css";
import { SecretDialog } from "./secret-dialog.tsx";
import { WebhookSecretPart } from "./webhook-secret.tsx";

/** Who may do what, how often, and for how many credits. */
export function KeysPage() {
  useWhenSignedIn(() => void loadKeys());
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<ApiKey | null>(null);
  const now = keyring.value;
  const isAdmin = now?.own?.admin ?? false;
  return (
    <div class="page">
      <div class="page-head">
        <h1>Keys</h1>
        {isAdmin && (
          <button type="button" class="button primary" onClick={() => setMaking(true)}>
            <Icon name="plus" size={16} /> New key
          </button>
        )}
      </div>
      {key.value === null ? (
        <SignedOut to="see its limits, and an admin’s to manage others" />
      ) : now === null ? (
        failure.value === null ? (
          <Skeletons of="keys" count={3} class="keys" />
        ) : (
          <Failed error={failure.value} again={() => void loadKeys()} />
        )
      ) : (
        <>
          {!isAdmin && (
            <p class="notice keys-why">
              <Icon name="info" />
              <span>
                This key does the work and can end itself. Making keys, seeing others and changing limits takes an admin
                key: ask whoever gave you this one, or use <code>pastiche keys</code> on the server’s own machine.
              </span>
            </p>
          )}
          <ul class="keys-list">
            {now.keys.map((one) => (
              <li key={one.id}>
                <KeyCard of={one} isOwn={one.id === now.own?.id} mayChange={isAdmin} />
              </li>
            ))}
          </ul>
          <WebhookSecretPart key={key.value} />
        </>
      )}
      {making && (
        <NewKey
          onClose={() => setMaking(false)}
          onMade={(one) => {
            setMaking(false);
            setMade(one);
          }}
        />
      )}
      {made && <SecretDialog made={made} onClose={() => setMade(null)} onAgain={setMade} />}
    </div>
  );
}

function KeyCard({ of, isOwn, mayChange }: { of: ApiKey; isOwn: boolean; mayChange: boolean }) {
  const [open, setOpen] = useState<"change" | "revoke" | null>(null);
  const isExpired = of.expires_at !== null && Date.parse(of.expires_at) < Date.now();
  return (
    <article class="key-card sheet">
      <div class="key-head">
        <h2>{of.name}</h2>
        <code>{of.key}</code>
        {of.admin && <span class="key-badge">admin</span>}
        {isOwn && <span class="key-badge own">signed in</span>}
        {isExpired && <span class="key-badge expired">expired</span>}
      </div>
      <dl class="key-facts">
        <Fact name="Spent">
          {of.budget === null ? (
            creditsOf(of.credits_spent)
          ) : (
            <>
              {numberOf(of.credits_spent)} of {creditsOf(of.budget)}
              <Meter share={of.budget === 0 ? 1 : of.credits_spent / of.budget} />
            </>
          )}
        </Fact>
        {of.budget === null && <Fact name="Budget">no limit</Fact>}
        <Fact name="Rate">{of.rate === null ? "no limit" : `${countOf(of.rate, "task")} a minute`}</Fact>
        <Fact name="At once">{of.concurrency === null ? "no limit" : countOf(of.concurrency, "task")}</Fact>
        <Fact name="Last used">{of.last_used_at === of.created_at ? "never" : <Ago at={of.last_used_at} />}</Fact>
        <Fact name="Expires">{of.expires_at === null ? "never" : <Day at={of.expires_at} />}</Fact>
        <Fact name="Made">
          <Day at={of.created_at} />
        </Fact>
      </dl>
      <div class="key-tools">
        {mayChange && (
          <button type="button" class="button small" onClick={() => setOpen("change")}>
            Change limits<span class="visually-hidden"> of {of.name}</span>
          </button>
        )}
        <button type="button" class="button small danger" onClick={() => setOpen("revoke")}>
          Revoke<span class="visually-hidden"> {of.name}</span>
        </button>
      </div>
      {open === "change" && <ChangeLimits of={of} onClose={() => setOpen(null)} />}
      {open === "revoke" && (
        <Confirm
          title={`Revoke ${of.name}?`}
          action="Revoke"
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await revokeKey(of.id);
            toast(`${of.name} was revoked.`);
          }}
        >
          <p>
            Whatever uses <code>{of.key}</code> is refused at once. Its tasks and files stay on the server, and nobody
            else sees them. This cannot be undone.
          </p>
          {isOwn && (
            <p class="notice warn">
              <Icon name="warn" /> <span>This is the key that you are signed in with: you will be signed out.</span>
            </p>
          )}
        </Confirm>
      )}
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Meter({ share }: { share: number }) {
  return (
    <span class={share >= 0.9 ? "key-meter near" : "key-meter"} aria-hidden="true">
      <span style={{ width: `${Math.min(100, share * 100)}%` }} />
    </span>
  );
}
