import { useToast } from '@nuxt/ui/composables';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { WebhookDeleteMutation, WebhookRestoreMutation, WebhooksActivateMutation } from './webhooks.queries.ts';

const UNDO_FOR_MS = 10_000;

interface Deleted {
  id: string;
  name: string;
  status: 'ACTIVE' | 'INACTIVE';
}

/** Deletes webhooks, tells what became of what waited, and brings them back as they were. */
export function useWebhookDelete(onRestored: () => void) {
  const toast = useToast();

  /** The number of deliveries cancelled, or a sentence that says why it was not deleted. */
  async function send(id: string): Promise<number | string> {
    const { data, error } = await client.mutation(WebhookDeleteMutation, { input: { id } }).toPromise();
    if (error) return problemOf(error).message;
    const result = data?.webhookDelete;
    return result?.deletedWebhookId ? result.cancelledDeliveries : result?.userErrors[0]?.message ?? t('webhooks.delete.failed');
  }

  /** A restored webhook is inactive: one that was active is switched on again. */
  async function restore(webhooks: readonly Deleted[]): Promise<void> {
    const failures: string[] = [];
    for (const { id } of webhooks) {
      const { data, error } = await client.mutation(WebhookRestoreMutation, { input: { id } }).toPromise();
      const failure = error ? problemOf(error).message : data?.webhookRestore.userErrors[0]?.message;
      if (failure) failures.push(failure);
    }
    const active = webhooks.filter(({ status }) => status === 'ACTIVE').map(({ id }) => id);
    if (active.length > 0 && failures.length === 0) await client.mutation(WebhooksActivateMutation, { input: { ids: active } }).toPromise();
    toast.add(failures.length > 0
      ? { title: t('webhooks.delete.notRestored'), description: failures[0], color: 'error', icon: 'i-lucide-circle-x' }
      : { title: t('webhooks.delete.restored', { n: webhooks.length, name: webhooks[0]?.name ?? '' }, webhooks.length) });
    onRestored();
  }

  /** Deletes one after the other. The answer is a sentence that says why one was not deleted; the rest is left alone then. */
  async function removeAll(webhooks: readonly Deleted[]): Promise<string | null> {
    const gone: Deleted[] = [];
    let cancelled = 0;
    let failure: string | null = null;
    for (const webhook of webhooks) {
      const outcome = await send(webhook.id);
      if (typeof outcome === 'string') {
        failure = outcome;
        break;
      }
      cancelled += outcome;
      gone.push(webhook);
    }
    if (gone.length > 0) {
      toast.add({
        title: t('webhooks.delete.done', { n: gone.length, name: gone[0]?.name ?? '' }, gone.length),
        description: cancelled > 0 ? t('webhooks.delete.cancelled', { n: cancelled }, cancelled) : undefined,
        duration: UNDO_FOR_MS,
        actions: [{ label: t('webhooks.undo'), color: 'neutral', variant: 'outline', onClick: () => void restore(gone) }],
      });
    }
    return failure;
  }

  return { remove: (webhook: Deleted) => removeAll([webhook]), removeAll, restore };
}
