import type { SchemaEnum, VariablesOf } from '../../graphql.ts';
import { t } from '../../i18n.ts';
import { durationMs, isoDuration, typedWaitMs, waitText } from '../../lib/iso-duration.ts';
import type { StoredRetryPolicy, WebhookCreateMutation } from './webhook-form.queries.ts';

type BackoffKind = SchemaEnum<'BackoffKind'>;
export type RetryPolicyInput = NonNullable<VariablesOf<typeof WebhookCreateMutation>['input']['retryPolicy']>;

/** A retry policy as it is typed. */
export interface RetryDraft {
  isOwn: boolean;
  kind: BackoffKind;
  /** Waits as people write them: `5 s`, `30 min`. */
  firstWait: string;
  factor: number;
  longestWait: string;
  attempts: number;
  /** Waits of CUSTOM, with commas between them. */
  waits: string;
  jitterPercent: number;
  respectRetryAfter: boolean;
  /** Codes that end a delivery at once, with commas between them. */
  finalCodes: string;
}

const LONGEST_WAIT_MS = 7 * 86_400_000;
const SHORTEST_WAIT_MS = 1_000;
export const MOST_ATTEMPTS = 25;

/** What Standard Webhooks suggests, ten attempts over 75 hours: where an own policy begins as long as nothing else is known. */
export const DEFAULT_WAITS = '5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h';

export const defaultRetryDraft = (): RetryDraft => ({
  isOwn: false, kind: 'CUSTOM', firstWait: '5 s', factor: 2, longestWait: '24 h', attempts: 10, waits: DEFAULT_WAITS,
  jitterPercent: 20, respectRetryAfter: true, finalCodes: '410',
});

const typed = (iso: string | null, fallback: string) => (iso === null ? fallback : waitText(durationMs(iso)));

export function retryDraftOf(policy: StoredRetryPolicy | null): RetryDraft {
  const fallback = defaultRetryDraft();
  if (!policy) return fallback;
  return {
    isOwn: true,
    kind: policy.kind,
    firstWait: typed(policy.initialDelay, fallback.firstWait),
    factor: policy.multiplier ?? fallback.factor,
    longestWait: typed(policy.maxDelay, fallback.longestWait),
    attempts: policy.maxAttempts,
    waits: policy.delays?.map((delay) => waitText(durationMs(delay))).join(', ') ?? fallback.waits,
    jitterPercent: Math.round(policy.jitter * 100),
    respectRetryAfter: policy.respectRetryAfter,
    finalCodes: policy.nonRetryableStatusCodes.join(', '),
  };
}

const splitList = (text: string) => text.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean);

function readWait(text: string, what: string, problems: string[]): number {
  const ms = typedWaitMs(text);
  if (ms === null) problems.push(t('webhookForm.retry.problems.unreadable', { what, text }));
  else if (ms < SHORTEST_WAIT_MS || ms > LONGEST_WAIT_MS) problems.push(t('webhookForm.retry.problems.outside', { what, text }));
  return ms ?? 0;
}

interface ReadPolicy {
  /** Waits before attempts 2, 3, ... in ms. */
  waitsMs: number[];
  input: RetryPolicyInput;
  problems: string[];
}

/** The policy that a draft describes, and all that is wrong with it. */
export function readRetryDraft(draft: RetryDraft): ReadPolicy {
  const problems: string[] = [];
  const finalCodes = splitList(draft.finalCodes).map(Number);
  if (finalCodes.some((code) => !Number.isInteger(code) || code < 300 || code > 599)) problems.push(t('webhookForm.retry.problems.codes'));
  if (!(draft.jitterPercent >= 0 && draft.jitterPercent <= 100)) problems.push(t('webhookForm.retry.problems.jitter'));
  const { waitsMs, backoff } = readBackoff(draft, problems);
  if (waitsMs.length >= MOST_ATTEMPTS) problems.push(t('webhookForm.retry.problems.most', { n: MOST_ATTEMPTS }));
  return {
    waitsMs,
    problems,
    input: { backoff, jitter: draft.jitterPercent / 100, respectRetryAfter: draft.respectRetryAfter, nonRetryableStatusCodes: finalCodes },
  };
}

function readBackoff(draft: RetryDraft, problems: string[]): { waitsMs: number[]; backoff: RetryPolicyInput['backoff'] } {
  if (draft.kind === 'CUSTOM') {
    const waitsMs = splitList(draft.waits).map((wait) => readWait(wait, t('webhookForm.retry.problems.theWait'), problems));
    return { waitsMs, backoff: { custom: { delays: waitsMs.map(isoDuration) } } };
  }
  const maxAttempts = draft.attempts;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) problems.push(t('webhookForm.retry.problems.attempts', { n: MOST_ATTEMPTS }));
  const retries = Math.max(0, Math.min(maxAttempts, MOST_ATTEMPTS) - 1);
  const firstMs = readWait(draft.firstWait, t('webhookForm.retry.problems.theWait'), problems);
  if (draft.kind === 'FIXED') {
    return { waitsMs: Array.from({ length: retries }, () => firstMs), backoff: { fixed: { delay: isoDuration(firstMs), maxAttempts } } };
  }
  const longestMs = readWait(draft.longestWait, t('webhookForm.retry.problems.theLongest'), problems);
  if (longestMs < firstMs) problems.push(t('webhookForm.retry.problems.order'));
  if (!(draft.factor >= 1 && draft.factor <= 10)) problems.push(t('webhookForm.retry.problems.factor'));
  return {
    waitsMs: Array.from({ length: retries }, (_, index) => Math.min(firstMs * draft.factor ** index, longestMs)),
    backoff: { exponential: { initialDelay: isoDuration(firstMs), multiplier: draft.factor, maxDelay: isoDuration(longestMs), maxAttempts } },
  };
}
