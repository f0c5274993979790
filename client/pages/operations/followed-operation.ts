import { ref } from 'vue';

/** The operation begun last in this tab: its progress stays in sight on every page until it is put away. */
export const followedOperation = ref<string | null>(null);
