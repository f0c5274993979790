import { useMediaQuery } from '@vueuse/core';
import { computed } from 'vue';
import { useRoute, type RouteLocationRaw } from 'vue-router';
import { paths } from '../../paths.ts';
import { NEW_WEBHOOK, withForm } from './form-address.ts';

/** Where the form of a webhook opens: over the list, if the reader is there and has room for a drawer, else as a page. */
export function useFormAddress() {
  const route = useRoute();
  const hasRoom = useMediaQuery('(min-width: 768px)');
  const isOverList = computed(() => hasRoom.value && route.path === paths.webhooks);

  /** @param from the webhook to make a copy of */
  const newAddress = (from?: string): RouteLocationRaw => (isOverList.value ? { query: withForm(route.query, NEW_WEBHOOK, from) } : { path: paths.webhookNew, query: from ? { from } : {} });
  const editAddress = (id: string): RouteLocationRaw => (isOverList.value ? { query: withForm(route.query, id) } : paths.webhookEdit(id));

  return { newAddress, editAddress };
}
