import { shallowReactive } from 'vue';
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
    if (!delivery) return data?.webhookTest.userErrors[0]?.message ?? 'The test was not sent.';
    deliveries[webhookId] = delivery.id;
    return null;
  }

  function close(webhookId: string): void {
    delete deliveries[webhookId];
  }

  return { deliveries, send, close };
}
