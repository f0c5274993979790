import type { ResultOf } from '../../graphql.ts';
import type { WebhookEditsQuery } from './webhooks.queries.ts';

/** Somebody else changed a webhook. */
export interface RecentEdit {
  /** Name of the member or API key. */
  by: string;
  /** Ms since the epoch. */
  at: number;
}

/** So long a change is told beside the webhook. */
const TOLD_MS = 60_000;

type Entry = ResultOf<typeof WebhookEditsQuery>['auditLog']['nodes'][number];

/** The newest change of each webhook, of entries that begin with the newest, without those of the reader. */
export function editsOfOthers(entries: readonly Entry[], ownId: string | null): Map<string, RecentEdit> {
  const edits = new Map<string, RecentEdit>();
  for (const { at, actor, actorName, target } of entries) {
    // What the platform did by itself has no id.
    const isOfOthers = actor !== null && 'id' in actor && actor.id !== ownId;
    if (target && isOfOthers && !edits.has(target.id)) edits.set(target.id, { by: actorName, at: Date.parse(at) });
  }
  return edits;
}

/** The edits with newer ones, without those that were told long enough. */
export function withEdits(known: ReadonlyMap<string, RecentEdit>, newer: ReadonlyMap<string, RecentEdit>, now: number): Map<string, RecentEdit> {
  return new Map([...known, ...newer].filter(([, edit]) => isRecent(edit, now)));
}

const isRecent = ({ at }: RecentEdit, now: number) => now - at < TOLD_MS;

/** Who is told beside a webhook just now; null for nobody. */
export const editorAt = (edit: RecentEdit | null | undefined, now: number): string | null => (edit && isRecent(edit, now) ? edit.by : null);
