import { t } from '../../i18n.ts';
import { environmentLook } from '../../lib/environments.ts';
import { DEFAULT_WAITS, type RetryDraft } from './retry-draft.ts';
import { FIELD_NAMES, type FieldName, type WebhookDraft } from './webhook-draft.ts';

/** Fields that can be read back: a secret cannot. */
export type ReadableField = Exclude<FieldName, 'signingSecret'>;
export const READABLE_FIELDS = FIELD_NAMES.filter((field): field is ReadableField => field !== 'signingSecret');

function retryText(retry: RetryDraft): string {
  if (!retry.isOwn) return t('webhookForm.values.accountDefault');
  const jitter = t('webhookForm.values.jitter', { percent: retry.jitterPercent });
  switch (retry.kind) {
    case 'FIXED': return [t('webhookForm.values.fixed', { n: retry.attempts, wait: retry.firstWait }), jitter].join(', ');
    case 'EXPONENTIAL': return [t('webhookForm.values.exponential', { n: retry.attempts, wait: retry.firstWait, factor: retry.factor, longest: retry.longestWait }), jitter].join(', ');
    default: return [t('webhookForm.values.waits', { waits: retry.waits || DEFAULT_WAITS }), jitter].join(', ');
  }
}

/** What a field of a webhook holds, in words; lists have one entry a line. */
export function fieldText(field: ReadableField, draft: WebhookDraft): string {
  const nothing = t('webhookForm.values.nothing');
  switch (field) {
    case 'environment': return draft.environment ? environmentLook(draft.environment).label : nothing;
    case 'isActive': return t(draft.isActive ? 'webhookForm.values.active' : 'webhookForm.values.inactive');
    case 'events': return [...draft.events].sort().join('\n') || nothing;
    case 'customHeaders': return draft.customHeaders.map(({ name, value, isSecret }) => `${name}: ${isSecret ? t('webhookForm.values.secret') : value}`).join('\n') || nothing;
    case 'signatureSchemes': return draft.signatureSchemes.map((scheme) => t(`webhookForm.schemes.${scheme}`)).join('\n');
    case 'payloadFormat': return t(`webhookForm.formats.${draft.payloadFormat}`);
    case 'retryPolicy': return retryText(draft.retry);
    case 'timeout': return draft.timeoutSeconds === '' ? t('webhookForm.values.accountDefault') : `${draft.timeoutSeconds} s`;
    case 'maxConcurrency': return String(draft.maxConcurrency);
    case 'maxRequestsPerSecond': return draft.maxRequestsPerSecond === '' ? t('webhookForm.values.unlimited') : String(draft.maxRequestsPerSecond);
    case 'ordering': return t(`webhookForm.orderings.${draft.ordering}`);
    default: return draft[field] || nothing;
  }
}
