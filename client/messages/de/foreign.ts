import de from '@nuxt/ui/runtime/locale/de.js';
import server from './server/index.ts';

/** German for what others say in English: the server, and the library of the components. */
export default { server, components: de };
