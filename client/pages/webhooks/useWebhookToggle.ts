import { useToast } from '@nuxt/ui/composables';
import type { OperationResult } from '@urql/core';
import { shallowReactive, watch, type Ref } from 'vue';
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
  async function send(id: string, status: WebhookStatus): Promise<string | null> {
    const input = { ids: [id] };
    if (status === 'ACTIVE') {
      const result = await client.mutation(WebhooksActivateMutation, { input }).toPromise();
      return failureOf(result, result.data?.webhooksActivate.userErrors);
    }
    const result = await client.mutation(WebhooksDeactivateMutation, { input }).toPromise();
    return failureOf(result, result.data?.webhooksDeactivate.userErrors);
  }

  async function toggle(webhook: Switched, status: WebhookStatus): Promise<void> {
    const { id, name } = webhook;
    if (running.has(id)) return;
    expected.set(id, status);
    running.add(id);
    const failure = await send(id, status);
    running.delete(id);
    const isActive = status === 'ACTIVE';
    if (failure) {
      expected.delete(id);
      toast.add({ title: `${name} was not ${isActive ? 'activated' : 'deactivated'}`, description: failure, color: 'error', icon: 'i-lucide-circle-x' });
      return;
    }
    toast.add({
      title: isActive ? `${name} is active` : `${name} is inactive: it gets no events`,
      duration: UNDO_FOR_MS,
      orientation: 'horizontal',
      actions: [{ label: 'Undo', color: 'neutral', variant: 'outline', onClick: () => void toggle(webhook, isActive ? 'INACTIVE' : 'ACTIVE') }],
    });
  }

  return { statusOf, toggle };
}

function failureOf({ error }: OperationResult, userErrors: readonly { message: string }[] | undefined): string | null {
  if (!error) return userErrors?.[0]?.message ?? null;
  const { message, requestId } = problemOf(error);
  return requestId ? `${message} Request ${requestId}` : message;
}
