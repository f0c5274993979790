import { useRoute } from 'vue-router';
import type { TypedCreate } from './useWebhookCreate.ts';
import type { TypedEdit } from './useWebhookEdit.ts';

/** What is typed, on its way from the drawer to the page of the same form. */
export interface Carried {
  create?: TypedCreate;
  edit?: TypedEdit;
}

declare module 'vue-router' {
  interface RouteMeta {
    /** Belongs to one visit and is never stored, since secrets may be in it: neither a reload nor "back" finds it again. */
    carried?: Carried;
  }
}

/** What the drawer sent along with this visit. It is handed out once. */
export function takeCarried(): Carried {
  const { meta } = useRoute();
  const { carried = {} } = meta;
  delete meta.carried;
  return carried;
}
