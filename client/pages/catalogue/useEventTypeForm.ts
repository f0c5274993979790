import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, watch } from 'vue';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { EventTypeCreateMutation, EventTypeQuery, EventTypeUpdateMutation } from './catalogue.queries.ts';
import { newTypeDraft, readTypeDraft, typeDraftOf, typeErrors, type TypeDraft, type TypeErrors } from './event-type-draft.ts';

/** A new event type, or one of the account's own that is changed. `code` is null for a new one. */
export function useEventTypeForm(code: string | null) {
  const draft = ref<TypeDraft | null>(code === null ? newTypeDraft() : null);
  const saved = shallowRef(JSON.stringify(draft.value));
  const errors = shallowRef<TypeErrors>({});
  const isRunning = ref(false);

  const { data, error, executeQuery } = useQuery({ query: EventTypeQuery, variables: { code: code ?? '' }, pause: code === null, requestPolicy: 'network-only' });
  const type = computed(() => data.value?.eventType ?? null);
  const isMissing = computed(() => code !== null && data.value?.eventType === null);
  const isChanged = computed(() => JSON.stringify(draft.value) !== saved.value);

  watch(type, (read) => {
    if (!read || draft.value) return;
    draft.value = typeDraftOf(read);
    saved.value = JSON.stringify(draft.value);
  }, { immediate: true });

  async function send(reading: ReturnType<typeof readTypeDraft>) {
    if (reading.errors) return { errors: reading.errors };
    const { group, ...changeable } = reading.input;
    const { data: answer, error: failure } = code === null
      ? await client.mutation(EventTypeCreateMutation, { input: { ...changeable, group } }).toPromise()
      : await client.mutation(EventTypeUpdateMutation, { input: changeable }).toPromise();
    if (failure) return { errors: { '': problemOf(failure).message } };
    const result = answer && ('eventTypeCreate' in answer ? answer.eventTypeCreate : answer.eventTypeUpdate);
    if (result?.eventType) return { code: result.eventType.code };
    return { errors: typeErrors((result?.userErrors ?? []).map((each) => ({ ...each, violations: 'violations' in each ? each.violations : [] }))) };
  }

  /** The code of the type when it is saved, else null: `errors` tells why. */
  async function save(): Promise<string | null> {
    if (isRunning.value || !draft.value) return null;
    isRunning.value = true;
    const result = await send(readTypeDraft(draft.value));
    isRunning.value = false;
    errors.value = result.errors ?? {};
    if (!result.code) return null;
    saved.value = JSON.stringify(draft.value);
    return result.code;
  }

  return { draft, errors, error, type, isMissing, isChanged, isRunning, save, refresh: () => executeQuery({ requestPolicy: 'network-only' }) };
}
