import { READABLE_FIELDS, type ReadableField } from './field-text.ts';
import { changedFields, type WebhookDraft } from './webhook-draft.ts';

export type Side = 'yours' | 'theirs';

export interface FieldConflict {
  field: ReadableField;
  /** Who changed it since it was read. */
  changedBy: Side | 'both';
}

/** Fields whose part of the draft has another name. */
const PARTS: Partial<Record<ReadableField, keyof WebhookDraft>> = { retryPolicy: 'retry', timeout: 'timeoutSeconds' };
const partOf = (field: ReadableField) => PARTS[field] ?? (field as keyof WebhookDraft);

/**
 * The fields that were changed by either side since the form read them, in the order of the form. What both changed in the same way is
 * none of them.
 */
export function conflictsOf(base: WebhookDraft, yours: WebhookDraft, theirs: WebhookDraft): FieldConflict[] {
  const [mine, others, between] = [changedFields(base, yours), changedFields(base, theirs), changedFields(theirs, yours)];
  return READABLE_FIELDS.filter((field) => field in between).map((field) => ({
    field, changedBy: field in mine && field in others ? 'both' : field in mine ? 'yours' : 'theirs',
  }));
}

export type Choices = Partial<Record<ReadableField, Side>>;

/** What only one side changed is taken from there; where both did, yours is proposed. */
export const proposedChoices = (conflicts: readonly FieldConflict[]): Choices => Object.fromEntries(
  conflicts.map(({ field, changedBy }) => [field, changedBy === 'theirs' ? 'theirs' : 'yours']),
);

/** Theirs, with your part of each field for which yours was chosen. */
export function mergedDraft(yours: WebhookDraft, theirs: WebhookDraft, choices: Choices): WebhookDraft {
  const taken = READABLE_FIELDS.filter((field) => choices[field] === 'yours').map((field) => [partOf(field), yours[partOf(field)]] as const);
  return { ...theirs, ...Object.fromEntries(taken) };
}
