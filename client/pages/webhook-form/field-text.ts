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

const listText = (lines: readonly string[]) => lines.join('\n');
const headerText = ({ name, value, isSecret }: WebhookDraft['customHeaders'][number]) => `${name}: ${isSecret ? t('webhookForm.values.secret') : value}`;

const TEXTS: Record<ReadableField, (draft: WebhookDraft) => string> = {
  name: ({ name }) => name,
  url: ({ url }) => url,
  environment: ({ environment }) => (environment ? environmentLook(environment).label : ''),
  description: ({ description }) => description,
  isActive: ({ isActive }) => t(isActive ? 'webhookForm.values.active' : 'webhookForm.values.inactive'),
  events: ({ events }) => listText([...events].sort()),
  contentFilter: ({ contentFilter }) => contentFilter,
  customHeaders: ({ customHeaders }) => listText(customHeaders.map(headerText)),
  signatureSchemes: ({ signatureSchemes }) => listText(signatureSchemes.map((scheme) => t(`webhookForm.schemes.${scheme}`))),
  payloadFormat: ({ payloadFormat }) => t(`webhookForm.formats.${payloadFormat}`),
  retryPolicy: ({ retry }) => retryText(retry),
  timeout: ({ timeoutSeconds }) => (timeoutSeconds === '' ? t('webhookForm.values.accountDefault') : `${timeoutSeconds} s`),
  maxConcurrency: ({ maxConcurrency }) => String(maxConcurrency),
  maxRequestsPerSecond: ({ maxRequestsPerSecond }) => (maxRequestsPerSecond === '' ? t('webhookForm.values.unlimited') : String(maxRequestsPerSecond)),
  ordering: ({ ordering }) => t(`webhookForm.orderings.${ordering}`),
};

/** What a field of a webhook holds, in words; lists have one entry a line. */
export const fieldText = (field: ReadableField, draft: WebhookDraft): string => TEXTS[field](draft) || t('webhookForm.values.nothing');
