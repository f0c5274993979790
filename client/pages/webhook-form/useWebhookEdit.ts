import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, watch } from 'vue';
import { problemOf } from '../../lib/problem.ts';
import { errorsByField } from '../../lib/user-errors.ts';
import { client } from '../../urql.ts';
import type { Selection } from './event-selection.ts';
import { useTickedEvents } from './useTickedEvents.ts';
import { changedFields, draftOf, FIELD_NAMES, type FieldErrors, type WebhookDraft } from './webhook-draft.ts';
import { EditedWebhookQuery, WebhookUpdateMutation, type EditedWebhook } from './webhook-form.queries.ts';

/** A webhook as far as it was changed. */
export interface TypedEdit {
  webhook: EditedWebhook;
  saved: WebhookDraft;
  draft: WebhookDraft;
  ticked: Selection;
  theirs: EditedWebhook | null;
  isSettled: boolean;
  errors: FieldErrors;
}

/** A webhook in the form: what the server has, what is typed, and what the server said against it. */
export function useWebhookEdit(id: string, carried?: TypedEdit) {
  const webhook = shallowRef(carried?.webhook ?? null);
  const saved = shallowRef(carried?.saved ?? null);
  const draft = ref(carried?.draft ?? null);
  const { ticked, hasUnsavedEvents } = useTickedEvents(() => draft.value?.events ?? [], carried?.ticked);
  const errors = shallowRef(carried?.errors ?? {});
  /** As it is saved now, when someone else changed it since it was read: the form waits for a decision. */
  const theirs = shallowRef(carried?.theirs ?? null);
  /** The result of such a decision is in the form, and not saved yet. */
  const isSettled = ref(carried?.isSettled ?? false);
  const isRunning = ref(false);
  /** The last change was stored and nothing was typed since. */
  const isSaved = ref(false);

  const { data, error, executeQuery } = useQuery({ query: EditedWebhookQuery, variables: { id }, requestPolicy: 'network-only' });
  const isMissing = computed(() => data.value?.webhook === null);
  const isChanged = computed(() => saved.value !== null && draft.value !== null && (hasUnsavedEvents.value || Object.keys(changedFields(saved.value, draft.value)).length > 0));

  function take(read: EditedWebhook): void {
    webhook.value = read;
    saved.value = draftOf(read);
    draft.value = draftOf(read);
    errors.value = {};
    theirs.value = null;
    isSettled.value = false;
  }
  // The cache reads it again after every change of a webhook, and for a comparison: what is typed stays.
  watch(data, (answer) => {
    if (answer?.webhook && !webhook.value) take(answer.webhook);
  }, { immediate: true });

  watch(isChanged, (changed) => {
    if (changed) isSaved.value = false;
  });

  /** A new secret changes the version, but nothing that is typed here. */
  function noteRotation(read: EditedWebhook): void {
    if (webhook.value) webhook.value = { ...webhook.value, version: read.version, signingSecrets: read.signingSecrets };
  }

  /** Null until the webhook was read. */
  function typed(): TypedEdit | null {
    if (!webhook.value || !saved.value || !draft.value) return null;
    return { webhook: webhook.value, saved: saved.value, draft: draft.value, ticked: ticked.value, theirs: theirs.value, isSettled: isSettled.value, errors: errors.value };
  }

  /** True when it is saved. */
  async function save(): Promise<boolean> {
    if (!webhook.value || !saved.value || !draft.value) return false;
    isRunning.value = true;
    const input = { id, expectedVersion: webhook.value.version, ...changedFields(saved.value, draft.value) };
    const { data: answer, error: failure } = await client.mutation(WebhookUpdateMutation, { input }).toPromise();
    isRunning.value = false;
    const result = answer?.webhookUpdate;
    if (result?.webhook) {
      take(result.webhook);
      isSaved.value = true;
      return true;
    }
    if (result?.userErrors.some(({ code }) => code === 'STALE_VERSION') && await readTheirs()) return false;
    errors.value = failure ? { '': problemOf(failure).message } : errorsByField(result?.userErrors ?? [], FIELD_NAMES);
    return false;
  }

  /** True when there is something to compare with; a webhook that was deleted meanwhile is not. */
  async function readTheirs(): Promise<boolean> {
    const { data: answer } = await client.query(EditedWebhookQuery, { id }, { requestPolicy: 'network-only' }).toPromise();
    theirs.value = answer?.webhook ?? null;
    errors.value = {};
    return theirs.value !== null;
  }

  /** Goes on from what the other one saved, with what was decided in the form. */
  function settleConflict(result: WebhookDraft): void {
    if (!theirs.value) return;
    take(theirs.value);
    draft.value = result;
    isSettled.value = isChanged.value;
  }

  function reload(): void {
    void executeQuery({ requestPolicy: 'network-only' });
  }

  return { webhook, saved, draft, ticked, theirs, errors, error, isMissing, isChanged, isSaved, isSettled, isRunning, typed, save, settleConflict, noteRotation, reload };
}
