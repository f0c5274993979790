import { createHash } from 'node:crypto';
import { isAcknowledgement, type Acknowledgement, type Arrival, type PublisherLine } from './log-file.ts';
import type { Records, StoredAttempt, StoredDelivery } from './records.ts';

/** What is wrong, one sentence each; only `explained` and `waiting` may be more than nothing. */
export interface Verdict {
  acknowledged: number;
  arrived: number;
  /** Requests whose connection ended within the body. */
  cut: number;
  /** Acknowledged or said to be delivered, but it never arrived and is not waiting. */
  lost: string[];
  /** Arrivals after one whose outcome the server did not know. */
  explained: number;
  /** Other repetitions. */
  unexplained: string[];
  /** Arrivals that nobody published or that the log does not have. */
  ghosts: string[];
  /** Bodies, signatures and answers that are not what the other side has. */
  differences: string[];
  /** Deliveries that have not come to an end. */
  waiting: string[];
  /** Deliveries that somebody stopped. */
  cancelled: number;
}

export interface Evidence { published: readonly PublisherLine[]; arrivals: readonly Arrival[]; records: Records }

/** Compares what the publisher was told, what the oracle saw and what the database says. */
export function check({ published, arrivals, records }: Evidence): Verdict {
  const acknowledgements = published.filter(isAcknowledgement);
  const whole = arrivals.filter((arrival) => !arrival.cut);
  const byDelivery = grouped(whole, (arrival) => arrival.delivery);
  const verdict: Verdict = {
    acknowledged: acknowledgements.length, arrived: whole.length, cut: arrivals.length - whole.length, lost: [], explained: 0, unexplained: [], ghosts: [], differences: [],
    waiting: [...records.deliveries.values()].filter(isWaiting).map(({ id, status }) => `${id} is ${status}`),
    cancelled: [...records.deliveries.values()].filter(({ status }) => status === 'CANCELLED').length,
  };
  for (const acknowledgement of acknowledgements) checkAcknowledgement(verdict, acknowledgement, records);
  for (const delivery of records.deliveries.values()) checkDelivery(verdict, delivery, { records, arrivals: byDelivery.get(delivery.id) ?? [] });
  checkOrigin(verdict, published, { whole, records });
  for (const arrival of whole) checkBytes(verdict, arrival, records);
  return verdict;
}

function checkAcknowledgement({ lost, differences }: Verdict, { event: id, acknowledged: key, matched, payload }: Acknowledgement, { events, deliveries }: Records): void {
  const event = events.get(id);
  if (!event) return void lost.push(`${id} was acknowledged and is not stored`);
  const found = [...deliveries.values()].filter((delivery) => delivery.eventId === id && !isReplay(delivery)).length;
  if (found < matched) lost.push(`${id} was acknowledged for ${matched} webhooks and has ${found} deliveries`);
  if (event.idempotencyKey !== key) differences.push(`${id} was acknowledged for the key ${key} and is stored with ${event.idempotencyKey}`);
  if (sha(payloadOf(event.body)) !== payload) differences.push(`${id} is stored with another payload than was published`);
}

function checkDelivery(verdict: Verdict, delivery: StoredDelivery, { records, arrivals }: { records: Records; arrivals: readonly Arrival[] }): void {
  const attempts = new Map((records.attempts.get(delivery.id) ?? []).map((attempt) => [attempt.number, attempt]));
  const hasArrived = arrivals.some(isAccepted);
  if (!isWaiting(delivery) && delivery.status !== 'CANCELLED' && !hasArrived) verdict.lost.push(`${delivery.id} is ${delivery.status} and no receiver has accepted it`);
  checkRepetitions(verdict, delivery, { attempts, arrivals });
  for (const { number, statusCode } of attempts.values()) {
    const arrival = arrivals.find((each) => each.attempt === number);
    if (statusCode !== null && arrival?.status !== statusCode) {
      verdict.differences.push(`${delivery.id} has ${statusCode} for attempt ${number}, and the receiver answered ${arrival?.status ?? 'nothing'}`);
    }
  }
}

/** Each arrival but the last needs a reason for the next one. */
function checkRepetitions(verdict: Verdict, delivery: StoredDelivery, { attempts, arrivals }: { attempts: Map<number, StoredAttempt>; arrivals: readonly Arrival[] }): void {
  const inOrder = [...arrivals].sort((a, b) => a.attempt - b.attempt);
  for (const [index, arrival] of inOrder.entries()) {
    const next = inOrder[index + 1];
    const attempt = attempts.get(arrival.attempt);
    if (!attempt && !isWaiting(delivery)) verdict.ghosts.push(`attempt ${arrival.attempt} of ${delivery.id} arrived and is not in the log`);
    if (!next) continue;
    if (next.attempt === arrival.attempt) verdict.unexplained.push(`attempt ${arrival.attempt} of ${delivery.id} arrived twice`);
    else if (attempt?.failureCode === 'OUTCOME_UNKNOWN') verdict.explained += 1;
    else if (isAccepted(arrival)) {
      verdict.unexplained.push(`${delivery.id} was accepted, is recorded as ${attempt?.failureCode ?? attempt?.status ?? 'nothing'}, and arrived again`);
    }
  }
}

/** A publisher whose acknowledgement was lost asks again; so every event stored has a key that was asked for. */
function checkOrigin({ ghosts, unexplained }: Verdict, published: readonly PublisherLine[], { whole, records }: { whole: readonly Arrival[]; records: Records }): void {
  const asked = new Set(published.flatMap((line) => ('asked' in line ? [line.asked] : [])));
  for (const { id, idempotencyKey } of records.events.values()) {
    if (!asked.has(idempotencyKey)) ghosts.push(`${id} is stored and nobody published it`);
  }
  for (const arrival of whole) {
    const delivery = records.deliveries.get(arrival.delivery);
    if (!delivery || delivery.eventId !== arrival.event) ghosts.push(`${arrival.event} arrived as ${arrival.delivery}, which is not stored`);
  }
  for (const [pair, deliveries] of grouped([...records.deliveries.values()].filter((delivery) => !isReplay(delivery)), ({ eventId, webhookId }) => `${eventId} ${webhookId}`)) {
    if (deliveries.length > 1) unexplained.push(`${pair} has ${deliveries.length} deliveries`);
  }
}

function checkBytes({ differences }: Verdict, arrival: Arrival, { events }: Records): void {
  const event = events.get(arrival.event);
  if (event && sha(event.body) !== arrival.sha) differences.push(`${arrival.event} arrived with another body than is stored`);
  if (arrival.isSigned === false) differences.push(`attempt ${arrival.attempt} of ${arrival.delivery} has a wrong signature`);
}

const isAccepted = ({ status = 0 }: Arrival) => status >= 200 && status < 300;
const isReplay = ({ trigger }: StoredDelivery) => trigger === 'REPLAY';
const isWaiting = ({ status }: StoredDelivery) => ['PENDING', 'IN_PROGRESS', 'RETRYING'].includes(status);

/** The envelope ends with the payload. */
const payloadOf = (body: string) => body.slice(body.indexOf('"payload":') + '"payload":'.length, -1);
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
