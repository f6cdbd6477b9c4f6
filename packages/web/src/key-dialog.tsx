import { useId, useState } from "preact/hooks";
import { askForKey, askingForKey, isRefused, key, signIn, signOut, wordsOf } from "./session.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Icon } from "./ui/icon.tsx";

export function KeyButton() {
  const name = key.value === null ? "Sign in" : isRefused.value ? "Key refused" : "Signed in";
  return (
    <button type="button" class="button small header-key" onClick={() => askForKey()} title={name}>
      <Icon name="key" size={16} />
      <span>{name}</span>
    </button>
  );
}

/** Signing in is pasting a key. */
export function KeyDialog({ why }: { why: string }) {
  const field = useId();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState(why);
  const [busy, setBusy] = useState(false);
  const close = () => (askingForKey.value = null);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    await signIn(text).catch((error) => setProblem(problemOf(error)));
    setBusy(false);
  };
  return (
    <Dialog title={key.value ? "Your key" : "Sign in with a key"} onClose={close}>
      <form class="key-form" onSubmit={submit}>
        {key.value && (
          <p class="key-now">
            {isRefused.value ? "Refused by the server:" : "Signed in with"} <code>{key.value.slice(0, 8)}…</code>{" "}
            <button type="button" class="button small" onClick={signOut}>
              Sign out
            </button>
          </p>
        )}
        <div class="field">
          <label for={field}>API key</label>
          <input
            id={field}
            class="input mono"
            type="password"
            autocomplete="off"
            spellcheck={false}
            placeholder="inf_…"
            value={text}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${field}-problem` : undefined}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        {problem && (
          <p class="notice bad" role="alert" id={`${field}-problem`}>
            {problem}
          </p>
        )}
        <p class="soft">
          <code>pastiche serve</code> prints a key and a link that signs you in when it first starts;{" "}
          <code>pastiche keys create</code> makes another. It is kept in this browser only.
        </p>
        <button type="submit" class="button primary" disabled={busy || text.trim() === ""}>
          {busy ? "Asking the server…" : "Sign in"}
        </button>
      </form>
    </Dialog>
  );
}

function problemOf(error: unknown): string {
  const isWrong = error instanceof Error && "status" in error && error.status === 401;
  return isWrong ? "The server does not know this key. It may be mistyped, revoked or expired." : wordsOf(error);
}
