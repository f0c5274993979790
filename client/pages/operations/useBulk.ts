import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { t } from '../../i18n.ts';
import { newIdempotencyKey } from '../../lib/idempotency-key.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { narrowedScope } from './bulk-words.ts';
import { followedOperation } from './followed-operation.ts';
import { BulkEstimateQuery, DeliveriesCancelMutation, DeliveriesReplayMutation, type BulkKind, type BulkScope } from './operations.queries.ts';

/** What is chosen for a replay besides its scope. */
export interface ReplayOptions {
  onlyUnsuccessful: boolean;
  /** Empty: each to the webhook that it was for. */
  targetWebhookId: string;
  /** Empty: as fast as the webhooks allow. */
  maxRequestsPerSecond: number | '';
}

const DEFAULTS: ReplayOptions = { onlyUnsuccessful: true, targetWebhookId: '', maxRequestsPerSecond: '' };

interface BulkOptions {
  isOpen: MaybeRefOrGetter<boolean>;
  kind: MaybeRefOrGetter<BulkKind>;
  scope: MaybeRefOrGetter<BulkScope | null>;
}

/** Estimate and start of a bulk operation, for one opening of a dialog: repeating the start begins nothing twice. */
export function useBulk({ isOpen, kind, scope }: BulkOptions) {
  const options = ref<ReplayOptions>({ ...DEFAULTS });
  const key = shallowRef('');

  const asked = computed<BulkScope | null>(() => {
    const given = toValue(scope);
    return given && toValue(kind) === 'REPLAY' ? narrowedScope(given, options.value.onlyUnsuccessful) : given;
  });
  const isAsking = computed(() => toValue(isOpen) && asked.value !== null);

  const { data, error, fetching, executeQuery } = useQuery({
    query: BulkEstimateQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ kind: toValue(kind), scope: asked.value ?? {} })),
    pause: computed(() => !isAsking.value),
  });
  const estimate = computed(() => (isAsking.value && !fetching.value && !error.value ? data.value?.bulkEstimate ?? null : null));

  watch(() => toValue(isOpen), (opened) => {
    if (!opened) return;
    options.value = { ...DEFAULTS };
    key.value = newIdempotencyKey();
  }, { immediate: true });

  async function send() {
    const common = { scope: asked.value!, estimateToken: estimate.value!.token, idempotencyKey: key.value };
    if (toValue(kind) === 'CANCEL') {
      const { data: answer, error: failure } = await client.mutation(DeliveriesCancelMutation, { input: common }).toPromise();
      return { result: answer?.deliveriesCancel, failure };
    }
    const { onlyUnsuccessful, targetWebhookId, maxRequestsPerSecond } = options.value;
    const input = { ...common, onlyUnsuccessful, targetWebhookId: targetWebhookId || null, maxRequestsPerSecond: maxRequestsPerSecond === '' ? null : maxRequestsPerSecond };
    const { data: answer, error: failure } = await client.mutation(DeliveriesReplayMutation, { input }).toPromise();
    return { result: answer?.deliveriesReplay, failure };
  }

  /** Begins it and keeps its progress in sight. An answer is a sentence that says why it was not begun. */
  async function start(): Promise<string | void> {
    if (!estimate.value) return t('operations.bulk.noEstimate');
    const { result, failure } = await send();
    if (failure) return problemOf(failure).message;
    if (!result?.bulkOperation) {
      // Another try may be another operation, with a newer estimate.
      key.value = newIdempotencyKey();
      void executeQuery({ requestPolicy: 'network-only' });
      return result?.userErrors[0]?.message ?? t('operations.bulk.notBegun');
    }
    followedOperation.value = result.bulkOperation.id;
  }

  return { options, asked, estimate, error, fetching, estimateAgain: () => executeQuery({ requestPolicy: 'network-only' }), start };
}
