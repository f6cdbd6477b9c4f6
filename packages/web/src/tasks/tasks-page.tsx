import { useEffect } from "preact/hooks";
import { TaskList } from "./task-list.tsx";
import { TaskView } from "./task-view.tsx";
import { leaveTasks } from "./tasks.ts";

export function TasksPage({ id }: { id: string }) {
  useEffect(() => leaveTasks, []);
  return id === "" ? <TaskList /> : <TaskView key={id} id={id} />;
}
