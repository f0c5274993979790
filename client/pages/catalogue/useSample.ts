import { useQuery } from '@urql/vue';
import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { SamplePreviewQuery, SampleSendMutation, SampleTargetsQuery, type SampleTarget, type ShownType } from './catalogue.queries.ts';

/** A sample that was sent: the delivery to follow, and how to send the same again. */
export interface SentSample {
  deliveryId: string;
  target: SampleTarget;
  again: () => Promise<void>;
}

/** Choice, exact preview and sending of a sample of a type to one webhook. */
export function useSample(type: MaybeRefOrGetter<ShownType>, isOpen: MaybeRefOrGetter<boolean>) {
  const targetId = ref<string | undefined>();
  const exampleKey = ref('');
  const withRetries = ref(false);
  const sent = shallowRef<SentSample | null>(null);

  const { data: targets, error: targetsError } = useQuery({ query: SampleTargetsQuery, pause: computed(() => !toValue(isOpen)), requestPolicy: 'cache-and-network' });
  const target = computed(() => targets.value?.webhooks.nodes.find(({ id }) => id === targetId.value) ?? null);
  const example = computed(() => toValue(type).examples.find(({ key }) => key === exampleKey.value) ?? toValue(type).examples[0] ?? null);

  watch(() => toValue(isOpen), (opened) => {
    if (!opened) return;
    exampleKey.value = toValue(type).examples[0]?.key ?? '';
    withRetries.value = false;
  }, { immediate: true });
  watch(target, (webhook) => { if (webhook?.status === 'INACTIVE') withRetries.value = false; });

  /** The server knows the first example itself, with its members in their order. */
  const chosen = computed(() => {
    const { code, examples } = toValue(type);
    return { eventType: code, ...(example.value && example.value !== examples[0] ? { payload: example.value.payload } : {}) };
  });
  const { data, error, fetching } = useQuery({
    query: SamplePreviewQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ input: { webhookId: targetId.value ?? '', ...chosen.value } })),
    pause: computed(() => !toValue(isOpen) || targetId.value === undefined),
  });
  const request = computed(() => (target.value && !fetching.value ? data.value?.deliveryPreview.request ?? null : null));
  const problem = computed(() => {
    const fault = error.value ?? targetsError.value;
    return fault ? problemOf(fault).message : data.value?.deliveryPreview.userErrors[0]?.message ?? null;
  });

  async function sendTo(webhook: SampleTarget, input: { eventType: string; payload?: unknown; withRetries: boolean }): Promise<string | void> {
    const { data: answer, error: failure } = await client.mutation(SampleSendMutation, { input: { id: webhook.id, ...input } }).toPromise();
    if (failure) return problemOf(failure).message;
    const delivery = answer?.webhookSampleSend.delivery;
    if (!delivery) return answer?.webhookSampleSend.userErrors[0]?.message ?? t('catalogue.sample.failed');
    sent.value = { deliveryId: delivery.id, target: webhook, again: async () => { await sendTo(webhook, input); } };
  }

  /** An answer is a sentence that says why nothing was sent. */
  async function send(): Promise<string | void> {
    if (!target.value) return t('catalogue.sample.chooseFirst');
    return sendTo(target.value, { ...chosen.value, withRetries: withRetries.value });
  }

  return { targets: computed(() => targets.value?.webhooks.nodes ?? []), targetId, target, exampleKey, withRetries, request, problem, sent, send };
}
