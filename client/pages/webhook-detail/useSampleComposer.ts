import { useQuery } from '@urql/vue';
import { computed, ref, watch } from 'vue';
import { useSettled } from '../../composables/useSettled.ts';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { readJson } from '../catalogue/json-text.ts';
import { DeliveryPreviewQuery } from '../webhook-form/webhook-form.queries.ts';
import { TestSampleMutation, TestTypeQuery, TestTypesQuery } from './webhook-detail.queries.ts';

/** The preview is asked for once nobody has typed for so long. */
const SETTLE_MS = 400;

const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** A sample event being put together for one webhook: type, example, payload, options, the request it would make, and the last one sent. */
export function useSampleComposer(webhookId: string) {
  const code = ref('');
  const exampleKey = ref('');
  const text = ref('');
  const withRetries = ref(false);
  const skipSchemaCheck = ref(false);
  const sentId = ref<string | null>(null);
  /** Set while the payload of an earlier test is taken over, so that no example replaces it. */
  let taken: { code: string; text: string } | null = null;

  const types = useQuery({ query: TestTypesQuery });
  const codes = computed(() => types.data.value?.eventTypeGroups.flatMap(({ eventTypes }) => eventTypes.map((type) => type.code)) ?? []);
  watch(codes, ([first]) => { if (code.value === '' && first) code.value = first; }, { immediate: true });

  const { data: typeData, error: typeError } = useQuery({ query: TestTypeQuery, variables: computed(() => ({ code: code.value })), pause: computed(() => code.value === '') });
  const type = computed(() => (typeData.value?.eventType?.code === code.value ? typeData.value.eventType : null));

  function takeExample(key: string): void {
    const example = type.value?.examples.find((candidate) => candidate.key === key) ?? type.value?.examples[0];
    exampleKey.value = example?.key ?? '';
    text.value = pretty(example?.payload ?? {});
  }
  watch(type, (read) => {
    if (!read) return;
    if (taken?.code === read.code) {
      text.value = taken.text;
      exampleKey.value = '';
    } else takeExample(read.examples[0]?.key ?? '');
    taken = null;
  }, { immediate: true });

  /** Begins with what an earlier test sent. */
  function takeOver(test: { code: string; payload: unknown }): void {
    taken = { code: test.code, text: pretty(test.payload) };
    if (test.code === code.value) {
      text.value = taken.text;
      exampleKey.value = '';
      taken = null;
    } else code.value = test.code;
  }

  const reading = computed(() => readJson(text.value, t('webhookDetail.test.payload')));
  const settled = useSettled(text, SETTLE_MS);
  const settledReading = computed(() => readJson(settled.value, t('webhookDetail.test.payload')));
  const previewInput = computed(() => {
    const read = settledReading.value;
    return read.problem === null && code.value !== '' ? { webhookId, eventType: code.value, payload: read.value } : null;
  });
  const preview = useQuery({
    query: DeliveryPreviewQuery,
    requestPolicy: 'network-only',
    variables: computed(() => ({ input: previewInput.value ?? { webhookId } })),
    pause: computed(() => previewInput.value === null),
  });
  const request = computed(() => preview.data.value?.deliveryPreview.request ?? null);
  const previewProblem = computed(() => {
    const fault = preview.error.value ?? typeError.value ?? types.error.value;
    return fault ? problemOf(fault).message : preview.data.value?.deliveryPreview.userErrors[0]?.message ?? null;
  });

  /** An answer is a sentence that says why nothing was sent. */
  async function send(): Promise<string | void> {
    const read = reading.value;
    if (read.problem !== null) return read.problem;
    const { data, error } = await client.mutation(TestSampleMutation, {
      input: { id: webhookId, eventType: code.value, payload: read.value, withRetries: withRetries.value, skipSchemaCheck: skipSchemaCheck.value },
    }).toPromise();
    if (error) return problemOf(error).message;
    const delivery = data?.webhookSampleSend.delivery;
    if (!delivery) return data?.webhookSampleSend.userErrors.map(({ message }) => message).join(' ') || t('webhookDetail.test.notSent');
    sentId.value = delivery.id;
  }

  return { codes, code, type, exampleKey, text, withRetries, skipSchemaCheck, reading, request, previewProblem, sentId, takeExample, takeOver, send };
}
