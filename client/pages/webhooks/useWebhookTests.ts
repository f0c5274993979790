import { shallowReactive } from 'vue';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { WebhookTestMutation } from './webhooks.queries.ts';

/** Tests sent from this page: the delivery to follow, by the webhook that it went to. */
export function useWebhookTests() {
  const deliveries = shallowReactive<Record<string, string>>({});

  /** Answers a sentence that says why nothing was sent, or null. */
  async function send(webhookId: string): Promise<string | null> {
    const { data, error } = await client.mutation(WebhookTestMutation, { input: { id: webhookId } }).toPromise();
    if (error) return problemOf(error).message;
    const delivery = data?.webhookTest.delivery;
    if (!delivery) return data?.webhookTest.userErrors[0]?.message ?? t('webhooks.test.notSent');
    deliveries[webhookId] = delivery.id;
    return null;
  }

  /** One after the other; stops at the first that is refused. */
  async function sendAll(webhookIds: readonly string[]): Promise<string | null> {
    for (const id of webhookIds) {
      const failure = await send(id);
      if (failure) return failure;
    }
    return null;
  }

  function close(webhookId: string): void {
    delete deliveries[webhookId];
  }

  return { deliveries, send, sendAll, close };
}
