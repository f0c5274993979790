import { paths } from '../paths.ts';

/** What a pasted id leads to: a page, or an attempt whose delivery must be asked for. */
export type IdTarget = { path: string } | { attemptId: string };

const ID = /^(wh|evt|dlv|att)_[0-9A-Za-z]{10,40}$/;

/** Reads an id as people paste it, with white space around it; null when it is none. */
export function idTarget(text: string): IdTarget | null {
  const id = text.trim();
  switch (ID.exec(id)?.[1]) {
    case 'wh': return { path: paths.webhook(id) };
    case 'evt': return { path: paths.event(id) };
    case 'dlv': return { path: paths.delivery(id) };
    case 'att': return { attemptId: id };
    default: return null;
  }
}
