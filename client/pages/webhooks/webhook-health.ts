import { answerWord } from '../../lib/attempt-outcome.ts';
import { t } from '../../i18n.ts';
import { waitText } from '../../lib/iso-duration.ts';
import type { ShownHealth } from '../../lib/status.ts';
import { exactTime, relativeTime } from '../../lib/time-format.ts';
import type { ListedWebhook, ShownWebhook, WebhookTrend } from './webhooks.queries.ts';

type Judged = Pick<ListedWebhook, 'status' | 'statusReason' | 'statusChangedAt' | 'description' | 'health'>;

/** An inactive webhook is off, however healthy it was. */
export function shownHealth({ status, health }: Pick<Judged, 'status' | 'health'>): ShownHealth {
  return status === 'INACTIVE' ? 'OFF' : health.state;
}

export interface SecondLine {
  text: string;
  /** The line names a cause, so it takes the colour of the health. */
  isCause: boolean;
}


type Circuit = Pick<ListedWebhook['health'], 'circuit' | 'circuitRetryAt'>;

/** What the circuit breaker does; null while it lets everything through. `now` in ms since epoch. */
export function circuitWords({ circuit, circuitRetryAt }: Circuit, now: number): string | null {
  if (circuit === 'HALF_OPEN') return t('webhooks.health.halfOpen');
  if (circuit !== 'OPEN') return null;
  const waitMs = circuitRetryAt === null ? 0 : Date.parse(circuitRetryAt) - now;
  return waitMs > 0 ? t('webhooks.health.open', { wait: waitText(Math.max(waitMs, 1_000)) }) : t('webhooks.health.probeDue');
}

/** When it will be switched off by itself; null unless it does nothing but fail. */
export function forecastWords({ autoDisableAt }: Pick<ListedWebhook['health'], 'autoDisableAt'>, now: number): string | null {
  if (autoDisableAt === null) return null;
  const waitMs = Date.parse(autoDisableAt) - now;
  return waitMs > 0 ? t('webhooks.health.forecast', { wait: waitText(waitMs) }) : t('webhooks.health.forecastNow');
}

/** The line under the name: why it is in trouble or off, else what it is for. `now` in ms since epoch. */
export function secondLine(webhook: Judged, now: number): SecondLine {
  const { health, description } = webhook;
  switch (shownHealth(webhook)) {
    case 'OFF':
      return { text: t(`webhooks.health.off.${webhook.statusReason}`, { when: relativeTime(Date.parse(webhook.statusChangedAt), now) }), isCause: true };
    case 'FAILING':
    case 'DEGRADED':
      return { text: [circuitWords(health, now), health.summary].filter(Boolean).join('. '), isCause: true };
    default:
      return { text: description || health.summary, isCause: false };
  }
}

/** Why and when a webhook was switched off by something else than a hand; null for all others. */
export function switchReason({ status, statusReason, statusChangedAt }: Pick<Judged, 'status' | 'statusReason' | 'statusChangedAt'>): string | null {
  if (status === 'ACTIVE' || statusReason === 'MANUAL') return null;
  return t('webhooks.health.switchedOff', { at: exactTime(Date.parse(statusChangedAt)) });
}

/** The newest end of an attempt, RFC 3339; null without one or as long as it is not known. */
export function lastDelivery(trend: Pick<WebhookTrend, 'health'> | undefined): string | null {
  const ends = [trend?.health.lastSuccessAt, trend?.health.lastFailureAt].filter((at): at is string => typeof at === 'string');
  return ends.sort((one, other) => Date.parse(other) - Date.parse(one))[0] ?? null;
}

interface FailureLink {
  label: string;
  count: number;
  /** Address of the deliveries page that shows these attempts. */
  query: Record<string, string>;
}

/** The most frequent failures, each with the way to its attempts; all that got no answer share one. */
export function topFailureLinks({ id, health }: Pick<ShownWebhook, 'id'> & { health: Pick<ShownWebhook['health'], 'topFailures'> }): FailureLink[] {
  return health.topFailures.map((failure) => ({
    label: answerWord({ statusCode: failure.statusCode, failure }),
    count: failure.count,
    query: { env: 'all', webhook: id, status: 'failed', since: '24h', code: failure.statusCode === null ? 'none' : String(failure.statusCode) },
  }));
}
