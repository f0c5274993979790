import { shallowRef, toValue, type MaybeRefOrGetter } from 'vue';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { PastAttemptsQuery, type LiveFilter } from './live.queries.ts';
import { liveRow, type LiveRow } from './live-row.ts';

/** What the stream left out, between two times of the server's clock in ms since epoch. */
export interface Gap {
  count: number;
  from: number;
  to: number;
}

/** Attempts that are told of when they end may have begun as long before: the longest timeout. */
const LONGEST_ATTEMPT_MS = 30_000;
const PAGE = 100;
/** More are read from the list of deliveries. */
const MOST_LOADED = 2_000;

interface GapOptions {
  filter: MaybeRefOrGetter<LiveFilter>;
  /** Takes what was loaded and answers how many of it were missing. */
  onLoaded: (rows: readonly LiveRow[]) => number;
}

/** Keeps the account of what was left out, and reads it from the history when asked. */
export function useGaps({ filter, onLoaded }: GapOptions) {
  const open = shallowRef<readonly Gap[]>([]);
  const loaded = shallowRef(0);
  const isLoading = shallowRef(false);
  const problem = shallowRef<string | null>(null);

  function note(gap: Gap): void {
    open.value = [...open.value, gap];
  }

  function forget(): void {
    open.value = [];
    loaded.value = 0;
    problem.value = null;
  }

  /** Reads gap after gap, the oldest first, page by page. */
  async function load(): Promise<void> {
    if (isLoading.value) return;
    isLoading.value = true;
    problem.value = null;
    for (const gap of open.value) {
      const done = await loadOne(gap);
      if (!done) break;
      open.value = open.value.filter((each) => each !== gap);
    }
    isLoading.value = false;
  }

  async function loadOne({ count, from, to }: Gap): Promise<boolean> {
    const started = { from: new Date(from - LONGEST_ATTEMPT_MS).toISOString(), to: new Date(to).toISOString() };
    let [after, found, read]: [string | null, number, number] = [null, 0, 0];
    while (found < count && read < MOST_LOADED) {
      const page = await readPage({ ...toValue(filter), started }, after);
      if (!page) return false;
      const added = onLoaded(page.rows);
      found += added;
      read += page.rows.length;
      loaded.value += added;
      if (page.next === null) break;
      after = page.next;
    }
    return true;
  }

  /** Null when it could not be read; `problem` tells why. */
  async function readPage(wanted: LiveFilter, after: string | null): Promise<{ rows: LiveRow[]; next: string | null } | null> {
    const { data, error } = await client.query(PastAttemptsQuery, { first: PAGE, after, filter: wanted }, { requestPolicy: 'network-only' }).toPromise();
    if (error) problem.value = problemOf(error).message;
    if (!data) return null;
    const { nodes, pageInfo } = data.deliveryAttempts;
    return { rows: nodes.map(liveRow), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
  }

  return { open, loaded, isLoading, problem, note, forget, load };
}

export type Gaps = ReturnType<typeof useGaps>;
