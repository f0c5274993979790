import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Names whose values never belong into a log, wherever they stand. */
const SECRET_NAMES = ['authorization', 'cookie', 'password', 'secret', 'token', 'signingSecret', 'apiKey'];

const redact = {
  paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  censor: '[redacted]',
};

/** The log of the process: one JSON object a line, on standard error, so that standard output stays for people. */
export function openLog(level: string, destination?: DestinationStream): Log {
  const options = { level, redact, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label: string) => ({ level: label }) } };
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }));
}
