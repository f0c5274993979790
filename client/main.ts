import './styles/main.css';
import { loadMessages } from './i18n.ts';

// Modules of the console hold texts in their constants, so none of them may be evaluated before the texts are there.
void loadMessages().then(() => import('./start.ts'));
