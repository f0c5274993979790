import { t } from '../../i18n.ts';
import { answerWord } from '../../lib/attempt-outcome.ts';
import { durationText, exactTime } from '../../lib/time-format.ts';
import type { AttemptRecord, ShownDelivery } from './delivery-detail.queries.ts';

/** All that is known about an attempt, as JSON for machines. */
export function attemptJson({ id, event, webhookName, environment }: ShownDelivery, attempt: AttemptRecord): string {
  return JSON.stringify({ delivery: { id, event: { id: event.id, code: event.type.code, resourceId: event.resourceId }, webhook: webhookName, environment: environment.key }, attempt }, null, 2);
}

const FENCE = '```';

/** Markdown of others' text: a body cannot end the block that it stands in. */
const fenced = (text: string, language = '') => {
  const fence = text.includes(FENCE) ? '`````' : FENCE;
  return `${fence}${language}\n${text}\n${fence}`;
};
const inline = (text: string) => `\`${text.replaceAll('`', "'")}\``;

const MOST_BODY = 2_000;

/** What somebody needs to know in a ticket: what was sent where, how each attempt ended, and why. */
export function markdownSummary(delivery: ShownDelivery, attempt: AttemptRecord | null, link: string): string {
  const lines = [
    `## ${inline(delivery.event.type.code)} → ${delivery.webhookName}`,
    '',
    `- ${t('deliveryDetail.facts.delivery')}: ${inline(delivery.id)} (${link})`,
    `- ${t('deliveryDetail.facts.event')}: ${inline(delivery.event.id)}, ${inline(delivery.event.resourceId)}`,
    `- ${t('deliveryDetail.facts.environment')}: ${t(`common.environments.${delivery.environment.key}`)}`,
    `- ${t('deliveryDetail.facts.status')}: ${t(`status.delivery.${delivery.status}`)}`,
    `- URL: ${inline(delivery.url)}`,
    '',
    ...delivery.attempts.nodes.map((each) => `${each.number}. ${exactTime(Date.parse(each.startedAt))}: ${answerWord(each)}${each.durationMs === null ? '' : `, ${durationText(each.durationMs)}`}`),
  ];
  if (attempt?.failure) lines.push('', `> ${attempt.failure.message} ${attempt.failure.remedy}`);
  if (attempt?.response?.body) lines.push('', fenced(attempt.response.body.slice(0, MOST_BODY)));
  return lines.join('\n');
}
