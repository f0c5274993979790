import type { SchemaEnum, VariablesOf } from '../../graphql.ts';
import { t } from '../../i18n.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import { durationMs, isoDuration } from '../../lib/iso-duration.ts';
import { isSameSelection } from './event-selection.ts';
import { defaultRetryDraft, readRetryDraft, retryDraftOf, type RetryDraft } from './retry-draft.ts';
import { targetUrlProblem } from './target-url.ts';
import type { EditedWebhook, WebhookCreateMutation, WebhookUpdateMutation } from './webhook-form.queries.ts';

export type PayloadFormat = SchemaEnum<'PayloadFormat'>;
export type SignatureScheme = SchemaEnum<'SignatureScheme'>;
export type DeliveryOrdering = SchemaEnum<'DeliveryOrdering'>;
type CreateInput = VariablesOf<typeof WebhookCreateMutation>['input'];
type UpdateInput = VariablesOf<typeof WebhookUpdateMutation>['input'];

export interface HeaderDraft {
  name: string;
  /** Empty for a stored secret value, which is kept. */
  value: string;
  isSecret: boolean;
  /** The server keeps a secret value under this name. */
  storedName: string | null;
}

/** A webhook as the form holds it. */
export interface WebhookDraft {
  name: string;
  url: string;
  environment: EnvironmentKey | null;
  description: string;
  isActive: boolean;
  /** As saved in the panel of events. */
  events: readonly string[];
  /** On create: own instead of made by the server. */
  isOwnSecret: boolean;
  signingSecret: string;
  customHeaders: HeaderDraft[];
  payloadFormat: PayloadFormat;
  retry: RetryDraft;
  /** Empty is the default of the account. */
  timeoutSeconds: number | '';
  maxConcurrency: number;
  /** Empty is unlimited. */
  maxRequestsPerSecond: number | '';
  ordering: DeliveryOrdering;
  /** Blank lets every subscribed event through. */
  contentFilter: string;
  signatureSchemes: SignatureScheme[];
}

export const ALL_SCHEMES: readonly SignatureScheme[] = ['HMAC_BODY', 'STANDARD_WEBHOOKS', 'RSA_ACCOUNT'];
export const LONGEST_NAME = 120;

export const newDraft = (environment: EnvironmentKey | null): WebhookDraft => ({
  name: '', url: '', environment, description: '', isActive: true, events: [], isOwnSecret: false, signingSecret: '', customHeaders: [],
  payloadFormat: 'STANDARD', retry: defaultRetryDraft(), timeoutSeconds: '', maxConcurrency: 10, maxRequestsPerSecond: '', ordering: 'PARALLEL',
  contentFilter: '', signatureSchemes: [...ALL_SCHEMES],
});

export function draftOf(webhook: EditedWebhook): WebhookDraft {
  return {
    name: webhook.name,
    url: webhook.url,
    environment: webhook.environment.key,
    description: webhook.description ?? '',
    isActive: webhook.status === 'ACTIVE',
    events: [...webhook.eventPatterns],
    isOwnSecret: false,
    signingSecret: '',
    customHeaders: webhook.customHeaders.map(({ name, value, isSecret }) => ({ name, value: value ?? '', isSecret, storedName: isSecret ? name : null })),
    payloadFormat: webhook.payloadFormat,
    retry: retryDraftOf(webhook.retryPolicy),
    timeoutSeconds: durationMs(webhook.timeout) / 1_000,
    maxConcurrency: webhook.maxConcurrency,
    maxRequestsPerSecond: webhook.maxRequestsPerSecond ?? '',
    ordering: webhook.ordering,
    contentFilter: webhook.contentFilter ?? '',
    signatureSchemes: [...webhook.signatureSchemes],
  };
}

/** A stored secret keeps its value under its own name only: renamed, it needs a new one. */
const isKept = ({ isSecret, value, name, storedName }: HeaderDraft) => isSecret && value === '' && storedName !== null && name.trim().toLowerCase() === storedName.toLowerCase();

const headerInput = (header: HeaderDraft) => ({ name: header.name.trim(), value: isKept(header) ? null : header.value, isSecret: header.isSecret });

/** The fields that create and change have in common. */
function fieldsOf(draft: WebhookDraft) {
  return {
    name: draft.name.trim(),
    url: draft.url.trim(),
    events: [...draft.events],
    description: draft.description.trim() || null,
    isActive: draft.isActive,
    payloadFormat: draft.payloadFormat,
    customHeaders: draft.customHeaders.map(headerInput),
    retryPolicy: draft.retry.isOwn ? readRetryDraft(draft.retry).input : null,
    timeout: draft.timeoutSeconds === '' ? null : isoDuration(draft.timeoutSeconds * 1_000),
    maxConcurrency: draft.maxConcurrency,
    maxRequestsPerSecond: draft.maxRequestsPerSecond === '' ? null : draft.maxRequestsPerSecond,
    ordering: draft.ordering,
    contentFilter: draft.contentFilter.trim() || null,
    signatureSchemes: ALL_SCHEMES.filter((scheme) => draft.signatureSchemes.includes(scheme)),
  };
}

/** Input of webhookCreate. The draft must have an environment. */
export function createInput(draft: WebhookDraft): CreateInput {
  return {
    ...fieldsOf(draft),
    environment: draft.environment!,
    signingSecret: draft.isOwnSecret ? draft.signingSecret.trim() : null,
  };
}

/** The fields in which two drafts differ, as webhookUpdate takes them. */
export function changedFields(saved: WebhookDraft, draft: WebhookDraft): Partial<UpdateInput> {
  const before = { ...fieldsOf(saved), environment: saved.environment };
  const after = { ...fieldsOf(draft), environment: draft.environment };
  const isSame = (key: keyof typeof after) => (key === 'events' ? isSameSelection(before.events, after.events) : JSON.stringify(before[key]) === JSON.stringify(after[key]));
  const keys = (Object.keys(after) as (keyof typeof after)[]).filter((key) => !isSame(key));
  return Object.fromEntries(keys.map((key) => [key, after[key]]));
}

/** Fields of the form in the order of the page, with the names that the summary of errors uses. */
export const FIELD_LABELS = {
  name: t('webhookForm.fields.name'),
  url: t('webhookForm.fields.url'),
  environment: t('webhookForm.fields.environment'),
  description: t('webhookForm.fields.description'),
  isActive: t('webhookForm.fields.isActive'),
  events: t('webhookForm.fields.events'),
  contentFilter: t('webhookForm.fields.contentFilter'),
  signingSecret: t('webhookForm.fields.signingSecret'),
  customHeaders: t('webhookForm.fields.customHeaders'),
  signatureSchemes: t('webhookForm.fields.signatureSchemes'),
  payloadFormat: t('webhookForm.fields.payloadFormat'),
  retryPolicy: t('webhookForm.fields.retryPolicy'),
  timeout: t('webhookForm.fields.timeout'),
  maxConcurrency: t('webhookForm.fields.maxConcurrency'),
  maxRequestsPerSecond: t('webhookForm.fields.maxRequestsPerSecond'),
  ordering: t('webhookForm.fields.ordering'),
} as const;
export type FieldName = keyof typeof FIELD_LABELS;
export const FIELD_NAMES = Object.keys(FIELD_LABELS) as FieldName[];
export type FieldErrors = Partial<Record<FieldName | '', string>>;

const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const isTimeout = (seconds: number | '') => seconds === '' || (seconds >= 1 && seconds <= 30);
const wholeFrom = (value: number, least: number, most: number) => Number.isInteger(value) && value >= least && value <= most;

function headerProblem(headers: readonly HeaderDraft[]): string | null {
  if (headers.some(({ name }) => name.trim() === '')) return t('webhookForm.problems.headerName');
  const withoutValue = headers.find((header) => header.value === '' && !isKept(header));
  return withoutValue ? t('webhookForm.problems.headerValue', { name: withoutValue.name.trim() }) : null;
}

/** What can be said to be wrong without asking the server. */
export function draftProblems(draft: WebhookDraft): FieldErrors {
  const checks: Record<Exclude<FieldName, 'description' | 'payloadFormat' | 'isActive' | 'contentFilter' | 'ordering'>, string | null> = {
    name: draft.name.trim() === '' ? t('webhookForm.problems.name') : draft.name.trim().length > LONGEST_NAME ? t('webhookForm.problems.nameLong', { n: LONGEST_NAME }) : null,
    url: targetUrlProblem(draft.url),
    environment: draft.environment ? null : t('webhookForm.problems.environment'),
    events: draft.events.length > 0 ? null : t('webhookForm.problems.events'),
    signingSecret: draft.isOwnSecret && !SECRET.test(draft.signingSecret.trim()) ? t('webhookForm.problems.secret') : null,
    customHeaders: headerProblem(draft.customHeaders),
    signatureSchemes: draft.signatureSchemes.length > 0 ? null : t('webhookForm.problems.schemes'),
    retryPolicy: draft.retry.isOwn ? readRetryDraft(draft.retry).problems.join(' ') || null : null,
    timeout: isTimeout(draft.timeoutSeconds) ? null : t('webhookForm.problems.timeout'),
    maxConcurrency: wholeFrom(draft.maxConcurrency, 1, 100) ? null : t('webhookForm.problems.concurrency'),
    maxRequestsPerSecond: draft.maxRequestsPerSecond === '' || wholeFrom(draft.maxRequestsPerSecond, 1, 1_000) ? null : t('webhookForm.problems.rate'),
  };
  return Object.fromEntries(Object.entries(checks).filter(([, problem]) => problem !== null)) as FieldErrors;
}
