import type { FileRecord } from "@pastiche/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { ACCEPTED, addUri } from "../create/references.ts";
import { Confirm } from "../lists/confirm.tsx";
import { bytesOf, countOf } from "../lists/format.ts";
import { SearchField, Segments } from "../lists/search-field.tsx";
import { Blank, Failed, More, SignedOut, Skeletons } from "../lists/states.tsx";
import { Thumb } from "../lists/thumb.tsx";
import { Ago } from "../lists/time.tsx";
import { useWhenSignedIn } from "../lists/use-when-signed-in.ts";
import { go } from "../route.ts";
import { key } from "../session.ts";
import { copyText } from "../ui/copy.tsx";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";
import { deleteFile, files, KIND_CHOICES, kind, loadFiles, ORDERS, type OrderChoice, order, term } from "./files.ts";
import "./files-page.css";
import { canRetry, dismiss, retry, uploadFiles, uploads } from "./uploads.ts";

/** What was uploaded and what was made, as files. */
export function FilesPage() {
  useWhenSignedIn(loadFiles);
  const isDropping = useDrops();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div class="page">
      <div class="page-head">
        <h1>Files</h1>
        {key.value !== null && (
          <button type="button" class="button primary" onClick={() => picker.current?.click()}>
            <Icon name="plus" size={16} /> Upload pictures
          </button>
        )}
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept={ACCEPTED}
          onChange={(event) => {
            uploadFiles([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </div>
      {key.value === null ? <SignedOut to="see its files" /> : <Shelf />}
      {isDropping && (
        <div class="files-drop" aria-hidden="true">
          Drop files to upload them
        </div>
      )}
    </div>
  );
}

function Shelf() {
  const [doomed, setDoomed] = useState<FileRecord | null>(null);
  const now = files.standing.value;
  const isNarrowed = kind.value !== "all" || term.value !== "";
  return (
    <>
      <div class="toolbar">
        <SearchField label="Search names" term={term} />
        <Segments label="Kind" choices={KIND_CHOICES} value={kind} />
        <label class="files-order">
          <span class="visually-hidden">Order</span>
          <select
            class="input"
            value={order.value}
            onChange={({ currentTarget: { value } }) => (order.value = value as OrderChoice)}
          >
            {Object.entries(ORDERS).map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <span class="toolbar-count soft" role="status">
          {now.items && countOf(now.total, "file")}
        </span>
      </div>
      <Uploads />
      {now.items === null && now.error !== null && <Failed error={now.error} again={loadFiles} />}
      {now.items === null && now.error === null && <Skeletons of="files" count={12} class="files" />}
      {now.items?.length === 0 && !isNarrowed && (
        <Blank icon="image" title="No files yet">
          <p class="soft">Drop pictures here, or upload some: each gets an address that stands for it in any run.</p>
        </Blank>
      )}
      {now.items?.length === 0 && isNarrowed && (
        <Blank icon="search" title="No file is like that">
          <p class="soft">Try another name, or another kind.</p>
        </Blank>
      )}
      {now.items && now.items.length > 0 && (
        <ul class="files-list" aria-busy={now.isBusy}>
          {now.items.map((file) => (
            <li key={file.id}>
              <Card file={file} onDelete={() => setDoomed(file)} />
            </li>
          ))}
        </ul>
      )}
      {now.items && <More list={now} more={files.more} />}
      {doomed && <ConfirmDelete file={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

function Uploads() {
  return (
    <ul class="uploads" aria-label="Uploads" aria-live="polite">
      {uploads.value.map(({ id, name, progress, problem }) => (
        <li key={id} class={problem ? "notice bad" : "notice"}>
          <span class="grow">
            {name}
            {problem && `: ${problem}`}
          </span>
          {problem === null && <progress max={1} value={progress} aria-label={`Uploading ${name}`} />}
          {problem !== null && (
            <>
              {canRetry(id) && (
                <button type="button" class="button small" onClick={() => retry(id)}>
                  <Icon name="again" size={16} /> Again
                </button>
              )}
              <button
                type="button"
                class="button small icon-only"
                aria-label={`Dismiss ${name}`}
                onClick={() => dismiss(id)}
              >
                <Icon name="close" size={16} />
              </button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Card({ file, onDelete }: { file: FileRecord; onDelete(): void }) {
  const name = nameOf(file);
  const isPicture = isPictureOf(file);
  return (
    <article class="file-card sheet">
      <a class="file-picture thumb-whole" href={file.uri} target="_blank" rel="noopener" aria-label={`Open ${name}`}>
        <Thumb uri={isPicture && file.size > 0 ? file.uri : null} alt="" width={320} />
      </a>
      <div class="file-words">
        <h2 title={name}>{name}</h2>
        <p class="soft">
          {file.size === 0 ? "not uploaded" : bytesOf(file.size)} · {typeOf(file)}
        </p>
        <p class="soft">
          {file.category === "output" ? "result" : "upload"} · <Ago at={file.created_at} />
        </p>
      </div>
      <div class="file-tools">
        {isPicture && <Tool label={`Use ${name} as a reference`} icon="plus" onClick={() => void use(file)} />}
        <Tool
          label={`Copy the address of ${name}`}
          icon="link"
          onClick={async () =>
            toast((await copyText(file.uri)) ? "The address was copied." : "This browser does not allow copying here.")
          }
        />
        <a
          class="button quiet small icon-only"
          href={file.uri}
          download={name}
          aria-label={`Download ${name}`}
          title="Download"
        >
          <Icon name="download" size={16} />
        </a>
        <Tool label={`Delete ${name}`} icon="trash" onClick={onDelete} />
      </div>
    </article>
  );
}

function Tool({ label, icon, onClick }: { label: string; icon: Parameters<typeof Icon>[0]["name"]; onClick(): void }) {
  return (
    <button type="button" class="button quiet small icon-only" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} size={16} />
    </button>
  );
}

function ConfirmDelete({ file, onClose }: { file: FileRecord; onClose(): void }) {
  return (
    <Confirm
      title="Delete this file?"
      action="Delete"
      onClose={onClose}
      onConfirm={async () => {
        await deleteFile(file.id);
        toast(`${nameOf(file)} was deleted.`);
      }}
    >
      <p>
        {nameOf(file)} is gone then, wherever its address was given: tasks that were made with it stay, without this
        picture. This cannot be undone.
      </p>
    </Confirm>
  );
}

async function use(file: FileRecord): Promise<void> {
  await addUri(file.uri, nameOf(file));
  toast(`${nameOf(file)} is in the form.`, { label: "Go there", run: () => go("") });
}

const nameOf = ({ filename, id }: FileRecord) => filename || id;

/** Kinds whose media type is no word to say. */
const KINDS: Record<string, string> = {
  "image/vnd.adobe.photoshop": "PSD",
  "image/openraster": "ORA",
  "application/octet-stream": "file",
};
const typeOf = ({ content_type }: FileRecord) =>
  KINDS[content_type] ?? content_type.slice(content_type.indexOf("/") + 1).toUpperCase();

/** What the server makes a smaller picture of: layers are none. */
const isPictureOf = ({ content_type }: FileRecord) => content_type.startsWith("image/") && !(content_type in KINDS);

/** Files may be dropped and pasted anywhere on this part of the page. */
function useDrops(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const leave = new AbortController();
    const { signal } = leave;
    const filesOf = (event: DragEvent) => (key.peek() !== null && event.dataTransfer?.types.includes("Files")) || false;
    addEventListener("dragover", (event) => filesOf(event) && setOver(true), { signal });
    addEventListener("dragleave", (event) => event.relatedTarget === null && setOver(false), { signal });
    addEventListener(
      "drop",
      (event) => {
        setOver(false);
        if (filesOf(event)) uploadFiles(event.dataTransfer?.files ?? []);
      },
      { signal },
    );
    addEventListener(
      "paste",
      (event) => {
        if (key.peek() !== null && event.clipboardData?.files.length) uploadFiles(event.clipboardData.files);
      },
      { signal },
    );
    return () => leave.abort();
  }, []);
  return isOver;
}
