import { useQuery } from '@urql/vue';
import { computed } from 'vue';
import { durationMs } from '../../lib/iso-duration.ts';
import { retryDraftOf, type RetryDraft } from './retry-draft.ts';
import { AccountDefaultsQuery } from './webhook-form.queries.ts';

/** What the account has settled for webhooks that choose nothing themselves; null until it is known. */
export function useAccountDefaults() {
  const { data, error, executeQuery } = useQuery({ query: AccountDefaultsQuery, requestPolicy: 'cache-and-network' });
  const settings = computed(() => data.value?.webhookSettings ?? null);

  const retry = computed<RetryDraft | null>(() => settings.value && { ...retryDraftOf(settings.value.defaultRetryPolicy), isOwn: false });
  const timeoutSeconds = computed(() => settings.value && durationMs(settings.value.defaultTimeout) / 1_000);
  const secretOverlapMs = computed(() => settings.value && durationMs(settings.value.secretOverlap));

  return { retry, timeoutSeconds, secretOverlapMs, error, reload: () => executeQuery({ requestPolicy: 'network-only' }) };
}
