import { shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { problemOf, type Problem } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { EventRoutingQuery } from './events.queries.ts';

export interface Verdict {
  webhookId: string;
  name: string;
  summary: string;
}

/** Each webhook is asked about on its own; more are asked about one by one by hand. */
const MOST = 20;

/** Why webhooks did not get an event, when that is asked. */
export function useRoutings(eventId: MaybeRefOrGetter<string>) {
  const verdicts = shallowRef<readonly Verdict[]>([]);
  const isAsking = shallowRef(false);
  const problem = shallowRef<Problem | null>(null);

  async function verdictOn(webhookId: string): Promise<Verdict | null> {
    const { data, error } = await client.query(EventRoutingQuery, { eventId: toValue(eventId), webhookId }, { requestPolicy: 'network-only' }).toPromise();
    if (error) problem.value = problemOf(error);
    const summary = data?.webhookEvent?.routing.summary;
    return summary && data?.webhook ? { webhookId, name: data.webhook.name, summary } : null;
  }

  async function ask(webhookIds: readonly string[]): Promise<void> {
    if (isAsking.value) return;
    isAsking.value = true;
    problem.value = null;
    const asked = toValue(eventId);
    const found = await Promise.all(webhookIds.slice(0, MOST).map(verdictOn));
    isAsking.value = false;
    if (asked === toValue(eventId)) verdicts.value = found.filter((verdict) => verdict !== null);
  }

  watch(() => toValue(eventId), () => { verdicts.value = []; });

  return { verdicts, isAsking, problem, ask };
}
