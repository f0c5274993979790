import { computed, shallowRef, watch, type Ref } from 'vue';
import type { ListedWebhook } from './webhooks.queries.ts';

/** The webhooks of the page that are picked for a bulk action. Turning the page or filtering lets go of what is no longer seen. */
export function useWebhookSelection(rows: Readonly<Ref<readonly ListedWebhook[]>>) {
  const ids = shallowRef<ReadonlySet<string>>(new Set());
  /** Where a range picked with Shift begins. */
  let anchor: string | null = null;

  const chosen = computed(() => rows.value.filter(({ id }) => ids.value.has(id)));
  const pageState = computed<boolean | 'indeterminate'>(() => (chosen.value.length === 0 ? false : chosen.value.length === rows.value.length ? true : 'indeterminate'));

  watch(rows, (shown) => {
    const kept = shown.filter(({ id }) => ids.value.has(id)).map(({ id }) => id);
    if (kept.length !== ids.value.size) ids.value = new Set(kept);
  });

  function toggle(id: string, isRange = false): void {
    const order = rows.value.map((row) => row.id);
    const [from, to] = [anchor === null ? -1 : order.indexOf(anchor), order.indexOf(id)];
    const isOn = !ids.value.has(id);
    const span = isRange && from >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    const next = new Set(ids.value);
    for (const each of span) {
      if (isOn) next.add(each);
      else next.delete(each);
    }
    ids.value = next;
    anchor = id;
  }

  const togglePage = (isOn: boolean) => { ids.value = new Set(isOn ? rows.value.map(({ id }) => id) : []); };
  const clear = () => { ids.value = new Set(); };
  const isChosen = (id: string) => ids.value.has(id);

  return { chosen, pageState, isChosen, toggle, togglePage, clear };
}
