import { type DestinationStream, destination, type Logger, pino } from "pino";

const REDACTED = "[redacted]";

/**
 * What opens something to whoever reads it: the tokens of file uris, the signatures of upload urls and of other services'
 * signed URLs, API keys and webhook secrets.
 */
const SECRETS: [RegExp, string][] = [
  [/(\/files\/file_[a-z0-9]+\/)[A-Za-z0-9_-]{32}/g, `$1${REDACTED}`],
  [/([?&][\w-]*(?:signature|token|secret|key)=)[^&\s"'\\]+/gi, `$1${REDACTED}`],
  [/\b((?:inf|whsec)_)[A-Za-z0-9_+/=-]{12,}/g, `$1${REDACTED}`],
];

/**
 * The log: JSON lines, on the standard error unless a test looks on. Secrets are taken out of the finished line, since an
 * error may carry them in its message, its stack or its cause.
 */
export function createLog(level: string, to: DestinationStream = destination({ fd: 2, sync: true })): Logger {
  return pino({ level, base: null, hooks: { streamWrite: redact } }, to);
}

function redact(line: string): string {
  return SECRETS.reduce((text, [secret, instead]) => text.replace(secret, instead), line);
}
