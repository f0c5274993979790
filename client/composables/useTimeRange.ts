import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { queryWithRange, rangeOfQuery, type TimeRangeChoice } from '../lib/time-range.ts';
import { firstPage } from './usePages.ts';

/** The time range of a page, kept in its address as `?since=` or `?from=…&to=…`. Null: all times. */
export function useTimeRange() {
  const route = useRoute();
  const router = useRouter();

  const range = computed<TimeRangeChoice | null>({
    get: () => rangeOfQuery(route.query),
    set: (chosen) => void router.push({ query: queryWithRange(firstPage(route.query), chosen) }),
  });

  return { range };
}
