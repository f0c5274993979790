import { computed } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';

export const PAGE_SIZES = [25, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

const REMEMBERED_SIZE = 'keybell-page-size';

/** Arguments of a Relay connection. */
export type PageArguments = { first: number; after: string | null } | { last: number; before: string };

/** What a connection says about its ends. */
interface Ends {
  startCursor: string | null;
  endCursor: string | null;
}

export function pageSizeOf(value: unknown): PageSize {
  return PAGE_SIZES.find((size) => size === Number(value)) ?? PAGE_SIZES[0];
}

/** Reads `?after=` or `?before=` of an address. */
export function pageArguments(query: LocationQuery, size: PageSize): PageArguments {
  if (typeof query.before === 'string') return { last: size, before: query.before };
  return { first: size, after: typeof query.after === 'string' ? query.after : null };
}

const sizeOf = (query: LocationQuery): PageSize => pageSizeOf(query.size ?? localStorage.getItem(REMEMBERED_SIZE));

/** The page that an address names, in the size that is remembered. */
export const pageArgumentsOf = (query: LocationQuery): PageArguments => pageArguments(query, sizeOf(query));

/** The query of an address without its place in the list, for a new search, filter or order. */
export function firstPage(query: LocationQuery): LocationQuery {
  const { page: _, after: __, before: ___, ...rest } = query;
  return rest;
}

/** Keyset pages whose place is in the address, as `?page=2&after=…`; the size is remembered. */
export function usePages() {
  const route = useRoute();
  const router = useRouter();

  const page = computed(() => Math.max(1, Math.trunc(Number(route.query.page)) || 1));
  const size = computed<PageSize>({
    get: () => sizeOf(route.query),
    set(value) {
      localStorage.setItem(REMEMBERED_SIZE, String(value));
      void router.push({ query: { ...firstPage(route.query), size: String(value) } });
    },
  });
  const variables = computed(() => pageArgumentsOf(route.query));
  const start = computed(() => (page.value - 1) * size.value);

  function next({ endCursor }: Ends): void {
    void router.push({ query: { ...firstPage(route.query), page: String(page.value + 1), after: endCursor } });
  }

  function previous({ startCursor }: Ends): void {
    const isBackAtStart = page.value <= 2 || startCursor === null;
    const place = isBackAtStart ? {} : { page: String(page.value - 1), before: startCursor };
    void router.push({ query: { ...firstPage(route.query), ...place } });
  }

  function toStart(): void {
    void router.push({ query: firstPage(route.query) });
  }

  return { page, size, variables, start, next, previous, toStart };
}
