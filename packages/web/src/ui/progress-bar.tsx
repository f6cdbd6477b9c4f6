/** How far something is, 0 to 100. */
export function ProgressBar({ percent }: { percent: number }) {
  return (
    <div
      class="progress-bar"
      role="progressbar"
      aria-label="Progress"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span style={{ width: `${percent}%` }} />
    </div>
  );
}
