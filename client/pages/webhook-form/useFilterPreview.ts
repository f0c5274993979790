import { useQuery } from '@urql/vue';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useSettled } from '../../composables/useSettled.ts';
import type { EnvironmentKey } from '../../lib/environments.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../urql.ts';
import { ContentFilterPreviewQuery, RecentEventsQuery } from './webhook-form.queries.ts';

const WAIT_MS = 400;
const MOST_EXAMPLES = 5;

/** An event to try a filter on: a stored one, or the example of a type where nothing was published yet. */
export interface TrialEvent {
  key: string;
  code: string;
  /** Null for an example. */
  resourceId: string | null;
  publishedAt: string | null;
  input: { eventId: string } | { eventType: string };
}

export interface Trial {
  event: TrialEvent;
  /** Null when the filter has no answer. */
  isMatch: boolean | null;
  failure: string | null;
}

interface FilterPreviewOptions {
  expression: MaybeRefOrGetter<string>;
  environment: MaybeRefOrGetter<EnvironmentKey | null>;
  /** Codes or patterns that the webhook asks for. */
  patterns: MaybeRefOrGetter<readonly string[]>;
  /** Codes that they match now. */
  codes: MaybeRefOrGetter<readonly string[]>;
}

/** Tries a content filter on what the webhook would have been asked to take lately, by the server's own reading of it. */
export function useFilterPreview({ expression, environment, patterns, codes }: FilterPreviewOptions) {
  const settled = useSettled(() => toValue(expression).trim(), WAIT_MS);
  const trials = shallowRef<Trial[]>([]);
  /** Why the expression cannot be read. */
  const problem = shallowRef<string | null>(null);
  const isRunning = shallowRef(false);

  const isAsked = computed(() => settled.value !== '');
  const { data, error } = useQuery({
    query: RecentEventsQuery,
    variables: computed(() => {
      const key = toValue(environment);
      return { filter: { environments: key && [key], types: toValue(patterns).length > 0 ? [...toValue(patterns)] : null, isTest: false } };
    }),
    pause: computed(() => !isAsked.value),
  });
  const events = computed<TrialEvent[] | null>(() => {
    const stored = data.value?.webhookEvents.nodes;
    if (!stored) return error.value ? [] : null;
    if (stored.length === 0) return toValue(codes).slice(0, MOST_EXAMPLES).map(exampleOf);
    return stored.map(({ id, resourceId, publishedAt, type: { code } }) => ({ key: id, code, resourceId, publishedAt, input: { eventId: id } }));
  });

  async function tryOn(event: TrialEvent, filter: string): Promise<Trial & { problem: string | null }> {
    const { data: answer, error: fault } = await client.query(ContentFilterPreviewQuery, { input: { expression: filter, ...event.input } }, { requestPolicy: 'network-only' }).toPromise();
    const preview = answer?.contentFilterPreview;
    return { event, isMatch: preview?.isMatch ?? null, failure: preview?.failure ?? null, problem: fault ? problemOf(fault).message : preview?.userErrors[0]?.message ?? null };
  }

  watch([settled, events], async ([filter, tried]) => {
    if (filter === '' || tried === null) {
      if (filter === '') [trials.value, problem.value] = [[], null];
      return;
    }
    isRunning.value = true;
    const results = await Promise.all(tried.map((event) => tryOn(event, filter)));
    if (filter !== settled.value || tried !== events.value) return;
    isRunning.value = false;
    problem.value = results.find((result) => result.problem)?.problem ?? null;
    trials.value = problem.value ? [] : results;
  }, { immediate: true });

  return { trials, problem, isRunning, isAsked };
}

const exampleOf = (code: string): TrialEvent => ({ key: code, code, resourceId: null, publishedAt: null, input: { eventType: code } });
