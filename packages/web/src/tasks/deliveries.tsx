import type { Delivery } from "@pastiche/client";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../lists/ask.ts";
import { durationOf } from "../lists/format.ts";
import { Failed } from "../lists/states.tsx";
import { Moment } from "../lists/time.tsx";
import { wordsOf } from "../session.ts";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.tsx";
import "./deliveries.css";

const LOOK_EVERY_MS = 2_000;

/** What became of a task's webhook, attempt by attempt. */
export function Deliveries({ taskId, webhook, isEnded }: { taskId: string; webhook: string; isEnded: boolean }) {
  const [deliveries, setDeliveries] = useState<Delivery[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const leave = new AbortController();
    ask
      .peek()
      .tasks.deliveries(taskId, { signal: leave.signal })
      .then(
        (found) => {
          setDeliveries(found);
          setError(null);
        },
        (reason) => !leave.signal.aborted && setError(reason),
      );
    return () => leave.abort();
  }, [taskId, isEnded, looks]);
  const isPending = deliveries?.some(({ status }) => status === "pending") ?? false;
  useEffect(() => {
    if (!isPending) return;
    const timer = setInterval(() => !document.hidden && setLooks((made) => made + 1), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isPending]);

  const resend = async (id: string) => {
    try {
      await ask.peek().deliveries.resend(id);
      setLooks((made) => made + 1);
    } catch (reason) {
      toast(wordsOf(reason));
    }
  };

  if (error !== null) return <Failed error={error} again={() => setLooks((made) => made + 1)} />;
  if (deliveries === null) return <div class="skeleton deliveries-wait" aria-hidden="true" />;
  if (deliveries.length === 0) {
    return (
      <p class="soft">
        <span class="mono">{webhook}</span> is told once the task has ended.
      </p>
    );
  }
  return deliveries.map((delivery) => (
    <div key={delivery.id} class="delivery">
      <div class="delivery-head">
        <span class="mono delivery-url">{delivery.url}</span>
        <strong class={delivery.status} role="status">
          {delivery.status}
        </strong>
        <button type="button" class="button small" onClick={() => void resend(delivery.id)}>
          <Icon name="again" size={16} /> Resend
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="table-wrap" tabIndex={0} aria-label="Attempts">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Attempt</th>
              <th scope="col">When</th>
              <th scope="col">Answer</th>
              <th scope="col">Took</th>
            </tr>
          </thead>
          <tbody>
            {delivery.attempts.map(({ number, at, status, error: why, duration_ms }) => (
              <tr key={number}>
                <td>{number}</td>
                <td>
                  <Moment at={at} />
                </td>
                <td>{[status, why].filter(Boolean).join(" · ")}</td>
                <td>{durationOf(duration_ms)}</td>
              </tr>
            ))}
            {delivery.next_attempt_at && (
              <tr class="soft">
                <td>next</td>
                <td colSpan={3}>
                  <Moment at={delivery.next_attempt_at} />
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </div>
  ));
}
