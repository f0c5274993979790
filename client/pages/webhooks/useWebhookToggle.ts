import { useToast } from '@nuxt/ui/composables';
import type { OperationResult } from '@urql/core';
import { shallowReactive, watch, type Ref } from 'vue';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import type { WebhookStatus } from './useWebhookList.ts';
import { WebhooksActivateMutation, WebhooksDeactivateMutation, type ListedWebhook } from './webhooks.queries.ts';

const UNDO_FOR_MS = 10_000;

type Switched = Pick<ListedWebhook, 'id' | 'name' | 'status'>;

/** Switches webhooks on and off: shown at once, taken back when the server refuses, undone by a toast. */
export function useWebhookToggle(rows: Readonly<Ref<readonly Switched[]>>) {
  const toast = useToast();
  /** Statuses shown before the server's list tells them. */
  const expected = shallowReactive(new Map<string, WebhookStatus>());
  const running = new Set<string>();

  watch(rows, () => {
    for (const id of expected.keys()) if (!running.has(id)) expected.delete(id);
  });

  const statusOf = ({ id, status }: Pick<Switched, 'id' | 'status'>): WebhookStatus => expected.get(id) ?? status;

  /** A sentence that says why not, or null when it is done. */
  async function send(ids: string[], status: WebhookStatus): Promise<string | null> {
    const input = { ids };
    if (status === 'ACTIVE') {
      const result = await client.mutation(WebhooksActivateMutation, { input }).toPromise();
      return failureOf(result, result.data?.webhooksActivate.userErrors);
    }
    const result = await client.mutation(WebhooksDeactivateMutation, { input }).toPromise();
    return failureOf(result, result.data?.webhooksDeactivate.userErrors);
  }

  /** Switches all of them in one step; those that stand so already are left alone. The answer is a sentence that says why not. */
  async function toggleAll(webhooks: readonly Switched[], status: WebhookStatus): Promise<string | null> {
    const wanted = webhooks.filter((webhook) => statusOf(webhook) !== status && !running.has(webhook.id));
    if (wanted.length === 0) return null;
    const ids = wanted.map(({ id }) => id);
    for (const id of ids) {
      expected.set(id, status);
      running.add(id);
    }
    const failure = await send(ids, status);
    for (const id of ids) running.delete(id);
    if (failure) {
      for (const id of ids) expected.delete(id);
      return failure;
    }
    const key = status === 'ACTIVE' ? 'webhooks.toggle.activated' : 'webhooks.toggle.deactivated';
    toast.add({
      title: t(key, { n: ids.length, name: wanted[0]?.name ?? '' }, ids.length),
      duration: UNDO_FOR_MS,
      orientation: 'horizontal',
      actions: [{ label: t('webhooks.undo'), color: 'neutral', variant: 'outline', onClick: () => void toggleBack(wanted, status === 'ACTIVE' ? 'INACTIVE' : 'ACTIVE') }],
    });
    return null;
  }

  async function toggleBack(webhooks: readonly Switched[], status: WebhookStatus): Promise<void> {
    const failure = await toggleAll(webhooks, status);
    if (!failure) return;
    const key = status === 'ACTIVE' ? 'webhooks.toggle.notActivated' : 'webhooks.toggle.notDeactivated';
    toast.add({ title: t(key, { n: webhooks.length, name: webhooks[0]?.name ?? '' }, webhooks.length), description: failure, color: 'error', icon: 'i-lucide-circle-x' });
  }

  const toggle = (webhook: Switched, status: WebhookStatus) => toggleBack([webhook], status);

  return { statusOf, toggle, toggleAll };
}

function failureOf({ error }: OperationResult, userErrors: readonly { message: string }[] | undefined): string | null {
  if (!error) return userErrors?.[0]?.message ?? null;
  const { message, requestId } = problemOf(error);
  return requestId ? t('webhooks.toggle.request', { message, id: requestId }) : message;
}
