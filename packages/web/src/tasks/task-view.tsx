import { InferenceError, type RemixOutput, type TaskTimings } from "@pastiche/client";
import { type ComponentChildren, Fragment } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { inputOf, partialOf } from "../create/run.ts";
import { ask } from "../lists/ask.ts";
import { clockOf } from "../lists/format.ts";
import { Blank, Failed, SignedOut } from "../lists/states.tsx";
import { hasEnded, Status } from "../lists/status.tsx";
import { fileIdOf, isOfServer, Thumb } from "../lists/thumb.tsx";
import { Moment } from "../lists/time.tsx";
import { go } from "../route.ts";
import { key, wordsOf } from "../session.ts";
import { CopyButton } from "../ui/copy.tsx";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";
import { Deliveries } from "./deliveries.tsx";
import { JsonTree } from "./json-tree.tsx";
import { openInForm } from "./open-in-form.ts";
import { costOf, picturesOf, settingsOf, sizeOf, tookOf } from "./task-facts.ts";
import { ConfirmDelete, Progress } from "./task-list.tsx";
import "./task-view.css";
import { cancelTask, type RemixTask } from "./tasks.ts";
import { Timeline } from "./timeline.tsx";

/** One task: what was asked for, what came of it, and how. */
export function TaskView({ id }: { id: string }) {
  const { task, error, again } = useTask(id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = "Task · Pastiche";
    scrollTo(0, 0);
    // From the list, not on a first visit: then the page is read from its top.
    if (document.activeElement !== document.body) heading.current?.focus({ preventScroll: true });
  }, [id]);
  const isLost = error instanceof InferenceError && error.status === 404;
  return (
    <div class="page task">
      <a class="task-back" href="#/tasks">
        <Icon name="left" size={16} /> Tasks
      </a>
      <h1 class={task ? undefined : "visually-hidden"} ref={heading} tabIndex={-1}>
        {task ? inputOf(task).prompt : "Task"}
      </h1>
      {key.value === null ? (
        <SignedOut to="see this task" />
      ) : task ? (
        <Whole task={task} />
      ) : isLost ? (
        <Blank icon="search" title="There is no such task">
          <p class="soft">It was deleted, or belongs to another key than yours.</p>
          <a class="button" href="#/tasks">
            All tasks
          </a>
        </Blank>
      ) : error !== null ? (
        <Failed error={error} again={again} />
      ) : (
        <div class="task-wait" role="status">
          <span class="visually-hidden">Loading the task…</span>
          <div class="skeleton task-wait-line" />
          <div class="skeleton task-wait-picture" />
        </div>
      )}
      {task && error !== null && !isLost && <Failed error={error} again={again} />}
    </div>
  );
}

function Whole({ task }: { task: RemixTask }) {
  const input = inputOf(task);
  const isEnded = hasEnded(task);
  const names = useNames(task);
  const timings = useTimings(task);
  return (
    <>
      <p class="task-facts">
        <Status of={task.status_text} />
        <Moment at={task.created_at} />
        {[tookOf(task), sizeOf(task), costOf(task), task.version].map((fact) => fact && <span key={fact}>{fact}</span>)}
      </p>
      <Tools task={task} names={names} />
      {!isEnded && <Progress task={task} />}
      {task.error !== "" && (
        <p class={task.status_text === "failed" ? "notice bad" : "notice"}>
          <Icon name={task.status_text === "failed" ? "warn" : "info"} /> <span>{task.error}</span>
        </p>
      )}
      <div class="task-columns">
        <Picture task={task} />
        <div class="task-asked">
          {isLong(input.prompt) && (
            <Part title="Prompt">
              <p class="task-prompt">{input.prompt}</p>
            </Part>
          )}
          <Part title="References">
            <ol class="task-references">
              {picturesOf(task).map((uri, index) => (
                <Reference key={index} uri={uri} index={index} name={names[index] ?? null} />
              ))}
            </ol>
          </Part>
          <Part title="Settings">
            <dl class="task-settings">
              {settingsOf(input).map(([name, value]) => (
                <Fragment key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </Fragment>
              ))}
              <dt>Task</dt>
              <dd class="mono">{task.id}</dd>
            </dl>
            <div class="task-tools">
              <CopyButton text={() => input.prompt} label="Copy prompt" />
              <CopyButton text={() => task.id} label="Copy id" />
              <CopyButton text={() => location.href} label="Copy link" />
              {task.output && <CopyButton text={() => task.output?.image ?? ""} label="Copy picture’s link" />}
            </div>
          </Part>
        </div>
      </div>
      <Part title="Timeline">
        {timings ? <Timeline timings={timings} /> : <div class="skeleton task-wait-timeline" aria-hidden="true" />}
      </Part>
      <Part title="Logs">
        {task.logs.length === 0 ? (
          <p class="soft">It said nothing: it was over before there was anything to tell.</p>
        ) : (
          <ol class="task-logs">
            {task.logs.map(({ id, created_at, content }) => (
              <li key={id}>
                <time dateTime={created_at}>{clockOf(created_at)}</time> {content}
              </li>
            ))}
          </ol>
        )}
      </Part>
      {task.webhook && (
        <Part title="Webhook">
          <Deliveries taskId={task.id} webhook={task.webhook} isEnded={isEnded} />
        </Part>
      )}
      {task.output?.plan && (
        <Part title="Plan">
          <div class="task-json">
            <JsonTree name="plan" value={task.output.plan} isOpen />
          </div>
          <CopyButton text={() => JSON.stringify(task.output?.plan, null, 2)} label="Copy the plan" />
        </Part>
      )}
      <Part title="Record">
        <p class="soft">The whole task, as the API answers it.</p>
        <div class="task-json">
          <JsonTree name="task" value={task} />
        </div>
      </Part>
    </>
  );
}

function Picture({ task }: { task: RemixTask }) {
  const [broken, setBroken] = useState(false);
  const [loaded, setLoaded] = useState(false);
  const partial = partialOf(task);
  if (task.output && !broken) {
    return (
      <a
        class={loaded ? "task-picture checkerboard" : "task-picture"}
        href={task.output.image}
        target="_blank"
        rel="noopener"
      >
        <img
          src={task.output.image}
          alt={`Result: ${inputOf(task).prompt}`}
          width={widthOf(task)}
          height={heightOf(task)}
          onLoad={() => setLoaded(true)}
          onError={() => setBroken(true)}
        />
      </a>
    );
  }
  if (partial && !hasEnded(task)) {
    return (
      <div class="task-picture">
        <img src={partial} alt="What there is so far" />
      </div>
    );
  }
  const why = task.output
    ? "The picture was deleted, or cannot be reached."
    : hasEnded(task)
      ? "No picture came of it."
      : "The picture is shown here once it is made.";
  return (
    <div class="task-picture none">
      <span class="soft">{why}</span>
    </div>
  );
}

function Tools({ task, names }: { task: RemixTask; names: (string | null)[] }) {
  const [deleting, setDeleting] = useState(false);
  const tryTo = (work: () => Promise<void>) => void work().catch((error) => toast(wordsOf(error)));
  return (
    <div class="task-tools">
      <button type="button" class="button primary" onClick={() => tryTo(() => openInForm(task, names))}>
        <Icon name="pencil" size={16} /> Open in the form
      </button>
      {task.output && (
        <a class="button" href={task.output.image} download={`${task.short_id}.png`}>
          <Icon name="download" size={16} /> Download
        </a>
      )}
      {task.output?.layers && (
        <a class="button" href={task.output.layers} download>
          <Icon name="layers" size={16} /> Download layers
        </a>
      )}
      {!hasEnded(task) && (
        <button type="button" class="button" onClick={() => tryTo(() => cancelTask(task.id))}>
          <Icon name="close" size={16} /> Cancel
        </button>
      )}
      <button type="button" class="button danger" onClick={() => setDeleting(true)}>
        <Icon name="trash" size={16} /> Delete
      </button>
      {deleting && <ConfirmDelete task={task} onClose={() => setDeleting(false)} onDeleted={() => go("tasks")} />}
    </div>
  );
}

function Reference({ uri, index, name }: { uri: string; index: number; name: string | null }) {
  const picture = <Thumb uri={uri} alt={`Reference ${index}`} width={320} />;
  return (
    <li class={`ref-${index}`}>
      {isOfServer(uri) ? (
        <a class="task-reference" href={uri} target="_blank" rel="noopener" title={name ?? undefined}>
          {picture}
        </a>
      ) : (
        <span class="task-reference">{picture}</span>
      )}
      <span class="task-reference-name">
        <span class="number">{index}</span> <span>{name ?? (isOfServer(uri) ? "" : uri)}</span>
      </span>
    </li>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="task-part" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** The task as it goes on, until it has ended. */
function useTask(id: string) {
  const [task, setTask] = useState<RemixTask | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const secret = key.value;
  useEffect(() => {
    if (secret === null) return;
    const leave = new AbortController();
    const { signal } = leave;
    setError(null);
    (async () => {
      // Whole at once, as a list of this page's would have it: a stream's first line lacks nothing either, but may come late.
      const first = await ask.peek().tasks.get<RemixOutput>(id, { signal });
      setTask(first);
      if (hasEnded(first)) return;
      for await (const next of ask.peek().tasks.stream<RemixOutput>(id, { signal })) setTask(next);
    })().catch((reason) => !signal.aborted && setError(reason));
    return () => leave.abort();
  }, [id, secret, tries]);
  return { task: secret === null ? null : task, error, again: () => setTries((made) => made + 1) };
}

/** Asked for anew at each change of status; the end brings the steps. */
function useTimings({ id, status_text }: RemixTask): TaskTimings | null {
  const [timings, setTimings] = useState<TaskTimings | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    ask
      .peek()
      .tasks.timings(id, { signal: leave.signal })
      .then(setTimings, (error) => !leave.signal.aborted && toast(wordsOf(error)));
    return () => leave.abort();
  }, [id, status_text]);
  return timings;
}

/** What the pictures' files are called; null for one that is gone, or another server's. */
function useNames(task: RemixTask): (string | null)[] {
  const [names, setNames] = useState<(string | null)[]>([]);
  const uris = picturesOf(task);
  useEffect(() => {
    const leave = new AbortController();
    Promise.all(
      uris.map(async (uri) => {
        const file = isOfServer(uri) ? fileIdOf(uri) : null;
        if (file === null) return uri;
        return ask
          .peek()
          .files.get(file, { signal: leave.signal })
          .then(
            ({ filename }) => filename || file,
            (error) => (error instanceof InferenceError && error.status === 404 ? "was deleted" : ""),
          );
      }),
    ).then((found) => !leave.signal.aborted && setNames(found));
    return () => leave.abort();
  }, [uris.join("\n")]);
  return names;
}

/** What the heading cannot show whole. */
const isLong = (prompt: string) => prompt.length > 160 || prompt.includes("\n");

function imageOf({ output }: RemixTask) {
  return output?.output_meta.outputs.find((part) => part.type === "image");
}
const widthOf = (task: RemixTask) => imageOf(task)?.width;
const heightOf = (task: RemixTask) => imageOf(task)?.height;
