export function ReferencePage(_: { section: string }) {
  return (
    <div class="page">
      <h1>Reference</h1>
    </div>
  );
}
