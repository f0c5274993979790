import { t } from '../../i18n.ts';
import { newIdempotencyKey } from '../../lib/idempotency-key.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { followedOperation } from '../operations/followed-operation.ts';
import { DeliveriesReplayMutation, type BulkScope } from '../operations/operations.queries.ts';

/** Sends one event to one webhook, for one opening of a dialog: however often it is confirmed, it is sent once. */
export function useReplayThere() {
  let key = newIdempotencyKey();

  /** A new opening of the dialog is a new replay. */
  function prepare(): void {
    key = newIdempotencyKey();
  }

  /** Begins it and keeps its progress in sight. An answer is a sentence that says why it was not begun. */
  async function replay({ scope, targetWebhookId }: { scope: BulkScope; targetWebhookId: string | null }): Promise<string | void> {
    const input = { scope, targetWebhookId, onlyUnsuccessful: false, idempotencyKey: key };
    const { data, error } = await client.mutation(DeliveriesReplayMutation, { input }).toPromise();
    if (error) return problemOf(error).message;
    const operation = data?.deliveriesReplay.bulkOperation;
    if (!operation) return data?.deliveriesReplay.userErrors[0]?.message ?? t('events.routing.notBegun');
    followedOperation.value = operation.id;
  }

  return { prepare, replay };
}
