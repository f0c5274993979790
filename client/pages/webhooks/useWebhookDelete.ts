import { useToast } from '@nuxt/ui/composables';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { WebhookDeleteMutation } from './webhooks.queries.ts';

/** Deletes a webhook and tells what became of what waited. The answer is a sentence that says why it was not deleted. */
export function useWebhookDelete() {
  const toast = useToast();

  async function remove({ id, name }: { id: string; name: string }): Promise<string | null> {
    const { data, error } = await client.mutation(WebhookDeleteMutation, { input: { id } }).toPromise();
    if (error) return problemOf(error).message;
    const result = data?.webhookDelete;
    if (!result?.deletedWebhookId) return result?.userErrors[0]?.message ?? 'It was not deleted.';
    const { cancelledDeliveries } = result;
    toast.add({ title: `${name} is deleted`, description: cancelledDeliveries > 0 ? `${cancelledDeliveries} waiting deliveries were cancelled.` : undefined });
    return null;
  }

  return { remove };
}
