import { MAX_REFERENCES } from "@pastiche/contract/limits";
import { useRef, useState } from "preact/hooks";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";
import { addExample, EXAMPLES } from "./examples.ts";
import "./reference-list.css";
import { ACCEPTED, addFiles, move, type Reference, references, removeAt, setHints, upload } from "./references.ts";

/** The pictures by their numbers: to be added, put in order, and taken away. */
export function ReferenceList() {
  const picker = useRef<HTMLInputElement>(null);
  const [examples, setExamples] = useState(false);
  const [dragged, setDragged] = useState<number | null>(null);
  const pictures = references.value;
  const isFull = pictures.length >= MAX_REFERENCES;
  return (
    <section aria-labelledby="pictures-title">
      <div class="pictures-head">
        <h2 id="pictures-title" class="field-label">
          Pictures
        </h2>
        <span class="soft">
          {pictures.length} of {MAX_REFERENCES}
        </span>
      </div>
      <ol class="pictures">
        {pictures.map((picture, at) => (
          <li
            key={picture.id}
            class={dragged === at ? "picture dragged" : "picture"}
            draggable
            onDragStart={(event) => {
              event.dataTransfer?.setData("text/plain", String(at));
              setDragged(at);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              if (dragged !== null) event.preventDefault();
            }}
            onDrop={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              event.stopPropagation();
              move(dragged, at);
              setDragged(null);
            }}
          >
            <Picture picture={picture} at={at} count={pictures.length} />
          </li>
        ))}
        {!isFull && (
          <li class={pictures.length === 0 ? "picture-add first" : "picture-add"}>
            <button type="button" onClick={() => picker.current?.click()}>
              <Icon name="plus" size={22} />
              <span>Add pictures</span>
              {pictures.length === 0 && <small class="soft">drop them anywhere, paste, or pick · 1 to 6</small>}
            </button>
          </li>
        )}
      </ol>
      {!isFull && (
        <button type="button" class="button quiet small" onClick={() => setExamples(true)}>
          <Icon name="image" size={16} /> Take from the examples
        </button>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        onChange={(event) => {
          void addFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      {examples && <ExampleDialog onClose={() => setExamples(false)} />}
    </section>
  );
}

function Picture({ picture, at, count }: { picture: Reference; at: number; count: number }) {
  const { name, src, upload: standing, id, hints } = picture;
  return (
    <figure class={`ref-${at}`}>
      <img src={src} alt={name} draggable={false} class="checkerboard" />
      <figcaption class="number">{at}</figcaption>
      {hints && (
        <button
          type="button"
          class="picture-mended"
          aria-label={`mended: remove what is told of the cut-out of ${name}`}
          title="Remove what is told of its cut-out"
          onClick={() => unmend(picture)}
        >
          mended
        </button>
      )}
      {standing.state === "waiting" && <span class="picture-state">uploading…</span>}
      {standing.state === "failed" && (
        <button type="button" class="picture-state failed" title={standing.why} onClick={() => upload(id)}>
          failed · again
        </button>
      )}
      <div class="picture-tools">
        <button
          type="button"
          aria-label={at === 0 ? `${name} is the first` : `Move ${name} to place ${at - 1}`}
          disabled={at === 0}
          onClick={() => move(at, at - 1)}
        >
          <Icon name="left" size={16} />
        </button>
        <button
          type="button"
          aria-label={at === count - 1 ? `${name} is the last` : `Move ${name} to place ${at + 1}`}
          disabled={at === count - 1}
          onClick={() => move(at, at + 1)}
        >
          <Icon name="right" size={16} />
        </button>
        <button type="button" aria-label={`Remove ${name}`} onClick={() => removeAt(at)}>
          <Icon name="close" size={16} />
        </button>
      </div>
    </figure>
  );
}

function unmend({ id, name, hints }: Reference): void {
  // Wherever it stands by then.
  const tell = (told: Reference["hints"]) => {
    const place = references.peek().findIndex((one) => one.id === id);
    if (place >= 0) setHints(place, told);
  };
  tell(null);
  toast(`The cut-out of ${name} is no longer mended.`, { label: "Undo", run: () => tell(hints) });
}

function ExampleDialog({ onClose }: { onClose(): void }) {
  const names = Object.keys(EXAMPLES);
  const isFull = references.value.length >= MAX_REFERENCES;
  return (
    <Dialog title="Example photographs" onClose={onClose}>
      <ul class="examples">
        {names.map((name) => (
          <li key={name}>
            <button type="button" disabled={isFull} onClick={() => void addExample(name)}>
              <img src={EXAMPLES[name]} alt="" loading="lazy" width="160" height="120" />
              {name}
            </button>
          </li>
        ))}
      </ul>
      <p class="soft">
        {isFull
          ? `${MAX_REFERENCES} pictures are the most that a remix takes.`
          : "Each has a free licence, named in examples/LICENCES.md."}
      </p>
    </Dialog>
  );
}
