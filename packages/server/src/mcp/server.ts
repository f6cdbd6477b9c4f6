import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import packageJson from "../../package.json" with { type: "json" };
import type { RunContext } from "../tasks/run-to-end.ts";
import { addCutOutTool } from "./cutout.ts";
import { addGetTaskTool } from "./get-task.ts";
import { addPlanTool } from "./plan.ts";
import { addRemixTool } from "./remix.ts";

/** Whom a session speaks for, and where that caller reaches this server. */
export interface McpCaller {
  keyId: string;
  baseUrl: string;
}

const INSTRUCTIONS =
  "Pastiche combines one to six pictures into one, as a sentence says. Pictures are numbered from 0 in the order given, " +
  'and the prompt speaks of them by number: "the bear from 0 on the table from 1".';

/** The tools of one session. */
export function createMcpServer(context: RunContext, caller: McpCaller): McpServer {
  const { version } = packageJson;
  const server = new McpServer({ name: "pastiche", title: "Pastiche", version }, { instructions: INSTRUCTIONS });
  addRemixTool(server, context, caller);
  addPlanTool(server);
  addCutOutTool(server, context, caller);
  addGetTaskTool(server, context, caller);
  return server;
}
