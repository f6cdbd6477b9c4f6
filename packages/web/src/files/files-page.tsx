export function FilesPage() {
  return (
    <div class="page">
      <h1>Files</h1>
    </div>
  );
}
