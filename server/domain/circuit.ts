import { isFaultOfOurs, type FailureCode } from './failure-code.ts';
import { MINUTE_MS, SECOND_MS } from './time.ts';

/*
 * The circuit breaker of one webhook. It opens when the receiver as a whole seems to be down, so that what waits is neither spent on
 * it nor in the way of others. After a rest one delivery goes out as a probe: it closes the circuit or opens it for longer.
 */
export const CIRCUIT_STATES = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;

export type CircuitState = (typeof CIRCUIT_STATES)[number];

const FAULTS_TO_OPEN = 5;
const FIRST_REST_MS = 10 * SECOND_MS;
const LONGEST_REST_MS = 10 * MINUTE_MS;
/** Share by which a rest is longer or shorter, so that receivers behind one broken proxy are not all probed at once. */
const JITTER = 0.2;

/** The receiver could not be called, or says itself that it is broken. */
const FAULTS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'HTTP_SERVER_ERROR', 'CONNECT_TIMEOUT', 'RESPONSE_TIMEOUT', 'DNS_FAILURE', 'CONNECTION_REFUSED', 'CONNECTION_RESET', 'TLS_FAILURE',
  'URL_BLOCKED', 'PROTOCOL_ERROR',
]);

export interface Circuit {
  /** Faults of the receiver in a row, while closed. */
  readonly faults: number;
  /** How often it opened since the receiver last answered; 0 while closed. */
  readonly trips: number;
  /** End of the rest, ms since epoch; null while closed. */
  readonly retryAt: number | null;
  /** The delivery that was sent as the newest probe. */
  readonly probeId: string | null;
}

export const CLOSED_CIRCUIT: Circuit = { faults: 0, trips: 0, retryAt: null, probeId: null };

/** What the breaker needs to know of an attempt that has ended. */
export interface CircuitAttempt {
  readonly deliveryId: string;
  /** Null when it succeeded. */
  readonly failureCode: FailureCode | null;
  /** Somebody asked for it: it can show that the receiver is back, but not that it is down. */
  readonly isByHand: boolean;
  /** Ms since epoch. */
  readonly endedAt: number;
}

/** Any answer but a 5xx closes the circuit: an answer 404 is a failure of its delivery, but the receiver is there. */
export function circuitAfter(circuit: Circuit, { deliveryId, failureCode, isByHand, endedAt }: CircuitAttempt, random: () => number): Circuit {
  if (failureCode !== null && isFaultOfOurs(failureCode)) return circuit;
  if (failureCode === null || !FAULTS.has(failureCode)) return CLOSED_CIRCUIT;
  if (isByHand) return circuit;
  if (circuit.trips > 0) return deliveryId === circuit.probeId ? opened(circuit.trips + 1, endedAt, random) : circuit;
  const faults = circuit.faults + 1;
  return faults >= FAULTS_TO_OPEN ? opened(1, endedAt, random) : { ...circuit, faults };
}

function opened(trips: number, now: number, random: () => number): Circuit {
  const restMs = Math.min(FIRST_REST_MS * 2 ** (trips - 1), LONGEST_REST_MS);
  return { faults: 0, trips, retryAt: now + Math.round(restMs * (1 + JITTER * (2 * random() - 1))), probeId: null };
}

/** How the breaker stands at a moment. */
export function circuitState({ trips, retryAt }: Pick<Circuit, 'trips' | 'retryAt'>, now: number): CircuitState {
  if (trips === 0) return 'CLOSED';
  return retryAt !== null && retryAt > now ? 'OPEN' : 'HALF_OPEN';
}
