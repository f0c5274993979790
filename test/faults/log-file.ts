import { readFileSync } from 'node:fs';

/** A request as the oracle saw it. */
export interface Arrival {
  /** Ms since the epoch. */
  at: number;
  path: string;
  event: string;
  delivery: string;
  attempt: number;
  /** The connection ended within the body. */
  cut?: true;
  /** What the oracle answers. */
  status?: number;
  /** SHA-256 of the body, hexadecimal. */
  sha?: string;
  /** Its `webhook-signature` was right. */
  isSigned?: boolean;
}

/** What the publisher was told of an event. */
export interface Acknowledgement { acknowledged: string; event: string; matched: number; isReplay: boolean; tries: number; payload: string }
export type PublisherLine = { asked: string } | { refused: string; message: string } | Acknowledgement;

/** The objects of a log, one a line. */
export function readLog<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}

export const isAcknowledgement = (line: PublisherLine): line is Acknowledgement => 'acknowledged' in line;
