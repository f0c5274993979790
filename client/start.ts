// First, so that the page is on its way while the rest is evaluated.
import { router } from './router.ts';
import ui from '@nuxt/ui/vue-plugin';
import urql from '@urql/vue';
import { createApp } from 'vue';
import App from './App.vue';
import { client } from './urql.ts';

createApp(App).use(router).use(urql, client).use(ui).mount('#app');
