import { shallowRef } from 'vue';
import { session } from '../../session.ts';
import { client } from '../../urql.ts';
import { editsOfOthers, withEdits, type RecentEdit } from './recent-edits.ts';
import { WebhookEditsQuery } from './webhooks.queries.ts';

/** Entries of the log that are looked at for the webhooks that changed; several may belong to one change. */
const ENTRIES = 50;
/** Looked back for who made a change that was just told. */
const LOOK_BACK_MS = 30_000;

/** Who else changed webhooks of the list a moment ago, by webhook. */
export function useRecentEdits() {
  const edits = shallowRef<ReadonlyMap<string, RecentEdit>>(new Map());

  /** Looks up who changed these webhooks. */
  async function lookUp(webhookIds: readonly string[]): Promise<void> {
    if (webhookIds.length === 0) return;
    const now = Date.now();
    const filter = { actions: ['webhook.*'], targetIds: [...webhookIds], at: { from: new Date(now - LOOK_BACK_MS).toISOString() } };
    const { data } = await client.query(WebhookEditsQuery, { first: ENTRIES, filter }, { requestPolicy: 'network-only' }).toPromise();
    if (data) edits.value = withEdits(edits.value, editsOfOthers(data.auditLog.nodes, session.viewer.value?.member?.id ?? null), now);
  }

  return { edits, lookUp };
}
