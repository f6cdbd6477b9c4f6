import { TaskList } from "./task-list.tsx";
import { TaskView } from "./task-view.tsx";

export function TasksPage({ id }: { id: string }) {
  return id === "" ? <TaskList /> : <TaskView key={id} id={id} />;
}
