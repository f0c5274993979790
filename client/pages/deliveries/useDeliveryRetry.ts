import { useToast } from '@nuxt/ui/composables';
import { shallowReactive } from 'vue';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { DeliveryRetryMutation } from './deliveries.queries.ts';

/** Attempts deliveries again by hand. The result arrives through the live streams, so only the start is told here. */
export function useDeliveryRetry() {
  const toast = useToast();
  /** Deliveries whose request is on its way to the server. */
  const retrying = shallowReactive(new Set<string>());

  async function retry(deliveryId: string, webhookName: string): Promise<void> {
    if (retrying.has(deliveryId)) return;
    retrying.add(deliveryId);
    const { data, error } = await client.mutation(DeliveryRetryMutation, { input: { id: deliveryId } }).toPromise();
    retrying.delete(deliveryId);
    const failure = error ? problemOf(error).message : data?.deliveryRetry.userErrors[0]?.message;
    if (failure) toast.add({ title: t('deliveries.retry.failed', { webhook: webhookName }), description: failure, color: 'error', icon: 'i-lucide-circle-x' });
    else toast.add({ title: t('deliveries.retry.started', { webhook: webhookName }) });
  }

  return { retrying, retry };
}
