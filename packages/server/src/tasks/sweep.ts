import { deleteUnusedFile } from "../store/files.ts";
import { abandonedUploads, expiredTasks, expiredUploads, knownFiles } from "../store/retention.ts";
import { deleteSessions } from "../store/sessions.ts";
import type { TaskContext } from "./context.ts";
import { removeTask } from "./remove.ts";
import type { Worker } from "./worker.ts";

const HOUR_MS = 60 * 60 * 1000;
/** Long after the last url that it gave can still be used. */
const UPLOAD_ABANDONED_AFTER_MS = 24 * HOUR_MS;
/** How long one can see of a session that it is over. */
const SESSION_KEPT_MS = 7 * 24 * HOUR_MS;
/** Bytes are stored before the row that names them: younger ones may still get it. */
const ORPHANED_AFTER_MS = HOUR_MS;

/** Removes what was to be kept until now, and uploads whose bytes never came. */
export async function sweepExpired(context: TaskContext, worker: Worker, retentionMs: number | null): Promise<void> {
  const { db, bytes, clock } = context;
  const now = clock();
  for (const task of await expiredTasks(db, now, retentionMs)) await removeTask(context, worker, task);
  await deleteSessions(db, now - SESSION_KEPT_MS);
  const uploads = [
    ...(await abandonedUploads(db, now - UPLOAD_ABANDONED_AFTER_MS)),
    ...(retentionMs === null ? [] : await expiredUploads(db, now - retentionMs)),
  ];
  for (const { id } of uploads) {
    if ((await deleteUnusedFile(db, id)) === null) await bytes.remove(id);
  }
}

/** Removes bytes that no row names: those of a server that died between storing a picture and ending its task. */
export function sweepOrphans({ db, bytes, clock }: TaskContext): Promise<void> {
  return bytes.sweep({ before: clock() - ORPHANED_AFTER_MS, keep: (ids) => knownFiles(db, ids) });
}
