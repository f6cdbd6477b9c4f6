import { useEffect } from "preact/hooks";
import { key } from "../session.ts";
import { TaskList } from "./task-list.tsx";
import { TaskView } from "./task-view.tsx";
import { leaveTasks } from "./tasks.ts";

export function TasksPage({ id }: { id: string }) {
  useEffect(() => leaveTasks, []);
  // Anew for another key: nothing of one is shown to another.
  return id === "" ? <TaskList /> : <TaskView key={`${key.value} ${id}`} id={id} />;
}
