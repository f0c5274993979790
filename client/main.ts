import './styles/main.css';
import { loadBrand } from './brand.ts';
import { loadMessages } from './i18n.ts';

// Modules of the console hold texts in their constants, so none of them may be evaluated before the texts and the name are there.
void Promise.all([loadMessages(), loadBrand()]).then(() => import('./start.ts'));
