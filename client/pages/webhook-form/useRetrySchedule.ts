import { useQuery } from '@urql/vue';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useSettled } from '../../composables/useSettled.ts';
import { readRetryDraft, type RetryDraft, type RetryPolicyInput } from './retry-draft.ts';
import { scheduledAttempts } from './retry-schedule.ts';
import { RetrySchedulePreviewQuery } from './webhook-form.queries.ts';

const WAIT_MS = 200;

/** The schedule of a policy that is being typed, computed by the server. The last good one stays while the next is on its way. */
export function useRetrySchedule(draft: MaybeRefOrGetter<RetryDraft>) {
  const read = computed(() => readRetryDraft(toValue(draft)));
  const isReadable = computed(() => read.value.problems.length === 0);
  const settled = useSettled(() => JSON.stringify(isReadable.value ? read.value.input : null), WAIT_MS);
  const policy = computed(() => JSON.parse(settled.value) as RetryPolicyInput | null);

  const { data, error, executeQuery } = useQuery({
    query: RetrySchedulePreviewQuery,
    variables: computed(() => ({ policy: policy.value! })),
    pause: computed(() => policy.value === null),
  });

  const attempts = computed(() => scheduledAttempts(data.value?.retrySchedulePreview.steps ?? []));
  const warnings = computed(() => data.value?.retrySchedulePreview.warnings ?? []);
  const problems = computed(() => read.value.problems);

  return { attempts, warnings, problems, error, retry: () => executeQuery({ requestPolicy: 'network-only' }) };
}
