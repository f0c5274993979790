import type { ShownHealth } from '../../lib/status.ts';
import { relativeTime } from '../../lib/time-format.ts';
import type { ListedWebhook } from './webhooks.queries.ts';

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

const SWITCHED_OFF: Record<ListedWebhook['statusReason'], string> = {
  MANUAL: 'Paused',
  AUTO_DISABLED: 'Switched off after continuous failure',
  RECEIVER_REQUEST: '410 Gone: switched off',
};

/** The line under the name: why it is in trouble or off, else what it is for. `now` in ms since epoch. */
export function secondLine(webhook: Judged, now: number): SecondLine {
  const { health, description } = webhook;
  switch (shownHealth(webhook)) {
    case 'OFF':
      return { text: `${SWITCHED_OFF[webhook.statusReason]} ${relativeTime(Date.parse(webhook.statusChangedAt), now)}`, isCause: true };
    case 'FAILING':
    case 'DEGRADED':
      return { text: health.summary, isCause: true };
    default:
      return { text: description || health.summary, isCause: false };
  }
}
