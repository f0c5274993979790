import { computed, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { t } from '../../i18n.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { jumpTarget } from './jump-target.ts';
import { AttemptTimeQuery, PastAttemptsQuery, type LiveFilter } from './live.queries.ts';
import { liveRow, type LiveRow } from './live-row.ts';

const PAGE = 50;
/** Nothing was attempted before. */
const BEGIN = new Date(0).toISOString();

/** Attempts around a moment, newest first. */
interface Past {
  rows: readonly LiveRow[];
  /** Ms since epoch. */
  at: number;
  /** The attempt that was asked for; null for a moment. */
  anchorId: string | null;
  /** Where more begins; null at the ends. */
  newer: { filter: LiveFilter; cursor: string } | null;
  older: { filter: LiveFilter; cursor: string } | null;
}

class JumpError extends Error {}

/** A look back: the surroundings of an attempt or a moment, named by `?at=` in the address, while the stream goes on unseen. */
export function useHistory(filter: () => LiveFilter) {
  const route = useRoute();
  const router = useRouter();
  const past = shallowRef<Past | null>(null);
  const isLoading = shallowRef(false);
  const problem = shallowRef<string | null>(null);

  const asked = computed(() => (typeof route.query.at === 'string' && route.query.at !== '' ? route.query.at : null));
  let generation = 0;

  function jump(text: string | null): void {
    const { at: _, ...rest } = route.query;
    void router.push({ query: text === null ? rest : { ...rest, at: text } });
  }

  async function read(variables: { first: number; after?: string } | { last: number; before?: string }, wanted: LiveFilter) {
    const { data, error } = await client.query(PastAttemptsQuery, { ...variables, filter: wanted }, { requestPolicy: 'network-only' }).toPromise();
    if (!data) throw new JumpError(error ? problemOf(error).message : t('live.jump.nothing'));
    const { nodes, pageInfo } = data.deliveryAttempts;
    return { rows: nodes.map(liveRow), pageInfo };
  }

  async function momentOf(text: string): Promise<{ at: number; anchorId: string | null }> {
    const target = jumpTarget(text, Date.now());
    if (!target) throw new JumpError(t('live.jump.unreadable'));
    if ('at' in target) return { at: target.at, anchorId: null };
    const { data, error } = await client.query(AttemptTimeQuery, { search: target.id }, { requestPolicy: 'network-only' }).toPromise();
    if (error) throw new JumpError(problemOf(error).message);
    const found = data?.deliveryAttempts.nodes[0];
    if (!found) throw new JumpError(t('live.jump.unknown', { id: target.id }));
    return { at: Date.parse(found.startedAt), anchorId: found.id };
  }

  /** Around an attempt everything is shown; around a moment what the filter lets through. */
  async function surroundings(text: string): Promise<Past> {
    const { at, anchorId } = await momentOf(text);
    const base = anchorId === null ? filter() : {};
    const border = new Date(at + 1).toISOString();
    const [olderFilter, newerFilter] = [{ ...base, started: { from: BEGIN, to: border } }, { ...base, started: { from: border } }];
    const [older, newer] = await Promise.all([read({ first: PAGE }, olderFilter), read({ last: PAGE }, newerFilter)]);
    return {
      rows: [...newer.rows, ...older.rows], at, anchorId,
      newer: newer.pageInfo.hasPreviousPage && newer.pageInfo.startCursor ? { filter: newerFilter, cursor: newer.pageInfo.startCursor } : null,
      older: older.pageInfo.hasNextPage && older.pageInfo.endCursor ? { filter: olderFilter, cursor: older.pageInfo.endCursor } : null,
    };
  }

  async function run(work: () => Promise<Past>): Promise<void> {
    const mine = ++generation;
    isLoading.value = true;
    problem.value = null;
    try {
      const found = await work();
      if (mine === generation) past.value = found;
    } catch (error) {
      if (!(error instanceof JumpError)) throw error;
      if (mine === generation) problem.value = error.message;
    } finally {
      if (mine === generation) isLoading.value = false;
    }
  }

  async function more(direction: 'newer' | 'older'): Promise<void> {
    const shown = past.value;
    const from = shown?.[direction];
    if (!shown || !from || isLoading.value) return;
    await run(async () => {
      const { rows, pageInfo } = await read(direction === 'older' ? { first: PAGE, after: from.cursor } : { last: PAGE, before: from.cursor }, from.filter);
      const cursor = direction === 'older' ? pageInfo.hasNextPage && pageInfo.endCursor : pageInfo.hasPreviousPage && pageInfo.startCursor;
      return {
        ...shown, rows: direction === 'older' ? [...shown.rows, ...rows] : [...rows, ...shown.rows],
        [direction]: cursor ? { filter: from.filter, cursor } : null,
      };
    });
  }

  watch(asked, (text) => {
    past.value = null;
    problem.value = null;
    if (text !== null) return void run(() => surroundings(text));
    generation += 1;
    isLoading.value = false;
  }, { immediate: true });

  return { asked, past, isLoading, problem, jump, more };
}
