import { Initial1763683200000 } from './1763683200000-initial.ts';

/** In the order they are applied; a released migration is never edited. */
export const migrations = [Initial1763683200000];
