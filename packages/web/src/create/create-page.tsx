import { effect, untracked } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { place } from "../route.ts";
import { key } from "../session.ts";
import { Controls } from "./controls.tsx";
import "./create-page.css";
import { PromptField } from "./prompt-field.tsx";
import { ReferenceList } from "./reference-list.tsx";
import { addFiles, uploadWhatFailed } from "./references.ts";
import { cancel, resume, run, start } from "./run.ts";
import { RunBar } from "./run-bar.tsx";
import { Stage } from "./stage.tsx";
import { Understood } from "./understood.tsx";

/** The form on one side, what comes of it on the other. */
export function CreatePage() {
  const isDropping = useDrops();
  useEffect(
    () =>
      // Each time somebody signs in: what waited for a key goes on.
      effect(() => {
        if (key.value === null) return;
        // Not each time that a picture of the form changes as well.
        untracked(() => {
          uploadWhatFailed();
          void resume();
        });
      }),
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (place.peek().name !== "" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void start();
      if (event.key === "Escape" && isRunning()) void cancel();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <div class="create">
      <h1 class="visually-hidden">Remix</h1>
      <form class="create-form" aria-label="Remix" onSubmit={(event) => event.preventDefault()}>
        <ReferenceList />
        <PromptField />
        <Understood />
        <Controls />
        <RunBar />
      </form>
      <Stage />
      {isDropping && (
        <div class="drop-here" aria-hidden="true">
          Drop pictures to add them
        </div>
      )}
    </div>
  );
}

function isRunning(): boolean {
  const state = run.peek()?.state;
  return state === "sending" || state === "working";
}

/** Pictures may be dropped and pasted anywhere on the page. */
function useDrops(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const leave = new AbortController();
    const { signal } = leave;
    const isHere = () => place.peek().name === "";
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
    addEventListener(
      "dragover",
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(isHere());
      },
      { signal },
    );
    addEventListener("dragleave", (event) => event.relatedTarget === null && setOver(false), { signal });
    addEventListener(
      "drop",
      (event) => {
        setOver(false);
        if (!hasFiles(event)) return;
        // Anywhere: a file dropped beside its place would else take the place of the page.
        event.preventDefault();
        if (isHere()) void addFiles(event.dataTransfer?.files ?? []);
      },
      { signal },
    );
    addEventListener(
      "paste",
      (event) => {
        const files = event.clipboardData?.files;
        if (!files?.length || !isHere()) return;
        event.preventDefault();
        void addFiles(files);
      },
      { signal },
    );
    return () => leave.abort();
  }, []);
  return isOver;
}
