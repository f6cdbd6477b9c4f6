import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { inputOf } from "../create/run.ts";
import { Confirm } from "../lists/confirm.tsx";
import { countOf, momentOf } from "../lists/format.ts";
import { SearchField, Segments } from "../lists/search-field.tsx";
import { Blank, Failed, More, SignedOut, Skeletons } from "../lists/states.tsx";
import { hasEnded, Status } from "../lists/status.tsx";
import { Thumb } from "../lists/thumb.tsx";
import { Ago } from "../lists/time.tsx";
import { useWhenSignedIn } from "../lists/use-when-signed-in.ts";
import { key, wordsOf } from "../session.ts";
import { Icon } from "../ui/icon.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { toast } from "../ui/toast.tsx";
import { openInForm } from "./open-in-form.ts";
import { changeOf, costOf, picturesOf, sizeOf, tookOf } from "./task-facts.ts";
import "./task-list.css";
import {
  cancelTask,
  choice,
  deleteTask,
  followTasks,
  loadTasks,
  type RemixTask,
  STATUS_CHOICES,
  showTasks,
  tasks,
  term,
  unseen,
} from "./tasks.ts";

/** Everything that was run with this key, the newest first. */
export function TaskList() {
  useWhenSignedIn(showTasks);
  useLayoutEffect(keepPlace, []);
  useEffect(followTasks, []);
  return (
    <div class="page">
      <div class="page-head">
        <h1>Tasks</h1>
      </div>
      {key.value === null ? <SignedOut to="see what was run with it" /> : <History />}
    </div>
  );
}

let lastPlace = 0;

/** Back from a task, the list stands where it was left. */
function keepPlace(): () => void {
  scrollTo(0, lastPlace);
  return () => {
    lastPlace = scrollY;
  };
}

function History() {
  const [doomed, setDoomed] = useState<RemixTask | null>(null);
  const now = tasks.standing.value;
  const isNarrowed = choice.value !== "all" || term.value !== "";
  return (
    <>
      <div class="toolbar">
        <SearchField label="Search prompts, ids and errors" term={term} />
        <Segments label="Status" choices={STATUS_CHOICES} value={choice} />
        <div class="toolbar-count">
          {unseen.value > 0 && (
            <button type="button" class="button small" onClick={loadTasks}>
              <Icon name="up" size={16} /> {countOf(unseen.value, "new task")}
            </button>
          )}
          <span class="soft" role="status">
            {now.items && countOf(now.total, "task")}
          </span>
        </div>
      </div>
      {now.items === null && now.error !== null && <Failed error={now.error} again={loadTasks} />}
      {now.items === null && now.error === null && <Skeletons of="tasks" count={6} class="tasks" />}
      {now.items?.length === 0 && !isNarrowed && (
        <Blank icon="image" title="No tasks yet">
          <p class="soft">Each picture that is made is kept here, with everything that went into it.</p>
          <a class="button primary" href="#/">
            Make a picture
          </a>
        </Blank>
      )}
      {now.items?.length === 0 && isNarrowed && (
        <Blank icon="search" title="No task is like that">
          <p class="soft">Try other words, or another status.</p>
        </Blank>
      )}
      {now.items && now.items.length > 0 && (
        <ul class="tasks-list" aria-busy={now.isBusy}>
          {now.items.map((task) => (
            <li key={task.id}>
              <Row task={task} onDelete={() => setDoomed(task)} />
            </li>
          ))}
        </ul>
      )}
      {now.items && <More list={now} more={tasks.more} />}
      {doomed && <ConfirmDelete task={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

function Row({ task, onDelete }: { task: RemixTask; onDelete(): void }) {
  const { prompt } = inputOf(task);
  const isOpen = !hasEnded(task);
  return (
    <article class="task-row sheet">
      <div class="task-row-picture">
        <Thumb uri={task.output?.image ?? null} alt="" width={320} />
      </div>
      <div class="task-row-body">
        <h2>
          <a href={`#/tasks/${task.id}`}>{prompt}</a>
        </h2>
        <References task={task} />
        {isOpen && <Progress task={task} />}
        {task.status_text === "failed" && <p class="task-row-error">{task.error}</p>}
        <p class="task-row-facts">
          <Status of={task.status_text} />
          <Ago at={task.created_at} />
          {[tookOf(task), sizeOf(task), costOf(task), task.version, changeOf(task)].map(
            (fact) => fact && <span key={fact}>{fact}</span>,
          )}
        </p>
      </div>
      <div class="task-row-tools">
        {isOpen ? (
          <button type="button" class="button small" onClick={() => void tryTo(() => cancelTask(task.id))}>
            Cancel<span class="visually-hidden">: {prompt}</span>
          </button>
        ) : (
          <button type="button" class="button small" onClick={() => void tryTo(() => openInForm(task))}>
            <Icon name="pencil" size={16} /> Open in the form<span class="visually-hidden">: {prompt}</span>
          </button>
        )}
        <button type="button" class="button quiet small icon-only" aria-label={`Delete: ${prompt}`} onClick={onDelete}>
          <Icon name="trash" size={16} />
        </button>
      </div>
    </article>
  );
}

function References({ task }: { task: RemixTask }) {
  return (
    <ol class="task-row-references">
      {picturesOf(task).map((uri, index) => (
        <li key={index} class={`ref-${index}`}>
          <Thumb uri={uri} alt={`Reference ${index}`} width={160} />
          <span class="number" aria-hidden="true">
            {index}
          </span>
        </li>
      ))}
    </ol>
  );
}

export function Progress({ task }: { task: RemixTask }) {
  const { progress } = task;
  return (
    <div class="task-progress">
      <ProgressBar percent={progress} />
      <span class="soft">{waitOf(task) ?? `${Math.round(progress)} %`}</span>
    </div>
  );
}

/** What a task waits for; null once it is at work. */
function waitOf({ status_text, queue_position, run_at }: RemixTask): string | null {
  if (status_text !== "queued" && status_text !== "received") return null;
  if (run_at !== null && Date.parse(run_at) > Date.now()) return `not before ${momentOf(run_at)}`;
  if (queue_position === null) return null;
  return queue_position === 0 ? "next in the queue" : `${queue_position} before it`;
}

export function ConfirmDelete({ task, onClose, onDeleted }: { task: RemixTask; onClose(): void; onDeleted?(): void }) {
  return (
    <Confirm
      title="Delete this task?"
      action="Delete"
      onClose={onClose}
      onConfirm={async () => {
        await deleteTask(task.id);
        toast("The task was deleted.");
        onDeleted?.();
      }}
    >
      <p>
        “{inputOf(task).prompt}” goes with its picture and its record{hasEnded(task) ? "" : ", and is stopped first"}.
        What was uploaded for it stays. This cannot be undone.
      </p>
    </Confirm>
  );
}

async function tryTo(work: () => Promise<void>): Promise<void> {
  await work().catch((error) => toast(wordsOf(error)));
}
