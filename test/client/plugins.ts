import ui from '@nuxt/ui/vue-plugin';
import type { Plugin } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';

/** What components expect around them. Given to each mount, never to all: files share the process. */
export const plugins: Plugin[] = [createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }] }), ui];
