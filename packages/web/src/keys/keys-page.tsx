export function KeysPage() {
  return (
    <div class="page">
      <h1>Keys</h1>
    </div>
  );
}
