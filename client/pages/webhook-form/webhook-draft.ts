import type { SchemaEnum, VariablesOf } from '../../graphql.ts';
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
  name: 'Name', url: 'Target URL', environment: 'Environment', description: 'Description', isActive: 'Status', events: 'Events', contentFilter: 'Content filter', signingSecret: 'Secret',
  customHeaders: 'Custom headers', signatureSchemes: 'Signature schemes', payloadFormat: 'Payload format', retryPolicy: 'Retry policy', timeout: 'Timeout', maxConcurrency: 'Requests at once',
  maxRequestsPerSecond: 'Requests a second', ordering: 'Order',
} as const;
export type FieldName = keyof typeof FIELD_LABELS;
export const FIELD_NAMES = Object.keys(FIELD_LABELS) as FieldName[];
export type FieldErrors = Partial<Record<FieldName | '', string>>;

const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const isTimeout = (seconds: number | '') => seconds === '' || (seconds >= 1 && seconds <= 30);
const wholeFrom = (value: number, least: number, most: number) => Number.isInteger(value) && value >= least && value <= most;

function headerProblem(headers: readonly HeaderDraft[]): string | null {
  if (headers.some(({ name }) => name.trim() === '')) return 'Each header needs a name.';
  const withoutValue = headers.find((header) => header.value === '' && !isKept(header));
  return withoutValue ? `The header ${withoutValue.name.trim()} needs a value.` : null;
}

/** What can be said to be wrong without asking the server. */
export function draftProblems(draft: WebhookDraft): FieldErrors {
  const checks: Record<Exclude<FieldName, 'description' | 'payloadFormat' | 'isActive' | 'contentFilter' | 'ordering'>, string | null> = {
    name: draft.name.trim() === '' ? 'Enter a name.' : draft.name.trim().length > LONGEST_NAME ? `The name may have at most ${LONGEST_NAME} characters.` : null,
    url: targetUrlProblem(draft.url),
    environment: draft.environment ? null : 'Choose whose events it receives.',
    events: draft.events.length > 0 ? null : 'Choose at least one event and save the selection.',
    signingSecret: draft.isOwnSecret && !SECRET.test(draft.signingSecret.trim()) ? 'A secret is whsec_ followed by the base64 of 24 to 64 bytes.' : null,
    customHeaders: headerProblem(draft.customHeaders),
    signatureSchemes: draft.signatureSchemes.length > 0 ? null : 'Choose at least one signature scheme.',
    retryPolicy: draft.retry.isOwn ? readRetryDraft(draft.retry).problems.join(' ') || null : null,
    timeout: isTimeout(draft.timeoutSeconds) ? null : 'The timeout is between 1 and 30 s; empty is the default.',
    maxConcurrency: wholeFrom(draft.maxConcurrency, 1, 100) ? null : 'Between 1 and 100 requests can run at once.',
    maxRequestsPerSecond: draft.maxRequestsPerSecond === '' || wholeFrom(draft.maxRequestsPerSecond, 1, 1_000) ? null : 'Between 1 and 1,000 requests a second; empty is unlimited.',
  };
  return Object.fromEntries(Object.entries(checks).filter(([, problem]) => problem !== null)) as FieldErrors;
}
