import type { SchemaEnum } from '../../graphql.ts';
import { serverText, t } from '../../i18n.ts';
import { durationMs } from '../../lib/iso-duration.ts';
import { numberText } from '../../lib/number-format.ts';
import type { BulkEstimate, BulkKind, BulkScope } from './operations.queries.ts';

type DeliveryStatus = SchemaEnum<'DeliveryStatus'>;

/** What "only those that gave up or were skipped" leaves. */
const UNSUCCESSFUL: readonly DeliveryStatus[] = ['FAILED', 'SKIPPED'];

/**
 * The scope to ask about, so that the estimate counts what will be replayed and no more. Null when nothing of a filter is left.
 * Scopes other than a filter are judged by the server one by one.
 */
export function narrowedScope(scope: BulkScope, onlyUnsuccessful: boolean): BulkScope | null {
  if (!scope.filter || !onlyUnsuccessful) return scope;
  const { statuses } = scope.filter;
  const left = statuses ? statuses.filter((status) => UNSUCCESSFUL.includes(status)) : [...UNSUCCESSFUL];
  return left.length === 0 ? null : { filter: { ...scope.filter, statuses: left } };
}

export const count = (value: number): string => numberText(value);

/** `1,284`, `10,000+`. */
export const countText = ({ value, isExact }: { value: number; isExact: boolean }): string => `${count(value)}${isExact ? '' : '+'}`;

export const counted = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;

/** Ms that the operation will take at a rate of its own; null is as fast as the webhooks allow. */
export function expectedMs({ deliveries, estimatedDuration }: Pick<BulkEstimate, 'deliveries' | 'estimatedDuration'>, perSecond: number | null): number {
  return Math.max(durationMs(estimatedDuration), perSecond === null ? 0 : (deliveries.value / perSecond) * 1_000);
}

const LEFT_OUT = / They are left out unless onlyUnsuccessful is false([.;].*)$/;

/** A warning of the server in the words of the dialog, which says by its own checkbox what is left out. */
export function warningText(warning: string, onlyUnsuccessful: boolean): string {
  const [end, rest = ''] = LEFT_OUT.exec(warning) ?? [];
  if (end === undefined) return serverText(warning);
  const fact = serverText(warning.slice(0, -end.length));
  return onlyUnsuccessful ? t('operations.bulk.leftOut', { fact }) : t('operations.bulk.sentAgain', { fact, rest: serverText(rest) });
}

const LARGE = 1_000;

/** What must be typed before something wide, or anything in production, is begun; null when a click is enough. */
export function confirmPhrase({ deliveries, webhooks }: Pick<BulkEstimate, 'deliveries' | 'webhooks'>): string | null {
  const isProtected = webhooks.some(({ environment }) => environment.isProtected);
  return isProtected || deliveries.value >= LARGE ? count(deliveries.value) : null;
}

const wordsOf = (kind: BulkKind, icon: string) => ({
  name: t(`operations.kinds.${kind}.name`), verb: t(`operations.kinds.${kind}.verb`), done: t(`operations.kinds.${kind}.done`), icon,
});

export const KIND_WORDS: Record<BulkKind, { name: string; verb: string; done: string; icon: string }> = {
  REPLAY: wordsOf('REPLAY', 'i-lucide-rotate-cw'),
  CANCEL: wordsOf('CANCEL', 'i-lucide-ban'),
  EXPORT: wordsOf('EXPORT', 'i-lucide-download'),
};
