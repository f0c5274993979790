import { computed, ref, shallowRef } from 'vue';
import type { LocationQuery } from 'vue-router';
import { useEnvironment } from '../../composables/useEnvironment.ts';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { errorsByField } from '../../lib/user-errors.ts';
import { client } from '../../urql.ts';
import type { Selection } from './event-selection.ts';
import { duplicatedDraft, prefilledDraft } from './prefill.ts';
import { useTickedEvents } from './useTickedEvents.ts';
import { createInput, draftOf, FIELD_NAMES, type FieldErrors, type WebhookDraft } from './webhook-draft.ts';
import { EditedWebhookQuery, WebhookCreateMutation } from './webhook-form.queries.ts';

/** A new webhook as far as it was typed. */
export interface TypedCreate {
  draft: WebhookDraft;
  /** As JSON, what was there before anything was typed. */
  blank: string;
  ticked: Selection;
  isCopy: boolean;
  errors: FieldErrors;
}

/** A new webhook in the form: what is typed, what the server said against it, and what was created. */
export function useWebhookCreate(query: LocationQuery, carried?: TypedCreate) {
  const { environment } = useEnvironment();
  const draft = ref(carried?.draft ?? prefilledDraft(query, environment.value));
  const blank = ref(carried?.blank ?? JSON.stringify(draft.value));
  const { ticked, hasUnsavedEvents } = useTickedEvents(() => draft.value.events, carried?.ticked);
  const errors = shallowRef(carried?.errors ?? {});
  const isRunning = ref(false);
  /** A copy was made of another webhook. */
  const isCopy = ref(carried?.isCopy ?? false);
  const created = shallowRef<{ webhook: { id: string; name: string; url: string }; secret: string } | null>(null);
  const isChanged = computed(() => hasUnsavedEvents.value || JSON.stringify(draft.value) !== blank.value);

  async function copyFrom(id: string): Promise<void> {
    const { data } = await client.query(EditedWebhookQuery, { id }, { requestPolicy: 'network-only' }).toPromise();
    if (!data?.webhook || isChanged.value) return;
    draft.value = duplicatedDraft(draftOf(data.webhook), t('webhookForm.create.copyOf', { name: data.webhook.name }));
    blank.value = JSON.stringify(draft.value);
    isCopy.value = true;
  }
  // "Duplicate" leads here.
  if (!carried && typeof query.from === 'string') void copyFrom(query.from);

  const typed = (): TypedCreate => ({ draft: draft.value, blank: blank.value, ticked: ticked.value, isCopy: isCopy.value, errors: errors.value });

  /** True when it is created. */
  async function create(): Promise<boolean> {
    isRunning.value = true;
    const { data, error } = await client.mutation(WebhookCreateMutation, { input: createInput(draft.value) }).toPromise();
    isRunning.value = false;
    const result = data?.webhookCreate;
    if (result?.webhook && result.signingSecret) {
      created.value = { webhook: result.webhook, secret: result.signingSecret };
      return true;
    }
    errors.value = error ? { '': problemOf(error).message } : errorsByField(result?.userErrors ?? [], FIELD_NAMES);
    return false;
  }

  return { draft, ticked, errors, isChanged, isRunning, isCopy, created, typed, create };
}
