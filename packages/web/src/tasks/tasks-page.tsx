export function TasksPage(_: { id: string }) {
  return (
    <div class="page">
      <h1>Tasks</h1>
    </div>
  );
}
