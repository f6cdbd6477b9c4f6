import { expect, test } from "vitest";
import { startServer } from "../testing/test-server.ts";

test("what a scraper reads counts tasks, credits and answers, and names nobody", async () => {
  const server = await startServer();
  await server.ended((await server.run("the secret cat")).id);
  await server.ended((await server.run("fail")).id);
  const response = await fetch(`${server.url}/metrics`);
  expect(response.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const text = await response.text();
  for (const line of [
    'pastiche_tasks_ended_total{engine="noop",status="completed"} 1',
    'pastiche_tasks_ended_total{engine="noop",status="failed"} 1',
    'pastiche_credits_total{engine="noop"} 1',
    "pastiche_tasks_waiting 0",
    "pastiche_tasks_running 0",
    "pastiche_deliveries_pending 0",
    'pastiche_task_run_seconds_count{engine="noop",status="completed"} 1',
    'pastiche_http_request_seconds_count{method="POST",route="/apps/run",status="200"} 2',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect(text).toContain("process_cpu_seconds_total");
  expect(text).not.toMatch(/task_[0-9a-z]{24}|inf_|secret/);
  await server.close();
});
