import ui from '@nuxt/ui/vue-plugin';
import urql from '@urql/vue';
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.ts';
import { client } from './urql.ts';

createApp(App).use(router).use(urql, client).use(ui).mount('#app');
