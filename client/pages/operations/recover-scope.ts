import { t } from '../../i18n.ts';
import { fieldMoment } from '../../lib/time-field.ts';
import type { BulkScope } from './operations.queries.ts';

/** What is to be made up for at one webhook: deliveries that failed, or events that it was never sent. */
export type RecoverKind = 'failedSince' | 'missedSince';

const HOUR_MS = 3_600_000;

export const SINCE_CHOICES = (['1h', '6h', '24h', '7d', 'own'] as const).map((value) => ({ label: t(`operations.recover.choices.${value}`), value }));
export type SinceChoice = (typeof SINCE_CHOICES)[number]['value'];

const SPANS: Record<Exclude<SinceChoice, 'own'>, number> = { '1h': HOUR_MS, '6h': 6 * HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS };

interface RecoverChoice {
  kind: RecoverKind;
  webhookId: string;
  since: SinceChoice;
  /** `2026-11-20T14:30` in the zone in which times are shown, as a field of the browser gives it, for a time of one's own. */
  ownTime: string;
  /** Ms since epoch when the dialog was opened: the scope does not move while one reads. */
  openedAt: number;
}

/** The scope of a choice; null while it is not complete, or not in the past. */
export function recoverScope({ kind, webhookId, since, ownTime, openedAt }: RecoverChoice): BulkScope | null {
  const from = since === 'own' ? fieldMoment(ownTime) : openedAt - SPANS[since];
  if (Number.isNaN(from) || from >= openedAt) return null;
  return { [kind]: { webhookId, since: new Date(from).toISOString(), until: new Date(openedAt).toISOString() } };
}
