import { RemixError } from "@pastiche/contract";
import { type FastifyInstance, fastify } from "fastify";
import { type AppView, addAppRoutes, describeApp } from "./apps.ts";
import { createAuthenticate } from "./authenticate.ts";
import { addBodyParsers, MAX_BODY_BYTES } from "./body.ts";
import { apiVersionOf, requireHost } from "./caller.ts";
import type { HttpContext } from "./context.ts";
import { allowBrowsers } from "./cors.ts";
import { addDescriptionRoute } from "./description.ts";
import { envelope } from "./envelope.ts";
import { addFileBytesRoutes } from "./file-bytes.ts";
import { addFileRoutes } from "./files.ts";
import { addForecastRoutes } from "./forecast.ts";
import { addHealthRoutes } from "./health.ts";
import { answerBeforeClosing } from "./in-flight.ts";
import { addKeyRoutes } from "./keys.ts";
import { addListRoutes } from "./lists.ts";
import { addMcpRoute } from "./mcp.ts";
import { addMetricsRoute, countAnswers } from "./metrics.ts";
import { addOpenAiRoute } from "./openai/edits.ts";
import { addPageRoutes } from "./page.ts";
import { createProblemHandler } from "./problem.ts";
import { createRateHeaders } from "./rate-headers.ts";
import { logRequests } from "./request-log.ts";
import { addReveRoute } from "./reve/remix.ts";
import { addRunRoutes } from "./runs.ts";
import { addSessionRoutes } from "./sessions.ts";
import { addStreamRoute } from "./streams.ts";
import { addTaskRoutes } from "./tasks.ts";
import { answerUnreadable } from "./unreadable.ts";
import { addUsageRoutes } from "./usage.ts";
import { addWebhookRoutes } from "./webhooks.ts";

/** The API, at the root and under /v1. */
export function createApp(context: HttpContext): FastifyInstance {
  const answerProblem = createProblemHandler(context.log);
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    // A path that cannot be decoded, say, fails before any route is found.
    frameworkErrors: answerProblem,
    clientErrorHandler: answerUnreadable,
    // Node's own refusal has no body; ours says what was wrong.
    http: { requireHostHeader: false },
  });

  app.decorateRequest("key", null);
  app.decorateRequest("messages");
  app.addHook("onRequest", async (request) => {
    request.messages = [];
    apiVersionOf(request);
    requireHost(request);
  });
  app.addHook("preSerialization", async (request, reply, payload) => envelope(payload, reply.statusCode, request));
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request) => {
    throw new RemixError("not_found", `There is no ${request.method} ${request.url.split("?")[0].slice(0, 200)}`);
  });

  allowBrowsers(app);
  answerBeforeClosing(app);
  countAnswers(app, context);
  logRequests(app, context);
  addBodyParsers(app);
  addPageRoutes(app, context);
  const remix = describeApp(context.registry, context.clock());
  for (const prefix of ["", "/v1"]) {
    app.register(async (open) => addOpenRoutes(open, context), { prefix });
    app.register(async (keyed) => addKeyedRoutes(keyed, context, remix), { prefix });
  }
  return app;
}

function addOpenRoutes(app: FastifyInstance, context: HttpContext): void {
  addHealthRoutes(app, context);
  addMetricsRoute(app, context);
  addDescriptionRoute(app, context);
  addFileBytesRoutes(app, context);
}

function addKeyedRoutes(app: FastifyInstance, context: HttpContext, remix: AppView): void {
  app.addHook("onRequest", createAuthenticate(context));
  app.addHook("onSend", createRateHeaders(context));
  addRunRoutes(app, context);
  addOpenAiRoute(app, context);
  addMcpRoute(app, context);
  addReveRoute(app, context);
  addTaskRoutes(app, context);
  addStreamRoute(app, context);
  addFileRoutes(app, context);
  addAppRoutes(app, remix);
  addForecastRoutes(app, context);
  addListRoutes(app, context, remix);
  addKeyRoutes(app, context);
  addSessionRoutes(app, context);
  addUsageRoutes(app, context);
  addWebhookRoutes(app, context);
}
