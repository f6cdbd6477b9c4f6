import { InferenceError } from "@pastiche/client";
import type { ComponentChildren } from "preact";
import { askForKey, wordsOf } from "../session.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import "./states.css";

/** What stands where a list would be, when there is none. */
export function Blank({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="blank">
      <Icon name={icon} size={30} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function SignedOut({ to }: { to: string }) {
  return (
    <Blank icon="key" title="Nobody is signed in">
      <p class="soft">A key of this server is needed to {to}.</p>
      <button type="button" class="button primary" onClick={() => askForKey()}>
        Sign in
      </button>
    </Blank>
  );
}

/** Why something is not there, and what can be done about it. */
export function Failed({ error, again }: { error: unknown; again(): void }) {
  if (error instanceof InferenceError && error.status === 401) {
    return (
      <div class="notice bad load-failed" role="alert">
        <Icon name="key" />
        <span class="grow">The server does not know this key. It may be mistyped, revoked or expired.</span>
        <button type="button" class="button small" onClick={() => askForKey()}>
          Sign in
        </button>
      </div>
    );
  }
  return (
    <div class="notice bad load-failed" role="alert">
      <Icon name="warn" />
      <span class="grow">{navigator.onLine ? wordsOf(error) : "This device is offline."}</span>
      <button type="button" class="button small" onClick={again}>
        <Icon name="again" size={16} /> Try again
      </button>
    </div>
  );
}

/** Says to a reader of the screen that something is on its way; others see the shapes of it. */
export function Skeletons({ of, count, class: name }: { of: string; count: number; class: string }) {
  return (
    <div class={`${name}-list`} role="status">
      <span class="visually-hidden">Loading {of}…</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} class={`skeleton ${name}-skeleton`} />
      ))}
    </div>
  );
}

/** Under a list: the rest of it, page by page. */
export function More({
  list: { total, next, isBusy, error, items },
  more,
}: {
  list: { items: unknown[] | null; total: number; next: string; isBusy: boolean; error: unknown };
  more(): void;
}) {
  if (error !== null) return <Failed error={error} again={more} />;
  if (next === "") return null;
  return (
    <div class="more-of-list">
      <button type="button" class="button" onClick={more} disabled={isBusy}>
        {isBusy ? "Loading…" : "Load more"}
      </button>
      <span class="soft">
        {items?.length ?? 0} of {total}
      </span>
    </div>
  );
}
