import { maxHeaderSize } from "node:http";
import type { Socket } from "node:net";
import { RemixError } from "@pastiche/contract";
import type { ConnectionError } from "fastify";
import { problemOf } from "./problem.ts";

/** Answers what is no HTTP, or has too large a head, with a problem as any other, and closes: no request was made of it. */
export function answerUnreadable(thrown: ConnectionError, socket: Socket): void {
  if (thrown.code !== "ECONNRESET" && socket.writable) {
    const { line, error, status } = describe(thrown);
    const body = JSON.stringify(problemOf(error, undefined, status));
    socket.write(
      `HTTP/1.1 ${line}\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy();
}

function describe(thrown: ConnectionError): { line: string; status: number; error: RemixError } {
  if (thrown.code === "HPE_HEADER_OVERFLOW") {
    const error = new RemixError("too_large", `The path and the headers may have ${maxHeaderSize} bytes; more came`);
    return { line: "431 Request Header Fields Too Large", status: 431, error };
  }
  if (thrown.code === "ERR_HTTP_REQUEST_TIMEOUT") {
    const error = new RemixError("invalid_request", "The whole request did not come in time");
    return { line: "408 Request Timeout", status: 408, error };
  }
  const error = new RemixError("invalid_request", `This cannot be read as HTTP/1.1: ${thrown.message}`);
  return { line: "400 Bad Request", status: 400, error };
}
